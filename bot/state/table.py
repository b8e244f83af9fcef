"""A part of the state file: what its tables have in common."""

from __future__ import annotations

from typing import Any

import aiosqlite


class Table:
    """Reads and writes over the one connection of a state file.

    Tasks share the connection, so a transaction over several statements would take in those of others: every change
    is one statement, which SQLite carries out whole or not at all.
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
