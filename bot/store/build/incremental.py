"""The incremental build: checks what changed against the rest of the store, and changes the rows of a copy."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.corpus.checking.spellings import Spellings, find_unused_spellings
from bot.corpus.checking.text_map import TextMap
from bot.corpus.pipeline import CorpusPipeline, PartAt
from bot.corpus.problems import CorpusError
from bot.corpus.reading.data_files import DataFile
from bot.corpus.vocabulary import Vocabularies
from bot.store.build.changes import CorpusChanges, PartKey, find_users, read_parts
from bot.store.build.country_columns import fill, find_countries, list_facts
from bot.store.build.derived_data import DerivedData
from bot.store.build.existing_corpus import ExistingStore
from bot.store.build.row_ids import last_number, number_source
from bot.store.build.source_rows import PartRows, make_rows
from bot.store.build.table_writer import TableWriter
from bot.store.db.inserts import make_insert
from bot.store.errors import StoreError
from bot.store.queries.timeline_rows import select_places

_MOST_CHANGED = 0.1  # of the parts; where more changed, a build from nothing is as fast


@dataclass(frozen=True, slots=True)
class Increment:
    """What is removed from a store, and what is added: parts with their files, and new vocabulary."""

    removed: frozenset[PartKey]
    made: tuple[tuple[str, PartRows], ...]
    vocabulary: Vocabularies
    new_keys: tuple[tuple[str, str], ...]


def prepare(
    db: sqlite3.Connection, changes: CorpusChanges, files: Sequence[DataFile], data: Path, root: Path
) -> Increment | None:
    """Read what changed and check it against the store `db`; None where everything must be read.

    That is so where much changed, where an entry of a vocabulary was changed or removed, or where a name's spelling
    may be in no document any more. Raises CorpusError with every mistake in what was read.
    """
    while True:
        (parts,) = db.execute("SELECT count(*) FROM part").fetchone()
        if len(changes.removed) + len(changes.added) > _MOST_CHANGED * parts:
            return None
        existing = ExistingStore(db, data.name, changes.removed)
        gathering = CorpusPipeline(root, make_rows, existing)
        made: list[tuple[str, PartRows]] = []
        error = None
        try:
            made += ((at.file.key, one) for at, one in _gather(gathering, changes))
        except CorpusError as found:
            error = found
        new_keys = _compare_vocabulary(db, changes.removed, made)
        if new_keys is None:
            return None
        users = _find_users(db, changes.removed, made) - changes.removed
        if users:
            more = read_parts(db, files, users)
            if len(more) < len(users):
                return None
            changes = CorpusChanges(changes.removed | users, (*changes.added, *more), changes.files, changes.documents)
        elif error:
            raise error
        elif _has_lost_spellings(db, changes.removed, made, gathering.join.vocabulary, existing):
            return None
        else:
            return Increment(changes.removed, tuple(made), gathering.join.vocabulary, tuple(new_keys))


def apply(db: sqlite3.Connection, content: TableWriter, derived: DerivedData, increment: Increment) -> tuple[str, ...]:
    """Apply an increment to a store; returns the ids of the statements that may have changed.

    `db` is a copy of the store that nobody reads yet, and `derived` writes to a copy of its index.
    """
    sources = [source for _, source in increment.removed if source]
    db.execute("BEGIN")
    for source in sources:
        db.execute("INSERT OR IGNORE INTO temp.touched SELECT statement FROM report WHERE source = ?", (source,))
    for _, made in increment.made:
        ids = [(key,) for _, key in made.rows.get("again", ())]
        db.executemany("INSERT OR IGNORE INTO temp.touched SELECT n FROM statement WHERE id = ?", ids)
    before, lengths, facts = _list_touched(db), _measure(db), list_facts(db)
    derived.take_out()
    content.take_out(increment.removed)
    db.execute("COMMIT")
    # From here on every new row must refer to an existing one; _refuse_dangling() checks those that stayed.
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN")
    db.execute("PRAGMA defer_foreign_keys = ON")
    content.add_vocabulary(increment.vocabulary, increment.new_keys)
    for file, made in increment.made:
        content.take_in(file, made)
    content.join()
    db.execute("DELETE FROM temp.touched WHERE n NOT IN (SELECT n FROM statement)")
    for _, made in increment.made:
        db.execute("INSERT OR IGNORE INTO temp.touched SELECT statement FROM report WHERE source = ?", (made.source,))
    derived.put_in()
    derived.finish()
    _count_anew(db, lengths, find_countries(facts, list_facts(db)))
    _refuse_dangling(db, sources)
    return tuple(sorted(before.union(_list_touched(db))))


def _gather(gathering: CorpusPipeline[PartRows], change: CorpusChanges) -> Iterator[tuple[PartAt, PartRows]]:
    shared = [(at, part) for at, part in change.added if not part.is_source]
    sources = [(at, part) for at, part in change.added if part.is_source]
    return gathering.read_parts(shared, sources, sum(len(part.raw) for _, part in change.added))


def _compare_vocabulary(
    db: sqlite3.Connection, removed: frozenset[PartKey], made: Sequence[tuple[str, PartRows]]
) -> list[tuple[str, str]] | None:
    """The keys of new entries; None where an old one was changed or removed."""
    new = {(entry.section, entry.id): entry.record for _, one in made for entry in one.vocabulary}
    sql = "SELECT section, id, record FROM vocabulary WHERE file = ? AND source = ?"
    old = {(section, key): record for part in removed for section, key, record in db.execute(sql, part)}
    if any(new.get(key) != record for key, record in old.items()):
        return None
    return [key for key, record in new.items() if key not in old and record is not None]


def _find_users(
    db: sqlite3.Connection, removed: frozenset[PartKey], made: Sequence[tuple[str, PartRows]]
) -> set[PartKey]:
    """The parts that refer to what is gone, or has another number, day or speaker now."""
    rows = (row for _, one in made for row in one.rows.get("statement", ()))
    speakers = {row[:3] for _, one in made for row in one.rows.get("statement_speaker", ())}
    new = {key: (n, day) for n, key, _, _, _, _, day, *_ in rows}
    lost: list[int] = []
    for _, source in removed:
        first = number_source(source)
        old = db.execute("SELECT id, n, day FROM statement WHERE n BETWEEN ? AND ?", (first, last_number(first)))
        lost += (n for key, n, day in old.fetchall() if source and new.get(key) != (n, day))
        sql = "SELECT statement, position, party FROM statement_speaker WHERE statement BETWEEN ? AND ?"
        before = db.execute(sql, (first, last_number(first))).fetchall() if source else []
        lost += {n for n, position, party in before if (n, position, party) not in speakers}.difference(lost)
    gone = {source for _, source in removed if source} - {one.source for _, one in made}
    return find_users(db, lost, gone)


def _has_lost_spellings(
    db: sqlite3.Connection, removed: frozenset[PartKey], made: Sequence[tuple[str, PartRows]], vocabulary: Vocabularies,
    existing: ExistingStore,
) -> bool:  # fmt: skip
    """Whether a spelling was in a document that is gone, and is in none now."""
    new = {body for _, one in made for _, body in one.rows.get("document", ())}
    sql = "SELECT d.body FROM source s JOIN document d ON d.source = s.n WHERE s.id = ?"
    old = [body for _, source in removed for (body,) in db.execute(sql, (source,)) if body not in new]
    if not old:
        return False
    sections = (vocabulary.people, vocabulary.organisations)
    spellings = Spellings(spelling for section in sections for one in section.values() for spelling in one.spellings)
    lost = {spelling for body in old for spelling in spellings.find_in(TextMap(body).readings)}
    return bool(find_unused_spellings(lost, chain(new, existing.list_texts())))


def _list_touched(db: sqlite3.Connection) -> set[str]:
    return {key for (key,) in db.execute("SELECT s.id FROM temp.touched t CROSS JOIN statement s ON s.n = t.n")}


def _measure(db: sqlite3.Connection) -> Counter[tuple[str, str]]:
    """How many of the touched statements are on each timeline."""
    sql = f"SELECT kind, ref, count(*) FROM ({select_places('temp.touched')}) GROUP BY kind, ref"  # noqa: S608 -- own words
    return Counter({(kind, ref): count for kind, ref, count in db.execute(sql)})


def _count_anew(db: sqlite3.Connection, before: Counter[tuple[str, str]], countries: set[str]) -> None:
    """Update the lengths of timelines, which had `before` of the touched statements, and the columns of countries."""
    changes = _measure(db)
    changes.subtract(before)
    for (kind, ref), change in changes.items():
        row = db.execute("SELECT length FROM timeline_length WHERE kind = ? AND ref = ?", (kind, ref)).fetchone()
        length = change + sum(row or ())
        if length:
            db.execute(make_insert(db, "timeline_length", "INSERT OR REPLACE"), (kind, ref, length))
        else:
            db.execute("DELETE FROM timeline_length WHERE kind = ? AND ref = ?", (kind, ref))
    fill(db, countries)


def _refuse_dangling(db: sqlite3.Connection, sources: Sequence[str]) -> None:
    """Raise StoreError where rows that stayed refer to a source or statement that was removed."""
    for source in sources:
        first = number_source(source)
        statements = db.execute(
            """SELECT 1 FROM report r WHERE r.statement BETWEEN ? AND ?
               AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.n = r.statement)""",
            (first, last_number(first)),
        ).fetchone()
        named = db.execute(
            """SELECT 1 FROM conflict c WHERE c.with_source = ?
               AND NOT EXISTS (SELECT 1 FROM source s WHERE s.id = c.with_source)""",
            (source,),
        ).fetchone()
        if statements or named:
            raise StoreError(f"The new store is not sound, so the old one stays: rows refer to {source}, now gone.")
