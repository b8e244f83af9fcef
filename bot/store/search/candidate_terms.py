"""What the index is asked for where nothing holds all words: the terms by which the likeliest statements are drawn.

A term that very many statements hold costs the most and tells the least; so what merely stands for another word is left
out where it is common, and pairs of words do the work of common ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from bot.store.index.reader import IndexReader, IndexTerm, join_pair
from bot.store.search.query_terms import QueryTerm

# What more than such a part of all statements hold is not looked for: words that only stand for another, pairs of
# words, and words among names and days.
_COMMON_VARIANT, _COMMON_PAIR, _COMMON_NAME = 0.003, 0.01, 0.1
_FEW = 2_000  # what no more statements than that hold is never too common
# What more statements than that hold is not looked for where so many other terms are.
_COMMON_WORD, _ENOUGH_RARE = 30_000, 6
PAIR = 0.5  # how much a pair of words that follow one another in a question counts
_MOST_MENDED = 3
_MOST_REMEMBERED = 16_384
_MOST_PAIRS = 48
_NEAR_ONLY = ("meaning", "word form")


class CandidateTermSelector:
    """Chooses the terms for a question; safe to share between threads."""

    def __init__(self, texts: IndexReader) -> None:
        self._texts = texts
        self._draw = lru_cache(_MOST_REMEMBERED)(partial(_draw, texts))

    def list_terms(self, wanted: Sequence[QueryTerm], pairs: Iterable[IndexTerm]) -> list[IndexTerm]:
        """The terms of words that carry meaning, and `pairs` of all words of a question."""
        variants = (variant for one in wanted for variant in one.variants)
        drawn = [self._draw(one.stems, one.weight, one.why.startswith(_NEAR_ONLY)) for one in variants]
        terms: dict[str, IndexTerm] = {}
        for term in (*filter(None, drawn), *pairs):
            other = terms.setdefault(term.stem, term)
            if other is not term and (term.weight > other.weight or term.anywhere > other.anywhere):
                anywhere = term.anywhere or other.anywhere
                terms[term.stem] = IndexTerm(term.stem, max(term.weight, other.weight), anywhere)
        rare = [term for term in terms.values() if self._texts.count_told(term.stem) <= _COMMON_WORD]
        return rare if len(rare) >= _ENOUGH_RARE else list(terms.values())


def _draw(texts: IndexReader, stems: tuple[str, ...], weight: float, is_near_only: bool) -> IndexTerm | None:
    if len(stems) > 1:
        # a name of several words is looked for by the two of them that are rarest together
        pairs = {join_pair(*pair): 0 for pair in pairwise(stems)}
        return IndexTerm(min(pairs, key=texts.count_told), weight, anywhere=False)
    (stem,) = stems
    if is_near_only and texts.count_told(stem) > max(_FEW, _COMMON_VARIANT * texts.size):
        return None
    is_name = not is_near_only and texts.count_beside(stem) <= max(_FEW, _COMMON_NAME * texts.size)
    return IndexTerm(stem, weight, anywhere=is_name)


def list_pairs(
    texts: IndexReader, words: Sequence[str], stems: Mapping[str, str], wanted: Sequence[QueryTerm]
) -> list[IndexTerm]:
    """Words that follow one another in a question, slips mended; little words are half of what is remembered.

    `words` are all of them in order, `wanted` those that carry meaning.
    """
    mended = {
        one.word: [v.stems[0] for v in one.variants if v.why.startswith("spelling")][:_MOST_MENDED]
        for one in wanted
        if not one.is_known
    }
    meant = [mended.get(word) or [stems.get(word, word)] for word in words]
    pairs = dict.fromkeys(join_pair(a, b) for one, other in pairwise(meant) for a in one for b in other)
    most = max(_FEW, _COMMON_PAIR * texts.size)
    return [IndexTerm(pair, PAIR, anywhere=False) for pair in pairs if 0 < texts.count_told(pair) <= most][:_MOST_PAIRS]
