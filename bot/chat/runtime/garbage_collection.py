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
# So many objects more than before, and Python looks through those unasked: a few milliseconds; and so many times that
# before it looks through older ones as well, and again so many times before it looks through all.
_MANY, _SELDOM = 5_000, 1_000


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Set what is there aside for good, and let Python look through all the rest by itself only in need."""
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MANY, _SELDOM, _SELDOM)
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
