"""Search in words: the exact wording first, then all words, then what only a paraphrase holds, then near ones."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.store.candidates import Candidate, read_candidates, read_foreign, read_names
from bot.store.drawing import list_pairs, list_terms
from bot.store.files import index_of
from bot.store.fulltext import FullText, Term
from bot.store.lexicon import Lexicon, Variant
from bot.store.model import Filter, Match
from bot.store.named_days import word_day
from bot.store.pool import make_uri
from bot.store.ranking import Drawn, Ranking
from bot.store.tokens import STOP_WORDS, find_sequences, find_tokens, fold_words
from bot.store.wanted import Wanted, list_wanted

_MOST_CHARACTERS = 8_000
_MOST_WORDS = 32
_MOST_LOOKED_AT = 64
_MOST_ALL = 40
_DRAWN = 80
_ALWAYS_LIKELY, _LIKELY = 40, 0.6
_MOST_NEAR = 20
_BEHIND = 0.3  # what is so far behind the nearest is not near
_OWN = 0.1  # words that the speaker said count so much more than words around them
_TIERS: tuple[Match, ...] = ("exact", "words", "paraphrase", "near")
_MARKED = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_DAYS = "SELECT n, id, day, coalesce(first_day, '') FROM statement WHERE n IN (SELECT value FROM json_each(?))"
_ANOTHERS = "quoted in its passage, but not as the speaker's words"


@dataclass(frozen=True, slots=True)
class Found:
    """That a search finds a statement, and how; without what the statement says.

    id, day  as in StatementRecord
    match    exact: the words as asked, in this order, stand in a quotation or a passage; words: all of them do;
             paraphrase: only the reviewed paraphrase holds them; near: some of them, or others close by
    score    higher is better
    clue     what explain() tells from, why it was found
    """

    n: int
    id: str
    day: str | None
    match: Match
    score: float
    clue: Explained | Clue


@dataclass(frozen=True, slots=True)
class _Likely:
    """What is found as long as its id and day have not been read."""

    match: Match
    score: float
    clue: Explained | Clue


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a statement was found, and by which words.

    why      in words: "spelling: ireversible → irreversible"
    terms    the words of the texts that matched, as they stand there, for setting in bold
    """

    why: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clue:
    """The words asked for that a statement holds, as what, and those that it does not hold."""

    held: tuple[Wanted, ...]
    variants: tuple[Variant, ...]
    missing: tuple[str, ...]


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

    def stem(self, words: Iterable[str]) -> list[str]:
        """The stems of words of the question, at most so many as a phrase is looked up by."""
        return [self.stems.get(word, word) for word in words][:_MOST_WORDS]


def read_question(lexicon: Lexicon, text: str) -> Asked:
    """A question in words from what was typed, whatever that is."""
    text = text[:_MOST_CHARACTERS]
    words = tuple(fold_words(text))
    phrases = [tuple(fold_words(marked)) for marked in _MARKED.findall(text)]
    return Asked(words, tuple(phrase for phrase in phrases if phrase), lexicon.find_stems(dict.fromkeys(words)))


@dataclass(frozen=True, slots=True)
class Engine:
    """What a search looks into beside the store file itself."""

    texts: FullText
    lexicon: Lexicon

    def close(self) -> None:
        """Give back what is open."""
        self.lexicon.close()


def open_engine(path: Path) -> Engine:
    """Open what lies beside the store file at `path`. Raises StoreError where there is none."""
    texts = FullText(index_of(path))
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, check_same_thread=False)
    synonyms = db.execute("SELECT id, kind, word FROM synonym ORDER BY id, word").fetchall()
    return Engine(texts, Lexicon(db, texts, synonyms))


def search(
    db: sqlite3.Connection, engine: Engine, text: str, f: Filter, limit: int, *, near: bool = True
) -> list[Found]:
    """At most `limit` statements, best first, each once; `near` ones as well. Never fails on what is typed.

    Words in quotation marks must stand exactly so, and then nothing but that is found.
    """
    asked = read_question(engine.lexicon, text)
    if not asked.words or limit < 1:
        return []
    return _Search(db, engine, asked, f, limit).run(near=near)


def explain(db: sqlite3.Connection, engine: Engine, found: Sequence[Found]) -> list[Explained]:
    """Why each of these was found, and by which words of its texts."""
    clues = {one.n: (one.match, one.clue) for one in found if isinstance(one.clue, Clue)}
    candidates = read_candidates(db, engine.lexicon, list(clues))
    hints = _list_hints(db, engine.lexicon, [(candidates[n], *clue) for n, clue in clues.items()])
    return [
        one.clue if isinstance(one.clue, Explained) else _explain(candidates[one.n], one.match, one.clue, hints[one.n])
        for one in found
    ]


class _Search:
    def __init__(self, db: sqlite3.Connection, engine: Engine, asked: Asked, f: Filter, limit: int) -> None:
        self._db = db
        self._texts = engine.texts
        self._lexicon = engine.lexicon
        self._asked = asked
        self._filter = f
        self._limit = limit
        self._found: dict[int, _Likely] = {}

    def run(self, *, near: bool) -> list[Found]:
        phrases = self._asked.phrases
        self._find_exact(phrases or [self._asked.words])
        if not phrases and self._asked.content:
            wanted = list_wanted(self._texts, self._lexicon, self._asked.words, self._asked.content, self._asked.stems)
            ranking = Ranking(self._asked.words, self._asked.stems, wanted)
            pairs = list_pairs(self._texts, self._asked.words[:_MOST_LOOKED_AT], self._asked.stems, wanted)
            self._find_words(ranking, wanted, pairs)
            if near and len(self._found) < self._limit:
                self._find_near(ranking, wanted, pairs)
        return self._rank()

    def _rank(self) -> list[Found]:
        rows = self._db.execute(_DAYS, (json.dumps(list(self._found)),)).fetchall()
        newest_first = sorted(rows, key=lambda row: (row[3], row[0]), reverse=True)
        likely = ((row, self._found[row[0]]) for row in newest_first)
        ranked = sorted(likely, key=lambda one: (_TIERS.index(one[1].match), -round(one[1].score, 4)))[: self._limit]
        return [Found(n, key, day, one.match, one.score, one.clue) for (n, key, day, _), one in ranked]

    def _find_exact(self, phrases: Sequence[Sequence[str]]) -> None:
        within = {word for phrase in phrases for word in phrase}
        beside = [self._asked.stems[word] for word in self._asked.content if word not in within]
        stems = [self._asked.stem(phrase) for phrase in phrases[:_MOST_WORDS]]
        if all(map(self._lexicon.knows, {stem for phrase in stems for stem in phrase})):
            retrieved = self._texts.find_phrases(stems, beside, self._filter, 2 * self._limit)
            self._take_exact(list(read_candidates(self._db, self._lexicon, list(retrieved)).values()), phrases)

    def _take_exact(self, candidates: Sequence[Candidate], phrases: Sequence[Sequence[str]]) -> None:
        foreign = read_foreign(self._db, [candidate.n for candidate in candidates])
        for candidate in candidates:
            places = [_place(phrase, candidate, foreign) for phrase in phrases]
            if not all(places):
                continue
            own = all(place and place.own for place in places)
            terms = dict.fromkeys(term for place in places if place for term in place.terms)
            score = sum(place.score for place in places if place) / len(places)
            explained = Explained(() if own else (_ANOTHERS,), tuple(terms))
            self._found[candidate.n] = _Likely("exact" if own else "near", score, explained)

    def _find_words(self, ranking: Ranking, wanted: Sequence[Wanted], pairs: Sequence[Term]) -> None:
        """What holds all words that carry meaning: in the sources' texts, or with the paraphrase, names and days."""
        stems = [one.stem for one in wanted]
        if not all(one.is_known for one in wanted):
            return
        tiers: tuple[tuple[Match, bool], ...] = (("words", True), ("paraphrase", False))
        for match, told in tiers:
            if len(self._found) >= self._limit:
                return
            retrieved = self._texts.find_all(stems, pairs, self._filter, _MOST_ALL, told=told)
            self._take(match, ranking.rank(self._db, self._leave_out(retrieved), retrieved))

    def _find_near(self, ranking: Ranking, wanted: Sequence[Wanted], pairs: Sequence[Term]) -> None:
        terms = list_terms(self._texts, wanted, pairs)
        retrieved = self._texts.find_any(terms, self._filter, _DRAWN + len(self._found))
        beside = bool(self._found)
        drawn = ranking.rank(self._db, _keep_likely(retrieved, self._leave_out(retrieved)), retrieved)
        near = [one for one in drawn if ranking.is_enough(one, beside=beside) and one.score >= drawn[0].score - _BEHIND]
        self._take("near", near[:_MOST_NEAR])

    def _leave_out(self, retrieved: Iterable[int]) -> list[int]:
        return [n for n in retrieved if n not in self._found]

    def _take(self, match: Match, drawn: Sequence[Drawn]) -> None:
        for one in drawn[: self._limit - len(self._found)]:
            held = {wanted.word for wanted in one.held}
            missing = tuple(word for word in self._asked.content if word not in held)
            clue = Clue(one.held, one.variants, missing)
            self._found[one.n] = _Likely(match, one.score + _OWN * one.quoted, clue)


def _explain(candidate: Candidate, match: Match, clue: Clue, hints: Iterable[str]) -> Explained:
    """Of what is near say which words are missing, what stands in for others; of all, which words stand in no text."""
    why = dict.fromkeys(hints)
    if match == "near":
        stems = [stem for variant in clue.variants for stem in variant.stems]
        why.update((variant.why, None) for variant in clue.variants if variant.why)
        if clue.missing:
            why[f"without: {', '.join(clue.missing)}"] = None
    else:
        stems = [wanted.stem for wanted in clue.held]
    return Explained(tuple(why), _list_terms(candidate, stems))


def _list_hints(
    db: sqlite3.Connection, lexicon: Lexicon, found: Sequence[tuple[Candidate, Match, Clue]]
) -> dict[int, list[str]]:
    """Which of the words were taken for a name, a day or a topic, since no text of a statement holds them.

    A word for which another stands in a text is none where a statement is merely near.
    """
    hints: dict[int, list[str]] = {candidate.n: [] for candidate, *_ in found}
    hinting: dict[int, list[Wanted]] = {}
    for candidate, match, clue in found:
        for wanted, variant in zip(clue.held, clue.variants, strict=True):
            if (match != "near" or not variant.why) and not any(candidate.list_words(wanted.stem)):
                hinting.setdefault(candidate.n, []).append(wanted)
    known = [candidate for candidate, *_ in found if candidate.n in hinting]
    names = read_names(db, lexicon, known) if known else {}
    for candidate in known:
        days = {word for text in word_day(candidate.day or None) for word in fold_words(text)}
        for wanted in hinting[candidate.n]:
            kind = "day" if wanted.word in days else "name" if wanted.stem in names[candidate.n] else "topic"
            hints[candidate.n].append(f"{kind}: {wanted.word}")
    return hints


@dataclass(frozen=True, slots=True)
class _Place:
    """How a phrase stands in a statement's texts; `own` is False where it is quoted there, but from somebody else."""

    own: bool
    score: float
    terms: tuple[str, ...]


def _keep_likely(scores: Mapping[int, float], numbers: Sequence[int]) -> Sequence[int]:
    """Those of the statements drawn that may still come first: where the index sees one far ahead, it is few."""
    least = _LIKELY * max(scores.values(), default=0.0)
    return [n for i, n in enumerate(numbers) if i < _ALWAYS_LIKELY or scores[n] >= least]


def _place(
    phrase: Sequence[str], candidate: Candidate, foreign: Mapping[tuple[int, str], list[tuple[int, int]]]
) -> _Place | None:
    """Where a phrase stands, word for word: a quotation before a passage, the shorter text before the longer."""
    own, score = False, 0.0
    terms: dict[str, None] = {}
    for quoted, texts in ((True, candidate.quotations), (False, candidate.passages)):
        for told in texts:
            others = () if quoted else foreign.get((candidate.n, told.text), ())
            tokens = find_tokens(told.text)
            for start, end in find_sequences(phrase, tokens):
                terms[told.text[start:end]] = None
                is_own = not any(first < end and start < last for first, last in others)
                if is_own or not own:
                    worth = 0.1 + 0.4 * len(phrase) / len(tokens) + (0.5 if quoted else 0.0)
                    score = max(score, worth) if is_own == own else worth
                    own = is_own
    return _Place(own, score, tuple(terms)) if terms else None


def _list_terms(candidate: Candidate, stems: Iterable[str]) -> tuple[str, ...]:
    """The words of a statement's texts that have these stems, as they stand there, each once."""
    terms: dict[str, None] = {}
    for stem in stems:
        if stem not in STOP_WORDS:
            terms.update(dict.fromkeys(candidate.list_words(stem)))
    return tuple(terms)
