"""A pool of read-only connections to a store file. A query goes to the least loaded one and ends at its deadline.

Each call into the pool costs two thread hand-offs, and waits for the interpreter lock at both while other threads
compute; so an answer runs all its queries in one call.

SQL is interrupted from within, and loops check the deadline themselves. A call into foreign code that does not return
cannot be interrupted: then the caller gets QueryTooSlow without it, and another reader takes over from the stuck one.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote

from bot.store.db.deadlines import STEPS_BETWEEN_CHECKS, Deadline, deadline_scope, has_passed
from bot.store.errors import QueryTooSlow, StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

log = logging.getLogger(__name__)

# How long after its deadline a query is given up whose thread has not ended it.
GRACE_SECONDS = 0.25
_PREPARED_STATEMENTS = 256  # that a connection caches

_Jobs = SimpleQueue[Callable[[], bool]]  # a job returns whether it was the thread's last


class _Moved(Exception):  # noqa: N818 -- nothing went wrong with this query
    """The reader is stuck in another query; this one had not begun and can go to another reader."""


class _Query:
    """A query in a reader's queue, and the future of its result."""

    __slots__ = ("deadline", "loop", "result", "timer")

    def __init__(self, seconds: float) -> None:
        self.deadline = Deadline(seconds)
        self.loop = asyncio.get_running_loop()
        self.result: asyncio.Future[Any] = self.loop.create_future()
        self.timer: asyncio.TimerHandle | None = None

    def settle(self, result: object = None, error: BaseException | None = None) -> None:
        """Set the result from any thread; nothing happens where nobody waits for it any more."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            self.loop.call_soon_threadsafe(self._settle, result, error)

    def _settle(self, result: object, error: BaseException | None) -> None:
        if self.result.done():
            return
        if error is None:
            self.result.set_result(result)
        elif isinstance(error, StopIteration):  # which a future refuses: its caller would wait for ever
            self.result.set_exception(RuntimeError("The query raised StopIteration."))
        else:
            self.result.set_exception(error)


class _Reader:
    """A connection and its thread, which runs one query after another."""

    def __init__(self, path: Path, seconds: float, give_up: Callable[[_Reader], None]) -> None:
        self._path = path
        self._seconds = seconds
        self._give_up = give_up
        self._db: sqlite3.Connection | None = None
        self._jobs: _Jobs = SimpleQueue()
        # A daemon, so that a connection which was never closed does not keep the process from ending; and it knows its
        # queue alone, so that it does not keep the reader alive.
        self._thread = Thread(target=_run_jobs, args=(self._jobs,), name=f"reader of {path.name}", daemon=True)
        self._running: Deadline | None = None
        self._given_up: Deadline | None = None
        self._queries: set[_Query] = set()

    @property
    def load(self) -> int:
        """How many queries it has to run."""
        return len(self._queries)

    @property
    def is_stuck(self) -> bool:
        """Whether it still runs a query that was given up."""
        running = self._running
        return running is not None and running is self._given_up

    @property
    def has_ended(self) -> bool:
        """Whether its thread has ended."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Start the thread; the first query opens the file."""
        self._thread.start()

    async def open(self) -> None:
        """Start the thread and open the file. Raises sqlite3.Error where that fails, and then the thread ends."""
        opened: concurrent.futures.Future[None] = concurrent.futures.Future()
        self.start()
        self._jobs.put(partial(self._open_now, opened))
        try:
            await asyncio.wrap_future(opened)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Close once its queue is empty, without waiting for that."""
        self._jobs.put(self._close)

    async def close(self) -> None:
        """Close once its queue is empty, or at once where it is stuck; then its thread closes the connection later."""
        with contextlib.suppress(_Moved, StoreError):
            await self.run(sqlite3.Connection.close)
        self.leave()

    async def run(self, work: Work[T]) -> T:
        """Run `work(connection)` after all that is in the queue. Raises QueryTooSlow and StoreError.

        The deadline counts from when it begins. Raises _Moved where it has not begun, and will not here.
        """
        if self.is_stuck:
            raise QueryTooSlow(self._seconds)
        query = _Query(self._seconds)
        self._queries.add(query)
        self._jobs.put(partial(self._run_now, work, query))
        self._check_later(query, self._seconds + GRACE_SECONDS)
        try:
            result: T = await query.result
        except asyncio.CancelledError:
            query.deadline.cancelled = True  # its timer goes on: a query that nobody waits for can be stuck as well
            raise
        finally:
            if query.timer is not None and not query.deadline.cancelled:
                query.timer.cancel()
            del query  # an error that it holds would hold it in turn, and the store with it
        return result

    def _check_later(self, query: _Query, seconds: float) -> None:
        query.timer = query.loop.call_later(seconds, self._check_progress, query)

    def _check_progress(self, query: _Query) -> None:
        """See whether the thread still makes progress, as long as a query waits for it."""
        if query not in self._queries or self.is_stuck:
            return
        running = self._running
        left = running.seconds_left() + GRACE_SECONDS if running else self._seconds
        if left > 0:
            self._check_later(query, left)
            return
        log.warning("A query on the store %s is stuck; another connection takes its place", self._path.name)
        self._given_up = running
        for other in tuple(self._queries):
            if other.deadline is running:
                other.settle(error=QueryTooSlow(self._seconds))
            else:
                other.deadline.cancelled = True
                other.settle(error=_Moved())
        self._give_up(self)

    # What follows runs in the thread.

    def _open_now(self, opened: concurrent.futures.Future[None]) -> bool:
        if not opened.set_running_or_notify_cancel():
            return False
        try:
            self._db = self._connect()
        except BaseException as error:
            opened.set_exception(error)
        else:
            opened.set_result(None)
        return False

    def _run_now(self, work: Work[T], query: _Query) -> bool:
        try:
            result = self._answer(work, query.deadline)
        except BaseException as error:
            self._queries.discard(query)
            query.settle(error=error)
            del query
        else:
            self._queries.discard(query)
            query.settle(result)
        return False

    def _close(self) -> bool:
        if self._db is not None:
            self._db.close()
        return True

    def _answer(self, work: Work[T], deadline: Deadline) -> T:
        if deadline.cancelled:
            raise QueryTooSlow(self._seconds)
        try:
            with self._run_under(deadline):
                if self._db is None:
                    self._db = self._connect()
                return work(self._db)
        except sqlite3.Error as error:
            if deadline.has_passed() and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise QueryTooSlow(self._seconds) from error
            raise StoreError(f"The store {self._path.name} cannot be read: {error}.") from error

    @contextlib.contextmanager
    def _run_under(self, deadline: Deadline) -> Iterator[None]:
        deadline.start()
        self._running = deadline
        try:
            with deadline_scope(deadline):
                yield
        finally:
            self._running = None

    def _connect(self) -> sqlite3.Connection:
        # autocommit: a read-only connection has nothing to roll back
        db = sqlite3.connect(
            make_uri(self._path), uri=True, isolation_level=None, cached_statements=_PREPARED_STATEMENTS
        )
        db.set_progress_handler(has_passed, STEPS_BETWEEN_CHECKS)
        return db


def _run_jobs(jobs: _Jobs) -> None:
    """Run jobs until one is the last. What a job holds is let go of before the next one is waited for."""
    is_last = False
    while not is_last:
        is_last = jobs.get()()


class Pool:
    """Read-only connections to one store file. Made by open(); close() ends its threads."""

    def __init__(self, path: Path, readers: int, seconds: float) -> None:
        self._path = path
        self._seconds = seconds
        self._readers = [self._make_reader() for _ in range(max(1, readers))]
        self._replaced: list[_Reader] = []
        self._closed = False

    @classmethod
    async def open(cls, path: Path, *, readers: int = 4, seconds: float = 2.0) -> Pool:
        """Connect `readers` times; each query may take `seconds`. Raises StoreError where the file is no store."""
        pool = cls(path, readers, seconds)
        opened: list[_Reader] = []
        try:
            for reader in pool._readers:
                await reader.open()
                opened.append(reader)
        except BaseException as error:
            await _close_all(opened)
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"The store {path.name} cannot be opened: {error}.") from error
            raise
        return pool

    async def run(self, work: Work[T]) -> T:
        """Run `work(connection)` in the thread of the least loaded connection, and return what it returns.

        Raises QueryTooSlow once it has taken longer than the deadline, at the latest GRACE_SECONDS after it even where
        its thread is stuck. Where the awaiting task is cancelled, the query is stopped too. Other errors of SQLite are
        raised as StoreError.
        """
        while True:
            if self._closed:
                raise StoreError("The store is closed.")
            with contextlib.suppress(_Moved):
                return await min(self._readers, key=lambda reader: (reader.is_stuck, reader.load)).run(work)

    async def close(self) -> None:
        """Close every connection once its queries are done or stuck; a second call does nothing."""
        if not self._closed:
            self._closed = True
            await _close_all(self._readers)

    def _make_reader(self) -> _Reader:
        return _Reader(self._path, self._seconds, self._replace)

    def _replace(self, stuck: _Reader) -> None:
        """Put a fresh reader in the place of a stuck one, which closes when its call returns.

        Where as many readers as the pool has are stuck already, more threads would not help: the place stays taken
        until the call returns.
        """
        self._replaced = [reader for reader in self._replaced if not reader.has_ended]
        if self._closed or stuck not in self._readers or len(self._replaced) == len(self._readers):
            return
        self._replaced.append(stuck)
        stuck.leave()
        fresh = self._make_reader()
        fresh.start()
        self._readers[self._readers.index(stuck)] = fresh


async def _close_all(readers: Sequence[_Reader]) -> None:
    await asyncio.gather(*(reader.close() for reader in readers))


def make_uri(path: Path) -> str:
    """The URI under which SQLite opens a store that nobody writes to any more."""
    return f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
