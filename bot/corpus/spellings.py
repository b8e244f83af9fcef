"""Finds which spellings of names stand in no source, reading each source once however many names there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_WORD = re.compile(r"\w+")


def find_unused_spellings(spellings: Iterable[str], texts: Collection[str]) -> set[str]:
    """Those of `spellings` that stand in none of the texts as whole words.

    In scripts whose words are not set apart (or carry particles), a spelling within a word counts too.
    """
    by_first_word: dict[str, set[str]] = {}
    unused: set[str] = set()
    for spelling in spellings:
        first = _WORD.search(spelling)
        if first is None:
            unused.add(spelling)
        else:
            by_first_word.setdefault(first[0], set()).add(spelling)
    for text in texts:
        if not by_first_word:
            break
        for match in _WORD.finditer(text):
            wanted = by_first_word.get(match[0])
            if not wanted:
                continue
            wanted -= {spelling for spelling in wanted if _stands_at(text, match.start(), spelling)}
            if not wanted:
                del by_first_word[match[0]]
    for left in by_first_word.values():
        unused |= left
    # Few names are left by now: only for these is every text searched once more.
    return {
        spelling for spelling in unused if not (_lacks_spaces(spelling) and any(spelling in text for text in texts))
    }


def _stands_at(text: str, word_start: int, spelling: str) -> bool:
    """Whether a spelling stands in the text so that its first word begins at `word_start`."""
    first = _WORD.search(spelling)
    start = word_start - (first.start() if first else 0)
    end = start + len(spelling)
    if start < 0 or not text.startswith(spelling, start):
        return False
    return not (end < len(text) and _WORD.match(text[end]) and _WORD.match(spelling[-1]))


def _lacks_spaces(spelling: str) -> bool:
    """Whether a spelling is in a script of syllables or signs, where names run into what follows them."""
    return any("\u0e00" <= char <= "\u0eff" or "\u1100" <= char <= "\u11ff" or char >= "\u2e80" for char in spelling)
