"""Which of the statements drawn from the index come nearest to a question: a second, closer look at their stems."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from bot.store.deadlines import check_deadline
from bot.store.lexicon import Variant
from bot.store.wanted import Wanted

# What counts how much: found by trying on the half of bench/search that is for trying.
COVERED, IN_ORDER, LETTERS, ENGINE = 0.8, 0.1, 0.4, 0.04
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
_PLACED = 30
_COMPARED = 20
_TOLD = "SELECT statement, stems, extra FROM told WHERE statement IN (SELECT value FROM json_each(?))"
_NOT_TOLD = 0.85  # a name, a day, a word of ours counts a little less than one of the sources

_Best = tuple[float, Variant | None, list[int]]  # how well a word is held (0–1), as what, and where
_Placed = tuple[float, int, str, list[_Best]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How near a statement comes: the words that it holds, as what, and how much of the question's weight that is;

    how alike its texts and the question are, letter by letter (0–1); and a score of all that together.
    """

    n: int
    held: tuple[Wanted, ...]
    variants: tuple[Variant, ...]
    coverage: float
    alike: float
    score: float


class Ranking:
    """Compares statements with one question: all of them by the words that they hold, the best by where these stand."""

    def __init__(self, words: Sequence[str], stems: Mapping[str, str], wanted: Sequence[Wanted]) -> None:
        self._wanted = wanted
        self._whole = sum(one.idf for one in wanted) or 1.0
        self._stems = frozenset(stem for one in wanted for variant in one.variants for stem in variant.stems)
        self._asked = " ".join(stems.get(word, word) for word in words)[:_LONGEST_ASKED]
        self._apart = _measure_gaps(words, wanted)
        self._covered: dict[tuple[frozenset[str], frozenset[str]], float] = {}

    def rank(self, db: sqlite3.Connection, numbers: Sequence[int], scores: Mapping[int, float]) -> list[Drawn]:
        """The nearest of these statements, the best first; `scores` are those of the index."""
        best = max(scores.values(), default=0.0) or 1.0
        seen = []
        for n, told, extra in db.execute(_TOLD, (json.dumps(list(numbers)),)):
            held = self._stems.intersection(told.split(" ")), self._stems.intersection(extra.split(" "))
            covered = self._covered.get(held)
            if covered is None:
                covered = self._covered[held] = self._cover(*held)
            seen.append((COVERED * covered + ENGINE * scores[n] / best, n, told, held[1]))
        seen.sort(key=lambda one: (-one[0], one[1]))
        placed = [self._place(score, *rest) for score, *rest in seen[:_PLACED]]
        placed.sort(key=lambda one: (-one[0], one[1]))
        drawn = [self._draw(*one) for one in placed[:_COMPARED]]
        drawn.sort(key=lambda one: (-one.score, one.n))
        return drawn

    def _cover(self, told: frozenset[str], extra: frozenset[str]) -> float:
        """Which part of the question's weight such stems hold, wherever they stand."""
        covered = 0.0
        for one in self._wanted:
            worth = 0.0
            for variant in one.variants:
                if variant.weight > worth and told.issuperset(variant.stems):
                    worth = variant.weight
                elif _NOT_TOLD * variant.weight > worth and extra.issuperset(variant.stems):
                    worth = _NOT_TOLD * variant.weight
            covered += worth * one.idf
        return covered / self._whole

    def is_enough(self, one: Drawn, *, beside: bool) -> bool:
        """Whether a statement is near enough to be shown at all; `beside` where better ones are shown."""
        size = len(self._wanted)
        if len(one.held) < min(2, size // 2 + size % 2):
            return False
        if size <= _FEW:
            return one.coverage >= (_ENOUGH_BESIDE if beside else _ENOUGH)
        return one.coverage >= _LEAST and one.coverage + _BY_LETTERS * one.alike >= _NEAR

    def _place(self, score: float, n: int, text: str, extra: frozenset[str]) -> _Placed:
        """Look where the words stand."""
        check_deadline()
        places: dict[str, list[int]] = {}
        told = text.split(" ")
        for place, stem in enumerate(told):
            if stem in self._stems:
                places.setdefault(stem, []).append(place)
        best = [_find_best(one, places, told, extra) for one in self._wanted]
        return score + IN_ORDER * self._see_order([where for _, _, where in best]), n, text, best

    def _draw(self, score: float, n: int, text: str, best: Sequence[_Best]) -> Drawn:
        check_deadline()
        held = [(one, variant) for one, (_, variant, _) in zip(self._wanted, best, strict=True) if variant]
        covered = sum(worth * one.idf for one, (worth, _, _) in zip(self._wanted, best, strict=True))
        alike = _compare(self._asked, text[:_LONGEST_COMPARED])
        return Drawn(
            n, tuple(one for one, _ in held), tuple(variant for _, variant in held), covered / self._whole, alike,
            score + LETTERS * alike,
        )  # fmt: skip

    def _see_order(self, at: Sequence[list[int]]) -> float:
        """How far words that follow one another in the question do so in the text (0–1)."""
        if len(at) < 2:
            return 0.0
        whole = kept = 0.0
        for i, apart in enumerate(self._apart):
            weight = self._wanted[i].idf + self._wanted[i + 1].idf
            whole += weight
            if at[i] and at[i + 1]:
                off = min(abs(b - a - apart) if b > a else abs(a - b) + 1 for a in at[i] for b in at[i + 1])
                kept += weight / (1 + 0.25 * off)
        return kept / whole if whole else 0.0


def _compare(asked: str, told: str) -> float:
    """How alike two texts are, letter by letter (0–1)."""
    return float(fuzz.partial_ratio(asked, told) + fuzz.token_set_ratio(asked, told)) / 200


def _find_best(one: Wanted, places: Mapping[str, list[int]], told: Sequence[str], extra: frozenset[str]) -> _Best:
    """How well a statement holds the word (0–1), as what, and where."""
    best: _Best = (0.0, None, [])
    for variant in one.variants:
        if variant.weight <= best[0]:
            continue
        stems = variant.stems
        where = places.get(stems[0], []) if len(stems) == 1 else _find_row(stems, told, places)
        if where:
            best = (variant.weight, variant, where)
        elif _NOT_TOLD * variant.weight > best[0] and extra.issuperset(variant.stems):
            best = (_NOT_TOLD * variant.weight, variant, [])
    return best


def _find_row(stems: Sequence[str], told: Sequence[str], places: Mapping[str, list[int]]) -> list[int]:
    return [at for at in places.get(stems[0], ()) if tuple(told[at : at + len(stems)]) == tuple(stems)]


def _measure_gaps(words: Sequence[str], wanted: Sequence[Wanted]) -> list[int]:
    """How many words on each word stands from the one before it."""
    at = [words.index(one.word) for one in wanted]
    return [max(1, b - a) for a, b in pairwise(at)]
