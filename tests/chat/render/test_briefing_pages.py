"""Whatever of a briefing no message holds is behind a button, for the one who clicks, also after a restart."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

import bot.answers.briefing.compose
import bot.chat.handlers.briefing_views
import bot.chat.render.briefing
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.reply import Reply, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.state import State
from bot.state.subscriptions import Order
from tests.support.manual_clock import ManualClock
from tests.support.scripted_service import connected

MEMBER = "member"
# 07:30 in Seoul on 27 June 2024.
DUE = datetime(2024, 6, 26, 22, 30, tzinfo=UTC).timestamp()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE - 60.0)


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


@pytest.fixture(autouse=True)
def heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day is heavy for which there are more statements than these."""
    monkeypatch.setattr(bot.answers.briefing.compose, "MOST_STATEMENTS", 10)
    monkeypatch.setattr(bot.chat.render.briefing, "MAX_MESSAGES", 1)
    monkeypatch.setattr(bot.chat.handlers.briefing_views, "MAX_PAGE_STATEMENTS", 5)


def list_opened(messages: Iterable[Any]) -> set[str]:
    ids = [part.get("custom_id", "") for message in messages for part in list_buttons(message)]
    return {one.split(":")[1] for one in ids if one.startswith("passage:")}


def find_button(messages: Iterable[Any], label: str) -> tuple[Any, str] | None:
    found = [(m, part["custom_id"]) for m in messages for part in list_buttons(m) if part.get("label") == label]
    return found[0] if found else None


async def read_on(loopback: LoopbackDiscord, messages: list[Any]) -> tuple[set[str], Reply]:
    """Click through to the end; gives the statements seen on the way."""
    seen: set[str] = set()
    button = find_button(messages, "Show the rest")
    assert button
    reply = None
    while button:
        reply = await (await loopback.click(MEMBER, *button)).settled()
        assert reply.ephemeral
        assert reply.failed is None
        seen |= list_opened([reply.message])
        button = find_button([reply.message], "Show more")
    assert reply
    return seen, reply


async def post(client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock) -> list[Any]:
    channel = loopback.world.channel("briefings")
    order = Order(channel.id, "daily", "07:30", "Asia/Seoul", loopback.world.guild_id, language="de")
    await state.subscriptions.put(order, clock.at)
    clock.move_to(DUE)
    client.scheduler.wake()
    async with asyncio.timeout(15):
        while not await state.postings.list_of(channel.id, "daily", "sent"):
            await asyncio.sleep(0.01)
            clock.move_to(clock.at + 20)
    (first,) = loopback.read_channel(channel)
    return [first, *loopback.read_channel(loopback.world.channels[int(first["id"])])]


async def test_what_a_post_does_not_hold_is_read_page_by_page_after_a_restart_as_well(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, records_service: AnswerService
) -> None:
    messages = await post(client, loopback, state, clock)
    channel = loopback.world.channel("briefings").id
    ids = set(await state.postings.list_shown(channel, but=0))
    assert len(ids) == 16
    shown = list_opened(messages)
    assert shown < ids
    text = "\n".join(map(read_text, messages))
    assert f"{len(ids - shown)} more statement" in text
    await client.close()
    async with connected(loopback, records_service, state, clock=clock):
        seen, last = await read_on(loopback, messages)
        assert seen | shown == ids
        assert re.search(r"–16 of 16", last.text)
        assert "27. Juni 2024" in last.text.replace("\\", "")
        back = find_button([last.message], "From the start")
        assert back
        assert re.search(r"1–\d+ of 16", (await (await loopback.click(MEMBER, *back)).settled()).text)


async def test_a_briefing_no_longer_stored_says_so(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    messages = await post(client, loopback, state, clock)
    await state._connection.execute("DELETE FROM posting")
    button = find_button(messages, "Show the rest")
    assert button
    assert "too old" in (await (await loopback.click(MEMBER, *button)).settled()).text


async def test_the_rest_of_a_preview_is_behind_a_button_too(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await (await loopback.slash(MEMBER, "press-desk", "briefing preview", {"date": "2024-06-27"})).settled()
    async with asyncio.timeout(10):
        while client._answering:
            await asyncio.sleep(0.001)
    seen, _ = await read_on(loopback, reply.messages)
    assert len(seen | list_opened(reply.messages)) == 16


async def test_a_test_says_that_the_daily_one_has_the_rest(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    clock.move_to(DUE + 3_600.0)
    await (
        await loopback.slash("manager", "briefings", "briefing here", {"time": "07:30", "timezone": "Seoul"})
    ).settled()
    await (await loopback.slash("manager", "briefings", "briefing test")).settled()
    (first,) = loopback.read_channel("briefings")
    thread = loopback.read_channel(loopback.world.channels[int(first["id"])])
    assert find_button([first, *thread], "Show the rest") is None
    assert "the daily briefing has a button" in "\n".join(map(read_text, thread))
