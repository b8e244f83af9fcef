"""Two real processes with one token on one state file: one posts at a time, and the other goes on where it is gone."""

from __future__ import annotations

import asyncio
import signal
import sys
from itertools import pairwise

import pytest

from bot.notifications.leader_lease import LEASE_SECONDS
from bot.rehearsal.loopback.state import Change, Message
from tests.support.bot_process import BotProcess
from tests.support.briefing_orders import DAY_SECONDS, DUE, EARLY, MINUTE, Newsroom, add_channels, look_at, make_order
from tests.support.manual_clock import ManualClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")

LOOK = 15.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(EARLY)


async def find_holder(newsroom: Newsroom, first: BotProcess, second: BotProcess) -> tuple[BotProcess, BotProcess]:
    """The process that holds the lease, and the other one."""
    holds = await newsroom.move_to(newsroom.clock.at, first, second)
    assert sorted(map(bool, holds)) == [False, True]
    return (first, second) if holds[0] else (second, first)


async def test_of_two_processes_one_posts_and_the_other_takes_over_when_it_dies(
    newsroom: Newsroom,
) -> None:
    loopback, clock = newsroom.loopback, newsroom.clock
    seen: list[tuple[int, float]] = []

    def note(change: Change, message: Message) -> None:
        if change == "create":
            seen.append((message.channel_id, clock.at))

    loopback.subscribe(note)
    orders = [
        make_order(loopback, channel, at=at)
        for channel, at in zip(add_channels(loopback, 4), ("07:30", "07:30", "07:31", "21:00"), strict=True)
    ]
    for order in orders:
        await newsroom.state.subscriptions.put(order, EARLY)
    first, second = await newsroom.begin(), await newsroom.begin()
    for day in range(6):
        morning = DUE + day * DAY_SECONDS
        await newsroom.move_to(morning - 10.0, first, second)
        holder, other = await find_holder(newsroom, first, second)
        if day in (2, 4):
            # Gone without a word ten seconds before its time: the lease has most of its minute to run.
            holder.kill()
            assert await holder.ended() == -signal.SIGKILL
            while clock.at < morning + LEASE_SECONDS + LOOK:
                await newsroom.move_to(clock.at + LOOK, other)
            first, second = other, await newsroom.begin()
        else:
            await newsroom.move_to(morning, first, second)
            await newsroom.move_to(morning + MINUTE, first, second)
        await newsroom.move_to(morning + 13.5 * 3_600.0, first, second)
    for order, after in zip(orders, (0.0, 0.0, MINUTE, 13.5 * 3_600.0), strict=True):
        moments = [at for channel, at in seen if channel == order.channel]
        late = [at - (DUE + day * DAY_SECONDS + after) for day, at in enumerate(moments)]
        assert len(moments) == 6, "one a day, and nobody posts twice"
        assert all(0 <= by <= (LEASE_SECONDS + LOOK if day in (2, 4) else 0) for day, by in enumerate(late)), late
        sent = await newsroom.state.postings.list_of(order.channel, "daily", "sent")
        assert [one.message for one in sent] == [int(one["id"]) for one in loopback.read_channel(
            loopback.world.channels[order.channel]
        )]  # fmt: skip
    assert all(earlier <= later for (_, earlier), (_, later) in pairwise(seen))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
async def test_another_process_finishes_a_post_and_repeats_nothing(newsroom: Newsroom, how: signal.Signals) -> None:
    """The message is in the channel, and its answer not read. A frozen process comes back when all is done."""
    loopback, clock = newsroom.loopback, newsroom.clock
    model, channel = add_channels(loopback, 2)
    await newsroom.state.subscriptions.put(make_order(loopback, model, at="07:20"), EARLY)
    await newsroom.state.subscriptions.put(make_order(loopback, channel), EARLY)
    first, second = await newsroom.begin(), await newsroom.begin()
    await newsroom.move_to(DUE - 10 * MINUTE, first, second)
    await newsroom.move_to(DUE - 5.0, first, second)
    holder, other = await find_holder(newsroom, first, second)
    gone = asyncio.Event()

    def strike(change: Change, message: Message) -> None:
        if not gone.is_set() and message.channel_id == loopback.world.channel(channel).id:
            # This runs before the service has begun to answer.
            holder.kill(how)
            gone.set()

    loopback.subscribe(strike)
    clock.move_to(DUE)
    holder.move(DUE)
    await newsroom.move_to(DUE, other)
    await asyncio.wait_for(gone.wait(), 10)
    assert len(look_at(loopback, channel).posts) == 1
    while clock.at < DUE + LEASE_SECONDS + LOOK:
        await newsroom.move_to(clock.at + LOOK, other)
    # The nonce is not what keeps it from being there twice.
    loopback.world.nonces.clear()
    if how == signal.SIGSTOP:
        holder.move(clock.at)
        holder.kill(signal.SIGCONT)
        assert await holder.settled() is False
        assert await holder.settled() is False
        await newsroom.move_to(clock.at + MINUTE, holder, other)
    wanted, shown = look_at(loopback, model), look_at(loopback, channel)
    assert (shown.posts, shown.threads) == (wanted.posts, wanted.threads)
    assert shown.threads[0]
    (sent,) = await newsroom.state.postings.list_of(loopback.world.channel(channel).id, "daily", "sent")
    assert (sent.message, sent.problem) == (shown.ids[0], None)
