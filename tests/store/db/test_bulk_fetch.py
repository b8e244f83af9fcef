"""Rows fetched in one step are the rows that SQLite gives, as records by name."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import pytest

from bot.store.db.bulk_fetch import Select, fetch_all, fetch_rows


class Ship(NamedTuple):
    n: int
    name: str
    harbour: str | None


SHIPS = Select(Ship, "SELECT n, name, harbour FROM ship WHERE n IN (SELECT value FROM json_each(?1)) ORDER BY n DESC")


@pytest.fixture
def db() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE ship (n INTEGER PRIMARY KEY, name TEXT, harbour TEXT)")
    made.executemany(
        "INSERT INTO ship VALUES (?, ?, ?)", [(1, "Ada “of” Vent", None), (2, "Бора\n", "X"), (3, "C", "Y")]
    )
    return made


def test_rows_are_records_in_the_order_of_the_select(db: sqlite3.Connection) -> None:
    assert fetch_rows(db, SHIPS, [1, 2, 9]) == [Ship(2, "Бора\n", "X"), Ship(1, "Ada “of” Vent", None)]


def test_several_selects_come_together(db: sqlite3.Connection) -> None:
    assert fetch_all(db, (SHIPS, SHIPS), [3]) == [[Ship(3, "C", "Y")]] * 2
    assert fetch_all(db, (SHIPS, SHIPS), []) == [[], []]


def test_a_record_that_does_not_fit_the_select_is_an_error(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="3 values for 2 columns"):
        fetch_rows(db, Select(lambda one, other: (one, other), SHIPS.sql), [1])
