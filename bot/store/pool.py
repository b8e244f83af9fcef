"""A few read-only connections to a store, the least loaded first; a question is really stopped at its deadline."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import aiosqlite

from bot.store.errors import QueryTooSlow, StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

# How many steps of SQLite's virtual machine pass between two looks at the clock: about a tenth of a millisecond.
_STEPS = 1_000


class _Ticket:
    """One question on its way: when it must end, and whether anybody still waits for it."""

    __slots__ = ("dropped", "ends")

    def __init__(self) -> None:
        self.dropped = False
        self.ends = float("inf")

    def is_over(self) -> bool:
        return self.dropped or time.monotonic() > self.ends


class _Reader(aiosqlite.Connection):
    """A connection whose thread runs whole pieces of work, so that a question costs one change of threads."""

    def __init__(self, path: Path, seconds: float) -> None:
        # autocommit: a read-only connection has nothing to roll back
        super().__init__(lambda: self._open(path), iter_chunk_size=64)
        self._thread.daemon = True  # a connection that somebody forgot must not keep the process from ending
        self._name = path.name
        self._seconds = seconds
        self._ticket: _Ticket | None = None
        self._count = threading.Lock()
        self.load = 0

    def _open(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, cached_statements=256)
        db.set_progress_handler(self._must_stop, _STEPS)
        return db

    def _must_stop(self) -> bool:
        ticket = self._ticket
        return ticket is not None and ticket.is_over()

    async def run(self, work: Work[T]) -> T:
        ticket = _Ticket()
        with self._count:
            self.load += 1
        try:
            answer: T = await self._execute(self._do, work, ticket)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            ticket.dropped = True
            raise
        return answer

    def _do(self, work: Work[T], ticket: _Ticket) -> T:
        try:
            if ticket.dropped:
                raise asyncio.CancelledError
            ticket.ends = time.monotonic() + self._seconds
            self._ticket = ticket
            return work(self._conn)
        except sqlite3.Error as error:
            if ticket.is_over() and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise QueryTooSlow(self._seconds) from error
            raise StoreError(f"The store {self._name} cannot be read: {error}.") from error
        finally:
            self._ticket = None
            with self._count:
                self.load -= 1


class Pool:
    """Read-only connections to one store file. Made by open(); close() ends its threads."""

    def __init__(self, readers: Sequence[_Reader]) -> None:
        self._readers = tuple(readers)
        self._closed = False

    @classmethod
    async def open(cls, path: Path, *, readers: int = 4, seconds: float = 2.0) -> Pool:
        """Connect `readers` times; each question may take `seconds`. Raises StoreError where the file is no store."""
        made: list[_Reader] = []
        try:
            for _ in range(max(1, readers)):
                reader = _Reader(path, seconds)
                await reader
                made.append(reader)
        except sqlite3.Error as error:
            await _close_all(made)
            raise StoreError(f"The store {path.name} cannot be opened: {error}.") from error
        except BaseException:
            await _close_all(made)
            raise
        return cls(made)

    async def run(self, work: Work[T]) -> T:
        """Run `work(connection)` in the thread of the least loaded connection.

        Raises QueryTooSlow once its SQL has taken longer than the deadline; where the awaiting task is cancelled, the
        SQL is stopped as well. Any other trouble that SQLite has is a StoreError.
        """
        if self._closed:
            raise StoreError("The store is closed.")
        return await min(self._readers, key=lambda reader: reader.load).run(work)

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of one SELECT."""
        return await self.run(lambda db: db.execute(sql, parameters).fetchall())

    async def close(self) -> None:
        """Close every connection when what runs on it is done; a second call does nothing."""
        if not self._closed:
            self._closed = True
            await _close_all(self._readers)


async def _close_all(readers: Sequence[_Reader]) -> None:
    await asyncio.gather(*(reader.close() for reader in readers))


def make_uri(path: Path) -> str:
    """The URI under which SQLite opens a store that nobody writes to any more."""
    return f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
