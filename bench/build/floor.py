"""What SQLite alone takes for the same rows: one plain table each, one executemany, one transaction, no index."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store.db.pool import make_uri

_AT_ONCE = 20_000
_RUNS, _SHORT = 3, 5.0


@dataclass(frozen=True, slots=True)
class Plain:
    """Seconds by the clock and at work on a core, and how many rows."""

    seconds: float
    work: float
    rows: int


def insert_plainly(store: Path, into: Path) -> Plain:
    """What all rows of a store's tables take, reading not counted: the quickest of a few runs, if they are short."""
    runs = [_insert(store, into)]
    while len(runs) < _RUNS and runs[0].seconds < _SHORT:
        runs.append(_insert(store, into))
    return min(runs, key=lambda run: run.seconds)


def _insert(store: Path, into: Path) -> Plain:
    into.unlink(missing_ok=True)
    seconds, work, count = 0.0, 0.0, 0
    with closing(sqlite3.connect(make_uri(store), uri=True)) as old, closing(sqlite3.connect(into)) as new:
        new.isolation_level = None
        new.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        listed = old.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (table,) in listed.fetchall():
            columns = [row[1] for row in old.execute(f'PRAGMA table_info("{table}")')]
            new.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
            insert = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(columns))})'
            rows = old.execute(f'SELECT {", ".join(columns)} FROM "{table}"')
            while chunk := rows.fetchmany(_AT_ONCE):
                began, worked = time.perf_counter(), time.process_time()
                new.executemany(insert, chunk)
                seconds += time.perf_counter() - began
                work += time.process_time() - worked
                count += len(chunk)
        began, worked = time.perf_counter(), time.process_time()
        new.execute("COMMIT")
        seconds += time.perf_counter() - began
        work += time.process_time() - worked
    into.unlink()
    return Plain(seconds, work, count)
