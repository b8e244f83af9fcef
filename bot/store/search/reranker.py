"""Which of the statements drawn from the index come nearest to a question: a second, closer look at their stems."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from rapidfuzz import fuzz

from bot.store.db.bulk_fetch import read_whole
from bot.store.db.deadlines import check_deadline
from bot.store.search.lexicon import Expansion
from bot.store.search.query_terms import QueryTerm

# What counts how much: found by trying on the half of bench/search that is for trying.
COVERED, LETTERS, ENGINE = 0.8, 0.8, 0.05
# Of the weight of a few words so much must a near hit hold, more where there are better hits beside it.
_ENOUGH = 0.5
_ENOUGH_BESIDE = 0.6
_FEW = 3
# More words bring their order, spelling and little words with them, by which what was meant differs from what is alike.
_LEAST = 0.3
_NEAR = 1.55
_BY_LETTERS = 1.5
_LONGEST_COMPARED = 2_400
_LONGEST_ASKED = 600
_COMPARED = 24
_LIKELY = 0.6  # of the index's best score
_TOLD = (
    "SELECT statement, stems, extra, unquoted FROM told WHERE statement IN (SELECT value FROM json_each(?1))",
    4,
)
_NOT_TOLD = 0.85  # a name, a day, a word of ours counts a little less than one of the sources


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """How near a statement comes: the words that it holds, as what, and those of them that stand, as they were asked
    for, in no text of its sources; how much of the question's weight they are; how alike its texts and the question
    are, letter by letter (0–1), where that was compared; a score of all that together; and which part of the words held
    stands in quotations.
    """

    n: int
    held: tuple[QueryTerm, ...]
    variants: tuple[Expansion, ...]
    beside: tuple[QueryTerm, ...]
    coverage: float
    alike: float
    score: float
    quoted: float


class Reranker:
    """Compares statements with one question: all of them by the words that they hold, the best by their letters."""

    def __init__(self, words: Sequence[str], stems: Mapping[str, str], wanted: Sequence[QueryTerm]) -> None:
        self._wanted = wanted
        self._idf = [one.idf for one in wanted]
        self._whole = sum(self._idf) or 1.0
        self._stems = frozenset(stem for one in wanted for variant in one.variants for stem in variant.stems)
        self._words = [(word, stems.get(word, word)) for word in words]
        self._asked = " ".join(stem for _, stem in self._words)[:_LONGEST_ASKED]
        self._single: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._several: list[tuple[int, float, tuple[str, ...]]] = []
        for i, one in enumerate(wanted):
            for variant in one.variants:
                if len(variant.stems) == 1:
                    self._single[variant.stems[0]].append((i, variant.weight))
                else:
                    self._several.append((i, variant.weight, variant.stems))
        self._sought = [(one, _list_sought(one)) for one in wanted]
        self._covered: dict[tuple[frozenset[str], frozenset[str]], float] = {}

    def rank(
        self,
        db: sqlite3.Connection,
        numbers: Sequence[int],
        scores: Mapping[int, float],
        compared: int = _COMPARED,
        *,
        others: bool = False,
    ) -> list[RankedCandidate]:
        """The nearest of these statements, the best first, so many `compared` letter by letter; then the `others`.

        `scores` are those of the index.
        """
        if not numbers:
            return []
        best = max(scores.values(), default=0.0) or 1.0
        seen = []
        for n, told, extra, unquoted in read_whole(db, _TOLD, numbers):
            held = self._stems.intersection(told.split(" ")), self._stems.intersection(extra.split(" "))
            covered = self._covered.get(held)
            if covered is None:
                covered = self._covered[held] = self._cover(*held)
            seen.append((COVERED * covered + ENGINE * scores[n] / best, n, told, unquoted, held))
        seen.sort(key=lambda one: (-one[0], one[1]))
        drawn = [self._draw(*one) for one in seen[:compared]]
        drawn.sort(key=lambda one: (-one.score, one.n))
        if others:
            drawn += [self._draw(*one, compared=False) for one in seen[compared:]]
        return drawn

    def is_enough(self, one: RankedCandidate, *, beside: bool) -> bool:
        """Whether a statement is near enough to be shown at all; `beside` where better ones are shown."""
        size = len(self._wanted)
        if len(one.held) < min(2, size // 2 + size % 2):
            return False
        if size <= _FEW:
            return one.coverage >= (_ENOUGH_BESIDE if beside else _ENOUGH)
        return one.coverage >= _LEAST and one.coverage + _BY_LETTERS * one.alike >= _NEAR

    def _cover(self, told: frozenset[str], extra: frozenset[str]) -> float:
        """Which part of the question's weight such stems hold, wherever they stand."""
        worth = [0.0] * len(self._idf)
        for stems, share in ((told, 1.0), (extra, _NOT_TOLD)):
            for stem in stems:
                for i, weight in self._single.get(stem, ()):
                    worth[i] = max(worth[i], share * weight)
            for i, weight, several in self._several:
                if share * weight > worth[i] and stems.issuperset(several):
                    worth[i] = share * weight
        return float(sum(map(mul, worth, self._idf))) / self._whole

    def _draw(
        self,
        score: float,
        n: int,
        told: str,
        unquoted: str,
        stems: tuple[frozenset[str], frozenset[str]],
        *,
        compared: bool = True,
    ) -> RankedCandidate:
        check_deadline()
        held, variants, covered = [], [], 0.0
        spaced = f" {told} "
        for one, sought in self._sought:
            worth, variant = _find_best(sought, spaced, *stems)
            if variant is not None:
                held.append(one)
                variants.append(variant)
                covered += worth * one.idf
        alike = _compare(self._say_as(held, variants), told[:_LONGEST_COMPARED]) if compared else 0.0
        meant = [stem for variant in variants for stem in variant.stems]
        quoted = stems[0].difference(unquoted.split(" ")) if unquoted else stems[0]
        part = sum(stem in quoted for stem in meant) / len(meant) if meant else 0.0
        beside = tuple(one for one in held if one.stem not in stems[0])
        coverage, score = covered / self._whole, score + LETTERS * alike
        return RankedCandidate(n, tuple(held), tuple(variants), beside, coverage, alike, score, part)

    def _say_as(self, held: Sequence[QueryTerm], variants: Sequence[Expansion]) -> str:
        """The stems of the question, with those in their place that stand for them in a statement."""
        put = {one.word: variant.stems for one, variant in zip(held, variants, strict=True) if variant.why}
        if not put:
            return self._asked
        said: list[str] = []
        before: tuple[str, ...] = ()
        for word, stem in self._words:
            stems = put.get(word, (stem,))
            if len(stems) == 1 or stems != before:  # several words for which one name stands bring it once
                said += stems
            before = stems
        return " ".join(said)[:_LONGEST_ASKED]


def keep_likely(scores: Mapping[int, float], numbers: Sequence[int], always: int) -> Sequence[int]:
    """Those of the statements drawn, the best first, that may still come nearest, the first ones `always`.

    Where the index sees one far ahead, it is few.
    """
    least = _LIKELY * max(scores.values(), default=0.0)
    return [n for i, n in enumerate(numbers) if i < always or scores[n] >= least]


def _compare(asked: str, told: str) -> float:
    """How alike two texts are, letter by letter (0–1)."""
    return float(fuzz.partial_ratio(asked, told) + fuzz.token_set_ratio(asked, told)) / 200


def _list_sought(one: QueryTerm) -> list[tuple[float, Expansion, str]]:
    """What may stand for a word, the surest first: how sure, and of several words how they stand in a text."""
    sought = ((v.weight, v, f" {' '.join(v.stems)} " if len(v.stems) > 1 else "") for v in one.variants)
    return sorted(sought, key=lambda variant: -variant[0])


def _find_best(
    sought: Sequence[tuple[float, Expansion, str]], text: str, told: frozenset[str], extra: frozenset[str]
) -> tuple[float, Expansion | None]:
    """How well a statement holds a word (0–1), and as what; of several words in a row, as they stand."""
    best, found = 0.0, None
    for weight, variant, row in sought:
        if weight <= best:
            break
        stems = variant.stems
        if told.issuperset(stems) and row in text:
            best, found = weight, variant
        elif _NOT_TOLD * weight > best and extra.issuperset(stems):
            best, found = _NOT_TOLD * weight, variant
    return best, found
