"""Search in words: the exact wording first, then all words, then what only a paraphrase holds, then near ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.store.analysis.tokenizer import find_sequences, find_tokens
from bot.store.db.bulk_fetch import read_whole
from bot.store.index.reader import IndexTerm
from bot.store.records import Filter, Match
from bot.store.search.candidate_texts import CandidateTexts, read_foreign, read_texts
from bot.store.search.explanation import Explanation, MatchDetails, SearchHit
from bot.store.search.query import Query, SearchEngine
from bot.store.search.reranker import RankedCandidate, keep_likely

_MOST_PHRASES = 32
_MOST_ALL = 60
_DRAWN = 80
_ALWAYS_LIKELY = 40
_MOST_NEAR, _COMPARED_NEAR = 20, 20
_BEHIND = 0.3  # what is so far behind the nearest is not near
_OWN = 0.1  # words that the speaker said count so much more than words around them
_TIERS: tuple[Match, ...] = ("exact", "words", "paraphrase", "near")
_DAYS = (
    "SELECT n, id, day, coalesce(first_day, '') FROM statement WHERE n IN (SELECT value FROM json_each(?1))",
    4,
)
_ANOTHERS = "quoted in its passage, but not as the speaker's words"
_UNEXPLAINED = Explanation((), ())


@dataclass(frozen=True, slots=True)
class _Likely:
    """What is found as long as its id and day have not been read."""

    match: Match
    score: float
    clue: Explanation | MatchDetails


def search(db: sqlite3.Connection, engine: SearchEngine, text: str, f: Filter, limit: int) -> list[SearchHit]:
    """At most `limit` statements, best first, each once. Never fails on what is typed.

    Words in quotation marks must stand exactly so, and then nothing but that is found.
    """
    meaning = engine.read(text)
    return _Search(db, engine, meaning, f, limit).run() if meaning.asked.words and limit > 0 else []


def search_hits(
    db: sqlite3.Connection, engine: SearchEngine, text: str, f: Filter, limit: int
) -> dict[str, str | None]:
    """What search() finds and does not call near: ids with their days. For counting: it does not say which is best."""
    meaning = engine.read(text)
    return _Search(db, engine, meaning, f, limit).list_hits() if meaning.asked.words and limit > 0 else {}


def may_be_undated(engine: SearchEngine, text: str, f: Filter) -> bool:
    """Whether search_hits() could give anything without a day: False where nothing such holds all the words."""
    meaning = engine.read(text)
    return not meaning.asked.content or engine.texts.has_undated(meaning.stems, f)


class _Search:
    def __init__(self, db: sqlite3.Connection, engine: SearchEngine, meaning: Query, f: Filter, limit: int) -> None:
        self._db = db
        self._texts = engine.texts
        self._lexicon = engine.lexicon
        self._drawing = engine.drawing
        self._meaning = meaning
        self._asked = meaning.asked
        self._filter = f
        self._limit = limit
        self._found: dict[int, _Likely] = {}

    def run(self) -> list[SearchHit]:
        self._find_exact()
        if not self._asked.phrases and self._asked.content:
            for match, retrieved in self._find_words():
                self._take_all(match, retrieved)
            if len(self._found) < self._limit:
                self._find_near()
        return self._rank()

    def list_hits(self) -> dict[str, str | None]:
        if self._asked.phrases or not self._asked.content:
            self._find_exact()
        elif all(one.is_known for one in self._meaning.wanted):
            # all of them hold all words somewhere: where that are few, there is nothing to choose
            held = self._find_all((), told=False)
            if held:
                self._find_exact()
            if len(held) <= self._limit:
                self._found |= dict.fromkeys(self._leave_out(held), _Likely("words", 0.0, _UNEXPLAINED))
            else:
                for match, retrieved in self._find_words():
                    self._take_all(match, retrieved)
        return {one.id: one.day for one in self._rank() if one.match != "near"}

    def _rank(self) -> list[SearchHit]:
        rows = read_whole(self._db, _DAYS, self._found)
        newest_first = sorted(rows, key=lambda row: (row[3], row[0]), reverse=True)
        likely = ((row, self._found[row[0]]) for row in newest_first)
        ranked = sorted(likely, key=lambda one: (_TIERS.index(one[1].match), -round(one[1].score, 4)))[: self._limit]
        return [SearchHit(n, key, day, one.match, one.score, one.clue) for (n, key, day, _), one in ranked]

    def _find_exact(self) -> None:
        phrases = self._asked.phrases or [self._asked.words]
        within = {word for phrase in phrases for word in phrase}
        beside = [self._asked.stems[word] for word in self._asked.content if word not in within]
        stems = [self._asked.stem(phrase) for phrase in phrases[:_MOST_PHRASES]]
        if all(map(self._lexicon.knows, {stem for phrase in stems for stem in phrase})):
            retrieved = self._texts.find_phrases(stems, beside, self._filter, 2 * self._limit)
            if retrieved:
                self._take_exact(retrieved, phrases)

    def _take_exact(self, numbers: Iterable[int], phrases: Sequence[Sequence[str]]) -> None:
        texts = read_texts(self._db, numbers)
        foreign = read_foreign(self._db, list(texts))
        for n, of_sources in texts.items():
            places = [_place(phrase, n, of_sources, foreign) for phrase in phrases]
            if not all(places):
                continue
            own = all(place and place.own for place in places)
            terms = dict.fromkeys(term for place in places if place for term in place.terms)
            score = sum(place.score for place in places if place) / len(places)
            explained = Explanation(() if own else (_ANOTHERS,), tuple(terms))
            self._found[n] = _Likely("exact" if own else "near", score, explained)

    def _find_words(self) -> Iterator[tuple[Match, dict[int, float]]]:
        """What holds all words that carry meaning: in the sources' texts, or with the paraphrase, names and days."""
        if len(self._found) >= self._limit or not all(one.is_known for one in self._meaning.wanted):
            return
        anywhere = self._find_all(self._meaning.pairs, told=False)
        if anywhere:
            yield "words", self._find_all(self._meaning.pairs, told=True)
        if len(self._found) < self._limit:
            yield "paraphrase", anywhere

    def _find_all(self, pairs: Sequence[IndexTerm], *, told: bool) -> dict[int, float]:
        return self._texts.find_all(self._meaning.stems, pairs, self._filter, _MOST_ALL, told=told)

    def _find_near(self) -> None:
        ranking = self._meaning.ranking
        terms = self._drawing.list_terms(self._meaning.wanted, self._meaning.pairs)
        retrieved = self._texts.find_any(terms, self._filter, _DRAWN + len(self._found))
        beside = bool(self._found)
        likely = keep_likely(retrieved, self._leave_out(retrieved), _ALWAYS_LIKELY)
        drawn = ranking.rank(self._db, likely, retrieved, _COMPARED_NEAR)
        near = [one for one in drawn if ranking.is_enough(one, beside=beside) and one.score >= drawn[0].score - _BEHIND]
        self._take("near", near[:_MOST_NEAR])

    def _leave_out(self, retrieved: Iterable[int]) -> list[int]:
        return [n for n in retrieved if n not in self._found]

    def _take_all(self, match: Match, retrieved: Mapping[int, float]) -> None:
        """Take all that hold all words: what is left out here would be called near."""
        ranking = self._meaning.ranking
        self._take(match, ranking.rank(self._db, self._leave_out(retrieved), retrieved, others=True))

    def _take(self, match: Match, drawn: Sequence[RankedCandidate]) -> None:
        for one in drawn[: self._limit - len(self._found)]:
            held = {wanted.word for wanted in one.held}
            missing = tuple(word for word in self._asked.content if word not in held)
            clue = MatchDetails(one.held, one.variants, one.beside, missing)
            # Of many whose texts hold all words, some are drawn with those that hold them anywhere.
            shown: Match = "words" if match == "paraphrase" and not one.beside else match
            self._found[one.n] = _Likely(shown, one.score + _OWN * one.quoted, clue)


@dataclass(frozen=True, slots=True)
class _PhraseMatch:
    """How a phrase stands in a statement's texts; `own` is False where it is quoted there, but from somebody else."""

    own: bool
    score: float
    terms: tuple[str, ...]


def _place(
    phrase: Sequence[str], n: int, of_sources: CandidateTexts, foreign: Mapping[tuple[int, str], list[tuple[int, int]]]
) -> _PhraseMatch | None:
    """Where a phrase stands, word for word: a quotation before a passage, the shorter text before the longer."""
    own, score = False, 0.0
    terms: dict[str, None] = {}
    for quoted, texts in ((True, of_sources.quotations), (False, of_sources.passages)):
        for text in texts:
            others = () if quoted else foreign.get((n, text), ())
            tokens = find_tokens(text)
            for start, end in find_sequences(phrase, tokens):
                terms[text[start:end]] = None
                is_own = not any(first < end and start < last for first, last in others)
                if is_own or not own:
                    worth = 0.1 + 0.4 * len(phrase) / len(tokens) + (0.5 if quoted else 0.0)
                    score = max(score, worth) if is_own == own else worth
                    own = is_own
    return _PhraseMatch(own, score, tuple(terms)) if terms else None
