"""Candidate generation when no document matches all terms: selects the terms of the fallback OR query.

A term that very many statements contain costs the most and says the least. So expansions are left out where they are
common, and pairs of words take the place of common words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bot.store.db.caching import cached_method
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm, join_pair
from bot.store.search.query_terms import QueryTerm

PAIR_WEIGHT = 0.5  # of a pair of words that follow one another in a query
# Shares of all statements: what more of them contain is not looked for. For expansions, for pairs, and for words
# outside of the sources' texts.
_COMMON_EXPANSION, _COMMON_PAIR, _COMMON_EXTRA = 0.003, 0.01, 0.1
_NEVER_COMMON = 2_000  # statements
# A word that more statements than that contain is not looked for where there are so many rarer terms.
_COMMON_WORD, _ENOUGH_RARE = 30_000, 6
_MOST_CORRECTIONS = 3
_MOST_PAIRS = 48
_CACHED = 16_384
_IN_TEXTS_ALONE = ("meaning", "word form")  # expansions for these reasons say nothing of a name


class CandidateTermSelector:
    """Selects the terms for a query; safe to share between threads."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def list_terms(self, terms: Sequence[QueryTerm], pairs: Iterable[IndexTerm]) -> list[IndexTerm]:
        """The index terms to look for: of the expansions of the query's terms, and `pairs` of its words."""
        expansions = (expansion for term in terms for expansion in term.expansions)
        selected = [self._select(one.stems, one.weight, one.why.startswith(_IN_TEXTS_ALONE)) for one in expansions]
        by_stem: dict[str, IndexTerm] = {}
        for term in (*filter(None, selected), *pairs):
            other = by_stem.setdefault(term.stem, term)
            if other is not term and (term.weight > other.weight or term.anywhere > other.anywhere):
                anywhere = term.anywhere or other.anywhere
                by_stem[term.stem] = IndexTerm(term.stem, max(term.weight, other.weight), anywhere)
        rare = [term for term in by_stem.values() if self._index.count_in_texts(term.stem) <= _COMMON_WORD]
        return rare if len(rare) >= _ENOUGH_RARE else list(by_stem.values())

    @cached_method(_CACHED)
    def _select(self, stems: tuple[str, ...], weight: float, in_texts_alone: bool) -> IndexTerm | None:
        """The index term of an expansion; None where it is too common."""
        if len(stems) > 1:
            # A name of several words is looked for by the two of them that are rarest together.
            pairs = {join_pair(*pair): 0 for pair in pairwise(stems)}
            return IndexTerm(min(pairs, key=self._index.count_in_texts), weight, anywhere=False)
        (stem,) = stems
        size = self._index.size
        if in_texts_alone and self._index.count_in_texts(stem) > max(_NEVER_COMMON, _COMMON_EXPANSION * size):
            return None
        is_rare = self._index.count_in_extra(stem) <= max(_NEVER_COMMON, _COMMON_EXTRA * size)
        return IndexTerm(stem, weight, anywhere=is_rare and not in_texts_alone)


def list_pairs(
    index: IndexReader, words: Sequence[str], stems: Mapping[str, str], terms: Sequence[QueryTerm]
) -> list[IndexTerm]:
    """The pairs of all `words` of a query, in order, with corrected spelling; stop words are half of what is
    remembered of a wording.
    """
    corrected = {
        term.word: [one.stems[0] for one in term.expansions if one.why.startswith("spelling")][:_MOST_CORRECTIONS]
        for term in terms
        if not term.is_indexed
    }
    groups = [corrected.get(word) or [stems.get(word, word)] for word in words]
    pairs = dict.fromkeys(join_pair(a, b) for one, other in pairwise(groups) for a in one for b in other)
    most = max(_NEVER_COMMON, _COMMON_PAIR * index.size)
    rare = [pair for pair in pairs if 0 < index.count_in_texts(pair) <= most]
    return [IndexTerm(pair, PAIR_WEIGHT, anywhere=False) for pair in rare[:_MOST_PAIRS]]
