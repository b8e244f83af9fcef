"""Why words are not found in a text: the nearest stretch of it, and the first real difference with the words around it.

Spaces, line breaks and invisible signs are no difference: words match over them (bot.corpus.checking.text_map).
"""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.corpus.annotations import Span
from bot.corpus.problems import name_character, show

_TEXT_SEARCHED = 1_000_000  # characters
_FUZZY_TEXT, _FUZZY_WORDS = 20_000, 200  # characters
_SEED, _SEED_STEP, _MOST_SEEDS = 12, 6, 400  # characters of a piece that is looked for, between pieces, pieces
_ENOUGH = 8  # characters: a shorter piece in common is chance
_ALIGNED = 300  # characters after the first difference that are aligned to tell what it is
_DRIFT = 16  # characters by which a stretch may begin earlier or later than the piece in common says
_CONTEXT = 24
_FUZZY_CUTOFF = 60  # per cent of likeness, below which nothing is near
# Characters that look alike, each mapped to one character, so that positions stay what they are.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\n\r\t", " "),
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_UNSEEN = re.compile("[\\s\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\w*$"), re.compile(r"\w*")


def explain_absence(exact: str, text: str) -> str:
    """What to do about words that are not in a text: copy them from its nearest stretch, which is shown.

    Bounded work: only the first million characters of the text are searched.
    """
    text, exact = text[:_TEXT_SEARCHED], exact.strip() or exact
    start = _find_start(exact, text)
    if start is None:
        near = fuzz.partial_ratio_alignment(exact[:_FUZZY_WORDS], text[:_FUZZY_TEXT], score_cutoff=_FUZZY_CUTOFF)
        if near is None:
            return "copy it from the source; nothing like it stands there"
        start = near.dest_start
    begun = _WORD_BEFORE.search(text[max(0, start - _DRIFT) : start])
    if begun and text[start : start + 1].isalnum():
        start -= len(begun[0])
    end = _find_end(exact, text, start)
    difference = _name_difference(exact, text, Span(start, end))
    return f"copy it from the source; the nearest there is {show(text[start:end])}{difference}"


def _find_start(exact: str, text: str) -> int | None:
    """Where the stretch of the text begins that has most pieces of `exact` in their order; None where none is near."""
    alike, words = _fold(text), _fold(exact)
    begins: Counter[int] = Counter()
    first: dict[int, int] = {}
    step = max(_SEED_STEP, len(words) // _MOST_SEEDS)
    size = min(_SEED, max(_ENOUGH, len(words) // 3))
    for offset in range(0, max(1, len(words) - size + 1), step):
        at = alike.find(words[offset : offset + size])
        if at >= 0:
            # Letters too many or too few move what follows: beginnings that differ by a few are one.
            begin = (at - offset) // _DRIFT
            begins[begin] += 1
            first.setdefault(begin, offset)
    if not begins:
        return None
    best = max(begins, key=lambda begin: begins[begin] + begins[begin + 1])
    offset = min(first[best], first.get(best + 1, first[best]))
    at = alike.find(words[offset : offset + size])
    guess = at - offset
    if offset == 0:
        return at
    head = words[: offset + size]
    starts = range(max(0, guess - _DRIFT), min(at, guess + _DRIFT) + 1)

    def rank(start: int) -> tuple[int, int]:
        return Levenshtein.distance(head, alike[start : at + size]), abs(start - guess)

    return min(starts, key=rank, default=max(0, guess))


def _find_end(exact: str, text: str, start: int) -> int:
    """Where the stretch that begins at `start` ends: where it is most like `exact`, at the end of a word."""
    end = min(len(text), start + len(exact))
    if len(exact) <= _ALIGNED:
        ends = range(max(start + 1, end - _DRIFT), min(len(text), end + _DRIFT) + 1)
        end = min(ends, key=lambda one: (Levenshtein.distance(exact, text[start:one]), abs(one - end)), default=end)
    after = _WORD_AFTER.match(text, end)
    return after.end() if after and after.end() - end < _DRIFT and text[end - 1 : end].isalnum() else end


def _name_difference(exact: str, text: str, nearest: Span) -> str:
    """The first difference that is no matter of space, with the words around it."""
    at, there = _skip_common(exact, text, nearest.start)
    if at >= len(exact):
        return ". Only line breaks differ: put a blank line where the source ends a paragraph, and nowhere else"
    mine, theirs = exact[at : at + _ALIGNED], text[there : max(nearest.end, there)][:_ALIGNED]
    blocks = Levenshtein.opcodes(mine, theirs)
    block = next((one for one in blocks if one.tag != "equal"), None)
    size, size_there = (block.src_end, block.dest_end) if block else (1, 1)
    own, other = mine[:size], theirs[:size_there]
    if len(own) <= 1 and len(other) <= 1 and not (own.isalnum() or other.isalnum()):
        source = name_character(other) if other else _name_nothing(there, text)
        record = name_character(own) if own else "nothing"
        return f". First difference {_name_place(exact, at)}: the source has {source} where the record has {record}"
    word = _WORD_BEFORE.search(exact[max(0, at - _CONTEXT) : at])
    begun = len(word[0]) if word and (own[:1].isalnum() or other[:1].isalnum()) else 0
    own, other = _finish(exact, at - begun, at + size).strip(), _finish(text, there - begun, there + size_there).strip()
    source, record = show(other) if other else _name_nothing(there, text), show(own) if own else "nothing"
    return f". First difference {_name_place(exact, at - begun)}: the source has {source} where the record has {record}"


def _name_place(exact: str, at: int) -> str:
    """The words before an offset, the first of them whole."""
    if not exact[:at].strip():
        return "at the very start"
    before = exact[max(0, at - _CONTEXT) : at].rstrip()
    is_cut = at > _CONTEXT and exact[at - _CONTEXT - 1].isalnum() and " " in before
    return f"after {show(before.split(None, 1)[1] if is_cut else before)}"


def _name_nothing(there: int, text: str) -> str:
    return "its end" if there >= len(text) else "nothing"


def _skip_common(exact: str, text: str, start: int) -> tuple[int, int]:
    """Where two texts first differ, spaces and unseen signs left out of account: offsets in both."""
    at, there = 0, start
    while at < len(exact):
        gap, gap_there = _UNSEEN.match(exact, at), _UNSEEN.match(text, there)
        own, other = gap[0] if gap else "", gap_there[0] if gap_there else ""
        if own or other:
            if any(char.isspace() for char in own) != any(char.isspace() for char in other):
                break
            at, there = at + len(own), there + len(other)
        elif there < len(text) and exact[at] == text[there]:
            at, there = at + 1, there + 1
        else:
            break
    return at, there


def _finish(text: str, start: int, end: int) -> str:
    """A stretch with the rest of its last word."""
    after = _WORD_AFTER.match(text, end)
    return text[max(0, start) : after.end() if after else end]


def _fold(text: str) -> str:
    folded = text.translate(_ALIKE)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded
