"""Which spellings of names are in a source: each source is read once, however many names there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from bot.corpus.checking.text_map import TextMap

_WORD = re.compile(r"\w+")
_FEW = 20


class Spellings:
    """Spellings that are looked for; each is found once and then let go."""

    def __init__(self, spellings: Iterable[str] = ()) -> None:
        self._by_first_word: dict[str, set[str]] = {}
        self._unbroken: set[str] = set()
        for spelling in spellings:
            first = _WORD.search(spelling)
            # In scripts whose words are not set apart (or carry particles), a spelling within a word counts too.
            if first is None or _lacks_spaces(spelling):
                self._unbroken.add(spelling)
            else:
                self._by_first_word.setdefault(first[0], set()).add(spelling)

    @property
    def left(self) -> set[str]:
        """Those that were not found yet."""
        return self._unbroken.union(*self._by_first_word.values())

    def find_in(self, readings: Iterable[str]) -> set[str]:
        """Those that are whole words in a text, given as it may be read, and were in none before."""
        found: set[str] = set()
        for text in readings:
            here = {one for one in self._unbroken if _lacks_spaces(one) and one in text}
            self._unbroken -= here
            found |= here
            for word in self._by_first_word.keys() & set(_WORD.findall(text)) if self._by_first_word else ():
                left = self._by_first_word[word]
                here = {spelling for spelling in left if _is_in(text, spelling)}
                found |= here
                left -= here
                if not left:
                    del self._by_first_word[word]
        return found


def find_unused_spellings(spellings: Collection[str], texts: Iterable[str]) -> set[str]:
    """Those of `spellings` that are in none of the texts."""
    missing = Spellings(spellings)
    left = missing.left
    for text in texts:
        if not left:
            break
        readings = TextMap(text).readings
        # Where few are left, looking for each is quicker than looking at every word.
        if len(left) > _FEW or any(one in reading for one in left for reading in readings):
            left -= missing.find_in(readings)
    return left


def _is_in(text: str, spelling: str) -> bool:
    """Whether a spelling is in the text from the beginning of a word to the end of one."""
    first = _WORD.search(spelling)
    offset = first.start() if first else 0
    at = text.find(spelling)
    while at >= 0:
        start, end = at + offset, at + len(spelling)
        begins = start == 0 or not _WORD.match(text[start - 1])
        ends = end >= len(text) or not (_WORD.match(text[end]) and _WORD.match(spelling[-1]))
        if begins and ends:
            return True
        at = text.find(spelling, at + 1)
    return False


def _lacks_spaces(spelling: str) -> bool:
    """Whether a spelling is in a script of syllables or signs, where names run into what follows them."""
    return any("\u0e00" <= char <= "\u0eff" or "\u1100" <= char <= "\u11ff" or char >= "\u2e80" for char in spelling)
