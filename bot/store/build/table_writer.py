"""Writes the tables of a store: adds the rows of parts of the corpus, and removes those of sources."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.resources import files

from bot.corpus.countries import FORMER_STATES, list_countries
from bot.corpus.vocabulary import SECTIONS, Vocabularies
from bot.store.analysis.folding import fold
from bot.store.build.row_ids import last_number
from bot.store.build.source_rows import PartRows, Row
from bot.store.build.vocabulary_rows import make_country_rows, make_name_rows, make_vocabulary_rows
from bot.store.db.inserts import make_insert
from bot.store.errors import StoreError
from bot.store.names.forms import insert_names, remove_names

# The tables whose rows a store counts.
COUNTED = ("source", "statement", "report", "quotation", "party", "event", "topic", "tone")

_INDEX = re.compile(r"^CREATE INDEX [^;]+;", re.MULTILINE)
_BY_STATEMENT = (
    "statement_speaker", "statement_side", "statement_to", "statement_about", "statement_topic", "statement_relation",
    "former_id",
)  # fmt: skip
_BY_REPORT = ("quotation", "clause", "foreign_words")
_AGAIN = """
CREATE TEMP TABLE again (report INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TEMP TABLE touched (n INTEGER PRIMARY KEY);
"""
_JOIN_AGAIN = """
UPDATE report SET statement = coalesce(
    (SELECT s.n FROM temp.again a JOIN statement s ON s.id = a.id WHERE a.report = report.n), 0)
WHERE n IN (SELECT report FROM temp.again)"""
_PUBLISHERS = "SELECT DISTINCT publisher, url, publisher_how FROM source WHERE publisher IS NOT NULL"
_SITE = re.compile(r"(?:https?://|@|\bwww\.)(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE)


def _find_sites(name: str, *texts: str | None) -> set[str]:
    """The web sites by which a publisher is known: in its address, and in how the reviewer knew it."""
    return {site.lower() for text in texts if text for site in _SITE.findall(text)} - {name}


class TableWriter:
    """The tables of a store that nobody reads yet. The caller ends the transactions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.counts: dict[str, int] = dict.fromkeys(COUNTED, 0)
        self._db = db
        self._inserts: dict[str, str] = {}
        db.executescript(_AGAIN)

    def create(self) -> None:
        """Create the tables and begin a transaction. Indexes come later: filled tables are indexed faster."""
        self._db.executescript(_INDEX.sub("", read_schema()))
        self._db.execute("BEGIN")
        self.insert("country", make_country_rows())

    def create_indexes(self) -> None:
        """Create the indexes of the filled tables."""
        for index in _INDEX.findall(read_schema()):
            self._db.execute(index)

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows into a table, and count them where the store does."""
        if table not in self._inserts:
            # A country that a record names takes the place of the one that the store began with.
            verb = "INSERT OR REPLACE" if table == "country" else "INSERT"
            self._inserts[table] = make_insert(self._db, table, verb)
        rows = list(rows)
        self._db.executemany(self._inserts[table], rows)
        if table in self.counts:
            self.counts[table] += len(rows)

    def take_in(self, file: str, made: PartRows) -> None:
        """Add the rows of a part of a data file, except those of its vocabulary, which need all vocabularies."""
        self.insert("part", [(file, made.source, made.digest)])
        self.insert(
            "vocabulary",
            ((one.section, one.id, file, made.source, one.record) for one in made.vocabulary if one.record),
        )
        try:
            for table, rows in made.rows.items():
                self.insert(table, rows)
        except sqlite3.IntegrityError as error:
            if "source.n" not in str(error):
                raise
            what = f"the number of the source {made.source} is that of another one: give it another id"
            raise StoreError(f"The store cannot be written: {what}.") from error

    def take_out(self, parts: Iterable[tuple[str, str]]) -> None:
        """Remove the rows of some parts (file, source), except those of their vocabularies."""
        for file, source in parts:
            self._db.execute("DELETE FROM part WHERE file = ? AND source = ?", (file, source))
            self._db.execute("DELETE FROM vocabulary WHERE file = ? AND source = ?", (file, source))
            for (first,) in self._db.execute("SELECT n FROM source WHERE id = ?", (source,)).fetchall():
                self._take_out_source(source, first)

    def add_vocabulary(self, vocabulary: Vocabularies, keys: Collection[tuple[str, str]]) -> None:
        """Add the rows of vocabulary entries (section, id), none of them there yet, and the names of all countries."""
        are_named = self._db.execute("SELECT 1 FROM name WHERE kind = 'country' LIMIT 1").fetchone() is not None
        for table, rows in make_vocabulary_rows(vocabulary, keys).items():
            self.insert(table, rows)
        added = [key for section, key in keys if section == "countries"]
        countries = added if are_named else sorted({*list_countries(), *FORMER_STATES, *added})
        if are_named:
            for key in countries:
                remove_names(self._db, "country", key)
        insert_names(self._db, make_name_rows(vocabulary, keys, countries))

    def join(self) -> None:
        """Set the statements of reports that repeat another source's statement, and the names of publishers."""
        self._db.execute(_JOIN_AGAIN)
        written: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, text, usage in self._db.execute("SELECT ref, text, usage FROM name WHERE kind = 'publisher'"):
            written[key].add((text, usage))
        wanted: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, url, how in self._db.execute(_PUBLISHERS):
            wanted[key] |= {(key, "name"), *((site, "also") for site in _find_sites(key, url, how))}
        for key in sorted(written.keys() | wanted.keys()):
            if written[key] != wanted[key]:
                remove_names(self._db, "publisher", key)
                names = ((text, fold(text), usage) for text, usage in sorted(wanted[key]))
                insert_names(self._db, [("publisher", key, *name) for name in names if name[1]])

    def write_facts(self, facts: Mapping[str, str]) -> None:
        """Write the facts about the store itself."""
        # The longest span tells how far before a day a statement that reaches it can begin.
        (longest,) = self._db.execute(
            "SELECT max(julianday(last_day) - julianday(first_day)) FROM statement WHERE first_day <> last_day"
        ).fetchone()
        all_facts = {**facts, "longest_days": str(int(longest or 0))}
        all_facts |= {f"count.{table}": str(count) for table, count in self.counts.items()}
        self._db.executemany(make_insert(self._db, "meta", "INSERT OR REPLACE"), all_facts.items())

    def _take_out_source(self, source: str, first: int) -> None:
        span = (first, last_number(first))
        for table, column in (
            *((table, "statement") for table in _BY_STATEMENT),
            *((table, "report") for table in _BY_REPORT),
            ("report", "n"), ("statement", "n"),
        ):  # fmt: skip
            sql = f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?"  # noqa: S608 -- own names
            gone = self._db.execute(sql, span).rowcount
            if table in self.counts:
                self.counts[table] -= gone
        self._db.execute("DELETE FROM conflict WHERE source = ?", (source,))
        self._db.execute("DELETE FROM document WHERE source = ?", (first,))
        self._db.execute("DELETE FROM source WHERE id = ?", (source,))
        self.counts["source"] -= 1


def list_keys(vocabulary: Vocabularies) -> Iterator[tuple[str, str]]:
    """The keys (section, id) of all entries of the vocabularies."""
    return ((section, key) for section in SECTIONS for key in vocabulary.section(section))


def read_schema() -> str:
    """The schema, in SQL."""
    return files("bot.store").joinpath("schema.sql").read_text("utf-8")
