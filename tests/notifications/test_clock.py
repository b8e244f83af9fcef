"""A clock that jumps is not trusted until it has run evenly for a while, and uses up no briefings."""

from __future__ import annotations

from random import Random

from bot.notifications.briefing_scheduler import BriefingScheduler
from bot.notifications.clock import STEADY_SECONDS, ClockSteadiness
from bot.state import State
from tests.support.briefing_scene import DAY, HOUR, START, MovedClock, Scene, make_order


async def test_a_clock_days_ahead_for_seconds_uses_up_no_briefing(scene: Scene) -> None:
    elapsed = 0.0
    state = await State.open(scene.file)
    scheduler = BriefingScheduler(
        state, scene.composer, scene.chat, catch_up=6 * HOUR, clock=scene.clock, random=Random(7),
        monotonic=lambda: elapsed,
    )  # fmt: skip
    await state.subscriptions.put(make_order(), START)

    async def move(clock: float, steady: float) -> None:
        nonlocal elapsed
        scene.clock.at += clock
        elapsed += steady
        await scheduler.tick()
        await scheduler.settle()

    await move(15.0, 15.0)
    await move(5 * DAY + 15.0, 15.0)
    await move(15.0, 15.0)
    assert await state.postings.list_of(1, "daily", "missed") == []
    await move(-5 * DAY + 15.0, 15.0)
    for _ in range(8):
        await move(15.0, 15.0)
    while scene.clock.at < START + 8 * HOUR:
        await move(15.0, 15.0)
    assert len(scene.chat.posts(1)) == 1
    assert await state.postings.list_of(1, "daily", "missed") == []
    await state.close()


def test_a_clock_is_trusted_again_once_it_has_been_steady() -> None:
    elapsed = 0.0
    clock = MovedClock()
    steadiness = ClockSteadiness(clock, lambda: elapsed)
    assert steadiness.check()
    clock.at += DAY
    assert not steadiness.check()
    elapsed = STEADY_SECONDS - 1
    clock.at += STEADY_SECONDS - 1
    assert not steadiness.check()
    elapsed += 1
    clock.at += 1
    assert steadiness.check()


def test_a_clock_without_a_measure_is_steady() -> None:
    clock = MovedClock()
    steadiness = ClockSteadiness(clock, None)
    clock.at += DAY
    assert steadiness.check()
    assert not steadiness.is_young
