"""All rows of one or several SELECTs in one piece.

SQLite lets other threads compute before each row, and to come back takes a wait for the interpreter wherever they do:
what is read in one piece waits once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Rows = list[list[Any]]
Select = tuple[str, int]  # and how many columns it has


def read_whole(db: sqlite3.Connection, select: Select, wanted: Iterable[int | str]) -> Rows:
    """The rows of a SELECT, in its order; the parameter ?1 holds what is `wanted`, as JSON."""
    (rows,) = read_all_whole(db, (select,), wanted)
    return rows


def read_all_whole(db: sqlite3.Connection, selects: tuple[Select, ...], wanted: Iterable[int | str]) -> list[Rows]:
    """The rows of each of the SELECTs."""
    wanted = list(wanted)
    if not wanted:
        return [[] for _ in selects]
    packed = db.execute(_pack(selects), (json.dumps(wanted),)).fetchone()
    return [json.loads(rows) for rows in packed]


@lru_cache
def _pack(selects: tuple[Select, ...]) -> str:
    return "SELECT " + ", ".join(_pack_one(*select) for select in selects)


def _pack_one(sql: str, columns: int) -> str:
    names = ", ".join(f"c{n}" for n in range(columns))
    return f"(WITH held ({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM held)"  # noqa: S608
