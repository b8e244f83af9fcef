"""A few read-only connections to a store, the least loaded first; a question is really stopped at its deadline.

SQL is stopped from within, and so are loops and calls between two looks at the deadline. A call into foreign code that
does not come back cannot be stopped: then the asker is told without it, and another reader takes the place of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import aiosqlite

from bot.store.db.deadlines import STEPS, Ticket, is_over, work_on
from bot.store.errors import QueryTooSlow, StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

log = logging.getLogger(__name__)

# How long after its deadline a question is given up whose thread has not ended it, in seconds.
GRACE = 0.25


class _Moved(Exception):  # noqa: N818 -- nothing went wrong with this question
    """The reader hangs on another question; this one had not begun and can go elsewhere."""


class _Question:
    """A question given to a reader, and where its answer is awaited."""

    __slots__ = ("answer", "loop", "ticket", "timer")

    def __init__(self, seconds: float) -> None:
        self.ticket = Ticket(seconds)
        self.loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[Any] = self.loop.create_future()
        self.timer: asyncio.TimerHandle | None = None

    def settle(self, result: object = None, error: BaseException | None = None) -> None:
        """Hand the answer over, from whichever thread; one that nobody waits for any more is dropped."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            self.loop.call_soon_threadsafe(self._settle, result, error)

    def _settle(self, result: object, error: BaseException | None) -> None:
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(result)
        elif isinstance(error, StopIteration):  # which no future takes: whoever asks would wait for ever
            self.answer.set_exception(RuntimeError("The question raised StopIteration."))
        else:
            self.answer.set_exception(error)


class _Reader(aiosqlite.Connection):
    """A connection whose thread runs whole pieces of work, so that a question costs one change of threads."""

    def __init__(self, path: Path, seconds: float, give_up: Callable[[_Reader], None]) -> None:
        # autocommit: a read-only connection has nothing to roll back
        super().__init__(lambda: self._open(path), iter_chunk_size=64)
        self._thread.daemon = True  # a connection that somebody forgot must not keep the process from ending
        self._name = path.name
        self._seconds = seconds
        self._give_up = give_up
        self._now: Ticket | None = None
        self._given_up: Ticket | None = None
        self._questions: set[_Question] = set()

    @property
    def load(self) -> int:
        """How many questions it has to answer."""
        return len(self._questions)

    @property
    def hangs(self) -> bool:
        """Whether it still works on a question that was given up."""
        now = self._now
        return now is not None and now is self._given_up

    @property
    def has_ended(self) -> bool:
        """Whether its thread has come to its end."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin without waiting for the file to be open: the first question opens it."""
        self._thread.start()

    def leave(self) -> None:
        """Close when its thread is done with what it has, without waiting for that."""
        self._tx.put_nowait((None, self.stop))

    async def close(self) -> None:
        """Close when what it was given is answered, or at once where it hangs; then its thread closes what is open."""
        with contextlib.suppress(_Moved, StoreError):
            await self.run(sqlite3.Connection.close)
        self.leave()

    async def run(self, work: Work[T]) -> T:
        """Run `work(connection)` when everything given before is done. Raises QueryTooSlow and StoreError.

        The deadline counts from when it begins. _Moved where it has not begun, and will not here.
        """
        if self.hangs:
            raise QueryTooSlow(self._seconds)
        question = _Question(self._seconds)
        self._questions.add(question)
        self._tx.put_nowait((None, partial(self._do, work, question)))
        self._look_later(question, self._seconds + GRACE)
        try:
            answer: T = await question.answer
        except asyncio.CancelledError:
            question.ticket.dropped = True  # its timer goes on: what nobody waits for can hang as well
            raise
        finally:
            if question.timer is not None and not question.ticket.dropped:
                question.timer.cancel()
            del question  # an error that it holds would hold it in turn, and the store with it
        return answer

    def _look_later(self, question: _Question, seconds: float) -> None:
        question.timer = question.loop.call_later(seconds, self._look, question)

    def _look(self, question: _Question) -> None:
        """See whether the thread still gets on, as long as a question waits for it."""
        if question not in self._questions or self.hangs:
            return
        now = self._now
        left = now.left() + GRACE if now else self._seconds
        if left > 0:
            self._look_later(question, left)
            return
        log.warning("A question to the store %s hangs; another connection takes its place", self._name)
        self._given_up = now
        for other in tuple(self._questions):
            if other.ticket is now:
                other.settle(error=QueryTooSlow(self._seconds))
            else:
                other.ticket.dropped = True
                other.settle(error=_Moved())
        self._give_up(self)

    def _do(self, work: Work[T], question: _Question) -> None:
        try:
            answer = self._answer(work, question.ticket)
        except BaseException as error:
            self._questions.discard(question)
            question.settle(error=error)
            del question
        else:
            self._questions.discard(question)
            question.settle(answer)

    def _answer(self, work: Work[T], ticket: Ticket) -> T:
        if ticket.dropped:
            raise QueryTooSlow(self._seconds)
        try:
            with self._work_on(ticket):
                if self._connection is None:
                    self._connection = self._connector()
                return work(self._conn)
        except sqlite3.Error as error:
            if ticket.is_over() and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise QueryTooSlow(self._seconds) from error
            raise StoreError(f"The store {self._name} cannot be read: {error}.") from error

    @contextlib.contextmanager
    def _work_on(self, ticket: Ticket) -> Iterator[None]:
        ticket.begin()
        self._now = ticket
        try:
            with work_on(ticket):
                yield
        finally:
            self._now = None

    def _open(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, cached_statements=256)
        db.set_progress_handler(is_over, STEPS)
        return db


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
        """Connect `readers` times; each question may take `seconds`. Raises StoreError where the file is no store."""
        pool = cls(path, readers, seconds)
        opened: list[_Reader] = []
        try:
            for reader in pool._readers:
                await reader
                opened.append(reader)
        except BaseException as error:
            await _close_all(opened)
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"The store {path.name} cannot be opened: {error}.") from error
            raise
        return pool

    async def run(self, work: Work[T]) -> T:
        """Run `work(connection)` in the thread of the least loaded connection.

        Raises QueryTooSlow once it has taken longer than the deadline; where the awaiting task is cancelled, it is
        stopped as well. Where its thread does not come back, it is awaited no longer than a moment after the deadline.
        Any other trouble that SQLite has is a StoreError.
        """
        while True:
            if self._closed:
                raise StoreError("The store is closed.")
            with contextlib.suppress(_Moved):
                return await min(self._readers, key=lambda reader: (reader.hangs, reader.load)).run(work)

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of one SELECT."""
        return await self.run(lambda db: db.execute(sql, parameters).fetchall())

    async def close(self) -> None:
        """Close every connection when what runs on it is done or hangs; a second call does nothing."""
        if not self._closed:
            self._closed = True
            await _close_all(self._readers)

    def _make_reader(self) -> _Reader:
        return _Reader(self._path, self._seconds, self._replace)

    def _replace(self, hanging: _Reader) -> None:
        """Put a fresh reader in the place of one that hangs, which closes when its call ends.

        Where as many as the pool has hang already, more threads would not help: then it comes back when its call ends.
        """
        self._replaced = [reader for reader in self._replaced if not reader.has_ended]
        if self._closed or hanging not in self._readers or len(self._replaced) == len(self._readers):
            return
        self._replaced.append(hanging)
        hanging.leave()
        fresh = self._make_reader()
        fresh.start()
        self._readers[self._readers.index(hanging)] = fresh


async def _close_all(readers: Sequence[_Reader]) -> None:
    await asyncio.gather(*(reader.close() for reader in readers))


def make_uri(path: Path) -> str:
    """The URI under which SQLite opens a store that nobody writes to any more."""
    return f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
