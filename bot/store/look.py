"""One look into the store: whatever an answer asks for, one thing after another, in the thread of one reader.

To hand a question over to a reader and its answer back costs two waits for the interpreter wherever others work. What
needs several looks therefore takes them in one go: see Store.look().
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.store.asking import can_be_asked
from bot.store.columns import Days
from bot.store.completing import complete_words
from bot.store.crossing import list_page
from bot.store.loading import load_statements
from bot.store.model import Filter, StatementRecord
from bot.store.searching import Engine, Explained, Found, explain, find_named, may_be_undated, search, search_hits

TOTAL_LIMIT = 1_000
_FOUND_KEPT = 100  # searches


class LastFound:
    """What was found last: who turns a page asks the same again. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[str, Filter, int], list[Found]] = {}

    def get(self, words: str, f: Filter, limit: int) -> list[Found] | None:
        """What was found for these words, None where that is not known any more."""
        return self._found.get((words, f, limit))

    def keep(self, words: str, f: Filter, limit: int, found: list[Found]) -> None:
        """Note what was found."""
        with self._lock:
            self._found[words, f, limit] = found
            if len(self._found) > _FOUND_KEPT:
                del self._found[next(iter(self._found))]


class Look:
    """Asks for one answer. Every method raises QueryTooSlow once the answer has taken longer than its deadline."""

    def __init__(self, db: sqlite3.Connection, engine: Engine, days: Days, last: LastFound) -> None:
        self._db = db
        self._days = days
        self._engine = engine
        self._last = last
        self._hits: dict[tuple[str, Filter, int], dict[str, str | None]] = {}

    def find(self, words: str, f: Filter, limit: int) -> list[Found]:
        """Statements by their words: exact wording, all words, paraphrase, near ones. No words make it fail."""
        f = plain(f)
        found = self._last.get(words, f, limit)
        if found is None:
            found = search(self._db, self._engine, words, f, limit)
            self._last.keep(words, f, limit, found)
        return list(found)

    def list_hits(self, words: str, f: Filter, limit: int) -> dict[str, str | None]:
        """What find() would find and not call near, by id, with its day: takes a third of the time."""
        asked = (words, plain(f), limit)
        if asked not in self._hits:
            self._hits[asked] = search_hits(self._db, self._engine, *asked)
        return self._hits[asked]

    def may_be_undated(self, words: str, f: Filter) -> bool:
        """Whether anything that list_hits() gives could be without a day: takes a fraction of its time."""
        return may_be_undated(self._engine, words, plain(f))

    def explain(self, found: Sequence[Found]) -> dict[str, Explained]:
        """Why each of these was found, and by which of its words, by id."""
        return dict(zip((one.id for one in found), explain(self._db, self._engine, found), strict=True))

    def find_named(self, found: Sequence[Found]) -> set[str]:
        """Those of these that were found by a name, and not by words of a text alone: see searching.find_named."""
        return find_named(self._db, self._engine, found)

    def statements(self, ids: Sequence[str]) -> dict[str, StatementRecord]:
        """The statements of these ids, by id; one that is none is left out."""
        sql = "SELECT n FROM statement WHERE id = ?"
        rows = [self._db.execute(sql, (one,)).fetchone() for one in dict.fromkeys(ids) if can_be_asked(one)]
        return {record.id: record for record in load_statements(self._db, [row[0] for row in rows if row])}

    def count(self, f: Filter) -> int:
        """How many statements the filter lets through; what is more than a thousand counts as a thousand."""
        _, total = list_page(self._db, self._days, plain(f), None, 1, newest_first=False, most=TOTAL_LIMIT + 1)
        return min(total, TOTAL_LIMIT)

    def read(self, found: Sequence[Found]) -> dict[str, StatementRecord]:
        """All that these statements say, by id."""
        return {record.id: record for record in load_statements(self._db, [one.n for one in found])}

    def complete_words(self, typed: str, limit: int) -> list[str]:
        """Quotations, or parts of them, which hold the words typed so far."""
        return complete_words(self._db, self._engine, typed, limit)


def plain(f: Filter) -> Filter:
    """A filter that SQLite takes: a reference that can stand in no record becomes one that stands in none."""
    refs = ("speaker", "to", "side", "country", "other", "about", "topic", "event", "publisher")
    for name in refs:
        if not can_be_asked(getattr(f, name) or ""):
            nothing: dict[str, Any] = {name: ""}
            f = replace(f, **nothing)
    return f
