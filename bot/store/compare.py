"""What a new store brings against the old one: statements added, changed and removed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store.errors import StoreError
from bot.store.pool import make_uri

_STATEMENTS = """
SELECT s.id, s.digest, (
    SELECT group_concat(name, ', ') FROM (
        SELECT party.name AS name FROM statement_speaker p JOIN party ON party.id = p.party
        WHERE p.statement = s.n ORDER BY p.position
    )
)
FROM statement s ORDER BY s.n"""


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

    Reads every statement's digest: call it in a thread. Raises StoreError where a store cannot be read.
    """
    before = _read(old) if old else {}
    after = _read(new)
    return Changes(
        added=tuple(StatementName(key, name) for key, (_, name) in after.items() if key not in before),
        changed=tuple(
            StatementName(key, name)
            for key, (digest, name) in after.items()
            if key in before and before[key][0] != digest
        ),
        removed=tuple(StatementName(key, name) for key, (_, name) in before.items() if key not in after),
    )


def _read(path: Path) -> dict[str, tuple[str, str]]:
    try:
        with closing(sqlite3.connect(make_uri(path), uri=True)) as db:
            return {key: (digest, name or "") for key, digest, name in db.execute(_STATEMENTS)}
    except sqlite3.Error as error:
        raise StoreError(f"The store {path.name} cannot be read: {error}.") from error
