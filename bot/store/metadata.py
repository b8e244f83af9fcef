"""What a store tells of itself, and a build of what it has made."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

FORMAT = "attache-store-8"


@dataclass(frozen=True, slots=True)
class Built:
    """A store that is current now. `counts` are rows by kind of record; `fresh` is False where it was there already.

    `touched` are the ids of the statements that may differ from those of the store `before`; None where all may.
    """

    path: Path
    version: str
    counts: dict[str, int]
    seconds: float
    fresh: bool
    touched: tuple[str, ...] | None
    before: Path | None


def counts_from(db: sqlite3.Connection) -> dict[str, int]:
    """How many sources, statements, reports, … an open store holds."""
    facts = db.execute("SELECT key, value FROM meta WHERE key LIKE 'count.%' ORDER BY key").fetchall()
    return {key.removeprefix("count."): int(value) for key, value in facts}
