"""Acquires, hot-swaps and releases the store in use, without a query failing: what Lucene calls a SearcherManager."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from bot.store.errors import StoreError
from bot.store.files import current
from bot.store.store import Store

log = logging.getLogger(__name__)


class StoreManager:
    """The current store of a folder: open() once, use() for each answer, swap() for a new one, close() at the end."""

    def __init__(self, folder: Path, *, readers: int = 4, deadline: float = 2.0) -> None:
        self.folder = folder
        self._readers = readers
        self._deadline = deadline
        self._store: Store | None = None
        self._users: Counter[Store] = Counter()
        self._retired: set[Store] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._drained = asyncio.Event()
        self._drained.set()

    @property
    def version(self) -> str:
        """The version of the store in use. Raises StoreError where none is open."""
        return self._get().info.version

    async def open(self) -> None:
        """Open the folder's current store. Raises StoreError where there is none."""
        path = await asyncio.to_thread(current, self.folder)
        if path is None:
            raise StoreError(f"There is no store in {self.folder} yet. Build one first.")
        await self.swap(path)

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[Store]:
        """The current store; it stays open until the block is left, whatever is swapped meanwhile."""
        store = self._get()
        self._users[store] += 1
        try:
            yield store
        finally:
            self._users[store] -= 1
            if not self._users[store]:
                del self._users[store]
                if store in self._retired:
                    self._close_soon(store)

    async def swap(self, path: Path) -> None:
        """Open and warm the store at `path`, then use it for all new answers; the old one closes with its last user.

        Does nothing where it is the one in use. Where it raises StoreError nothing has changed.
        """
        if self._store is not None and self._store.path == path:
            return
        new = await Store.open(path, readers=self._readers, deadline=self._deadline)
        old, self._store = self._store, new
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
