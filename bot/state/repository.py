"""A part of the state file: what its tables have in common."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite

Result = TypeVar("Result")


class Repository:
    """Reads and writes over the one connection of a state file.

    Tasks share the connection, so a transaction over several awaits would take in what others do: a change is one
    statement, which SQLite carries out whole or not at all, or several that the connection's thread does in one go.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def _rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        return list(await self._connection.execute_fetchall(sql, parameters))

    async def _row(self, sql: str, parameters: tuple[object, ...] = ()) -> Any:
        rows = await self._rows(sql, parameters)
        return rows[0] if rows else None

    async def _change(self, sql: str, parameters: tuple[object, ...] = ()) -> int:
        """Carry out a change; gives how many rows it touched."""
        cursor = await self._connection.execute(sql, parameters)
        try:
            return cursor.rowcount
        finally:
            await cursor.close()

    async def _change_together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Carry out several changes as one: all of them, or none where any fails."""
        done: Result = await self._connection._execute(_transact, self._connection._conn, work)  # type: ignore[no-untyped-call]
        return done


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
