"""Search in words: the exact wording first, then all words, then what only a paraphrase holds, then near ones."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from rapidfuzz import fuzz

from bot.store.candidates import Candidate, read_candidates, read_foreign
from bot.store.lexicon import Lexicon, Told, Variant
from bot.store.model import Filter, Match
from bot.store.timelines import narrow
from bot.store.tokens import (
    STOP_WORDS,
    find_sequences,
    fold_words,
    match_all,
    match_any,
    match_phrase,
)

_TEXTS = "quotations passages"
_MOST_CHARACTERS = 8_000
_MOST_WORDS = 32
_NEAR_READ = 64
_LONGEST_COMPARED = 600
_TIERS: tuple[Match, ...] = ("exact", "words", "paraphrase", "near")
# Of the weight of the words asked for, so much must a near hit hold: more where there are better hits beside it.
_ENOUGH = 0.5
_ENOUGH_BESIDE = 0.6
# In a large store a word that stands in more than this part of it finds too much, and takes seconds to rank.
_COMMON = 0.1
_UNKNOWN = 0.75
_LARGE = 5_000
_MARKED = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_ANOTHERS = "quoted in its passage, but not as the speaker's words"
_RETRIEVE = """
SELECT words.rowid, -bm25(words, 4.0, 2.0, 1.0, 0.5) AS score
FROM words CROSS JOIN statement s ON s.n = words.rowid
WHERE words MATCH ?{conditions}
ORDER BY {order} LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement's number, how it matched, why, the matched words as they stand, and a score (higher is better)."""

    n: int
    match: Match
    why: tuple[str, ...]
    terms: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Asked:
    """A question in words: all of them in order, phrases in quotation marks, and the words that carry meaning."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    stems: dict[str, str]

    @cached_property
    def content(self) -> list[str]:
        """Words that carry meaning, one for each stem, at most so many as a question can mean."""
        by_stem: dict[str, str] = {}
        for word in self.words:
            if word not in STOP_WORDS and word in self.stems:
                by_stem.setdefault(self.stems[word], word)
        return list(by_stem.values())[:_MOST_WORDS]

    @cached_property
    def folded(self) -> str:
        return " ".join(self.words)[:_LONGEST_COMPARED]


def read_question(lexicon: Lexicon, text: str) -> Asked:
    """A question in words from what was typed, whatever that is."""
    text = text[:_MOST_CHARACTERS]
    words = tuple(fold_words(text))
    phrases = [tuple(fold_words(marked)) for marked in _MARKED.findall(text)]
    return Asked(words, tuple(phrase for phrase in phrases if phrase), lexicon.find_stems(dict.fromkeys(words)))


def search(db: sqlite3.Connection, lexicon: Lexicon, text: str, f: Filter, limit: int) -> list[Found]:
    """At most `limit` statements, best first, each once. Never fails on what is typed.

    Words in quotation marks must stand exactly so, and then nothing but that is found.
    """
    asked = read_question(lexicon, text)
    if not asked.words or limit < 1:
        return []
    return _Search(db, lexicon, asked, f, limit).run()


class _Search:
    def __init__(self, db: sqlite3.Connection, lexicon: Lexicon, asked: Asked, f: Filter, limit: int) -> None:
        self._db = db
        self._lexicon = lexicon
        self._asked = asked
        self._conditions, self._values = narrow(f, "s")
        self._limit = limit
        self._found: dict[int, Found] = {}
        self._days: dict[int, str] = {}

    def run(self) -> list[Found]:
        if self._asked.phrases:
            self._find_phrases()
            return self._rank()
        self._find_exact()
        if self._asked.content:
            for match, columns in (("words", _TEXTS), ("paraphrase", "")):
                if len(self._found) < self._limit:
                    self._find_words(match, columns)  # type: ignore[arg-type]
            if len(self._found) < self._limit:
                self._find_near()
        return self._rank()

    def _rank(self) -> list[Found]:
        newest_first = sorted(self._found.values(), key=lambda one: (self._days[one.n], one.n), reverse=True)
        ranked = sorted(newest_first, key=lambda one: (_TIERS.index(one.match), -round(one.score, 4)))
        return ranked[: self._limit]

    def _retrieve(self, expression: str, limit: int, *, ranked: bool = True) -> dict[int, float]:
        """Numbers of statements that an expression of FTS5 finds, with its scores, best first.

        Ranking means that every match is looked at; without it the first ones are taken as they come.
        """
        sql = _RETRIEVE.format(conditions=self._conditions, order="score DESC" if ranked else "words.rowid")
        return dict(self._db.execute(sql, (expression, *self._values, limit)).fetchall())

    def _read(self, numbers: Iterable[int]) -> list[Candidate]:
        candidates = read_candidates(self._db, self._lexicon, [n for n in numbers if n not in self._found])
        self._days.update((n, candidate.day) for n, candidate in candidates.items())
        return list(candidates.values())

    def _find_exact(self) -> None:
        words = self._asked.words
        retrieved = self._retrieve(
            match_phrase(words[:_MOST_WORDS], _TEXTS), 4 * self._limit, ranked=bool(self._asked.content)
        )
        self._take_exact(self._read(retrieved), [words])

    def _find_phrases(self) -> None:
        outside = [word for word in self._asked.content if all(word not in phrase for phrase in self._asked.phrases)]
        expressions = [match_phrase(phrase[:_MOST_WORDS], _TEXTS) for phrase in self._asked.phrases[:_MOST_WORDS]]
        if outside:
            expressions.append(match_all(outside))
        joined = " AND ".join(f"({expression})" for expression in expressions)
        retrieved = self._retrieve(joined, 4 * self._limit, ranked=bool(self._asked.content))
        self._take_exact(self._read(retrieved), self._asked.phrases)

    def _take_exact(self, candidates: Sequence[Candidate], phrases: Sequence[Sequence[str]]) -> None:
        foreign = read_foreign(self._db, [candidate.n for candidate in candidates])
        for candidate in candidates:
            places = [_place(phrase, candidate, foreign) for phrase in phrases]
            if not all(places):
                continue
            own = all(place and place.own for place in places)
            terms = dict.fromkeys(term for place in places if place for term in place.terms)
            score = sum(place.score for place in places if place) / len(places)
            match, why = ("exact", ()) if own else ("near", (_ANOTHERS,))
            self._found[candidate.n] = Found(candidate.n, match, why, tuple(terms), score)  # type: ignore[arg-type]

    def _find_words(self, match: Match, columns: str) -> None:
        content = self._asked.content
        retrieved = self._retrieve(match_all(content, columns), 4 * self._limit)
        best = max(retrieved.values(), default=0.0) or 1.0
        wanted = [self._asked.stems[word] for word in content]
        for candidate in self._read(retrieved):
            terms = _list_terms(candidate, wanted)
            why = tuple(f"name: {word}" for word in content if not any(candidate.list_words(self._asked.stems[word])))
            score = 0.5 * _compare(self._asked, candidate) + 0.5 * retrieved[candidate.n] / best
            self._found[candidate.n] = Found(candidate.n, match, why, terms, score)

    def _find_near(self) -> None:
        wanted = self._list_wanted()
        looked_for = [one for one in wanted if one.idf > self._common] or wanted
        expressions = {" ".join(variant.stems) for one in looked_for for variant in one.variants}
        if not expressions:
            return
        retrieved = self._retrieve(match_any(sorted(expressions)), _NEAR_READ + len(self._found))
        best = max(retrieved.values(), default=0.0) or 1.0
        enough = _ENOUGH_BESIDE if self._found else _ENOUGH
        for candidate in self._read(retrieved):
            held = [(one, one.find_best(candidate)) for one in wanted]
            coverage = sum(one.idf * worth for one, (worth, _) in held) / sum(one.idf for one in wanted)
            matched = [one for one, (worth, _) in held if worth]
            if coverage < enough or len(matched) < min(2, len(wanted) // 2 + len(wanted) % 2):
                continue
            score = 0.8 * coverage + 0.16 * _compare(self._asked, candidate) + 0.04 * retrieved[candidate.n] / best
            variants = [variant for _, (_, variant) in held if variant]
            why = dict.fromkeys(variant.why for variant in variants if variant.why)
            missing = [one.word for one, (worth, _) in held if not worth]
            if missing:
                why[f"without: {', '.join(missing)}"] = None
            terms = _list_terms(candidate, [stem for variant in variants for stem in variant.stems])
            self._found[candidate.n] = Found(candidate.n, "near", tuple(why), terms, score)

    def _list_wanted(self) -> list[_Wanted]:
        content = self._asked.content
        variants: dict[str, list[Variant]] = {}
        for word in content:
            stem = self._asked.stems[word]
            own = [Variant((stem,), 1.0, "")] if self._lexicon.knows(stem) else []
            variants[word] = own + self._lexicon.list_variants(word, stem)
        for start, end, variant in self._lexicon.list_aliases(self._asked.words[: 2 * _MOST_WORDS]):
            for word in self._asked.words[start:end]:
                if word in variants:
                    variants[word].append(variant)
        stems = {variant.stems[0] for group in variants.values() for variant in group[:1]}
        counts = {
            stem: self._db.execute("SELECT doc FROM vocabulary WHERE term = ?", (stem,)).fetchone() for stem in stems
        }
        weights = {stem: self._weigh(held[0] if held else 0) for stem, held in counts.items()}
        # a word that no text holds is most often one misremembered: it must not outweigh those that are held
        unknown = _UNKNOWN * sum(weights.values()) / len(weights) if weights else 1.0
        return [
            _Wanted(word, weights[group[0].stems[0]] if group else unknown, group) for word, group in variants.items()
        ]

    def _weigh(self, count: int) -> float:
        """What a word tells: the rarer, the more."""
        return log(1 + (self._size + 1) / (count + 0.5))

    @cached_property
    def _size(self) -> int:
        size: int = self._db.execute("SELECT count(*) FROM statement").fetchone()[0]
        return size

    @property
    def _common(self) -> float:
        return self._weigh(int(_COMMON * self._size)) if self._size > _LARGE else 0.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word asked for, what it tells, and all that may stand for it."""

    word: str
    idf: float
    variants: list[Variant]

    def find_best(self, candidate: Candidate) -> tuple[float, Variant | None]:
        """How well a statement holds the word (0–1), and as what; the sources' texts count a little more than ours."""
        best: tuple[float, Variant | None] = (0.0, None)
        for variant in self.variants:
            if all(candidate.holds(stem) for stem in variant.stems):
                worth = variant.weight
            elif all(any(candidate.list_words(stem)) or stem in candidate.named for stem in variant.stems):
                worth = 0.85 * variant.weight
            else:
                continue
            if worth > best[0]:
                best = (worth, variant)
        return best


@dataclass(frozen=True, slots=True)
class _Place:
    """How a phrase stands in a statement's texts; `own` is False where it is quoted there, but from somebody else."""

    own: bool
    score: float
    terms: tuple[str, ...]


def _place(
    phrase: Sequence[str], candidate: Candidate, foreign: Mapping[tuple[int, str], list[tuple[int, int]]]
) -> _Place | None:
    """Where a phrase stands, word for word: a quotation before a passage, the shorter text before the longer."""
    own, score = False, 0.0
    terms: dict[str, None] = {}
    for quoted, texts in ((True, candidate.quotations), (False, candidate.passages)):
        for told in texts:
            others = () if quoted else foreign.get((candidate.n, told.text), ())
            for start, end in find_sequences(phrase, told.tokens):
                terms[told.text[start:end]] = None
                is_own = not any(first < end and start < last for first, last in others)
                if is_own or not own:
                    worth = 0.1 + 0.4 * len(phrase) / len(told.tokens) + (0.5 if quoted else 0.0)
                    score = max(score, worth) if is_own == own else worth
                    own = is_own
    return _Place(own, score, tuple(terms)) if terms else None


def _compare(asked: Asked, candidate: Candidate) -> float:
    """How alike a question and the likest of a statement's texts are, letter by letter (0–1)."""
    texts: list[Told] = [*candidate.quotations, *candidate.passages, candidate.paraphrase]
    likest = 0.0
    for told in texts:
        folded = told.folded[: 4 * _LONGEST_COMPARED]
        alike = fuzz.partial_ratio(asked.folded, folded) + fuzz.token_set_ratio(asked.folded, folded)
        likest = max(likest, alike / 200)
    return likest


def _list_terms(candidate: Candidate, stems: Iterable[str]) -> tuple[str, ...]:
    """The words of a statement's texts that have these stems, as they stand there, each once."""
    terms: dict[str, None] = {}
    for stem in stems:
        if stem not in STOP_WORDS:
            terms.update(dict.fromkeys(candidate.list_words(stem)))
    return tuple(terms)
