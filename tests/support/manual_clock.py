"""A clock that stands still until a test moves it; whoever sleeps wakes when their time has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress


class ManualClock:
    """Unix seconds, moved by hand."""

    def __init__(self, at: float) -> None:
        self.at = at
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._slept = asyncio.Event()

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.at + seconds, waking))
        self._slept.set()
        await waking

    def move_to(self, at: float) -> None:
        self.at = max(self.at, at)
        for until, waking in self._sleepers:
            if until <= self.at and not waking.done():
                waking.set_result(None)
        self._sleepers = [one for one in self._sleepers if not one[1].done()]

    @property
    def sleeping(self) -> int:
        """How many sleep."""
        return sum(not waking.done() for _, waking in self._sleepers)

    async def asleep(self, number: int) -> None:
        """Wait until so many sleep."""
        while self.sleeping < number:
            self._slept.clear()
            await self._slept.wait()

    async def move_until(self, done: Callable[[], bool], step: float = 5.0, patience: float = 10.0) -> None:
        """Move on in steps, with time for real sockets in between, until something is so."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not done():
                    await asyncio.sleep(0.01)
                    self.move_to(self.at + step)
        assert done(), "it never came to that"
