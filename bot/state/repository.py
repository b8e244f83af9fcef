"""A part of the state file: what its tables have in common."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import aiosqlite

from bot.state.errors import StateError
from bot.state.file_guard import FileGuard

Result = TypeVar("Result")


class Repository:
    """Reads and writes over the one connection of a state file.

    Tasks share the connection, so a transaction over several awaits would take in what others do: a change is one
    statement, which SQLite carries out entirely or not at all, or several that the connection's thread does in one go.
    For the latter aiosqlite has no public way: its `_execute` and `_conn` are used here alone. pyproject.toml
    bounds the version, and tests/state/test_repository.py says what is relied on.

    Whatever SQLite raises becomes a StateError; so does a change of a file that is no longer the one that was opened.
    """

    def __init__(self, connection: aiosqlite.Connection, guard: FileGuard | None = None) -> None:
        self._connection = connection
        self._guard = guard

    async def _rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        with self._errors_of_state():
            return list(await self._connection.execute_fetchall(sql, parameters))

    async def _row(self, sql: str, parameters: tuple[object, ...] = ()) -> Any:
        rows = await self._rows(sql, parameters)
        return rows[0] if rows else None

    async def _change(self, sql: str, parameters: tuple[object, ...] = ()) -> int:
        """Carry out a change; gives how many rows it touched."""
        self._check_file()
        with self._errors_of_state():
            cursor = await self._connection.execute(sql, parameters)
            try:
                return cursor.rowcount
            finally:
                await cursor.close()

    async def _change_row(self, sql: str, parameters: tuple[object, ...]) -> Any:
        """Carry out a change that returns a row."""
        self._check_file()
        return await self._row(sql, parameters)

    async def _change_together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Carry out several changes as one: all of them, or none where any fails."""
        self._check_file()
        with self._errors_of_state():
            done: Result = await self._connection._execute(_transact, self._connection._conn, work)  # type: ignore[no-untyped-call]
        return done

    @contextlib.contextmanager
    def _errors_of_state(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # A file that is another one reads as a damaged one.
            self._check_file()
            raise StateError(f"the state file cannot be used: {error}") from error

    def _check_file(self) -> None:
        if self._guard is not None:
            self._guard.check()


def _transact(db: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
    db.execute("BEGIN IMMEDIATE")
    try:
        done = work(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return done
