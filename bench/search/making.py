"""Makes a store of sentences: the tables and the index that the bot has, filled without records and their checks."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from bench.search.texts import Sentence
from bot.corpus.model import Country, Synonyms
from bot.store.analysis.folding import fold
from bot.store.build.country_columns import fill
from bot.store.build.derived_data import DerivedData
from bot.store.files import index_of, remove
from bot.store.index.writer import IndexWriter
from bot.store.metadata import FORMAT
from bot.store.names.countries import country_names
from bot.store.names.forms import insert_names

_IN_BULK = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"


@dataclass(frozen=True, slots=True)
class Made:
    """What making a store took: seconds for the tables and for the index, and bytes of both."""

    table_seconds: float
    index_seconds: float
    table_bytes: int
    index_bytes: int


def make_store(
    path: Path, sentences: Sequence[Sentence], countries: dict[str, Country], synonyms: dict[str, Synonyms]
) -> Made:
    """Write a store of the sentences to `path`, one statement and one report for each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    remove(index_of(path))
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_IN_BULK)
    schema = Path(__file__).parents[2] / "bot" / "store" / "schema.sql"
    db.executescript(schema.read_text("utf-8"))
    names = Locale("en").territories
    people = {speaker: f"p-{i}" for i, speaker in enumerate(dict.fromkeys(one.speaker for one in sentences))}
    began = time.perf_counter()
    db.execute("BEGIN")
    codes = sorted({one.country for one in sentences})
    sources = {(one.speech, one.day) for one in sentences}
    _fill(db, "country", ((code, names.get(code, code)) for code in codes))
    _fill(db, "party", ((key, "person", name, None, "") for name, key in people.items()))
    _fill(db, "tone", [("state", "said", "Says something.")])
    _fill(db, "topic", [("debate", "General Debate", "The General Debate of the United Nations.")])
    _fill(db, "synonym", ((key, word, group.kind) for key, group in synonyms.items() for word in group.words))
    _fill(
        db, "source",
        ((name, n, name, None, None, "[]", None, day, None, None, None, None, "en", name, "", "[]")
         for n, (name, day) in enumerate(sorted(sources))),
    )  # fmt: skip
    insert_names(db, sorted(set(_list_names(people, countries))))
    numbered = list(enumerate(sentences, 1))
    _fill(
        db, "statement",
        ((n, f"s-{n}", "STATE", "state", None, None, one.day, one.day, one.day, None, _paraphrase(one, names), 1, "")
         for n, one in numbered),
    )  # fmt: skip
    _fill(db, "statement_speaker", ((n, 0, people[one.speaker], None, None, one.country) for n, one in numbered))
    _fill(db, "statement_side", ((n, 0, one.country) for n, one in numbered))
    _fill(db, "statement_topic", ((n, 0, "debate") for n, _ in numbered))
    _fill(
        db, "report",
        ((n, n, one.speech, "direct", one.text, 0, len(one.text), None, None, None, None, None, None, None, None, "[]",
          "stated", None, None) for n, one in numbered),
    )  # fmt: skip
    _fill(db, "quotation", ((n, 0, one.text, 0, len(one.text)) for n, one in numbered))
    _fill(db, "meta", [
        ("format", FORMAT), ("version", "0" * 16), ("corpus_sha256", ""), ("longest_days", "0"),
        ("count.statement", str(len(sentences))), ("count.source", str(len(sources))),
    ])  # fmt: skip
    db.execute("COMMIT")
    tables = time.perf_counter() - began
    before = path.stat().st_size
    began = time.perf_counter()
    db.execute("BEGIN")
    db.execute("CREATE TEMP TABLE touched (n INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO temp.touched SELECT n FROM statement")
    derived = DerivedData(db, IndexWriter(index_of(path)))
    derived.put_in()
    derived.finish()
    fill(db)
    db.execute("COMMIT")
    db.close()
    seconds = time.perf_counter() - began
    index = sum(file.stat().st_size for file in index_of(path).rglob("*") if file.is_file())
    return Made(tables, seconds, before, index + path.stat().st_size - before)


def _fill(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    columns = len(db.execute(f"PRAGMA table_info({table})").fetchall())
    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)


def _paraphrase(one: Sentence, names: Mapping[str, str]) -> str:
    return f"{one.speaker} spoke for {names.get(one.country, one.country)} in the General Debate."


def _list_names(people: dict[str, str], countries: dict[str, Country]) -> Iterator[tuple[str, str, str, str, str]]:
    yield "topic", "debate", "General Debate", fold("General Debate"), "name"
    for name, key in people.items():
        if fold(name):
            yield "person", key, name, fold(name), "name"
    for code in sorted(Locale("en").territories):
        if re.fullmatch("[A-Z]{2}", code):
            for text, usage in country_names(code, countries.get(code)):
                if fold(text):
                    yield "country", code, text, fold(text), usage
