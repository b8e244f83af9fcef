"""Acquires, hot-swaps and releases the store in use, without a query failing: what Lucene calls a SearcherManager."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

from bot.store.digests import distrust, find_damage, find_missing, sample_damage
from bot.store.errors import StoreDamagedError, StoreError
from bot.store.files import list_stores
from bot.store.store import Store

log = logging.getLogger(__name__)

# Bytes of a store that is read through before its first answer; a larger one is right after it, beside the answers.
CHECKED_FIRST = 30_000_000
# How many stretches of a quarter of a megabyte check() reads at a time, once the store was read through.
SAMPLE = 64


class StoreManager:
    """The current store of a folder: open() once, use() for each answer, swap() for a new one, close() at the end."""

    def __init__(self, folder: Path, *, readers: int = 4, deadline: float = 2.0) -> None:
        self.folder = folder
        self._readers = readers
        self._deadline = deadline
        self._store: Store | None = None
        self._is_damaged = False
        # The store that was read through last.
        self._checked: Store | None = None
        self._random = Random()  # noqa: S311 -- for samples
        self._users: Counter[Store] = Counter()
        self._retired: set[Store] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._drained = asyncio.Event()
        self._drained.set()

    @property
    def version(self) -> str:
        """The version of the store in use. Raises StoreError where none is open."""
        return self._get().info.version

    @property
    def path(self) -> Path | None:
        """The file of the store in use; None where none is open."""
        return self._store.path if self._store else None

    @property
    def is_damaged(self) -> bool:
        """Whether the store in use was found to be damaged."""
        return self._is_damaged

    async def open(self) -> None:
        """Open the folder's current store, or where it is damaged the newest other one. Raises StoreError."""
        error = StoreError(f"There is no store in {self.folder} yet. Build one first.")
        for number, path in enumerate(await asyncio.to_thread(list_stores, self.folder)):
            try:
                await self.swap(path)
            except StoreError as found:
                log.info("A store cannot be used: %s", found)
                error = found if number == 0 else error
            else:
                return
        raise error

    async def check(self) -> str | None:
        """Compare the store in use with its digests: all of it the first time, then a sample; gives what differs."""
        store = self._store
        if store is None or self._is_damaged:
            return None
        if store is not self._checked:
            damage = await asyncio.to_thread(find_damage, store.path)
            self._checked = store
        else:
            damage = await asyncio.to_thread(sample_damage, store.path, SAMPLE, self._random)
        return damage if store is self._store else None

    async def examine(self) -> str | None:
        """Compare all of the store in use with its digests; gives what differs."""
        self._checked = None
        return await self.check()

    async def condemn(self, path: Path, why: str) -> None:
        """Answer nothing from the store at `path` any more, and have it built anew; nothing where it is not in use."""
        is_there = await asyncio.to_thread(path.exists)  # one that was deleted is open still, and answers
        if self.path == path and not self._is_damaged and is_there:
            log.error("The store %s is damaged: %s. It is built anew; till then nothing is answered", path.name, why)
            self._is_damaged = True
        with contextlib.suppress(OSError):
            await asyncio.to_thread(distrust, path)

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[Store]:
        """The current store; it stays open until the block is left, whatever is swapped meanwhile.

        Raises StoreDamagedError while the one in use is damaged.
        """
        store = self._get()
        if self._is_damaged:
            raise StoreDamagedError
        self._users[store] += 1
        try:
            yield store
        finally:
            self._users[store] -= 1
            if not self._users[store]:
                del self._users[store]
                if store in self._retired:
                    self._close_soon(store)

    async def swap(self, path: Path, before: Callable[[Store], Awaitable[None]] | None = None) -> None:
        """Open and warm the store at `path`, then use it for all new answers; the old one closes with its last user.

        `before` is awaited with the new store, which is in use as soon as that returns: nothing can fail in between,
        and no other task runs. Does nothing where it is the one in use. Where it raises StoreError nothing has changed.
        """
        if self._store is not None and self._store.path == path and not self._is_damaged:
            return
        is_small = await asyncio.to_thread(_is_small, path)
        damage = await asyncio.to_thread(find_damage if is_small else find_missing, path)
        if damage:
            raise StoreError(f"The store {path.name} is damaged: {damage}.")
        new = await Store.open(path, readers=self._readers, deadline=self._deadline)
        if before is not None and self._store is not None:
            await before(new)
        old, self._store, self._is_damaged = self._store, new, False
        if is_small:
            self._checked = new
        if old is not None:
            self._retire(old)

    async def close(self) -> None:
        """Refuse new users, and close when the last one is done."""
        old, self._store = self._store, None
        if old is not None:
            self._retire(old)
        await self._drained.wait()

    def _get(self) -> Store:
        if self._store is None:
            raise StoreError("The store is not open.")
        return self._store

    def _retire(self, store: Store) -> None:
        self._retired.add(store)
        self._drained.clear()
        if not self._users[store]:
            self._close_soon(store)

    def _close_soon(self, store: Store) -> None:
        self._retired.discard(store)
        task = asyncio.get_running_loop().create_task(self._close(store))
        self._closing.add(task)
        task.add_done_callback(self._has_closed)

    def _has_closed(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not self._closing and not self._retired:
            self._drained.set()

    async def _close(self, store: Store) -> None:
        try:
            await store.close()
        except Exception:
            log.exception("A store that was replaced could not be closed")


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size < CHECKED_FIRST
    except OSError as error:
        raise StoreError(f"The store {path.name} cannot be opened: {error.strerror}.") from error
