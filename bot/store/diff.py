"""The difference between two stores: statements added, changed and removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.db.pool import make_uri
from bot.store.errors import StoreError

_NAME = """
(SELECT group_concat(name, ', ') FROM (
    SELECT party.name AS name FROM {0}.statement_speaker p JOIN {0}.party ON party.id = p.party
    WHERE p.statement = s.n ORDER BY p.position))"""
_ONLY_IN = """
SELECT s.id, {name} FROM {compared} s
WHERE NOT EXISTS (SELECT 1 FROM {1}.statement o WHERE o.first_id = s.first_id) ORDER BY s.n"""
_CHANGED = """
SELECT s.id, {name} FROM {compared} s CROSS JOIN old.statement o ON o.first_id = s.first_id
WHERE o.digest <> s.digest ORDER BY s.n"""
_ALL = "SELECT s.id, {name} FROM new.statement s ORDER BY s.n"
_AMONG = "(SELECT s.* FROM temp.among w CROSS JOIN {0}.statement s ON s.id = w.id)"


@dataclass(frozen=True, slots=True)
class StatementName:
    """The id of a statement, and the names of its speakers."""

    id: str
    speaker: str


@dataclass(frozen=True, slots=True)
class StoreDiff:
    """What differs between two stores, in the order of the store that has it."""

    added: tuple[StatementName, ...]
    changed: tuple[StatementName, ...]
    removed: tuple[StatementName, ...]


def compare(old: Path | None, new: Path, among: Collection[str] | None = None) -> StoreDiff:
    """Compare two stores by the digests of their statements. Without an old store everything is added.

    Compares all statements, or those with an id `among` some: call it in a thread. Raises StoreError where a store
    cannot be read.
    """
    with _readable(), closing(sqlite3.connect(":memory:", uri=True)) as db:
        _attach(db, new, "new")
        if old is None:
            return StoreDiff(_list(db, _ALL, "", "new"), (), ())
        _attach(db, old, "old")
        if among is not None:
            db.execute("CREATE TEMP TABLE among (id TEXT PRIMARY KEY)")
            db.executemany("INSERT INTO among VALUES (?)", ((one,) for one in dict.fromkeys(among)))
        compared = "{0}.statement" if among is None else _AMONG
        return StoreDiff(
            added=_list(db, _ONLY_IN, compared, "new", "old"),
            changed=_list(db, _CHANGED, compared, "new"),
            removed=_list(db, _ONLY_IN, compared, "old", "new"),
        )


def count_removed(old: Path, new: Path) -> tuple[int, int]:
    """How many of the old store's statements the new one does not hold, and how many the old one holds.

    Raises StoreError where a store cannot be read.
    """
    with _readable(), closing(sqlite3.connect(":memory:", uri=True)) as db:
        _attach(db, old, "old")
        _attach(db, new, "new")
        removed, before = db.execute(
            """SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM new.statement n WHERE n.id = o.id)), count(*)
               FROM old.statement o"""
        ).fetchone()
    return int(removed), int(before)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"The stores cannot be compared: {error}.") from error


def _attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    try:
        db.execute(f"ATTACH ? AS {name}", (make_uri(path),))
        db.execute(f"SELECT 1 FROM {name}.statement LIMIT 1")  # noqa: S608 -- own names
    except sqlite3.Error as error:
        raise StoreError(f"The store {path.name} cannot be read: {error}.") from error


def _list(db: sqlite3.Connection, sql: str, compared: str, *stores: str) -> tuple[StatementName, ...]:
    rows = db.execute(sql.format(*stores, name=_NAME.format(stores[0]), compared=compared.format(*stores)))
    return tuple(StatementName(key, name or "") for key, name in rows)
