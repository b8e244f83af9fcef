"""What a new store brings against the old one: statements added, changed and removed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store.errors import StoreError
from bot.store.pool import make_uri

_NAME = """
(SELECT group_concat(name, ', ') FROM (
    SELECT party.name AS name FROM {0}.statement_speaker p JOIN {0}.party ON party.id = p.party
    WHERE p.statement = s.n ORDER BY p.position))"""
_ONLY_IN = """
SELECT s.id, {name} FROM {0}.statement s
WHERE NOT EXISTS (SELECT 1 FROM {1}.statement o WHERE o.id = s.id) ORDER BY s.n"""
_CHANGED = """
SELECT s.id, {name} FROM new.statement s CROSS JOIN old.statement o ON o.id = s.id
WHERE o.digest <> s.digest ORDER BY s.n"""
_ALL = "SELECT s.id, {name} FROM new.statement s ORDER BY s.n"


@dataclass(frozen=True, slots=True)
class StatementName:
    """A statement by its id, and the names of its speakers."""

    id: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two stores, each in the order of the store that holds it."""

    added: tuple[StatementName, ...]
    changed: tuple[StatementName, ...]
    removed: tuple[StatementName, ...]


def compare(old: Path | None, new: Path) -> Changes:
    """What `new` holds that `old` does not, or holds otherwise. Without an old store everything is added.

    Looks at every statement: call it in a thread. Raises StoreError where a store cannot be read.
    """
    with closing(sqlite3.connect(":memory:", uri=True)) as db:
        _attach(db, new, "new")
        if old is None:
            return Changes(_list(db, _ALL, "new"), (), ())
        _attach(db, old, "old")
        return Changes(
            added=_list(db, _ONLY_IN, "new", "old"),
            changed=_list(db, _CHANGED, "new"),
            removed=_list(db, _ONLY_IN, "old", "new"),
        )


def _attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    try:
        db.execute(f"ATTACH ? AS {name}", (make_uri(path),))
        db.execute(f"SELECT 1 FROM {name}.statement LIMIT 1")  # noqa: S608 -- own names
    except sqlite3.Error as error:
        raise StoreError(f"The store {path.name} cannot be read: {error}.") from error


def _list(db: sqlite3.Connection, sql: str, *stores: str) -> tuple[StatementName, ...]:
    rows = db.execute(sql.format(*stores, name=_NAME.format(stores[0])))
    return tuple(StatementName(key, name or "") for key, name in rows)
