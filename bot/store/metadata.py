"""The facts that a store has about itself, and the result of a build."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

FORMAT = "attache-store-9"


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build: the store that is current now.

    counts   rows by kind of record
    seconds  that the build took
    fresh    False where the store was there already
    touched  ids of the statements that may differ from those of the store `before`; None where all may
    """

    path: Path
    version: str
    counts: dict[str, int]
    seconds: float
    fresh: bool
    touched: tuple[str, ...] | None
    before: Path | None


def counts_from(db: sqlite3.Connection) -> dict[str, int]:
    """How many sources, statements, reports, … an open store has."""
    facts = db.execute("SELECT key, value FROM meta WHERE key LIKE 'count.%' ORDER BY key").fetchall()
    return {key.removeprefix("count."): int(value) for key, value in facts}
