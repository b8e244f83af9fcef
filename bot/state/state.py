"""The state file: questions behind buttons, what Discord was told about the commands, and the way to all the rest."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.answers.model import Question
from bot.state.alert_outbox import AlertOutbox
from bot.state.briefing_outbox import BriefingOutbox
from bot.state.button_questions import ButtonQuestions, Following, make_token
from bot.state.errors import StateError
from bot.state.file_guard import FileGuard, make_private
from bot.state.follows import Follows
from bot.state.known_statements import KnownStatements
from bot.state.lease import Leases
from bot.state.migrations import TooNewError, migrate
from bot.state.personal_data import PersonalData
from bot.state.subscriptions import Subscriptions

_DAY_SECONDS = 86_400.0
_MARK_SECONDS = 1_000 * _DAY_SECONDS  # no process runs for so long
_Kept = TypeVar("_Kept")


class State:
    """An open state file. Two connections, for SQLite allows one writer and aiosqlite queues for it: one for what must
    outlive a loss of power, and one for the questions behind buttons, which need not wait for the disk.

    `clock` gives Unix seconds; `keep_days` is how long a question is kept after its last use. Every method here
    raises StateError where the file cannot be read or written.
    """

    def __init__(
        self,
        connection: aiosqlite.Connection,
        asking: aiosqlite.Connection,
        keep_days: int,
        clock: Callable[[], float],
        guard: FileGuard,
    ) -> None:
        self._guard = guard
        self._connection = connection
        self._asking = asking
        self._questions = ButtonQuestions(asking, keep_days * _DAY_SECONDS, clock, guard)
        self.subscriptions = Subscriptions(connection, guard)
        self.postings = BriefingOutbox(connection, guard)
        self.known_statements = KnownStatements(connection, guard)
        self.leases = Leases(connection, guard)
        self.follows = Follows(connection, guard)
        self.alerts = AlertOutbox(connection, guard)
        self.personal = PersonalData(connection, guard)

    @classmethod
    async def open(cls, path: Path, *, keep_days: int = 90, clock: Callable[[], float] = time.time) -> Self:
        """Open or create the file and bring it to the newest version.

        Raises StateError where it cannot be read or written, is no state file, or is newer than this program.
        """
        opened: list[aiosqlite.Connection] = []
        guard = FileGuard(path)
        try:
            await asyncio.to_thread(_prepare, path, guard.mark, clock())
            for synchronous in ("FULL", "NORMAL"):
                opened.append(await aiosqlite.connect(path, isolation_level=None))
                await opened[-1].execute("PRAGMA foreign_keys = ON")
                await opened[-1].execute("PRAGMA busy_timeout = 5000")
                # What is deleted is overwritten: /privacy forget leaves nothing in the file.
                await opened[-1].execute("PRAGMA secure_delete = ON")
                await opened[-1].execute(f"PRAGMA synchronous = {synchronous}")
                await opened[-1].execute_fetchall("SELECT count(*) FROM sqlite_master")  # opens the write-ahead log
            guard.remember()
        except (OSError, sqlite3.Error, TooNewError) as error:
            await _close_all(opened)
            guard.close()
            raise StateError(f"the state file {path} cannot be used: {error}; see docs/running.md") from error
        except BaseException:
            await _close_all(opened)
            guard.close()
            raise
        connection, asking = opened
        return cls(connection, asking, keep_days, clock, guard)

    async def close(self) -> None:
        """Close the file; the worker threads end."""
        await _close_all([self._asking, self._connection])
        self._guard.close()

    def find_trouble(self) -> str | None:
        """What keeps the file from being written, as a sentence; None where nothing is known of."""
        return self._guard.find_trouble()

    async def remember(self, question: Question) -> str:
        """Keep a question for the buttons of its answer; gives its token (10 characters fit for a custom_id).

        The same question gets the same token. Questions unused for `keep_days` are forgotten.
        """
        await self.remember_all([question])
        return make_token(question)

    async def remember_all(
        self, questions: Sequence[Question], following: Following | None = None, asker: int | None = None
    ) -> None:
        """Keep several questions at once, and where the page begins that follows in the answer to the first one.

        `asker` is a person's id: so many of theirs are kept at most, the newest. It is never written down.
        """
        await _use(self._questions.remember(questions, following, asker))

    async def recall(self, token: str) -> Question | None:
        """The question behind a token, from its beginning; None where it is not, or no longer, known."""
        return await _use(self._questions.recall(token))

    async def set_page(self, token: str, number: int, after: str | None, skipped: int) -> None:
        """Note where page `number` (0 is the first) of a remembered question begins: a key, and the items before it."""
        await _use(self._questions.set_page(token, number, after, skipped))

    async def page(self, token: str, number: int) -> tuple[str | None, int] | None:
        """Where a page begins: (key of the item before it, items before it); None where that is not known."""
        return await _use(self._questions.page(token, number))

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
        rows = list(await _use(self._connection.execute_fetchall(sql, parameters)))
        return rows[0] if rows else None


async def _use(work: Awaitable[_Kept]) -> _Kept:
    try:
        return await work
    except sqlite3.Error as error:
        raise StateError(f"the state file cannot be used: {error}") from error


async def _close_all(connections: Sequence[aiosqlite.Connection]) -> None:
    for connection in connections:
        await connection.close()


def _prepare(path: Path, mark: str, now: float) -> None:
    make_private(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA busy_timeout = 5000")
        migrate(connection)
        # Damage anywhere, and a file that may only be read, show now and not when a team orders something.
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"it is damaged: {verdict}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM opening WHERE since < ?", (now - _MARK_SECONDS,))
        connection.execute("INSERT INTO opening VALUES (?, ?)", (mark, now))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()
