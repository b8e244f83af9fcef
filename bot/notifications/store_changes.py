"""Notes each new store once: since when it holds what, and what of that is news to followers."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from bot import __version__
from bot.answers.store_swap import ComingStore
from bot.notifications.clock import Clock
from bot.state import State
from bot.state.known_statements import Read

log = logging.getLogger(__name__)


class StatementSource(Protocol):
    """What can say which statements there are."""

    @property
    def version(self) -> str:
        """The version of the store in use."""
        ...

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str, str | None]:
        """Its version; statements from one id up to another, lines "id digest" in order; the id to go on from."""
        ...


class SwappedError(Exception):
    """The store was replaced while it was being read; the new one is read the next time."""


class StoreChangeLog:
    """One for the scheduler and the dispatcher of a process: whichever comes first notes a new store for both.

    `origin` names the machine and the folder that the stores come from; None where that is not known.
    """

    def __init__(self, state: State, service: StatementSource, clock: Clock, origin: str | None = None) -> None:
        self._origin = origin
        # The version that the process uses, and since when (Unix seconds).
        self._in_use: tuple[str, float] | None = None
        self._state = state
        self._service = service
        self._clock = clock
        self._version: str | None = None
        # Whether the store that was noted last may be that of another process, which had the lease before.
        self._took_over = False
        # Held by whoever reads or writes what is noted: a store that is about to come is no news before it is there.
        self.lock = asyncio.Lock()

    def step_back(self) -> None:
        """Another process has the lease: what it notes is not ours."""
        self._note_use(self._service.version)
        self._version, self._took_over = None, True

    async def note(self) -> None:
        """Note the store in use, if it is not the one noted last. Call it with the lease held."""
        async with self.lock:
            if self._version is None:
                self._version = await self._state.alerts.find_version()
            version = self._service.version
            since = self._note_use(version)
            if version != self._version:
                new = await self._state.alerts.note_store(
                    version, __version__, self._reader_of(version), self._clock.now(),
                    own=not self._took_over, origin=self._origin, in_use_since=since,
                )  # fmt: skip
                log.info("Store %s: news in %d statements", version, new)
                self._version = version
            self._took_over = False

    async def note_coming(self, coming: ComingStore) -> None:
        """Note a store that takes the place of the one in use as soon as this returns. Call it with the lease held.

        A process that is killed after that has left behind what is to be told of it.
        """
        async with self.lock:
            if self._version is None:
                self._version = await self._state.alerts.find_version()
            if self._version in (None, coming.version):
                return  # of a first store nothing is news
            is_known = self._version == coming.replaces and not self._took_over
            new = await self._state.alerts.note_store(
                coming.version, __version__, coming.read, self._clock.now(), own=not self._took_over,
                origin=self._origin, in_use_since=self._clock.now(), among=coming.touched if is_known else None,
            )  # fmt: skip
            log.info("Store %s: news in %d statements", coming.version, new)
            self._version, self._took_over = coming.version, False

    def _note_use(self, version: str) -> float:
        if self._in_use is None or self._in_use[0] != version:
            self._in_use = version, self._clock.now()
        return self._in_use[1]

    def _reader_of(self, version: str) -> Read:
        async def read(begin: str, end: str | None) -> tuple[str, str | None]:
            found, text, following = await self._service.read_statements_from(begin, end)
            if found != version:
                raise SwappedError(f"store {version} was replaced by {found}")
            return text, following

        return read
