"""The state file: questions behind buttons, what Discord was told about the commands, and the way to all the rest."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Self

import aiosqlite

from bot.answers.model import Question
from bot.state.alerts import Alerts
from bot.state.follows import Follows
from bot.state.held import Held
from bot.state.lease import Leases
from bot.state.migrations import TooNewError, migrate
from bot.state.personal import Personal
from bot.state.postings import Postings
from bot.state.subscriptions import Subscriptions

_DAY_SECONDS = 86_400.0


class StateError(Exception):
    """The state file cannot be used, at the start or later (a full disk, a lock); str() says which file, and why."""


class State:
    """An open state file. One connection: SQLite allows one writer, and aiosqlite queues for it.

    `clock` gives Unix seconds; `keep_days` is how long a question is kept after its last use. Every method here
    raises StateError where the file cannot be read or written.
    """

    def __init__(self, connection: aiosqlite.Connection, keep_days: int, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._keep_seconds = keep_days * _DAY_SECONDS
        self._clock = clock
        self.subscriptions = Subscriptions(connection)
        self.postings = Postings(connection)
        self.held = Held(connection)
        self.leases = Leases(connection)
        self.follows = Follows(connection)
        self.alerts = Alerts(connection)
        self.personal = Personal(connection)

    @classmethod
    async def open(cls, path: Path, *, keep_days: int = 90, clock: Callable[[], float] = time.time) -> Self:
        """Open or create the file and bring it to the newest version.

        Raises StateError where it cannot be read or written, is no state file, or is newer than this program.
        """
        try:
            await asyncio.to_thread(_prepare, path)
            connection = await aiosqlite.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error, TooNewError) as error:
            raise StateError(f"the state file {path} cannot be used: {error}") from error
        await connection.execute("PRAGMA foreign_keys = ON")
        await connection.execute("PRAGMA busy_timeout = 5000")
        return cls(connection, keep_days, clock)

    async def close(self) -> None:
        """Close the file; the worker thread ends."""
        await self._connection.close()

    async def remember(self, question: Question) -> str:
        """Keep a question for the buttons of its answer; gives its token (10 characters fit for a custom_id).

        The same question gets the same token. Questions unused for `keep_days` are forgotten.
        """
        options = json.dumps(dict(sorted(question.options.items())))
        asked_on = question.asked_on.isoformat()
        digest = hashlib.sha256(f"{question.command}\0{options}\0{asked_on}".encode()).digest()
        token = base64.urlsafe_b64encode(digest)[:10].decode()
        now = self._clock()
        await self._row("DELETE FROM question WHERE used_at < ?", (now - self._keep_seconds,))
        await self._row(
            "INSERT INTO question (token, command, options, asked_on, used_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (token) DO UPDATE SET used_at = excluded.used_at",
            (token, question.command, options, asked_on, now),
        )
        return token

    async def recall(self, token: str) -> Question | None:
        """The question behind a token, from its beginning; None where it is not, or no longer, known."""
        row = await self._row(
            "UPDATE question SET used_at = ? WHERE token = ? RETURNING command, options, asked_on",
            (self._clock(), token),
        )
        return row and Question(row[0], json.loads(row[1]), date.fromisoformat(row[2]))

    async def set_page(self, token: str, number: int, after: str | None, skipped: int) -> None:
        """Note where page `number` (0 is the first) of a remembered question begins: a key, and the items before it."""
        await self._row(
            "INSERT INTO page (token, number, after, skipped) SELECT token, ?, ?, ? FROM question WHERE token = ?"
            " ON CONFLICT (token, number) DO UPDATE SET after = excluded.after, skipped = excluded.skipped",
            (number, after, skipped, token),
        )

    async def page(self, token: str, number: int) -> tuple[str | None, int] | None:
        """Where a page begins: (key of the item before it, items before it); None where that is not known."""
        row = await self._row("SELECT after, skipped FROM page WHERE token = ? AND number = ?", (token, number))
        return row and (row[0], row[1])

    async def command_hash(self, application: int) -> str | None:
        """The hash of the commands that Discord last accepted for an application id."""
        row = await self._row("SELECT sha256 FROM synced_commands WHERE application = ?", (application,))
        return row and str(row[0])

    async def set_command_hash(self, application: int, sha256: str) -> None:
        """Note that Discord accepted the commands with this hash."""
        await self._row(
            "INSERT INTO synced_commands (application, sha256) VALUES (?, ?)"
            " ON CONFLICT (application) DO UPDATE SET sha256 = excluded.sha256",
            (application, sha256),
        )

    async def _row(self, sql: str, parameters: tuple[object, ...]) -> Any:
        try:
            rows = list(await self._connection.execute_fetchall(sql, parameters))
        except sqlite3.Error as error:
            raise StateError(f"the state file cannot be used: {error}") from error
        return rows[0] if rows else None


def _prepare(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA busy_timeout = 5000")
        migrate(connection)
    finally:
        connection.close()
