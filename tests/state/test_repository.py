"""What is relied on of aiosqlite's private `_execute` and `_conn`; a new version of it has to keep these promises."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import aiosqlite
import pytest


async def test_a_function_runs_in_the_thread_of_the_connection(tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / "state.sqlite") as connection:
        there = {await connection._execute(threading.get_ident) for _ in range(3)}  # type: ignore[no-untyped-call]
        assert len(there) == 1
        assert there != {threading.get_ident()}
        assert isinstance(connection._conn, sqlite3.Connection)


async def test_nothing_of_other_tasks_comes_between_the_changes_of_a_function(tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / "state.sqlite", isolation_level=None) as connection:
        await connection.execute("CREATE TABLE entry (who TEXT)")

        def write(who: str) -> None:
            for _ in range(5):
                connection._conn.execute("INSERT INTO entry VALUES (?)", (who,))

        await asyncio.gather(
            *(connection._execute(write, who) for who in "ab"),  # type: ignore[no-untyped-call]
            connection.execute("INSERT INTO entry VALUES ('c')"),
        )
        rows = await connection.execute_fetchall("SELECT who FROM entry ORDER BY rowid")
        assert [who for (who,) in rows] == [*"aaaaabbbbb", "c"]


async def test_what_a_function_raises_reaches_who_waits_for_it(tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / "state.sqlite") as connection:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await connection._execute(connection._conn.execute, "SELECT 1 FROM gone")  # type: ignore[no-untyped-call]
        assert list(await connection.execute_fetchall("SELECT 1")) == [(1,)]
