"""Briefings over a socket: the real client, the shipped records, and a clock that is moved."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

import bot.chat.delivery.briefings
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Change, Message
from bot.state import State
from tests.support.briefing_orders import (
    DAY_SECONDS,
    DUE,
    EARLY,
    HOUR,
    add_channels,
    make_order,
    run_until_finished,
    texts,
    written_to,
)
from tests.support.manual_clock import ManualClock
from tests.support.scripted_service import connected

pytestmark = pytest.mark.usefixtures("hurried")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(EARLY)


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


async def test_the_briefing_is_in_the_channel_at_its_hour_with_the_rest_in_a_thread(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    order = make_order(loopback)
    await state.subscriptions.put(order, clock.at)
    client.scheduler.wake()
    await asyncio.sleep(0.1)
    assert texts(loopback, "briefings") == []
    await run_until_finished(client, clock, order.channel)
    (post,) = loopback.read_channel("briefings")
    assert "27 June 2024" in read_text(post)
    assert (post["mentions"], post["mention_roles"], post["mention_everyone"]) == ([], [], False)
    assert int(post["id"]) in loopback.world.channels, "a thread has the id of the message it hangs on"
    assert len(texts(loopback, int(post["id"]))) >= 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert (sent.message, sent.problem, sent.local_day) == (int(post["id"]), None, date(2024, 6, 27))
    assert await state.postings.list_shown(order.channel, but=0)


async def test_an_announcement_channel_publishes_where_that_is_switched_on(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    published, plain = make_order(loopback, "wire", publish=True), make_order(loopback, "press-desk", publish=True)
    await state.subscriptions.put(published, clock.at)
    await state.subscriptions.put(plain, clock.at)
    await run_until_finished(client, clock, published.channel, plain.channel)
    assert [payload["flags"] & 1 for payload in loopback.read_channel("wire")] == [1]
    assert [payload["flags"] & 1 for payload in loopback.read_channel("press-desk")] == [0]
    for order in (published, plain):
        (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
        assert sent.problem is None


async def test_an_announcement_channel_without_the_switch_is_not_published(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    order = make_order(loopback, "wire")
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(client, clock, order.channel)
    assert [payload["flags"] & 1 for payload in loopback.read_channel("wire")] == [0]


async def test_a_role_is_pinged_by_the_post_alone_and_nobody_else(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    role = loopback.world.user("manager").roles[0]
    order = make_order(loopback, role=role, set_by=None)
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(client, clock, order.channel)
    (post,) = loopback.read_channel("briefings")
    assert post["mention_roles"] == [str(role)]
    inside = loopback.read_channel(loopback.world.channels[int(post["id"])])
    assert inside
    assert [payload["mention_roles"] for payload in inside] == [[]] * len(inside)


async def test_after_a_day_of_downtime_recent_ones_are_late_older_ones_missed(
    loopback: LoopbackDiscord, service: AnswerService, state: State, clock: ManualClock
) -> None:
    """Down for a day, till half past nine: one briefing is two hours late, the other eight."""
    morning, night = make_order(loopback), make_order(loopback, "press-desk", at="01:30")
    async with connected(loopback, service, state, clock=clock) as client:
        for order in (morning, night):
            await state.subscriptions.put(order, DUE - 7 * HOUR)
        await run_until_finished(client, clock, morning.channel, night.channel, after=DUE - 7 * HOUR)
    assert [len(texts(loopback, name)) for name in ("briefings", "press-desk")] == [1, 1]

    clock.at = DUE + DAY_SECONDS + 2 * HOUR
    async with connected(loopback, service, state, clock=clock) as client:
        await run_until_finished(client, clock, morning.channel, night.channel, after=DUE)
        _, late = texts(loopback, "briefings")
        assert "Late: this was due 2 h" in late.replace("\\", "")
        assert len(texts(loopback, "press-desk")) == 1
        (missed,) = await state.postings.list_of(night.channel, "daily", "missed")
        assert missed.local_day == date(2024, 6, 28)
        await clock.move_until(lambda: bool(written_to(loopback, "manager")))
        (text,) = written_to(loopback, "manager")
        assert f"<#{night.channel}>" in text
        assert "Missed: 28 June 2024" in text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
        reply = await (await loopback.slash("manager", "press-desk", "briefing", {}, "list")).settled()
        assert "Missed lately: 28 June 2024" in reply.text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")

        # The next ones come in time, and nobody is told again.
        for days, order in ((1, night), (2, morning)):
            clock.move_to(DUE + days * DAY_SECONDS + (18 * HOUR if order is night else 0))
            await run_until_finished(client, clock, order.channel, after=clock.at - HOUR)
        assert [len(texts(loopback, name)) for name in ("briefings", "press-desk")] == [3, 2]
        assert written_to(loopback, "manager") == [text]


async def test_of_a_hundred_channels_those_that_fail_delay_no_other(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All others have theirs while the clock still shows the minute, and what fails goes on failing or hangs."""
    monkeypatch.setattr(bot.chat.delivery.briefings, "REQUEST_SECONDS", 60.0)
    names = add_channels(loopback, 100)
    orders = {name: make_order(loopback, name, scope="countries: FR") for name in names}
    for name in (names[0], names[50]):
        orders[name] = make_order(loopback, name)
    for order in orders.values():
        await state.subscriptions.put(order, clock.at)
    ailing: dict[str, Any] = dict(zip(names[10:30], (*["timeout"] * 9, *["hold"] * 8, 500, 503, "drop"), strict=True))
    for name, failure in ailing.items():
        loopback.fail_next("POST", rf"^/channels/{orders[name].channel}/messages$", failure, times=1_000)
    deleted = names[99]
    gone = orders[deleted].channel
    del loopback.world.channels[gone]
    seen: defaultdict[int, list[float]] = defaultdict(list)

    def note(change: Change, message: Message) -> None:
        if change == "create":
            seen[message.channel_id].append(clock.at)

    loopback.subscribe(note)
    well = [order.channel for name, order in orders.items() if name not in ailing and name != deleted]
    clock.move_to(DUE)
    async with asyncio.timeout(20):
        while not all(channel in seen for channel in well):
            await asyncio.sleep(0.01)
    assert {at for channel in well for at in seen[channel]} == {DUE}

    # What ailed is well again: those come late, once, and the others not once more.
    loopback.forget_faults()
    await run_until_finished(client, clock, *(order.channel for order in orders.values()))
    assert {channel: len(moments) for channel, moments in seen.items() if channel in well} == dict.fromkeys(well, 1)
    assert [len(texts(loopback, name)) for name in ailing] == [1] * len(ailing)
    (failed,) = await state.postings.list_of(gone, "daily", "failed")
    assert failed.problem == "the channel is gone"


async def test_nobody_is_left_behind_when_the_client_leaves(
    loopback: LoopbackDiscord, service: AnswerService, state: State, clock: ManualClock
) -> None:
    before = asyncio.all_tasks()
    async with connected(loopback, service, state, clock=clock):
        await state.subscriptions.put(make_order(loopback), clock.at)
        clock.move_to(DUE)
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    left = {task for task in asyncio.all_tasks() - before if "briefing" in (task.get_name() or "")}
    assert left == set()
