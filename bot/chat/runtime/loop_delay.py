"""The event loop's delay: how much later than due a sleeping task is resumed, sampled over the last minute."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

EVERY_SECONDS = 0.5
MAX_SAMPLES = 120  # a minute


class LoopDelay:
    """Samples of how much later than asked for a sleep ends, in seconds; the newest `MAX_SAMPLES` of them."""

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._samples: deque[float] = deque(maxlen=MAX_SAMPLES)

    async def watch(self) -> None:
        """Take samples until cancelled."""
        while True:
            began = self._clock()
            await self._sleep(EVERY_SECONDS)
            self._samples.append(max(0.0, self._clock() - began - EVERY_SECONDS))

    def describe(self) -> str:
        """Tell the median and the worst of the samples: "median 0.3 ms, worst 4.1 ms in the last minute"."""
        if not self._samples:
            return "not measured yet"
        ranked = [seconds * 1000 for seconds in sorted(self._samples)]
        return f"median {ranked[len(ranked) // 2]:.1f} ms, worst {ranked[-1]:.1f} ms in the last minute"
