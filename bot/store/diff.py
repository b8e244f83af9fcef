"""What a new store brings against the old one: statements added, changed and removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store.db.pool import make_uri
from bot.store.errors import StoreError

_NAME = """
(SELECT group_concat(name, ', ') FROM (
    SELECT party.name AS name FROM {0}.statement_speaker p JOIN {0}.party ON party.id = p.party
    WHERE p.statement = s.n ORDER BY p.position))"""
_ONLY_IN = """
SELECT s.id, {name} FROM {looked_at} s
WHERE NOT EXISTS (SELECT 1 FROM {1}.statement o WHERE o.first_id = s.first_id) ORDER BY s.n"""
_CHANGED = """
SELECT s.id, {name} FROM {looked_at} s CROSS JOIN old.statement o ON o.first_id = s.first_id
WHERE o.digest <> s.digest ORDER BY s.n"""
_ALL = "SELECT s.id, {name} FROM new.statement s ORDER BY s.n"
_AMONG = "(SELECT s.* FROM temp.wanted w CROSS JOIN {0}.statement s ON s.id = w.id)"


@dataclass(frozen=True, slots=True)
class StatementName:
    """A statement by its id, and the names of its speakers."""

    id: str
    speaker: str


@dataclass(frozen=True, slots=True)
class StoreDiff:
    """What differs between two stores, each in the order of the store that holds it."""

    added: tuple[StatementName, ...]
    changed: tuple[StatementName, ...]
    removed: tuple[StatementName, ...]


def compare(old: Path | None, new: Path, among: Collection[str] | None = None) -> StoreDiff:
    """What `new` holds that `old` does not, or holds otherwise. Without an old store everything is added.

    Looks at every statement, or at those `among` some ids: call it in a thread. Raises StoreError where a store cannot
    be read.
    """
    with closing(sqlite3.connect(":memory:", uri=True)) as db:
        _attach(db, new, "new")
        if old is None:
            return StoreDiff(_list(db, _ALL, "", "new"), (), ())
        _attach(db, old, "old")
        if among is not None:
            db.execute("CREATE TEMP TABLE wanted (id TEXT PRIMARY KEY)")
            db.executemany("INSERT INTO wanted VALUES (?)", ((one,) for one in dict.fromkeys(among)))
        looked_at = "{0}.statement" if among is None else _AMONG
        return StoreDiff(
            added=_list(db, _ONLY_IN, looked_at, "new", "old"),
            changed=_list(db, _CHANGED, looked_at, "new"),
            removed=_list(db, _ONLY_IN, looked_at, "old", "new"),
        )


def _attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    try:
        db.execute(f"ATTACH ? AS {name}", (make_uri(path),))
        db.execute(f"SELECT 1 FROM {name}.statement LIMIT 1")  # noqa: S608 -- own names
    except sqlite3.Error as error:
        raise StoreError(f"The store {path.name} cannot be read: {error}.") from error


def _list(db: sqlite3.Connection, sql: str, looked_at: str, *stores: str) -> tuple[StatementName, ...]:
    rows = db.execute(sql.format(*stores, name=_NAME.format(stores[0]), looked_at=looked_at.format(*stores)))
    return tuple(StatementName(key, name or "") for key, name in rows)
