"""What SQLite alone takes for the same rows: one plain table each, one executemany, one transaction, no index."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bot.store.pool import make_uri

_AT_ONCE = 20_000


def insert_plainly(store: Path, into: Path) -> tuple[float, int]:
    """Seconds for all rows of a store's tables, and how many they are; reading them is not counted."""
    into.unlink(missing_ok=True)
    seconds, count = 0.0, 0
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
                began = time.perf_counter()
                new.executemany(insert, chunk)
                seconds += time.perf_counter() - began
                count += len(chunk)
        began = time.perf_counter()
        new.execute("COMMIT")
        seconds += time.perf_counter() - began
    into.unlink()
    return seconds, count
