"""Briefings over a socket: the real client, the shipped records, a moved clock, and all that HTTP can do wrong."""

from __future__ import annotations

import asyncio
import re
import types
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from held_clock import HeldClock
from invented import DAY
from scripted import connected

import bot.briefing.keeper
import bot.chat.posting
from bot.answers.desk import Desk
from bot.chat.client import AttacheClient
from bot.rehearsal.description import require_description
from bot.rehearsal.messages import read_text
from bot.rehearsal.service import LoopbackDiscord
from bot.rehearsal.world import Channel, Permission, World
from bot.settings import HOME
from bot.state import State
from bot.state.subscriptions import Order
from bot.store.build import build
from bot.store.shelf import Shelf

# 07:30 in Seoul on 27 June 2024, and an hour before.
DUE = datetime(2024, 6, 26, 22, 30, tzinfo=UTC).timestamp()
EARLY = DUE - 3_600.0
SEND = r"^/channels/\d+/messages$"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    build(HOME / "data", HOME, folder)
    return folder


@pytest.fixture
async def desk(store: Path) -> AsyncIterator[Desk]:
    shelf = Shelf(store, readers=2, deadline=5.0)
    await shelf.open()
    yield Desk(shelf, data=HOME / "data", root=HOME, folder=store, today=lambda: DAY)
    await shelf.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(EARLY)


@pytest.fixture
async def service(clock: HeldClock) -> AsyncIterator[LoopbackDiscord]:
    require_description()
    async with LoopbackDiscord(world=World(clock=clock.now)) as running:
        yield running
        assert running.breaches == []


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits for seconds between its own attempts, and we for a request that hangs."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))

    library = types.SimpleNamespace(**{name: getattr(asyncio, name) for name in dir(asyncio)})
    library.sleep = sleep
    monkeypatch.setattr(discord.http, "asyncio", library)
    monkeypatch.setattr(bot.chat.posting, "REQUEST_SECONDS", 0.3)


@pytest.fixture
async def client(service: LoopbackDiscord, desk: Desk, state: State, clock: HeldClock) -> AsyncIterator[AttacheClient]:
    async with connected(service, desk, state, clock=clock) as running:
        yield running


def make_order(service: LoopbackDiscord, channel: str = "briefings", **changes: Any) -> Order:
    given: dict[str, Any] = {
        "channel": service.world.channel(channel).id, "name": "daily", "at": "07:30", "zone": "Asia/Seoul",
        "guild": service.world.guild_id, "set_by": service.world.user("manager").id,
    }  # fmt: skip
    return Order(**given | changes)


async def finished(state: State, channel: int) -> bool:
    last = await state.postings.find_last(channel, "daily")
    return last is not None and last.state not in ("planned", "sending")


async def run_until_finished(clock: HeldClock, state: State, *channels: int) -> None:
    if clock.at < DUE:
        clock.move_to(DUE)
    async with asyncio.timeout(15):
        while not all([await finished(state, channel) for channel in channels]):
            await asyncio.sleep(0.01)
            clock.move_to(clock.at + 20)


def texts(service: LoopbackDiscord, channel: int | str) -> list[str]:
    place = service.world.channels[channel] if isinstance(channel, int) else channel
    return [read_text(payload) for payload in service.read_channel(place)]


async def test_the_briefing_is_in_the_channel_at_its_hour_with_the_rest_in_a_thread(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock
) -> None:
    order = make_order(service)
    await state.subscriptions.put(order, clock.at)
    client.keeper.wake()
    await asyncio.sleep(0.1)
    assert texts(service, "briefings") == []
    await run_until_finished(clock, state, order.channel)
    (post,) = service.read_channel("briefings")
    assert "27 June 2024" in read_text(post)
    assert (post["mentions"], post["mention_roles"], post["mention_everyone"]) == ([], [], False)
    assert int(post["id"]) in service.world.channels, "a thread has the id of the message it hangs on"
    assert len(texts(service, int(post["id"]))) >= 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert (sent.message, sent.problem, sent.local_day) == (int(post["id"]), None, date(2024, 6, 27))
    assert await state.postings.list_shown(order.channel, but=0)


async def test_an_announcement_channel_publishes_where_that_is_switched_on_and_others_do_not_mind(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock
) -> None:
    published, plain = make_order(service, "wire", publish=True), make_order(service, "press-desk", publish=True)
    await state.subscriptions.put(published, clock.at)
    await state.subscriptions.put(plain, clock.at)
    await run_until_finished(clock, state, published.channel, plain.channel)
    assert [payload["flags"] & 1 for payload in service.read_channel("wire")] == [1]
    assert [payload["flags"] & 1 for payload in service.read_channel("press-desk")] == [0]
    for order in (published, plain):
        (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
        assert sent.problem is None


async def test_an_announcement_channel_without_the_switch_is_not_published(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock
) -> None:
    order = make_order(service, "wire")
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(clock, state, order.channel)
    assert [payload["flags"] & 1 for payload in service.read_channel("wire")] == [0]


async def test_a_role_is_pinged_by_the_post_alone_and_nobody_else(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock
) -> None:
    role = service.world.user("manager").roles[0]
    order = make_order(service, role=role)
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(clock, state, order.channel)
    (post,) = service.read_channel("briefings")
    assert post["mention_roles"] == [str(role)]
    inside = service.read_channel(service.world.channels[int(post["id"])])
    assert inside
    assert [payload["mention_roles"] for payload in inside] == [[]] * len(inside)


@pytest.mark.parametrize("failure", [429, 500, 502, 503, 504, "drop", "timeout", "lose"])
@pytest.mark.parametrize("times", [1, 7])
async def test_whatever_http_does_the_briefing_is_there_once(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock, failure: Any, times: int
) -> None:
    order = make_order(service, publish=True)
    await state.subscriptions.put(order, clock.at)
    service.fail_next("POST", SEND, failure, times=times, retry_after=0.01)
    await run_until_finished(clock, state, order.channel)
    (post,) = service.read_channel("briefings")
    inside = texts(service, int(post["id"]))
    assert len(inside) == len(set(inside)) >= 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert sent.problem is None
    nonces = {
        request.body["nonce"]
        for request in service.requests
        if re.search(SEND, request.path) and request.method == "POST"
    }
    assert len(nonces) == 1 + len(inside)


@pytest.mark.parametrize("failure", [503, "drop", "lose"])
async def test_threads_are_tried_again_like_posts(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock, failure: Any
) -> None:
    order = make_order(service)
    await state.subscriptions.put(order, clock.at)
    service.fail_next("POST", r"/threads$", failure, times=3)
    await run_until_finished(clock, state, order.channel)
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert sent.problem is None
    assert len(texts(service, "briefings")) == 1


def take_away(service: LoopbackDiscord, what: str) -> str:
    """Take away what the bot needs in the channel; gives what it should then say."""
    channel = service.world.channel("briefings")
    role = service.world.bot.roles[0]
    if what == "deleted":
        del service.world.channels[channel.id]
        return "the channel is gone"
    if what == "hidden":
        channel.deny[role] = int(Permission.VIEW_CHANNEL)
        return "I may not see the channel"
    if what == "muted":
        channel.deny[role] = int(Permission.SEND_MESSAGES)
        return "I lack a permission in the channel"
    channel.locked = True
    return "the thread is archived"


@pytest.mark.parametrize("what", ["deleted", "hidden", "muted", "archived"])
async def test_what_only_people_can_mend_switches_the_briefing_off_and_is_told_to_who_ordered_it(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock, what: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    order, other = make_order(service), make_order(service, "press-desk")
    await state.subscriptions.put(order, clock.at)
    await state.subscriptions.put(other, clock.at)
    because = take_away(service, what)
    await run_until_finished(clock, state, order.channel, other.channel)
    kept = await state.subscriptions.get(order.channel, "daily")
    assert kept is not None
    assert kept.off_because == because
    manager = service.world.user("manager").id

    def told() -> list[str]:
        direct = [one for one in service.world.channels.values() if one.recipient_id == manager]
        return [text for one in direct for text in texts(service, one.id)]

    await clock.move_until(lambda: bool(told()))
    (text,) = told()
    assert because in text
    assert f"<#{order.channel}>" in text
    assert "/briefing here" in text
    assert len(texts(service, "press-desk")) == 1, "the other channel has its briefing all the same"
    assert any(because in record.getMessage() for record in caplog.records)
    facts = {fact.label: fact.text for fact in await client.facts()}
    assert because in facts["Briefings switched off"]
    assert facts["Briefings"].startswith("1 on; the next on 28")


async def test_after_a_crash_in_sending_the_channel_itself_decides(
    service: LoopbackDiscord, desk: Desk, state: State, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.briefing.keeper, "FAREWELL_SECONDS", 0.01)
    order = make_order(service)
    await state.subscriptions.put(order, clock.at)

    async def end_here(*_: Any) -> None:
        await asyncio.Event().wait()

    # The message is in the channel, and the process gone before it could note it.
    with monkeypatch.context() as gone:
        gone.setattr(state.postings, "note_message", end_here)
        async with connected(service, desk, state, clock=clock):
            clock.move_to(DUE)
            await clock.move_until(lambda: bool(texts(service, "briefings")), step=1)
    (open_one,) = await state.postings.list_open()
    assert (open_one.state, open_one.message) == ("sending", None)
    # Discord has forgotten the nonce, and gives none back with a message.
    clock.move_to(clock.at + 1_200)
    for payload in service.read_channel("briefings"):
        del payload["nonce"]
    async with connected(service, desk, state, clock=clock):
        await run_until_finished(clock, state, order.channel)
    (post,) = service.read_channel("briefings")
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert sent.message == int(post["id"])
    inside = texts(service, int(post["id"]))
    assert len(inside) == len(set(inside)) >= 1


async def test_a_hundred_channels_at_the_same_minute_and_a_hanging_one_delays_none(
    client: AttacheClient, service: LoopbackDiscord, state: State, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.chat.posting, "REQUEST_SECONDS", 60.0)
    base = service.world.make_id()
    for number in range(100):
        service.world.channels[base + number] = Channel(base + number, f"desk-{number}")
        order = make_order(service, f"desk-{number}", scope="countries: FR") if number else make_order(service)
        await state.subscriptions.put(order, clock.at)
    hanging = service.world.channel("briefings").id
    service.fail_next("POST", rf"^/channels/{hanging}/messages$", "timeout")
    channels = [base + number for number in range(1, 100)]
    await run_until_finished(clock, state, *channels)
    assert [len(texts(service, channel)) for channel in channels] == [1] * 99
    assert texts(service, "briefings") == []
    assert clock.at - DUE < 3_600


async def test_nobody_is_left_behind_when_the_client_leaves(
    service: LoopbackDiscord, desk: Desk, state: State, clock: HeldClock
) -> None:
    before = asyncio.all_tasks()
    async with connected(service, desk, state, clock=clock):
        await state.subscriptions.put(make_order(service), clock.at)
        clock.move_to(DUE)
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    left = {task for task in asyncio.all_tasks() - before if "briefing" in (task.get_name() or "")}
    assert left == set()
