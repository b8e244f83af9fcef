"""Real processes on one state file, killed with SIGKILL: each briefing is in its channel once, and whole."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable

import pytest

from bot.rehearsal.loopback.faults import Failure
from tests.support.bot_process import BotProcess, Moment
from tests.support.briefing_orders import DUE, EARLY, MINUTE, Newsroom, Shown, add_channels, look_at, make_order
from tests.support.manual_clock import ManualClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

# Longer than a lease runs, and than Discord keeps a nonce in mind: nothing but looking keeps a post from coming twice.
PAUSE = 5 * MINUTE
SENDING = r"/(messages|threads|crosspost)$"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(EARLY)


Case = tuple[float, str]


async def order_in_turn(newsroom: Newsroom, number: int) -> list[Case]:
    """A briefing in each of so many announcement channels, a quarter of an hour after the one before it."""
    cases = []
    for turn, channel in enumerate(add_channels(newsroom.loopback, number, kind=5)):
        hour, minute = divmod(7 * 60 + 30 + turn * 10, 60)
        order = make_order(newsroom.loopback, channel, at=f"{hour:02}:{minute:02}", publish=True)
        await newsroom.state.subscriptions.put(order, EARLY)
        cases.append((DUE + turn * 10 * MINUTE, channel))
    return cases


async def assert_complete_and_once(newsroom: Newsroom, channel: str, model: Shown) -> None:
    shown = look_at(newsroom.loopback, channel)
    assert shown.posts == model.posts, "the post is there once"
    assert shown.threads == model.threads, "the rest is there, in order, and once"
    (payload,) = newsroom.loopback.read_channel(channel)
    assert payload["flags"] & 1, "it is published"
    place = newsroom.loopback.world.channel(channel).id
    (sent,) = await newsroom.state.postings.list_of(place, "daily", "sent")
    assert (sent.message, sent.problem) == (shown.ids[0], None)
    assert await newsroom.state.postings.list_open() == []
    assert await newsroom.state.postings.list_shown(place, but=0)


async def kill_at_each(
    newsroom: Newsroom, attempt: Callable[[BotProcess, float, int], Awaitable[bool]], most: int
) -> int:
    """Let `attempt` have a process killed at each of its steps in turn; gives how many there are.

    The process that mends what the one before it has left is the one that is killed next.
    """
    first, *cases = await order_in_turn(newsroom, most)
    process = await newsroom.begin()
    await newsroom.move_to(first[0], process)
    model = look_at(newsroom.loopback, first[1])
    assert len(model.posts) == 1
    assert len(model.threads[0]) > 1
    await assert_complete_and_once(newsroom, first[1], model)
    for step, (due, channel) in enumerate(cases):
        await newsroom.move_to(due - MINUTE, process)
        newsroom.clock.move_to(due)
        if not await attempt(process, due, step):
            await assert_complete_and_once(newsroom, channel, model)
            return step
        assert await process.ended() == -signal.SIGKILL
        newsroom.clock.move_to(due + PAUSE)
        process = await newsroom.begin()
        await assert_complete_and_once(newsroom, channel, model)
    raise AssertionError("there are more steps than there are channels")


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_killed_at_any_change_in_the_state_file_nothing_is_lost_and_nothing_doubled(
    newsroom: Newsroom, moment: Moment
) -> None:
    """What a process only reads leaves nothing behind: dying there is dying after the change or request before it."""

    async def attempt(process: BotProcess, due: float, step: int) -> bool:
        process.doom(moment, step)
        return await process.move_to(due) is None

    # The lease taken; planned, begun, its statements noted, its message noted, finished.
    assert await kill_at_each(newsroom, attempt, 16) > 6


async def kill_at_request(newsroom: Newsroom, process: BotProcess, number: int, reached: Failure) -> bool:
    """Kill a process with the answer to one of its requests not read; False where it has settled without it."""
    struck = newsroom.loopback.fail_next("POST", SENDING, reached, spared=number)
    process.move(newsroom.clock.at)
    settled, striking = asyncio.create_task(process.settled()), asyncio.create_task(struck.wait())
    await asyncio.wait({settled, striking}, return_when=asyncio.FIRST_COMPLETED)
    striking.cancel()
    newsroom.loopback.forget_faults()
    if struck.is_set():
        process.kill()
    return await settled is None


@pytest.mark.parametrize("reached", ["timeout", "hold"])
async def test_killed_during_a_request_nothing_is_lost_and_nothing_doubled(
    newsroom: Newsroom, reached: Failure
) -> None:
    """With "hold" the request was carried out, with "timeout" it was not."""

    async def attempt(process: BotProcess, due: float, step: int) -> bool:
        return await kill_at_request(newsroom, process, step, reached)

    # The post, its publication, its thread, and what stands in it.
    assert await kill_at_each(newsroom, attempt, 12) > 4


async def test_killed_again_and_again_at_one_briefing_it_still_arrives_once(newsroom: Newsroom) -> None:
    (_, before), (due, channel) = await order_in_turn(newsroom, 2)
    process = await newsroom.begin()
    await newsroom.move_to(due - MINUTE, process)
    model = look_at(newsroom.loopback, before)
    newsroom.clock.move_to(due)
    lives = 1
    # Each life publishes again and asks for the thread again, and gets one message further than the one before it.
    while await kill_at_request(newsroom, process, lives - 1, "hold"):
        newsroom.clock.move_to(newsroom.clock.at + PAUSE)
        process = newsroom.start()
        lives += 1
    assert lives > 3
    await assert_complete_and_once(newsroom, channel, model)
