"""The reranker: compares the candidates from the index closely with a query, by their stems and their letters."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.store.db.bulk_fetch import Select, fetch_rows
from bot.store.db.deadlines import check_deadline
from bot.store.search.query_terms import Expansion, QueryTerm

# Weights of coverage, text similarity and the index's score, found by trial on the half of bench/search for tuning.
COVERAGE, SIMILARITY, INDEX_SCORE = 0.8, 0.8, 0.05
# The coverage that a near hit of a query of few terms needs, and where there are better hits beside it.
_FEW_TERMS = 3
_ENOUGH, _ENOUGH_BESIDE = 0.5, 0.6
# The coverage that a near hit of more terms needs, and the sum of it and the weighted similarity: more words bring
# their order, spelling and stop words with them, which tell what was meant from what is merely alike.
_LEAST_COVERAGE = 0.3
_LEAST_SUM, _SIMILARITY_IN_SUM = 1.55, 1.5
_MOST_TEXT, _MOST_QUERY = 2_400, 600  # characters that are compared
_COMPARED = 24  # candidates whose letters are compared
_LIKELY = 0.6  # of the index's best score
_EXTRA_SHARE = 0.85  # of the weight of a term that is only in the paraphrase, a name, a topic or a day


class _StatementTerms(NamedTuple):
    """The stems of a statement, separated by spaces; `unquoted` are those that are in no quotation."""

    statement: int
    stems: str
    extra: str
    unquoted: str


_TERMS = Select(
    _StatementTerms,
    """
SELECT statement, stems, extra, unquoted FROM statement_terms
WHERE statement IN (SELECT value FROM json_each(?1))""",
)
_Matched = tuple[frozenset[str], frozenset[str]]  # stems of the query, in the sources' texts and elsewhere


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A reranked candidate.

    n           number of the statement
    matched     the terms that it contains; `expansions` are what each matched by
    outside     those of them whose own stem is in no text of its sources
    coverage    share of the query's weight that is matched, 0–1
    similarity  of the texts and the query, letter by letter, 0–1; 0 where it was not compared
    score       of all together; higher is better
    quoted      share of the matched stems that is in quotations, 0–1
    """

    n: int
    matched: tuple[QueryTerm, ...]
    expansions: tuple[Expansion, ...]
    outside: tuple[QueryTerm, ...]
    coverage: float
    similarity: float
    score: float
    quoted: float


class _Scored(NamedTuple):
    """A candidate as scored by its stems alone."""

    score: float
    terms: _StatementTerms
    matched: _Matched


class Reranker:
    """Compares candidates with one query: all of them by their stems, the best by their letters as well."""

    def __init__(self, words: Sequence[str], stems: Mapping[str, str], terms: Sequence[QueryTerm]) -> None:
        """`words` are all words of the query in order, `terms` those that carry meaning."""
        self._terms = terms
        self._idf = [term.idf for term in terms]
        self._total = sum(self._idf) or 1.0
        self._stems = frozenset(stem for term in terms for one in term.expansions for stem in one.stems)
        self._words = [(word, stems.get(word, word)) for word in words]
        self._query = " ".join(stem for _, stem in self._words)[:_MOST_QUERY]
        # Expansions of one stem by this stem, and those of several, each with the index of its term and its weight.
        self._by_stem: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._of_several: list[tuple[int, float, tuple[str, ...]]] = []
        for i, term in enumerate(terms):
            for one in term.expansions:
                if len(one.stems) == 1:
                    self._by_stem[one.stems[0]].append((i, one.weight))
                else:
                    self._of_several.append((i, one.weight, one.stems))
        self._surest_first = [(term, _sort_expansions(term)) for term in terms]
        self._coverages: dict[_Matched, float] = {}

    def rank(
        self,
        db: sqlite3.Connection,
        numbers: Sequence[int],
        scores: Mapping[int, float],
        compared: int = _COMPARED,
        *,
        others: bool = False,
    ) -> list[RankedCandidate]:
        """Rerank the statements with these numbers, the best first.

        scores    those of the index, by number
        compared  how many of the best are compared letter by letter; the rest follows only with `others`
        """
        if not numbers:
            return []
        best = max(scores.values(), default=0.0) or 1.0
        scored = []
        for terms in fetch_rows(db, _TERMS, numbers):
            matched = self._stems.intersection(terms.stems.split(" ")), self._stems.intersection(terms.extra.split(" "))
            coverage = self._coverages.get(matched)
            if coverage is None:
                coverage = self._coverages[matched] = self._cover(*matched)
            scored.append(_Scored(COVERAGE * coverage + INDEX_SCORE * scores[terms.statement] / best, terms, matched))
        scored.sort(key=lambda one: (-one.score, one.terms.statement))
        ranked = [self._compare(one) for one in scored[:compared]]
        ranked.sort(key=lambda one: (-one.score, one.n))
        if others:
            ranked += [self._compare(one, letters=False) for one in scored[compared:]]
        return ranked

    def is_enough(self, one: RankedCandidate, *, beside: bool) -> bool:
        """Whether a candidate is near enough to be shown at all; `beside` where there are better hits."""
        size = len(self._terms)
        if len(one.matched) < min(2, size // 2 + size % 2):
            return False
        if size <= _FEW_TERMS:
            return one.coverage >= (_ENOUGH_BESIDE if beside else _ENOUGH)
        return one.coverage >= _LEAST_COVERAGE and one.coverage + _SIMILARITY_IN_SUM * one.similarity >= _LEAST_SUM

    def _cover(self, in_texts: frozenset[str], in_extra: frozenset[str]) -> float:
        """The share of the query's weight that these stems match, in whatever order they come."""
        shares = [0.0] * len(self._idf)
        for stems, share in ((in_texts, 1.0), (in_extra, _EXTRA_SHARE)):
            for stem in stems:
                for i, weight in self._by_stem.get(stem, ()):
                    shares[i] = max(shares[i], share * weight)
            for i, weight, several in self._of_several:
                if share * weight > shares[i] and stems.issuperset(several):
                    shares[i] = share * weight
        return float(sum(map(mul, shares, self._idf))) / self._total

    def _compare(self, scored: _Scored, *, letters: bool = True) -> RankedCandidate:
        check_deadline()
        score, (n, text, _, unquoted), (in_texts, in_extra) = scored
        matched, expansions, covered = [], [], 0.0
        spaced = f" {text} "
        for term, surest_first in self._surest_first:
            weight, expansion = _find_best(surest_first, spaced, in_texts, in_extra)
            if expansion is not None:
                matched.append(term)
                expansions.append(expansion)
                covered += weight * term.idf
        similarity = _measure_similarity(self._reword(matched, expansions), text[:_MOST_TEXT]) if letters else 0.0
        stems = [stem for one in expansions for stem in one.stems]
        quoted = in_texts.difference(unquoted.split(" ")) if unquoted else in_texts
        return RankedCandidate(
            n,
            tuple(matched),
            tuple(expansions),
            outside=tuple(term for term in matched if term.stem not in in_texts),
            coverage=covered / self._total,
            similarity=similarity,
            score=score + SIMILARITY * similarity,
            quoted=sum(stem in quoted for stem in stems) / len(stems) if stems else 0.0,
        )

    def _reword(self, matched: Sequence[QueryTerm], expansions: Sequence[Expansion]) -> str:
        """The stems of the query, with those that a statement has in place of the words they stand for."""
        put = {term.word: one.stems for term, one in zip(matched, expansions, strict=True) if one.why}
        if not put:
            return self._query
        reworded: list[str] = []
        before: tuple[str, ...] = ()
        for word, stem in self._words:
            stems = put.get(word, (stem,))
            if len(stems) == 1 or stems != before:  # one name for several words in a row comes once
                reworded += stems
            before = stems
        return " ".join(reworded)[:_MOST_QUERY]


def keep_likely(scores: Mapping[int, float], numbers: Sequence[int], always: int) -> Sequence[int]:
    """Those candidates, best first, that may still turn out the nearest: the first `always`, and those that the index
    scores at least 0.6 times as high as the best.
    """
    least = _LIKELY * max(scores.values(), default=0.0)
    return [n for i, n in enumerate(numbers) if i < always or scores[n] >= least]


def _measure_similarity(query: str, text: str) -> float:
    """How alike two texts are, letter by letter: the mean of two ratios of RapidFuzz, 0–1."""
    return float(fuzz.partial_ratio(query, text) + fuzz.token_set_ratio(query, text)) / 200


def _sort_expansions(term: QueryTerm) -> list[tuple[float, Expansion, str]]:
    """The expansions of a term, the surest first: weight, expansion, and of several stems how they are written."""
    rows = ((one.weight, one, f" {' '.join(one.stems)} " if len(one.stems) > 1 else "") for one in term.expansions)
    return sorted(rows, key=lambda row: -row[0])


def _find_best(
    surest_first: Sequence[tuple[float, Expansion, str]], text: str, in_texts: frozenset[str], in_extra: frozenset[str]
) -> tuple[float, Expansion | None]:
    """How well a statement matches a term, 0–1, and by which expansion; several stems must be in a row in its texts."""
    best, found = 0.0, None
    for weight, expansion, row in surest_first:
        if weight <= best:
            break
        stems = expansion.stems
        if in_texts.issuperset(stems) and row in text:
            best, found = weight, expansion
        elif _EXTRA_SHARE * weight > best and in_extra.issuperset(stems):
            best, found = _EXTRA_SHARE * weight, expansion
    return best, found
