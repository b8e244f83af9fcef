"""The store as the answers see it: every question that they ask it, each answered from a thread of the pool."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.store.db.encodable import can_be_asked
from bot.store.db.pool import Pool, make_uri
from bot.store.errors import QueryTooSlow, StoreError
from bot.store.files import hold
from bot.store.metadata import FORMAT, counts_from
from bot.store.names.directory import Directory
from bot.store.queries.briefings import Alternatives, News, Request, find_news, find_open_requests, find_same_day
from bot.store.queries.columns import Days
from bot.store.queries.scopes import find_in_scope, read_held
from bot.store.records import (
    Filter,
    Hit,
    Page,
    StatementRecord,
    StoreInfo,
)
from bot.store.search.query import open_engine
from bot.store.session import ReadSession, StoreContext

T = TypeVar("T")

_WORDS_TO_WARM = "to"
_SECONDS_TO_OPEN = 60.0


class Store:
    """One store file, open for reading. Made by open(); close() gives its threads and its hold on the file back."""

    def __init__(self, path: Path, pool: Pool, held: int, kept: StoreContext) -> None:
        self.path = path
        self.info = kept.info
        self.directory = kept.directory
        self._pool = pool
        self._held = held
        self._kept = kept

    @classmethod
    async def open(cls, path: Path, *, readers: int = 4, deadline: float = 2.0) -> Store:
        """Open a store and put the first questions to it, so that no user waits for a cold file.

        `readers` connections; every question may take `deadline` seconds. Raises StoreError where it is no store.
        """
        try:
            held = await asyncio.to_thread(hold, path)
        except OSError as error:
            raise StoreError(f"The store {path.name} cannot be opened: {error.strerror}.") from error
        pool: Pool | None = None
        try:
            kept = await _read_all(path)
            pool = await Pool.open(path, readers=readers, seconds=deadline)
            store = cls(path, pool, held, kept)
            await store._warm(max(1, readers))
        except BaseException:
            if pool is not None:
                await pool.close()
            os.close(held)
            raise
        return store

    async def close(self) -> None:
        """Close when the questions under way are answered; a second call does nothing."""
        held, self._held = self._held, -1
        if held >= 0:
            await self._pool.close()
            self._kept.engine.close()
            await asyncio.to_thread(self.directory.close)
            await asyncio.to_thread(os.close, held)

    async def statement(self, id: str) -> StatementRecord | None:  # noqa: A002 -- the records' own word
        """The statement of this id, None where there is none."""
        return (await self.statements([id])).get(id)

    async def statements(self, ids: Sequence[str]) -> dict[str, StatementRecord]:
        """The statements of these ids, by id; one that is none is left out."""
        return await self.read(lambda session: session.statements(ids)) if ids else {}

    async def nearest_ids(self, typed: str, limit: int) -> list[str]:
        """Ids of statements that begin as typed, then those most like it."""
        return await self.read(lambda session: session.nearest_ids(typed, limit))

    async def timeline(self, f: Filter, after: str | None, limit: int, *, newest_first: bool = False) -> Page:
        """A page of the statements that the filter lets through: see ReadSession.timeline."""
        return await self.read(lambda session: session.timeline(f, after, limit, newest_first=newest_first))

    async def read(self, work: Callable[[ReadSession], T]) -> T:
        """Run `work`, which may ask for one thing after another, in the thread of one reader, within one deadline."""
        return await self._pool.run(lambda db: work(ReadSession(db, self._kept)))

    async def search(self, words: str, f: Filter, limit: int = 60) -> list[Hit]:
        """What ReadSession.find() finds, why, and all that the statements say."""

        def work(session: ReadSession) -> list[Hit]:
            found = session.find(words, f, limit)
            explained = session.explain(found)
            records = session.read(found)
            return [
                Hit(records[one.id], one.match, explained[one.id].why, explained[one.id].terms, one.score)
                for one in found
            ]

        return await self.read(work)

    async def complete_words(self, typed: str, limit: int = 25) -> list[str]:
        """Quotations, or the parts of them that fit into 100 characters, which hold the words typed so far."""
        return await self.read(lambda session: session.complete_words(typed, limit))

    async def count_by_country(self, f: Filter) -> list[tuple[str, int]]:
        """The countries for which something is said, with the number of statements, the most first."""
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
        within, held = _askable(within), [one for one in held if can_be_asked(one)]
        return await self._pool.run(
            lambda db: find_news(db, since, until, within, held=held, without=without, limit=limit)
        )

    async def same_day(self, day: date, within: Alternatives = (), limit: int = 5) -> list[StatementRecord]:
        """What was said on the same day of earlier years, the newest first."""
        within = _askable(within)
        return await self._pool.run(lambda db: find_same_day(db, day, within, limit))

    async def open_requests(self, day: date, within: Alternatives = (), limit: int = 20) -> list[Request]:
        """Requests up to `day` to which no answer is held, the newest first."""
        within = _askable(within)
        return await self._pool.run(lambda db: find_open_requests(db, day, within, limit))

    async def read_held(self, begin: str, end: str | None) -> tuple[str, str | None]:
        """A portion of what the store holds, from one id up to another: see bot.store.queries.scopes.read_held."""
        return await self._pool.run(lambda db: read_held(db, begin, end))

    async def select(self, ids: Collection[str], within: Alternatives) -> list[str]:
        """Those of the ids whose statements are in a scope, the newest first."""
        wanted = [one for one in ids if can_be_asked(one)]
        return await self._pool.run(lambda db: find_in_scope(db, wanted, _askable(within)))

    async def _warm(self, readers: int) -> None:
        # Each connection reads the tables once; what a search remembers is shared by all.
        naming = asyncio.to_thread(self.directory.warm)
        _, pages = await asyncio.gather(naming, asyncio.gather(*(self._read_first() for _ in range(readers))))
        with contextlib.suppress(QueryTooSlow):
            await self.search(_WORDS_TO_WARM, Filter(), 10)
            for record in pages[0]:
                await self.search(record.paraphrase, Filter(), 10)

    async def _read_first(self) -> tuple[StatementRecord, ...]:
        with contextlib.suppress(QueryTooSlow):  # what is slow when cold is quicker the next time
            return (await self.timeline(Filter(), None, 10, newest_first=True)).statements[:1]
        return ()


async def _read_all(path: Path) -> StoreContext:
    """Read what is kept in memory. It takes as long as it takes: nobody waits for an answer yet."""
    pool = await Pool.open(path, readers=1, seconds=_SECONDS_TO_OPEN)
    try:
        return await pool.run(lambda db: _read(db, path))
    finally:
        await pool.close()


def _read(db: sqlite3.Connection, path: Path) -> StoreContext:
    facts = dict(db.execute("SELECT key, value FROM meta").fetchall())
    if facts.get("format") != FORMAT:
        raise StoreError(f"The store {path.name} was written by another version of the bot. Build it again.")
    info = StoreInfo(version=facts["version"], built_from=facts["corpus_sha256"], counts=counts_from(db))
    engine = open_engine(path)
    directory = Directory(sqlite3.connect(make_uri(path), uri=True, check_same_thread=False))
    return StoreContext(info, directory, Days.read(db), engine)


def _askable(within: Alternatives) -> Alternatives:
    return [[(kind, ref if can_be_asked(ref) else "") for kind, ref in parts] for parts in within]
