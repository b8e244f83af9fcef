"""All that HTTP can do wrong, one by one, over a socket: what may pass is tried again, what may not is told."""

from __future__ import annotations

import itertools
import re
from typing import Any

import discord
import pytest

import bot.chat.delivery.briefings
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.payloads import show_channel
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel, Permission
from bot.state import State
from bot.state.subscriptions import Order
from tests.support.briefing_orders import (
    DAY_SECONDS,
    DUE,
    EARLY,
    HOUR,
    MINUTE,
    Shown,
    add_channels,
    look_at,
    make_order,
    run_until_finished,
    texts,
    wait_for_sleep,
    written_to,
)
from tests.support.manual_clock import ManualClock

pytestmark = pytest.mark.usefixtures("hurried")

KINDS = SEND, OPEN, PUBLISH = r"/messages$", r"/threads$", r"/crosspost$"
PASSING: dict[str, tuple[Any, dict[str, Any]]] = {
    "429": (429, {"retry_after": 0.01}),
    "429 for all routes": (429, {"retry_after": 0.01, "everywhere": True}),
    "429 from the network before Discord": (429, {"headers": {"Via": ""}}),
    "500": (500, {}),
    "502": (502, {}),
    "503": (503, {}),
    "504": (504, {}),
    "dropped before it is carried out": ("drop", {}),
    "dropped after it is carried out": ("lose", {}),
    "no answer": ("timeout", {}),
    "carried out and no answer": ("hold", {}),
}
# More often than the library tries by itself, where it does; and for longer than a nonce is kept in mind.
LASTING = {"429": 7, "500": 7, "503": 5, "dropped after it is carried out": 5, "no answer": 3}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(EARLY)


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


async def post_model(client: AttacheClient, loopback: LoopbackDiscord, clock: ManualClock) -> Shown:
    """What an announcement channel looks like whose briefing nothing has gone wrong with."""
    (channel,) = add_channels(loopback, 1, kind=5)
    order = make_order(loopback, channel, publish=True)
    await client.state.subscriptions.put(order, clock.at)
    await run_until_finished(client, clock, order.channel)
    await client.state.subscriptions.remove(order.channel, "daily")
    model = look_at(loopback, channel)
    assert (len(model.posts), len(model.threads[0]) > 1) == (1, True)
    return model


async def order_now(loopback: LoopbackDiscord, state: State, clock: ManualClock, channel: str, **changes: Any) -> Order:
    """An order whose hour is the next minute."""
    order = make_order(loopback, channel, at="07:45", **changes)
    await state.subscriptions.put(order, clock.at)
    return order


@pytest.mark.parametrize(("fault", "times"), [*((fault, 1) for fault in PASSING), *LASTING.items()])
async def test_whatever_http_does_the_briefing_is_posted_once_and_complete(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, fault: str, times: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It happens to the post, its publication, its thread, and what stands in it."""
    model = await post_model(client, loopback, clock)
    failure, more = PASSING[fault]
    if failure in ("timeout", "hold"):
        monkeypatch.setattr(bot.chat.delivery.briefings, "REQUEST_SECONDS", 0.2)
    order = await order_now(loopback, state, clock, "wire", publish=True)
    for kind in KINDS:
        loopback.fail_next("POST", kind, failure, times=times, **more)
    before = len(loopback.requests)
    await run_until_finished(client, clock, order.channel)
    made = list(loopback.requests)[before:]
    assert [any(re.search(kind, one.path) and one.status == failure for one in made) for kind in KINDS] == [True] * 3
    shown = look_at(loopback, "wire")
    assert len(shown.posts) == 1
    assert shown.threads == model.threads
    (payload,) = loopback.read_channel("wire")
    assert payload["flags"] & 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert (sent.message, sent.problem) == (shown.ids[0], None)
    sends = [one for one in made if one.method == "POST" and re.search(SEND, one.path)]
    assert len({one.body["nonce"] for one in sends}) == 1 + len(shown.threads[0]), "the same nonce at every attempt"


async def test_a_gate_that_the_library_never_opens_again_keeps_no_briefing_back(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is left where a request is cut off just when its answer has come."""
    order = make_order(loopback)
    await state.subscriptions.put(order, clock.at)
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=order.channel)
    client.http.get_ratelimit(f"{route.key}:{route.major_parameters}").remaining = 0
    monkeypatch.setattr(bot.chat.delivery.briefings, "REQUEST_SECONDS", 0.2)
    await run_until_finished(client, clock, order.channel)
    assert len(texts(loopback, "briefings")) == 1


async def test_a_post_with_a_lost_answer_is_found_after_its_nonce_expired(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    model = await post_model(client, loopback, clock)
    order = await order_now(loopback, state, clock, "wire", publish=True)
    kind = rf"/channels/{order.channel}/messages$"
    loopback.fail_next("POST", kind, "lose")
    loopback.fail_next("POST", kind, 503, times=3)
    looking = loopback.fail_next("GET", kind, 503, times=2)
    looked = loopback.fail_next("GET", kind, "drop")
    clock.move_to(DUE + 15 * MINUTE)
    await clock.move_until(lambda: bool(loopback.world.nonces) and len(texts(loopback, "wire")) == 1, step=1.0)
    loopback.world.nonces.clear()
    await run_until_finished(client, clock, order.channel)
    assert looking.is_set()
    assert looked.is_set()
    shown = look_at(loopback, "wire")
    assert (len(shown.posts), shown.threads) == (1, model.threads)


def take_away(loopback: LoopbackDiscord, channel: Channel, what: str) -> str:
    """Take away what the bot needs in the channel; gives what it should then say."""
    role = loopback.world.bot.roles[0]
    if what == "deleted":
        del loopback.world.channels[channel.id]
        return "the channel is gone"
    if what == "hidden":
        channel.deny[role] = int(Permission.VIEW_CHANNEL)
        return "I may not see the channel"
    if what == "muted":
        channel.deny[role] = int(Permission.SEND_MESSAGES)
        return "I lack a permission in the channel"
    channel.locked = True
    return "the thread is archived"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("deleted", "manager"), ("hidden", "manager"), ("muted", "manager"), ("archived", "manager"),
        ("deleted", "admin"), ("muted", None),
    ],
)  # fmt: skip
async def test_a_lasting_refusal_switches_the_briefing_off_and_is_said_everywhere(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, what: str, told: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Who ordered it is told; else the owner of the server, here the admin; and where neither can be, the log is."""
    caplog.set_level("INFO", "bot.notifications")
    world = loopback.world
    channel = world.channel("briefings")
    if what == "archived":
        channel = Channel(world.make_id(), "talks", 11, parent_id=channel.id)
        world.channels[channel.id] = channel
    world.user("manager").closed = told != "manager"
    world.owner_id = client.guilds[0].owner_id = world.user("admin").id
    world.user("admin").closed = told is None
    order, other = make_order(loopback, channel.name), make_order(loopback, "press-desk")
    await state.subscriptions.put(order, clock.at)
    await state.subscriptions.put(other, clock.at)
    because = take_away(loopback, channel, what)
    await run_until_finished(client, clock, order.channel, other.channel)
    kept = await state.subscriptions.get(order.channel, "daily")
    assert kept is not None
    assert kept.off_because == because
    assert len(texts(loopback, "press-desk")) == 1, "the other channel has its briefing all the same"

    said = f"{'Told' if told else 'Nobody to tell'}: "
    await clock.move_until(lambda: any(said in record.getMessage() for record in caplog.records))
    (record,) = [record for record in caplog.records if said in record.getMessage()]
    assert because in record.getMessage()
    assert record.levelname == ("INFO" if told else "ERROR")
    assert any(because in record.getMessage() for record in caplog.records if record.levelname == "ERROR")
    written = {person: written_to(loopback, person) for person in ("manager", "admin")}
    assert [person for person, each in written.items() if each] == ([told] if told else [])
    for text in itertools.chain(*written.values()):
        assert because in text
        assert f"<#{order.channel}>" in text
        assert "/briefing here" in text

    assert because in await ask(loopback, "status")
    listed = await ask(loopback, "briefing", "list")
    assert f"Switched off, because {because}" in listed
    assert f"<#{order.channel}>" in listed

    posts = len(loopback.requests)
    clock.move_to(DUE + DAY_SECONDS)
    await run_until_finished(client, clock, other.channel, after=DUE)
    tried = [one.path for one in list(loopback.requests)[posts:] if str(order.channel) in one.path]
    assert tried == [], "nothing is tried in vain on the next day"
    assert len(texts(loopback, "press-desk")) == 2


async def ask(loopback: LoopbackDiscord, command: str, subcommand: str = "") -> str:
    """What a manager is answered."""
    reply: Reply = await (await loopback.slash("manager", "press-desk", command, {}, subcommand)).settled()
    return reply.text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


async def test_without_the_right_to_open_threads_it_posts_and_says_what_is_missing(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    channel = loopback.world.channel("briefings")
    channel.deny[loopback.world.bot.roles[0]] = int(Permission.CREATE_PUBLIC_THREADS)
    order = make_order(loopback)
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(client, clock, order.channel)
    assert len(texts(loopback, "briefings")) == 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert sent.problem == "its thread could not be filled: I lack a permission in the channel"
    assert sent.problem in await ask(loopback, "briefing", "list")


@pytest.mark.parametrize("known", [True, False])
async def test_a_briefing_ordered_in_a_thread_has_its_rest_in_that_thread(
    loopback: LoopbackDiscord, client: AttacheClient, state: State, clock: ManualClock, known: bool
) -> None:
    """A thread that slept is not among those that Discord names at the start; it wakes with the post."""
    parent = loopback.world.channel("briefings")
    thread = Channel(loopback.world.make_id(), "talks", 11, parent_id=parent.id, owner_id=loopback.world.bot.id)
    loopback.world.channels[thread.id] = thread
    if known:
        loopback.gateway.dispatch("THREAD_CREATE", show_channel(loopback.world, thread))
    order = make_order(loopback, "talks")
    await state.subscriptions.put(order, clock.at)
    await run_until_finished(client, clock, order.channel)
    first, *rest = texts(loopback, "talks")
    assert "27\N{NO-BREAK SPACE}June" in first.replace("\\", "") or "27 June" in first
    assert len(rest) > 1
    (sent,) = await state.postings.list_of(order.channel, "daily", "sent")
    assert sent.problem is None


async def test_a_day_without_discord_is_reported_and_the_next_briefing_comes(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    order = make_order(loopback)
    await state.subscriptions.put(order, clock.at)
    loopback.fail_next("*", "^/(channels|users)/", 503, times=1_000_000)
    clock.move_to(DUE)
    while clock.at < DUE + DAY_SECONDS - HOUR:
        await wait_for_sleep(client, clock)
        clock.move_to(clock.at + 10 * MINUTE)
    (failed,) = await state.postings.list_of(order.channel, "daily", "failed")
    assert "503" in str(failed.problem)
    loopback.forget_faults()
    await run_until_finished(client, clock, order.channel, after=DUE)
    assert len(texts(loopback, "briefings")) == 1
    await clock.move_until(lambda: bool(written_to(loopback, "manager")))
    (text,) = written_to(loopback, "manager")
    assert "Not posted" in text
    kept = await state.subscriptions.get(order.channel, "daily")
    assert kept is not None
    assert kept.off_because is None
