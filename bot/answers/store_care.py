"""Keeps a good store in use: finds damage, has a damaged store built anew, and tries again what failed at the start."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.answers.model import FactItem
from bot.corpus.problems import CorpusError
from bot.store.errors import RemovalError, StoreError
from bot.store.manager import StoreManager

log = logging.getLogger(__name__)

# Between two checks of the store against its digests, and before records that could not be taken in are read again.
CHECK_SECONDS, RETRY_SECONDS, LONGEST_RETRY_SECONDS = 60.0, 60.0, 900.0
# An error of a reader has the whole store checked, but not more often than this.
EXAMINE_SECONDS = 10.0


class StoreCare:
    """Looks after the store in use.

    `problem` says why the store in use is not that of the records; None where it is. `reload` builds and swaps.
    """

    def __init__(self, manager: StoreManager, reload: Callable[[], Awaitable[object]]) -> None:
        self.problem: str | None = None
        self._manager = manager
        self._reload = reload
        self._retry_pause = RETRY_SECONDS
        self._retry_at = 0.0
        self._examined = float("-inf")
        self._healing: asyncio.Task[None] | None = None

    def note_problem(self, problem: str | None) -> None:
        """Note why the records are not what is answered from; None: they are."""
        self.problem = problem
        self._retry_pause = RETRY_SECONDS
        self._retry_at = time.monotonic() + self._retry_pause

    async def watch(self) -> None:
        """Check again and again until cancelled; no error ends it."""
        while True:
            try:
                await self.check()
            except Exception:
                log.exception("Checking the store failed; it is tried again")
            await asyncio.sleep(CHECK_SECONDS)

    async def check(self) -> None:
        """Check the store once, and mend what can be mended."""
        path = self._manager.path
        if self._manager.is_damaged and path:
            await self._heal(path, "it was found to be damaged before")
        elif path and (damage := await self._manager.check()):
            await self._heal(path, damage)
        elif self.problem and time.monotonic() >= self._retry_at:
            await self._retry()

    async def is_damaged(self) -> bool:
        """Whether the store in use is damaged, after an error of a reader; where it is, it is being built anew."""
        path = self._manager.path
        if path is None or self._manager.is_damaged:
            return self._manager.is_damaged
        if time.monotonic() - self._examined < EXAMINE_SECONDS:
            return False
        self._examined = time.monotonic()
        damage = await self._manager.examine()
        if damage is None:
            return False
        await self._manager.condemn(path, damage)
        if self._healing is None or self._healing.done():
            self._healing = asyncio.create_task(self._heal(path, damage))
        return True

    async def close(self) -> None:
        """Stop mending."""
        if self._healing is not None:
            self._healing.cancel()
            await asyncio.gather(self._healing, return_exceptions=True)

    def collect_facts(self) -> tuple[FactItem, ...]:
        """What /status tells everybody: nothing where all is well, and nothing of what is in the records."""
        if self.problem is None:
            return ()
        return (FactItem("Records", f"the newest could not be taken in. {self.describe_store()}"),)

    def list_details(self) -> tuple[FactItem, ...]:
        """What /status tells the admins."""
        return (FactItem("Not taken in, because", self.problem[:1200]),) if self.problem else ()

    def describe(self) -> str:
        """The problem and what is done about it, for the log."""
        return f"{self.problem}. {self.describe_store()}"

    def describe_store(self) -> str:
        """A sentence on where answers come from meanwhile."""
        return f"Answers come from the last good store, of {self._date()}."

    def _date(self) -> str:
        path = self._manager.path
        try:
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path else None
        except OSError:
            made = None
        return f"{made:%Y-%m-%d %H:%M} UTC" if made else "an earlier day"

    async def _retry(self) -> None:
        try:
            await self._reload()
        except (CorpusError, StoreError) as error:
            self._retry_pause = min(LONGEST_RETRY_SECONDS, 2 * self._retry_pause)
            self._retry_at = time.monotonic() + self._retry_pause
            if (problem := describe_failure(error)) != self.problem:
                self.problem = problem
                log.error("Still %s", self.describe())
        else:
            log.info("The records are taken in again")

    async def _heal(self, path: Path, damage: str) -> None:
        await self._manager.condemn(path, damage)
        try:
            await self._reload()
        except (CorpusError, StoreError) as error:
            self.note_problem(describe_failure(error))
            if self._manager.path == path:
                await self._open_another()
        else:
            log.info("The damaged store was built anew, and answers again")

    async def _open_another(self) -> None:
        try:
            await self._manager.open()
        except StoreError as error:
            log.error("%s, and there is no other store: nothing can be answered (%s)", self.problem, error)
        else:
            log.error("%s", self.describe())


def describe_failure(error: CorpusError | StoreError) -> str:
    """Why the records could not be taken in, in one line without its last stop."""
    if isinstance(error, CorpusError):
        number = len(error.problems)
        rest = "" if number == 1 else f" (and {number - 1} more; `python -m bot check` shows all)"
        return f"the records will not compile: {error.problems[0]}{rest}"
    if isinstance(error, RemovalError):
        return f"{str(error).rstrip('.')}; /reload asks whether that is meant, `python -m bot build --force` does it"
    return str(error).rstrip(".")
