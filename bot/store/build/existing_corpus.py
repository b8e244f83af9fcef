"""The corpus as the current store has it, so that a few parts can be checked without reading the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from bot.corpus.checking.part_results import StatementFacts
from bot.corpus.vocabulary import Vocabularies, VocabularyEntry

_COMPARED = 2_000  # ids
_SAME_LETTERS = 2  # at the beginning of an id, for it to be compared

_SOURCE_BY = {
    "source": "SELECT id FROM source WHERE id = ?",
    "document": "SELECT id FROM source WHERE file = ?",
    "statement": "SELECT source FROM report WHERE n = (SELECT n FROM statement WHERE id = ?)",
}
_LIKE = {
    "source": "SELECT id, id FROM source WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
    "statement": "SELECT s.id, r.source FROM statement s JOIN report r ON r.n = s.n"
    " WHERE s.id >= ? AND s.id < ? ORDER BY s.id LIMIT ?",
}


class ExistingStore:
    """A store without some parts (file, source), which are read anew. `data` is the name of the data folder."""

    def __init__(self, db: sqlite3.Connection, data: str, without: Collection[tuple[str, str]]) -> None:
        self._db = db
        self._data = data
        self._gone = {source for _, source in without if source}
        rows = db.execute("SELECT section, id, record, file, source FROM vocabulary ORDER BY file, source")
        self.vocabulary = Vocabularies(
            VocabularyEntry(section, key, record)
            for section, key, record, file, source in rows
            if (file, source) not in without
        )

    def file_of(self, kind: str, name: str) -> str | None:
        """The data file that defines a source, statement, document or entry of a section; None where none does."""
        if kind in _SOURCE_BY:
            source = self._db.execute(_SOURCE_BY[kind], (name,)).fetchone()
            if source is None or source[0] in self._gone:
                return None
            file = self._db.execute("SELECT file FROM part WHERE source = ?", source).fetchone()
        else:
            file = self._db.execute("SELECT file FROM vocabulary WHERE section = ? AND id = ?", (kind, name)).fetchone()
        return f"{self._data}/{file[0]}" if file else None

    def facts_of(self, statement: str) -> StatementFacts:
        """The days and speakers of a statement; none where it is not in the store."""
        found = self._db.execute("SELECT n, day, released FROM statement WHERE id = ?", (statement,)).fetchone()
        if found is None:
            return StatementFacts()
        n, day, released = found
        sql = "SELECT party FROM statement_speaker WHERE statement = ? ORDER BY position"
        return StatementFacts(day, released, tuple(party for (party,) in self._db.execute(sql, (n,))))

    def find_new_id(self, statement: str) -> str | None:
        """The id that a renamed or merged statement has now; None for any other name."""
        sql = """SELECT s.id, r.source FROM former_id f JOIN statement s ON s.n = f.statement
                 JOIN report r ON r.n = s.n WHERE f.id = ?"""
        return next((key for key, source in self._db.execute(sql, (statement,)) if source not in self._gone), None)

    def list_like(self, kind: str, name: str) -> Collection[str]:
        """Ids of sources or statements that begin with the same letters, at most 2,000: there may be a million."""
        if kind not in _LIKE:
            return ()
        beginning = name[:_SAME_LETTERS]
        rows = self._db.execute(_LIKE[kind], (beginning, f"{beginning}\U0010ffff", _COMPARED))
        return [key for key, source in rows if source not in self._gone]

    def list_texts(self) -> Iterator[str]:
        """The texts of the documents in the store."""
        rows = self._db.execute("SELECT s.id, d.body FROM document d JOIN source s ON s.n = d.source")
        return (body for source, body in rows if source not in self._gone)
