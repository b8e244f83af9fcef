"""Stems of words, from the very stemmer that the index uses: SQLite's own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.store.db.deadlines import check_deadline

_TABLES = """
CREATE VIRTUAL TABLE word USING fts5 (text, content = '', tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE stem USING fts5vocab (word, 'instance');
"""


class Stemmer:
    """Finds stems. Safe to share between threads; close() it when done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_TABLES)

    def find_stems(self, words: Iterable[str]) -> dict[str, str]:
        """The stem of each folded word; a word that the index would not take is left out."""
        known = list(dict.fromkeys(words))
        check_deadline()
        with self._lock:
            self._db.execute("BEGIN")
            try:
                self._db.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", enumerate(known))
                pairs = self._db.execute('SELECT doc, term FROM stem WHERE "offset" = 0').fetchall()
            finally:
                self._db.execute("ROLLBACK")
        return {known[doc]: term for doc, term in pairs}

    def close(self) -> None:
        """Give the memory back."""
        if self._lock.acquire(blocking=False):  # one who hangs in it would be waited for; it ends with the last user
            self._db.close()


@contextmanager
def open_stemmer() -> Iterator[Stemmer]:
    """A stemmer for the length of a block."""
    stemmer = Stemmer()
    try:
        yield stemmer
    finally:
        stemmer.close()
