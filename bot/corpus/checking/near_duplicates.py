"""Documents whose texts are nearly the same: one wire story in two newspapers, one readout on two web sites.

A document's sketch is the smallest hashes of its shingles, runs of a few words (A. Broder, "On the resemblance and
containment of documents", 1997). What share of two sketches agrees estimates what share of the texts does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

_SHINGLE = 5  # words
_SIZE = 48  # hashes of a sketch
_KEYS = 6  # of them, the smallest, by which documents are compared at all
_FEWEST_KEYS = 2  # keys that two documents share before their sketches are compared
_MOST_POSTED = 50  # documents of one key: a phrase of more of them is a formula
_ALIKE = 0.5  # share of the shingles of two documents together from which on they are near duplicates
_LONG_WORD = 7  # bytes; only shingles that begin with such a word count, a fifth of them
_FEWEST = 8  # shingles; of a shorter text nothing can be said
_LONGEST = 400_000  # characters of a text that are read
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def make_sketch(text: str) -> tuple[int, ...]:
    """The sketch of a text; empty for a text of a few words."""
    text = text[:_LONGEST].lower()
    shortest = _LONG_WORD
    if _UNSPACED.search(text):
        text, shortest = _UNSPACED.sub(r" \g<0> ", text), 0
    words = text.encode("utf-8", "replace").split()
    runs = zip(*(words[start:] for start in range(_SHINGLE)), strict=False)
    hashes = {crc32(b" ".join(run)) for run in runs if len(run[0]) >= shortest}
    return tuple(sorted(hashes)[:_SIZE]) if len(hashes) >= _FEWEST else ()


class NearDuplicates:
    """The sketches of documents so far, by number."""

    def __init__(self) -> None:
        self._sketches: dict[int, tuple[int, ...]] = {}
        self._by_key: dict[int, list[int]] = {}

    def add(self, number: int, sketch: tuple[int, ...]) -> Iterator[tuple[int, float]]:
        """Take a document in; gives those before it that are nearly the same, with the share that agrees."""
        shared = Counter(one for key in sketch[:_KEYS] for one in self._by_key.get(key, ()))
        for one in sorted(number for number, count in shared.items() if count >= _FEWEST_KEYS):
            share = _compare(sketch, self._sketches[one])
            if share >= _ALIKE:
                yield one, share
        if sketch:
            self._sketches[number] = sketch
            for key in sketch[:_KEYS]:
                posting = self._by_key.setdefault(key, [])
                if len(posting) < _MOST_POSTED:
                    posting.append(number)


def _compare(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of the shingles of both that are in both: of the smallest ones of the union."""
    smallest = sorted(set(one) | set(other))[:_SIZE]
    common = set(one) & set(other)
    return sum(hash_ in common for hash_ in smallest) / len(smallest)
