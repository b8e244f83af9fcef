"""The clock that briefings go by: handed in, so that a test can move it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)

# A clock is trusted again once it has run evenly for so long after a jump of more than so much.
STEADY_SECONDS = 60.0
JUMP_SECONDS = 30.0


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> float:
        """Unix seconds."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class WallClock:
    """The machine's clock."""

    def now(self) -> float:
        """Unix seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def sleep_unless_woken(clock: Clock, seconds: float, woken: asyncio.Event) -> None:
    """Sleep so long, or until `woken` is set."""
    waking = asyncio.ensure_future(woken.wait())
    sleeping = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({waking, sleeping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waking.cancel()
        sleeping.cancel()


class ClockSteadiness:
    """Whether a clock has run evenly, measured by one that nobody sets.

    A machine that wakes up may be days ahead for some seconds, until its time is set. Without `monotonic` every clock
    is steady.
    """

    def __init__(self, clock: Clock, monotonic: Callable[[], float] | None) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._began = monotonic() if monotonic else 0.0
        self._difference: float | None = None
        self._jumped = float("-inf")

    def check(self) -> bool:
        """Compare the two clocks; gives whether there was no jump lately. Call it every few seconds."""
        if self._monotonic is None:
            return True
        elapsed = self._monotonic()
        difference = self._clock.now() - elapsed
        if self._difference is not None and abs(difference - self._difference) > JUMP_SECONDS:
            jump = difference - self._difference
            log.warning("The clock jumped by %.0f s; nothing new is entered until it has been steady", jump)
            self._jumped = elapsed
        self._difference = difference
        return elapsed - self._jumped >= STEADY_SECONDS

    @property
    def is_young(self) -> bool:
        """Whether it has not been watched for long enough yet."""
        return self._monotonic is not None and self._monotonic() - self._began < STEADY_SECONDS
