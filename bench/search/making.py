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

# Columns that are JSON lists, which are empty here.
_LISTS = {
    "source": dict.fromkeys(("authors", "notes"), "[]"),
    "statement": {"corrections": "[]"},
    "report": dict.fromkeys(("via", "speakers", "locator", "translated", "translations"), "[]"),
}
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
    _fill(db, "country", ({"code": code, "name": names.get(code, code)} for code in codes))
    _fill(db, "party", ({"id": key, "kind": "person", "name": name} for name, key in people.items()))
    _fill(db, "tone", [{"id": "state", "label": "said", "means": "Says something."}])
    _fill(db, "topic", [{"id": "debate", "label": "General Debate", "means": "That of the United Nations."}])
    _fill(
        db,
        "synonym",
        ({"id": key, "kind": group.kind, "word": word} for key, group in synonyms.items() for word in group.words),
    )
    _fill(
        db,
        "source",
        (
            {"id": name, "n": n, "title": name, "published": day, "language": "en", "file": name, **_LISTS["source"]}
            for n, (name, day) in enumerate(sorted(sources))
        ),
    )
    insert_names(db, sorted(set(_list_names(people, countries))))
    numbered = list(enumerate(sentences, 1))
    _fill(
        db,
        "statement",
        (
            {
                "n": n,
                "id": f"s-{n}",
                "first_id": f"s-{n}",
                "act": "STATE",
                "tone": "state",
                **dict.fromkeys(("day", "first_day", "last_day"), one.day),
                "paraphrase": _paraphrase(one, names),
                "sources": 1,
                **_LISTS["statement"],
            }
            for n, one in numbered
        ),
    )
    _fill(
        db,
        "statement_speaker",
        ({"statement": n, "position": 0, "party": people[one.speaker], "side": one.country} for n, one in numbered),
    )
    _fill(db, "statement_side", ({"statement": n, "position": 0, "country": one.country} for n, one in numbered))
    _fill(db, "statement_topic", ({"statement": n, "position": 0, "topic": "debate"} for n, _ in numbered))
    _fill(
        db,
        "report",
        (
            {
                "n": n,
                "statement": n,
                "source": one.speech,
                "kind": "direct",
                "passage": one.text,
                "starts": 0,
                "ends": len(one.text),
                "attribution": "stated",
                **_LISTS["report"],
            }
            for n, one in numbered
        ),
    )
    _fill(
        db,
        "quotation",
        ({"report": n, "position": 0, "exact": one.text, "starts": 0, "ends": len(one.text)} for n, one in numbered),
    )
    facts = {
        "format": FORMAT,
        "version": "0" * 16,
        "longest_days": "0",
        "count.statement": str(len(sentences)),
        "count.source": str(len(sources)),
    }
    _fill(db, "meta", ({"key": key, "value": value} for key, value in facts.items()))
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


def _fill(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    """Insert rows given by column; a column that is not given is NULL, or the empty value of one that must not be."""
    columns = db.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,)).fetchall()
    empty = {name: None if not is_required else 0 if kind == "INTEGER" else "" for name, kind, is_required in columns}
    values = ", ".join(f":{name}" for name in empty)
    db.executemany(f"INSERT INTO {table} VALUES ({values})", ({**empty, **row} for row in rows))


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
