"""How long a member waits while another one has many questions under way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from bench.answers.asking import Askers, Asking
from bench.answers.bots import Bot

BUSY, OTHER = "member", "manager"
UNDER_WAY = 40


async def measure_fairness(bot: Bot, store: Path, questions: int) -> None:
    """Print the median and the 95th percentile of one member's waits: alone, and beside forty of another's."""
    asked = await asyncio.to_thread(Askers, store)
    whole = (one for one in asked.ask() if one.focused is None)
    alone = await _ask_all(bot, whole, questions)
    busy = [asyncio.create_task(_keep_asking(bot, whole)) for _ in range(UNDER_WAY)]
    await asyncio.sleep(1.0)
    beside = await _ask_all(bot, whole, questions)
    for task in busy:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*busy, return_exceptions=True)
    ping = await _ask_all(bot, (Asking("/ping", "help") for _ in range(questions)), questions)
    print(f"{'':32} {'p50':>8} {'p95':>8}   ms, {questions} questions of one member")
    for name, times in (("/help alone", ping), ("alone", alone), (f"beside {UNDER_WAY} of another one", beside)):
        print(f"{name:32} {1000 * median(times):8.1f} {1000 * sorted(times)[int(0.95 * len(times))]:8.1f}")


async def _ask_all(bot: Bot, questions: Iterator[Asking], count: int) -> list[float]:
    times: list[float] = []
    for _ in range(count):
        taken = await bot.ask(next(questions), OTHER)
        times.append(taken[0].seconds)
        await asyncio.sleep(0.02)
    return times


async def _keep_asking(bot: Bot, questions: Iterator[Asking]) -> None:
    while True:
        await bot.ask(next(questions), BUSY)
