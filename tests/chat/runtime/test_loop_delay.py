"""What /status says of the event loop is measured."""

from __future__ import annotations

import asyncio

from bot.chat.runtime.loop_delay import EVERY_SECONDS, MAX_SAMPLES, LoopDelay


class Lagging:
    """A clock, and a sleep that ends as much too late as laid out; then it is cancelled."""

    def __init__(self, lags: list[float]) -> None:
        self.now, self.lags = 0.0, lags

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if not self.lags:
            raise asyncio.CancelledError
        self.now += seconds + self.lags.pop(0)


async def describe(lags: list[float]) -> str:
    lagging = Lagging(lags)
    delay = LoopDelay(lagging.clock, lagging.sleep)
    try:
        await delay.watch()
    except asyncio.CancelledError:
        return delay.describe()
    raise AssertionError


async def test_the_delay_is_the_median_and_the_worst_of_the_last_minute() -> None:
    assert await describe([0.001, 0.002, 0.250]) == "median 2.0 ms, worst 250.0 ms in the last minute"


async def test_what_is_longer_ago_than_a_minute_is_forgotten() -> None:
    assert MAX_SAMPLES * EVERY_SECONDS == 60
    assert "worst 1.0 ms" in await describe([5.0] + [0.001] * MAX_SAMPLES)


async def test_before_the_first_sample_nothing_is_claimed() -> None:
    assert await describe([]) == "not measured yet"
