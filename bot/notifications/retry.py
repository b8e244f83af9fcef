"""Tries again what may pass: growing pauses, no two alike, up to an end that is set beforehand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import Random
from typing import TypeVar

from bot.notifications.chat_port import PassingError
from bot.notifications.clock import Clock

log = logging.getLogger(__name__)

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
# A pause is at least twice as long as the one before it, whatever its jitter.
_JITTER = 0.5

Result = TypeVar("Result")


def choose_pause(attempt: int, random: Random, wait: float = 0.0) -> float:
    """Seconds to wait after attempt number `attempt` (from 0), and never less than `wait`."""
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 4.0**attempt)
    return max(wait, pause) * (1 + random.random() * _JITTER)


async def persist(
    attempt: Callable[[], Awaitable[Result]],
    *,
    what: str,
    until: float,
    clock: Clock,
    random: Random,
    go_on: Callable[[], Awaitable[None]],
    note_pause: Callable[[float], Awaitable[None]] | None = None,
) -> Result:
    """Do something until it goes well; `until` (Unix seconds) is when the last attempt is made at the latest.

    `note_pause` is given the instant of the next attempt (Unix seconds) when one is put off. `go_on` is awaited before
    each further attempt, and may raise to end it. Raises PassingError as the last attempt
    did, and at once whatever else the attempt raises.
    """
    number = 0
    while True:
        try:
            return await attempt()
        except PassingError as error:
            pause = choose_pause(number, random, error.wait)
            left = until - clock.now()
            if left <= 0:
                raise
            pause = min(pause, left)
            log.warning("%s: %s; trying again in %.0f s, for %.0f min at most", what, error, pause, left / 60)
            if note_pause:
                await note_pause(clock.now() + pause)
        number += 1
        await clock.sleep(pause)
        await asyncio.sleep(0)
        await go_on()
