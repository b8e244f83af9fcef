"""Daitch–Mokotoff Soundex: codes for the sound of a name, the same for most of its transliterations.

The rules are the coding chart by Randy Daitch and Gary Mokotoff (https://www.jewishgen.org/InfoFiles/soundex.html),
made for names of Slavic and Germanic languages. `chekhov`, `tschechow` and `tchekhov` have the code 457000 in common.
A word has several codes where a letter can sound differently.
"""

from __future__ import annotations

from functools import lru_cache

_DIGITS = 6
_MOST_CODES = 32  # of one word: each letter of uncertain sound doubles them, and no name needs so many
_VOWELS = frozenset("aeiou")

_Code = tuple[str, str, str]  # at the start of a word, before a vowel, anywhere else; empty where nothing is coded

# One line a sound: how it is written, and its codes; two triples where it can sound in two ways.
_CHART = """
ai aj ay ei ej ey oi oj oy ui uj uy ue   0 1 -
au                                       0 7 -
eu                                       1 1 -
ia ie io iu y                            1 - -
a e i o u                                0 - -
b f fb p pf ph v w                       7 7 7
chs ks x                                 5 54 54
ch c                                     5 5 5  4 4 4
ck                                       5 5 5  45 45 45
g k kh q                                 5 5 5
h                                        5 5 -
j                                        1 - -  4 4 4
d dt t th                                3 3 3
l                                        8 8 8
m n                                      6 6 6
mn nm                                    66 66 66
r                                        9 9 9
rs rz                                    94 94 94  4 4 4
cs csz cz czs                            4 4 4
drs drz ds dsh dsz dz dzh dzs            4 4 4
s sch sh sz                              4 4 4
tc tch trs trz ts tsch tsh tsz tts       4 4 4
ttch ttsch ttsz ttz tz tzs               4 4 4
z zh zs zsch zsh                         4 4 4
schtch schtsch schtsh shch shtch shtsh   2 4 4
sc stch strs strz stsch stsh szcs szcz   2 4 4
zdz zdzh zhdzh                           2 4 4
schd scht sd shd sht st szd szt          2 43 43
zd zhd                                   2 43 43
"""


def _read_chart() -> dict[str, list[_Code]]:
    rules: dict[str, list[_Code]] = {}
    for line in _CHART.split("\n"):
        spellings = [part for part in line.split() if part.isalpha()]
        codes = ["" if part == "-" else part for part in line.split() if not part.isalpha()]
        for spelling in spellings:
            rules[spelling] = [(codes[i], codes[i + 1], codes[i + 2]) for i in range(0, len(codes), 3)]
    return rules


_RULES = _read_chart()
_LONGEST = max(map(len, _RULES))


@lru_cache(maxsize=4096)
def list_sounds(word: str) -> tuple[str, ...]:
    """The Daitch–Mokotoff codes of a folded word, six digits each, in order; none for a word without Latin letters.

    Characters other than a–z are passed over.
    """
    letters = "".join(char for char in word if "a" <= char <= "z")
    branches: dict[tuple[str, str], None] = {("", ""): None} if letters else {}  # digits so far, and the last code
    at, before = 0, ""
    while at < len(letters):
        size = next(size for size in range(_LONGEST, 0, -1) if letters[at : at + size] in _RULES)
        spelling = letters[at : at + size]
        end = at + size
        column = 0 if at == 0 else 1 if letters[end : end + 1] in _VOWELS and end < len(letters) else 2
        codes = dict.fromkeys(code[column] for code in _RULES[spelling])
        # Two m or n in a row are coded both where they differ; of other equal sounds in a row only the first is.
        is_kept = before + spelling[0] in ("mn", "nm")
        branches = {
            (digits if last.endswith(code) and not is_kept else digits + code, code): None
            for digits, last in branches
            for code in codes
        }
        if len(branches) > _MOST_CODES:
            branches = dict.fromkeys(list(branches)[:_MOST_CODES])
        at, before = end, spelling[-1]
    return tuple(sorted({digits[:_DIGITS].ljust(_DIGITS, "0") for digits, _ in branches}))
