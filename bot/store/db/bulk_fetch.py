"""All rows of one or several SELECTs in one step.

SQLite releases the interpreter lock before each row and waits to get it back, which takes long while other threads
compute. Rows that arrive packed in one JSON value wait once.
"""

from __future__ import annotations

import inspect
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True)
class Select(Generic[R_co]):
    """A SELECT, and the record that each of its rows becomes.

    row  a NamedTuple or dataclass with one field for each column of the SELECT, in its order
    sql  takes one parameter, ?1: a JSON list of the keys asked for
    """

    row: Callable[..., R_co]
    sql: str


def fetch_rows(db: sqlite3.Connection, select: Select[R], keys: Iterable[int | str]) -> list[R]:
    """The rows of a SELECT for some keys, in the SELECT's order. Values are those that JSON can hold: no bytes."""
    (rows,) = fetch_all(db, (select,), keys)
    return rows


def fetch_all(db: sqlite3.Connection, selects: Sequence[Select[Any]], keys: Iterable[int | str]) -> list[list[Any]]:
    """The rows of each of several SELECTs for the same keys."""
    keys = list(keys)
    if not keys:
        return [[] for _ in selects]
    packed = db.execute(_pack(tuple(selects)), (json.dumps(keys),)).fetchone()
    return [[select.row(*row) for row in json.loads(rows)] for select, rows in zip(selects, packed, strict=True)]


@lru_cache
def _pack(selects: tuple[Select[Any], ...]) -> str:
    return "SELECT " + ", ".join(map(_pack_one, selects))


def _pack_one(select: Select[Any]) -> str:
    columns = ", ".join(f"c{n}" for n in range(len(inspect.signature(select.row).parameters)))
    return f"(WITH fetched ({columns}) AS ({select.sql}) SELECT json_group_array(json_array({columns})) FROM fetched)"  # noqa: S608 -- own SQL
