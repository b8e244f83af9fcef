"""Collects garbage while nobody is being answered: to look through all that is held stops every thread meanwhile."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count

EVERY_SECONDS = 10.0
# So long it waits for a moment in which nobody is being answered, looking so often.
PATIENCE_SECONDS, LOOK_SECONDS = 5.0, 0.02
ANEW_EVERY = 8_640  # times: once a day it looks through what was set aside as well
_SELDOM = 1_000  # the third threshold, of collecting everything unasked: after millions of objects


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Set what is there aside for good, and let Python look through all the rest by itself only in need."""
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(thresholds[0], thresholds[1], _SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


async def collect_beside(
    is_idle: Callable[[], bool], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Collect what came since the last time, again and again until cancelled: a few milliseconds each time."""
    for turn in count(1):
        await sleep(EVERY_SECONDS)
        for _ in range(round(PATIENCE_SECONDS / LOOK_SECONDS)):
            if is_idle():
                break
            await sleep(LOOK_SECONDS)
        if turn % ANEW_EVERY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
