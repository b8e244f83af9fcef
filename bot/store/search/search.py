"""Runs a search, tier by tier: exact wording, all words, the paraphrase, near ones."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.store.analysis.tokenizer import find_phrase
from bot.store.db.bulk_fetch import Select, fetch_rows
from bot.store.filters import Filter
from bot.store.index.terms import IndexTerm
from bot.store.records import Match
from bot.store.search.candidate_texts import CandidateTexts, read_foreign_words, read_texts
from bot.store.search.engine import SearchEngine
from bot.store.search.explanation import Explanation, MatchDetails, SearchHit
from bot.store.search.ownership import NEIGHBOUR, find_neighbours
from bot.store.search.query import Query
from bot.store.search.reranker import RankedCandidate, keep_likely

_MOST_PHRASES = 32
_MOST_WITH_ALL = 60  # statements with all words, of each kind
_CANDIDATES, _ALWAYS_LIKELY = 80, 40
_MOST_NEAR = 20
_MOST_BEHIND = 0.3  # in score: what is further behind the nearest hit is not near
_QUOTED_BONUS = 0.1  # so much more do words count that the speaker said than words around them
# Score of a phrase: a part for any, a part for the share of the text that it is, a part for one in a quotation.
_ANY_PHRASE, _SHARE_OF_TEXT, _IN_QUOTATION, _IN_CLAUSE = 0.1, 0.4, 0.5, 0.4
_TIERS: tuple[Match, ...] = ("exact", "words", "paraphrase", "near")
_ANOTHERS = "quoted in its passage, but not as the speaker's words"
_UNEXPLAINED = Explanation((), ())


class _Day(NamedTuple):
    n: int
    id: str
    day: str | None
    first_day: str  # empty where there is none


_DAYS = Select(
    _Day, "SELECT n, id, day, coalesce(first_day, '') FROM statement WHERE n IN (SELECT value FROM json_each(?1))"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit whose id and day have not been read yet."""

    match: Match
    score: float
    details: Explanation | MatchDetails


def search(db: sqlite3.Connection, engine: SearchEngine, text: str, f: Filter, limit: int) -> list[SearchHit]:
    """At most `limit` statements, best first, each once. Works on whatever is typed.

    Words in quotation marks must occur exactly so, and then nothing else is found. Where nothing is found with a number
    beside other words, what is found without it is near. Raises QueryTooSlow.
    """
    query = engine.queries.parse(text)
    if not query.parsed.words or limit <= 0:
        return []
    found = _run(db, engine, query, f, limit)
    if other := engine.queries.vary(text):
        found = _merge(found, _run(db, engine, engine.queries.parse(other), f, limit))[:limit]
    if not found and (rest := _leave_out_numbers(query)):
        return [replace(one, match="near") for one in search(db, engine, rest, f, limit)]
    return found


def _run(db: sqlite3.Connection, engine: SearchEngine, query: Query, f: Filter, limit: int) -> list[SearchHit]:
    """The hits of one query, of which those that only stand in another statement's passage are near."""
    found = _Search(db, engine, query, f, limit).run()
    stems = frozenset(query.stems)
    strong = [one.n for one in found if one.match != "near"]
    neighbours = find_neighbours(db, engine.lexicon, strong, stems)
    hits = [
        replace(one, match="near", details=_note_neighbour(one.details)) if one.n in neighbours else one
        for one in found
    ]
    return sorted(hits, key=lambda one: _TIERS.index(one.match)) if neighbours else hits


def _note_neighbour(details: Explanation | MatchDetails) -> Explanation | MatchDetails:
    if isinstance(details, Explanation):
        return replace(details, why=(*details.why, NEIGHBOUR))
    return replace(details, note=NEIGHBOUR)


def _merge(found: Sequence[SearchHit], others: Sequence[SearchHit]) -> list[SearchHit]:
    """The hits of a query in two spellings: each statement once, as the better hit of the two."""
    best = {one.id: one for one in found}
    for one in others:
        if one.id not in best or _TIERS.index(one.match) < _TIERS.index(best[one.id].match):
            best[one.id] = one
    # What is near by one spelling alone is near beside the hits of the other.
    return sorted(best.values(), key=lambda one: (_TIERS.index(one.match), -round(one.score, 4)))


def _leave_out_numbers(query: Query) -> str:
    """The words of a query without the numbers; empty where there are none, or a phrase must occur as it is."""
    rest = [word for word in query.parsed.words if not word.isdigit()]
    return " ".join(rest) if len(rest) < len(query.parsed.words) and not query.parsed.phrases else ""


def search_hits(
    db: sqlite3.Connection, engine: SearchEngine, text: str, f: Filter, limit: int
) -> dict[str, str | None]:
    """The ids and days of all that search() finds but near hits, in no order; for counting, at a third of the cost."""
    query = engine.queries.parse(text)
    if not query.parsed.words or limit <= 0:
        return {}
    hits = _list_own_hits(db, engine, query, f, limit)
    if other := engine.queries.vary(text):
        hits |= _list_own_hits(db, engine, engine.queries.parse(other), f, limit)
    return hits


def _list_own_hits(
    db: sqlite3.Connection, engine: SearchEngine, query: Query, f: Filter, limit: int
) -> dict[str, str | None]:
    hits = _Search(db, engine, query, f, limit).list_hits()
    numbers = {n: key for key, n in _list_numbers(db, hits)}
    neighbours = {numbers[n] for n in find_neighbours(db, engine.lexicon, numbers, frozenset(query.stems))}
    return {key: day for key, day in hits.items() if key not in neighbours}


def _list_numbers(db: sqlite3.Connection, ids: Iterable[str]) -> list[tuple[str, int]]:
    sql = "SELECT id, n FROM statement WHERE id IN (SELECT value FROM json_each(?))"
    return [(key, n) for key, n in db.execute(sql, (json.dumps(list(ids)),))]


def may_be_undated(engine: SearchEngine, text: str, f: Filter) -> bool:
    """Whether search_hits() could find anything without a day: False where no such statement contains all words."""
    queries = [engine.queries.parse(one) for one in (text, engine.queries.vary(text)) if one]
    return any(not query.parsed.content or engine.index.has_undated(query.stems, f) for query in queries)


class _Search:
    def __init__(self, db: sqlite3.Connection, engine: SearchEngine, query: Query, f: Filter, limit: int) -> None:
        self._db = db
        self._index = engine.index
        self._candidate_terms = engine.candidate_terms
        self._query = query
        self._parsed = query.parsed
        self._filter = f
        self._limit = limit
        self._found: dict[int, _Found] = {}

    def run(self) -> list[SearchHit]:
        self._find_exact()
        if not self._parsed.phrases and self._parsed.content:
            for match, scores in self._find_words():
                self._take_all(match, scores)
            if len(self._found) < self._limit:
                self._find_near()
        return self._rank()

    def list_hits(self) -> dict[str, str | None]:
        if self._parsed.phrases or not self._parsed.content:
            self._find_exact()
        elif all(term.is_indexed for term in self._query.terms):
            # Every hit contains all words somewhere: where these statements are few, there is nothing to choose.
            scores = self._find_all((), in_texts=False)
            if scores:
                self._find_exact()
            if len(scores) <= self._limit:
                self._found |= dict.fromkeys(self._leave_out_found(scores), _Found("words", 0.0, _UNEXPLAINED))
            else:
                for match, found in self._find_words():
                    self._take_all(match, found)
        return {one.id: one.day for one in self._rank() if one.match != "near"}

    def _rank(self) -> list[SearchHit]:
        rows = fetch_rows(self._db, _DAYS, self._found)
        newest_first = sorted(rows, key=lambda row: (row.first_day, row.n), reverse=True)
        hits = ((row, self._found[row.n]) for row in newest_first)
        ranked = sorted(hits, key=lambda hit: (_TIERS.index(hit[1].match), -round(hit[1].score, 4)))[: self._limit]
        return [SearchHit(row.n, row.id, row.day, one.match, one.score, one.details) for row, one in ranked]

    def _find_exact(self) -> None:
        phrases = self._parsed.phrases or [self._parsed.words]
        within = {word for phrase in phrases for word in phrase}
        beside = [self._parsed.stems[word] for word in self._parsed.content if word not in within]
        stems = [self._parsed.stem(phrase) for phrase in phrases[:_MOST_PHRASES]]
        if all(map(self._index.count, {stem for phrase in stems for stem in phrase})):
            scores = self._index.find_phrases(stems, beside, self._filter, 2 * self._limit)
            if scores:
                self._take_exact(scores, phrases)

    def _take_exact(self, numbers: Iterable[int], phrases: Sequence[Sequence[str]]) -> None:
        texts = read_texts(self._db, numbers)
        foreign = read_foreign_words(self._db, list(texts))
        for n, texts_of_one in texts.items():
            matches = [_find_phrase(phrase, n, texts_of_one, foreign) for phrase in phrases]
            if not all(matches):
                continue
            is_own = all(match and match.is_own for match in matches)
            terms = dict.fromkeys(term for match in matches if match for term in match.terms)
            score = sum(match.score for match in matches if match) / len(matches)
            explanation = Explanation(() if is_own else (_ANOTHERS,), tuple(terms))
            self._found[n] = _Found("exact" if is_own else "near", score, explanation)

    def _find_words(self) -> Iterator[tuple[Match, dict[int, float]]]:
        """What contains all terms: in the sources' texts, then with the paraphrase, names and days."""
        if len(self._found) >= self._limit or not all(term.is_indexed for term in self._query.terms):
            return
        anywhere = self._find_all(self._query.pairs, in_texts=False)
        if anywhere:
            yield "words", self._find_all(self._query.pairs, in_texts=True)
        if len(self._found) < self._limit:
            yield "paraphrase", anywhere

    def _find_all(self, pairs: Sequence[IndexTerm], *, in_texts: bool) -> dict[int, float]:
        return self._index.find_all(self._query.stems, pairs, self._filter, _MOST_WITH_ALL, in_texts=in_texts)

    def _find_near(self) -> None:
        reranker = self._query.reranker
        terms = self._candidate_terms.list_terms(self._query.terms, self._query.pairs)
        scores = self._index.find_any(terms, self._filter, _CANDIDATES + len(self._found))
        beside = bool(self._found)
        likely = keep_likely(scores, self._leave_out_found(scores), _ALWAYS_LIKELY)
        ranked = reranker.rank(self._db, likely, scores, _MOST_NEAR)
        self._take(
            "near",
            [
                one
                for one in ranked
                if reranker.is_enough(one, beside=beside) and one.score >= ranked[0].score - _MOST_BEHIND
            ],
        )

    def _leave_out_found(self, numbers: Iterable[int]) -> list[int]:
        return [n for n in numbers if n not in self._found]

    def _take_all(self, match: Match, scores: Mapping[int, float]) -> None:
        """Take all statements with all terms: one that was left out here would be called near."""
        reranker = self._query.reranker
        self._take(match, reranker.rank(self._db, self._leave_out_found(scores), scores, others=True))

    def _take(self, match: Match, ranked: Sequence[RankedCandidate]) -> None:
        for one in ranked[: self._limit - len(self._found)]:
            matched = {term.word for term in one.matched}
            missing = tuple(word for word in self._parsed.content if word not in matched)
            details = MatchDetails(one.matched, one.expansions, one.outside, missing)
            # Among those with all terms anywhere are some with all of them in texts, where these are many.
            tier: Match = "words" if match == "paraphrase" and not one.outside else match
            self._found[one.n] = _Found(tier, one.score + _QUOTED_BONUS * one.quoted, details)


@dataclass(frozen=True, slots=True)
class _PhraseMatch:
    """A phrase in a statement's texts; `is_own` is False where it is quoted there from somebody else alone."""

    is_own: bool
    score: float
    terms: tuple[str, ...]


def _find_phrase(
    phrase: Sequence[str], n: int, texts: CandidateTexts, foreign: Mapping[tuple[int, str], list[tuple[int, int]]]
) -> _PhraseMatch | None:
    """The best match of a phrase, word for word.

    A quotation comes before a clause, a clause before the rest of a passage, a short text before a long one.
    """
    is_own, score = False, 0.0
    terms: dict[str, None] = {}
    groups = ((_IN_QUOTATION, texts.quotations), (_IN_CLAUSE, texts.clauses), (0.0, texts.passages))
    searched = [(bonus, text) for bonus, group in groups for text in group]
    for (bonus, text), found in zip(searched, find_phrase(phrase, [text for _, text in searched]), strict=True):
        others = () if bonus else foreign.get((n, text), ())
        for start, end in found.spans:
            terms[text[start:end]] = None
            is_own_here = not any(first < end and start < last for first, last in others)
            if is_own_here or not is_own:
                share = len(phrase) / found.words
                here = _ANY_PHRASE + _SHARE_OF_TEXT * share + bonus
                score = max(score, here) if is_own_here == is_own else here
                is_own = is_own_here
    return _PhraseMatch(is_own, score, tuple(terms)) if terms else None
