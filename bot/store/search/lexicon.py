"""The term dictionary: stems and frequencies of the words that the index has, and where a text has forms of a stem."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from bot.store.analysis.compounds import find_compounds
from bot.store.analysis.tokenizer import Token, find_chosen
from bot.store.db.caching import BatchCache, cached_method
from bot.store.db.deadlines import STEPS_BETWEEN_CHECKS, check_deadline, has_passed
from bot.store.index.reader import IndexReader

# A stem may differ from the beginning of its words in so many last letters: sensibilities, sensibl.
MOST_CHANGED_LETTERS = 3
_START = attrgetter("start")
_CACHED_WORDS = 100_000
_CACHED_NAMES = 100_000
_CACHED_BEGINNINGS = 4_096
_TERMS = "SELECT word, stem, count FROM term WHERE word IN (SELECT value FROM json_each(?))"
_WORDS_OF_STEMS = "SELECT stem, word FROM term WHERE stem IN (SELECT value FROM json_each(?))"
_MOST_FREQUENT = "SELECT word FROM term WHERE stem = ? ORDER BY count DESC, word DESC LIMIT 1"
_NAME_WORDS = """
SELECT ref, words FROM name
WHERE kind IN ('person', 'organisation', 'event', 'country') AND ref IN (SELECT value FROM json_each(?))
  AND iif(kind = 'country', usage = 'name', usage IN ('name', 'spelling', 'also'))"""


class Term(NamedTuple):
    """The stem of a word of the index, and how many statements contain the word (its document frequency)."""

    stem: str
    frequency: int


class Lexicon:
    """Reads a connection of its own, which close() closes. Safe to share between threads."""

    def __init__(self, db: sqlite3.Connection, index: IndexReader) -> None:
        """`db` is a connection to the store that nobody else uses, open to all threads."""
        self._db = db
        db.set_progress_handler(has_passed, STEPS_BETWEEN_CHECKS)
        self._lock = threading.Lock()
        self._index = index
        self._terms: BatchCache[str, Term] = BatchCache(_CACHED_WORDS)
        self._name_stems: BatchCache[str, frozenset[str]] = BatchCache(_CACHED_NAMES)

    def find_entries(self, words: Iterable[str]) -> dict[str, Term]:
        """Those of the folded words that the index has."""
        return self._terms.find_entries(words, self._load_terms)

    @cached_method(_CACHED_BEGINNINGS)
    def complete(self, beginning: str, limit: int) -> list[str]:
        """The most frequent words with this beginning."""
        return self._index.list_words_beginning(beginning, limit)

    def list_words(self, stems: Iterable[str]) -> Mapping[str, list[str]]:
        """The words of the index by stem, each list beginning with the stem itself."""
        forms = {stem: [stem] for stem in stems}
        for stem, word in self.fetch(_WORDS_OF_STEMS, json.dumps(list(forms))):
            forms[stem].append(word)
        return forms

    def find_most_frequent(self, stem: str) -> str:
        """The most frequent word with this stem; the stem itself where the index has none."""
        return next((word for (word,) in self.fetch(_MOST_FREQUENT, stem)), stem)

    def list_forms(self, texts: Iterable[str], stems: Collection[str]) -> dict[str, list[str]]:
        """The words of some texts that have these stems, by stem, each once and as it is written there."""
        forms: dict[str, dict[str, None]] = {}
        for text in texts:
            for stem, token in self.find_forms(text, stems):
                forms.setdefault(stem, {})[text[token.start : token.end]] = None
        return {stem: list(words) for stem, words in forms.items()}

    def find_forms(self, text: str, stems: Collection[str]) -> list[tuple[str, Token]]:
        """The words of a text that have one of these stems, each with its stem, in order."""
        check_deadline()
        beginnings = tuple({stem[: max(1, len(stem) - MOST_CHANGED_LETTERS)] for stem in stems})
        stem_of: dict[str, str] = {}

        def choose(words: Collection[str]) -> Collection[str]:
            known = self.find_entries([word for word in words if word.startswith(beginnings)])
            stem_of.update((word, term.stem) for word, term in known.items() if term.stem in stems)
            return stem_of

        tokens = find_chosen(text, choose)
        if compounds := find_compounds(text):
            chosen = choose({token.folded for token in compounds})
            tokens = sorted({*tokens, *(token for token in compounds if token.folded in chosen)}, key=_START)
        return [(stem_of[token.folded], token) for token in tokens]

    def find_name_stems(self, refs: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """The stems in the names of each person, organisation, event or country (by id or code)."""
        return self._name_stems.find_entries(refs, self._load_name_stems)

    def fetch(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a SELECT, one caller at a time. Raises QueryTooSlow past the deadline."""
        check_deadline()
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close the connection, unless a caller is stuck in it: then it closes with its last user."""
        if self._lock.acquire(blocking=False):
            self._db.close()

    def _load_terms(self, words: Sequence[str]) -> Mapping[str, Term]:
        return {word: Term(stem, count) for word, stem, count in self.fetch(_TERMS, json.dumps(words))}

    def _load_name_stems(self, refs: Sequence[str]) -> Mapping[str, frozenset[str]]:
        words: dict[str, list[str]] = {ref: [] for ref in refs}
        for ref, name in self.fetch(_NAME_WORDS, json.dumps(refs)):
            words[ref] += name.split(" ")
        known = self.find_entries({word for name in words.values() for word in name})
        return {ref: frozenset(known[word].stem for word in name if word in known) for ref, name in words.items()}
