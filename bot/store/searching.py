"""Search in words: the exact wording first, then all words, then what only a paraphrase holds, then near ones."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.store.candidates import Head, Texts, read_foreign, read_heads, read_names, read_texts
from bot.store.drawing import list_pairs, list_terms
from bot.store.files import index_of
from bot.store.fulltext import FullText, Term
from bot.store.lexicon import Lexicon, Variant
from bot.store.model import Filter, Match
from bot.store.named_days import word_day
from bot.store.pool import make_uri
from bot.store.ranking import LOOKED_AT_CLOSELY, Drawn, Ranking
from bot.store.tokens import STOP_WORDS, find_sequences, find_tokens, fold_words
from bot.store.wanted import Wanted, list_wanted
from bot.store.whole import read_whole

_MEANINGS_KEPT = 64
_MOST_CHARACTERS = 8_000
_MOST_WORDS = 32
_MOST_LOOKED_AT = 64
_MOST_ALL = 60
_DRAWN = 80
_ALWAYS_LIKELY, _LIKELY = 40, 0.6
_MOST_NEAR = 20
_BEHIND = 0.3  # what is so far behind the nearest is not near
_OWN = 0.1  # words that the speaker said count so much more than words around them
_TIERS: tuple[Match, ...] = ("exact", "words", "paraphrase", "near")
_MARKED = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')
_DAYS = (
    "SELECT n, id, day, coalesce(first_day, '') FROM statement WHERE n IN (SELECT value FROM json_each(?1))",
    4,
)
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


_UNEXPLAINED = Explained((), ())


@dataclass(frozen=True, slots=True)
class Clue:
    """The words asked for that a statement holds, as what, those in no text of its sources, and those it lacks."""

    held: tuple[Wanted, ...]
    variants: tuple[Variant, ...]
    beside: tuple[Wanted, ...]
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


class Meaning:
    """What a question in words may mean: worked out once, under whichever filters it is asked."""

    def __init__(self, texts: FullText, lexicon: Lexicon, text: str) -> None:
        self._texts = texts
        self._lexicon = lexicon
        self.asked = read_question(lexicon, text)

    @cached_property
    def wanted(self) -> list[Wanted]:
        """The words that carry meaning, and all that may stand for them."""
        asked = self.asked
        return list_wanted(self._texts, self._lexicon, asked.words, asked.content, asked.stems)

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words that carry meaning."""
        return [one.stem for one in self.wanted]

    @cached_property
    def pairs(self) -> list[Term]:
        """Words that follow one another."""
        return list_pairs(self._texts, self.asked.words[:_MOST_LOOKED_AT], self.asked.stems, self.wanted)

    @cached_property
    def ranking(self) -> Ranking:
        """Compares statements with the question."""
        return Ranking(self.asked.words, self.asked.stems, self.wanted)


@dataclass(frozen=True, slots=True)
class Engine:
    """What a search looks into beside the store file itself; `read` gives the meaning of what was typed."""

    texts: FullText
    lexicon: Lexicon
    read: Callable[[str], Meaning]

    def close(self) -> None:
        """Give back what is open."""
        self.lexicon.close()


def open_engine(path: Path) -> Engine:
    """Open what lies beside the store file at `path`. Raises StoreError where there is none."""
    texts = FullText(index_of(path))
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, check_same_thread=False)
    synonyms = db.execute("SELECT id, kind, word FROM synonym ORDER BY id, word").fetchall()
    lexicon = Lexicon(db, texts, synonyms)
    return Engine(texts, lexicon, lru_cache(_MEANINGS_KEPT)(lambda text: Meaning(texts, lexicon, text)))


def search(db: sqlite3.Connection, engine: Engine, text: str, f: Filter, limit: int) -> list[Found]:
    """At most `limit` statements, best first, each once. Never fails on what is typed.

    Words in quotation marks must stand exactly so, and then nothing but that is found.
    """
    meaning = engine.read(text)
    return _Search(db, engine, meaning, f, limit).run() if meaning.asked.words and limit > 0 else []


def search_hits(db: sqlite3.Connection, engine: Engine, text: str, f: Filter, limit: int) -> dict[str, str | None]:
    """What search() finds and does not call near: ids with their days. For counting: it does not say which is best."""
    meaning = engine.read(text)
    return _Search(db, engine, meaning, f, limit).list_hits() if meaning.asked.words and limit > 0 else {}


def may_be_undated(engine: Engine, text: str, f: Filter) -> bool:
    """Whether search_hits() could give anything without a day: False where nothing such holds all the words."""
    meaning = engine.read(text)
    return not meaning.asked.content or engine.texts.has_undated(meaning.stems, f)


def explain(db: sqlite3.Connection, engine: Engine, found: Sequence[Found]) -> list[Explained]:
    """Why each of these was found, and by which words of its texts."""
    clues = {one.n: (one.match, one.clue) for one in found if isinstance(one.clue, Clue)}
    heads = read_heads(db, clues)
    hints = _list_hints(db, engine.lexicon, [(head, *clues[head.n]) for head in heads])
    texts = read_texts(db, clues)
    told = {head.n: [*texts[head.n].list_all(), head.paraphrase] for head in heads}
    return [
        one.clue
        if isinstance(one.clue, Explained)
        else _explain(engine.lexicon, told[one.n], one.match, one.clue, hints[one.n])
        for one in found
    ]


def find_named(db: sqlite3.Connection, engine: Engine, found: Sequence[Found]) -> set[str]:
    """Those of these, by id, of which a word asked for stands in no text, but in the name of who spoke, to whom, or of
    the occasion.
    """
    clues = {one.n: (one.id, one.clue) for one in found if isinstance(one.clue, Clue) and one.clue.beside}
    heads = read_heads(db, clues)
    names = read_names(db, engine.lexicon, heads)
    named = set()
    for head in heads:
        key, clue = clues[head.n]
        called = [one for one in clue.beside if _find_kind(one, head, names[head.n]) == "name"]
        if any(not _is_paraphrased(engine.lexicon, one, head) for one in called):
            named.add(key)
    return named


class _Search:
    def __init__(self, db: sqlite3.Connection, engine: Engine, meaning: Meaning, f: Filter, limit: int) -> None:
        self._db = db
        self._texts = engine.texts
        self._lexicon = engine.lexicon
        self._meaning = meaning
        self._asked = meaning.asked
        self._filter = f
        self._limit = limit
        self._found: dict[int, _Likely] = {}

    def run(self) -> list[Found]:
        self._find_exact()
        if not self._asked.phrases and self._asked.content:
            for match, retrieved in self._find_words():
                self._take(match, self._meaning.ranking.rank(self._db, self._leave_out(retrieved), retrieved))
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
            if len(held) <= min(LOOKED_AT_CLOSELY, self._limit):
                self._found |= dict.fromkeys(self._leave_out(held), _Likely("words", 0.0, _UNEXPLAINED))
            else:
                for match, retrieved in self._find_words():
                    self._take(match, self._meaning.ranking.rank(self._db, self._leave_out(retrieved), retrieved))
        return {one.id: one.day for one in self._rank() if one.match != "near"}

    def _rank(self) -> list[Found]:
        rows = read_whole(self._db, _DAYS, self._found)
        newest_first = sorted(rows, key=lambda row: (row[3], row[0]), reverse=True)
        likely = ((row, self._found[row[0]]) for row in newest_first)
        ranked = sorted(likely, key=lambda one: (_TIERS.index(one[1].match), -round(one[1].score, 4)))[: self._limit]
        return [Found(n, key, day, one.match, one.score, one.clue) for (n, key, day, _), one in ranked]

    def _find_exact(self) -> None:
        phrases = self._asked.phrases or [self._asked.words]
        within = {word for phrase in phrases for word in phrase}
        beside = [self._asked.stems[word] for word in self._asked.content if word not in within]
        stems = [self._asked.stem(phrase) for phrase in phrases[:_MOST_WORDS]]
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
            explained = Explained(() if own else (_ANOTHERS,), tuple(terms))
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

    def _find_all(self, pairs: Sequence[Term], *, told: bool) -> dict[int, float]:
        return self._texts.find_all(self._meaning.stems, pairs, self._filter, _MOST_ALL, told=told)

    def _find_near(self) -> None:
        ranking = self._meaning.ranking
        terms = list_terms(self._texts, self._meaning.wanted, self._meaning.pairs)
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
            clue = Clue(one.held, one.variants, one.beside, missing)
            # Of many whose texts hold all words, some are drawn with those that hold them anywhere.
            shown: Match = "words" if match == "paraphrase" and not one.beside else match
            self._found[one.n] = _Likely(shown, one.score + _OWN * one.quoted, clue)


def _explain(lexicon: Lexicon, texts: Sequence[str], match: Match, clue: Clue, hints: Iterable[str]) -> Explained:
    """Of what is near say which words are missing, what stands in for others; of all, which words stand in no text."""
    why = dict.fromkeys(hints)
    if match == "near":
        stems = [stem for variant in clue.variants for stem in variant.stems]
        why.update((variant.why, None) for variant in clue.variants if variant.why)
        if clue.missing:
            why[f"without: {', '.join(clue.missing)}"] = None
    else:
        stems = [wanted.stem for wanted in clue.held]
    return Explained(tuple(why), _list_terms(lexicon, texts, stems))


def _list_hints(
    db: sqlite3.Connection, lexicon: Lexicon, found: Sequence[tuple[Head, Match, Clue]]
) -> dict[int, list[str]]:
    """Which of the words were taken for a name, a day or a topic, since no text of a statement holds them.

    A word for which another stands in a text is none where a statement is merely near.
    """
    hinting: dict[int, list[Wanted]] = {}
    for head, match, clue in found:
        standing_in = {one.word for one, variant in zip(clue.held, clue.variants, strict=True) if variant.why}
        for one in clue.beside:
            if (match != "near" or one.word not in standing_in) and not _is_paraphrased(lexicon, one, head):
                hinting.setdefault(head.n, []).append(one)
    known = [head for head, *_ in found if head.n in hinting]
    names = read_names(db, lexicon, known) if known else {}
    hints: dict[int, list[str]] = {head.n: [] for head, *_ in found}
    for head in known:
        hints[head.n] = [f"{_find_kind(one, head, names[head.n])}: {one.word}" for one in hinting[head.n]]
    return hints


def _is_paraphrased(lexicon: Lexicon, wanted: Wanted, head: Head) -> bool:
    return bool(lexicon.list_forms([head.paraphrase], [wanted.stem]))


def _find_kind(wanted: Wanted, head: Head, names: Collection[str]) -> str:
    """What a word is that stands in no text of a statement, and yet belongs to it."""
    days = {word for text in word_day(head.day or None) for word in fold_words(text)}
    return "day" if wanted.word in days else "name" if wanted.stem in names else "topic"


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
    phrase: Sequence[str], n: int, of_sources: Texts, foreign: Mapping[tuple[int, str], list[tuple[int, int]]]
) -> _Place | None:
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
    return _Place(own, score, tuple(terms)) if terms else None


def _list_terms(lexicon: Lexicon, texts: Sequence[str], stems: Iterable[str]) -> tuple[str, ...]:
    """The words of a statement's texts that have these stems, as they stand there, each once."""
    wanted = dict.fromkeys(stem for stem in stems if stem not in STOP_WORDS)
    forms = lexicon.list_forms(texts, wanted)
    return tuple(word for stem in wanted for word in forms.get(stem, ()))
