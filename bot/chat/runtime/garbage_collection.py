"""Garbage collection while nobody is being answered, because a collection stops every thread."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count

EVERY_SECONDS = 10.0
# How long a collection waits for an idle moment, and how often it checks for one.
MAX_WAIT_SECONDS, POLL_SECONDS = 5.0, 0.02
UNFREEZE_EVERY = 8_640  # collections: once a day the frozen objects are collected as well
# gc.set_threshold(gen0, gen1, gen2): collect generation 0 after 5,000 allocations (a few milliseconds), older ones
# practically never.
_GENERATION_0, _OLDER_GENERATIONS = 5_000, 1_000


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Freeze what is loaded (gc.freeze), and raise the thresholds of automatic collection as long as this is open."""
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GENERATION_0, _OLDER_GENERATIONS, _OLDER_GENERATIONS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


async def collect_while_idle(
    is_idle: Callable[[], bool], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Collect every ten seconds until cancelled, in idle moments as far as there are any: a few milliseconds each."""
    for turn in count(1):
        await sleep(EVERY_SECONDS)
        for _ in range(round(MAX_WAIT_SECONDS / POLL_SECONDS)):
            if is_idle():
                break
            await sleep(POLL_SECONDS)
        if turn % UNFREEZE_EVERY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
