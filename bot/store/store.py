"""One store, open for reading: every query that answers ask of it, each run in a thread of the pool."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.store.db.encodable import is_encodable
from bot.store.db.pool import Pool, make_uri
from bot.store.errors import QueryTooSlow, StoreError
from bot.store.files import hold
from bot.store.filters import Filter
from bot.store.metadata import FORMAT, counts_from
from bot.store.names.directory import Directory
from bot.store.names.team_names import read_team_names, serve_team_names
from bot.store.queries.briefings import Alternatives, News, Request, find_news, find_open_requests, find_same_day
from bot.store.queries.columns import Days
from bot.store.queries.scopes import find_in_scope, read_statements_from
from bot.store.records import Page, StatementRecord, StoreInfo
from bot.store.search.engine import open_engine
from bot.store.session import ReadSession, StoreContext

T = TypeVar("T")

_STOP_WORD = "to"  # the slowest kind of word to search for, so worth warming
_WARMED_HITS = 10
_SECONDS_TO_OPEN = 60.0


class Store:
    """One store file, open for reading. Made by open(); close() ends its threads and releases the file."""

    def __init__(self, path: Path, pool: Pool, lock: int, context: StoreContext) -> None:
        """`lock` is the descriptor that marks the file as in use: see files.hold."""
        self.path = path
        self.info = context.info
        self.directory = context.directory
        self._pool = pool
        self._lock = lock
        self._context = context

    @classmethod
    async def open(cls, path: Path, *, readers: int = 4, deadline: float = 2.0) -> Store:
        """Open a store and run a few queries on it, so that no user waits for a cold file.

        readers   connections
        deadline  seconds that a query may take

        Raises StoreError where the file is no store.
        """
        try:
            lock = await asyncio.to_thread(hold, path)
        except OSError as error:
            raise StoreError(f"The store {path.name} cannot be opened: {error.strerror}.") from error
        pool: Pool | None = None
        try:
            context = await _load_context(path)
            pool = await Pool.open(path, readers=readers, seconds=deadline)
            store = cls(path, pool, lock, context)
            await store._warm(max(1, readers))
            serve_team_names(context.team_names)
        except BaseException as error:
            if pool is not None:
                await pool.close()
            os.close(lock)
            if isinstance(error, Exception) and not isinstance(error, StoreError):
                raise StoreError(f"The store {path.name} cannot be read: {error}.") from error
            raise
        return store

    async def close(self) -> None:
        """Close once the running queries are done; a second call does nothing."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            await self._pool.close()
            self._context.engine.close()
            await asyncio.to_thread(self.directory.close)
            await asyncio.to_thread(os.close, lock)

    async def read(self, work: Callable[[ReadSession], T]) -> T:
        """Run `work`, which may ask several queries, in the thread of one connection under one deadline."""
        return await self._pool.run(lambda db: work(ReadSession(db, self._context)))

    async def statements(self, ids: Sequence[str]) -> dict[str, StatementRecord]:
        """The statements of these ids, by id; an id of none is left out."""
        return await self.read(lambda session: session.statements(ids)) if ids else {}

    async def nearest_ids(self, typed: str, limit: int) -> list[str]:
        """At most `limit` ids of statements that begin as typed, then those most like it."""
        return await self.read(lambda session: session.nearest_ids(typed, limit))

    async def timeline(self, f: Filter, after: str | None, limit: int, *, newest_first: bool = False) -> Page:
        """A page of the statements that pass the filter: see ReadSession.timeline."""
        return await self.read(lambda session: session.timeline(f, after, limit, newest_first=newest_first))

    async def complete_words(self, typed: str, limit: int = 25) -> list[str]:
        """Stretches of at most 100 characters of quotations that contain the words typed so far."""
        return await self.read(lambda session: session.complete_words(typed, limit))

    async def count_by_country(self, f: Filter) -> list[tuple[str, int]]:
        """The codes of countries spoken for, with the number of statements, the most first."""
        return await self.read(lambda session: session.count_by_country(f))

    async def news(
        self,
        since: date,
        until: date,
        within: Alternatives = (),
        *,
        held: Collection[str] = (),
        without: Collection[str] = frozenset(),
        limit: int = 300,
    ) -> News:
        """What was released or said from `since` to `until`, and what else of the ids `held`: see find_news."""
        within, held = _make_encodable(within), [one for one in held if is_encodable(one)]
        return await self._pool.run(
            lambda db: find_news(db, since, until, within, held=held, without=without, limit=limit)
        )

    async def same_day(self, day: date, within: Alternatives = (), limit: int = 5) -> list[StatementRecord]:
        """Statements of the same day of earlier years, the newest first."""
        within = _make_encodable(within)
        return await self._pool.run(lambda db: find_same_day(db, day, within, limit))

    async def open_requests(self, day: date, within: Alternatives = (), limit: int = 20) -> list[Request]:
        """Requests up to `day` to which the store has no answer, the newest first."""
        within = _make_encodable(within)
        return await self._pool.run(lambda db: find_open_requests(db, day, within, limit))

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str | None]:
        """The digests of a portion of the statements, from one id up to another: see scopes.read_statements_from."""
        return await self._pool.run(lambda db: read_statements_from(db, begin, end))

    async def select(self, ids: Collection[str], within: Alternatives) -> list[str]:
        """Those of the ids whose statements are in a scope, the newest first."""
        wanted = [one for one in ids if is_encodable(one)]
        return await self._pool.run(lambda db: find_in_scope(db, wanted, _make_encodable(within)))

    async def _warm(self, readers: int) -> None:
        # Each connection reads the tables once; the caches of names and of the search are shared by all.
        names = asyncio.to_thread(self.directory.warm)
        _, pages = await asyncio.gather(names, asyncio.gather(*(self._read_first() for _ in range(readers))))
        with contextlib.suppress(QueryTooSlow):
            for words in (_STOP_WORD, *(record.paraphrase for record in pages[0])):
                await self.read(lambda session, words=words: _search_once(session, words))  # type: ignore[misc]

    async def _read_first(self) -> tuple[StatementRecord, ...]:
        with contextlib.suppress(QueryTooSlow):  # what is slow on a cold file is faster the next time
            return (await self.timeline(Filter(), None, _WARMED_HITS, newest_first=True)).statements[:1]
        return ()


def _search_once(session: ReadSession, words: str) -> None:
    session.page_of_hits(session.find(words, Filter(), _WARMED_HITS))


async def _load_context(path: Path) -> StoreContext:
    """Load what is held in memory. It may take a minute: nobody waits for an answer yet."""
    pool = await Pool.open(path, readers=1, seconds=_SECONDS_TO_OPEN)
    try:
        return await pool.run(lambda db: _read_context(db, path))
    finally:
        await pool.close()


def _read_context(db: sqlite3.Connection, path: Path) -> StoreContext:
    facts = dict(db.execute("SELECT key, value FROM meta").fetchall())
    if facts.get("format") != FORMAT:
        raise StoreError(f"The store {path.name} was written by another version of the bot. Build it again.")
    engine = open_engine(path)
    directory = Directory(sqlite3.connect(make_uri(path), uri=True, check_same_thread=False))
    info = StoreInfo(facts["version"], counts_from(db))
    return StoreContext(info, directory, Days.read(db), engine, read_team_names(db))


def _make_encodable(within: Alternatives) -> Alternatives:
    """A scope with every reference that SQLite cannot encode made empty; neither matches any record."""
    return [[(kind, ref if is_encodable(ref) else "") for kind, ref in parts] for parts in within]
