"""Nobody is pinged but a role where one is configured, by the post alone: whatever stands in the records."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import bot.chat.render.briefing
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.reply import list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import HOME
from bot.state import State
from bot.state.follows import Destination
from bot.state.subscriptions import Order
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.invented_answers import DAY
from tests.support.manual_clock import ManualClock

# 07:30 in Seoul on 27 June 2024.
DUE = datetime(2024, 6, 26, 22, 30, tzinfo=UTC).timestamp()
NAME = "Regular press briefing of the South Korean Foreign Ministry"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE - 60.0)


@pytest.fixture
async def service(loopback: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[AnswerService]:
    """Records in which a name calls everybody, a role and a person."""
    data, folder = tmp_path / "data", tmp_path / "store"
    shutil.copytree(HOME / "data", data)
    role, person = loopback.world.user("manager").roles[0], loopback.world.user("member").id
    events = data / "events.yaml"
    text = events.read_text("utf-8")
    assert NAME in text
    events.write_text(text.replace(NAME, f"'@everyone @here <@&{role}> <@{person}> <@!{person}>'"), "utf-8")
    await asyncio.to_thread(build, data, HOME, folder)
    manager = StoreManager(folder, readers=2, deadline=5.0)
    await manager.open()
    opened = AnswerService(manager, data=data, root=HOME, folder=folder, today=lambda: DAY)
    yield opened
    await opened.close()
    await manager.close()


def list_sent(loopback: LoopbackDiscord) -> list[Any]:
    """What the bot asked to be written, new or in the place of something."""
    return [
        one.body.get("data", one.body) for one in loopback.requests
        if one.method in {"POST", "PATCH"} and isinstance(one.body, dict) and "components" in str(one.body)
    ]  # fmt: skip


async def test_records_that_mention_everyone_ping_nobody_anywhere(
    client: AttacheClient,
    loopback: LoopbackDiscord,
    state: State,
    clock: ManualClock,
    service: AnswerService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bot.chat.render.briefing, "MAX_MESSAGES", 1)
    channel, role = loopback.world.channel("briefings"), loopback.world.user("manager").roles[0]
    guild, manager = loopback.world.guild_id, loopback.world.user("manager").id
    await client.alert_dispatcher.tick()
    for place in (Destination("channel", loopback.world.channel("press-desk").id), Destination("person", manager)):
        await state.follows.start(place, "events: lim-briefing", 0.0, most=25)
    for file in (service._data / "sources").glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(?<=id: )lim-act-as-permanent-member(?=,)", "lim-anew", text), "utf-8")
    await service.reload()
    order = Order(
        channel.id, "daily", "07:30", "Asia/Seoul", guild, role=role, set_by=int(loopback.world.user("admin").id)
    )
    await state.subscriptions.put(order, clock.at)
    # One that was missed is told to who ordered it.
    await state.postings.plan(channel.id, "daily", DAY, DUE - 90_000, DUE, state="missed", problem="@everyone")
    clock.move_to(DUE)
    client.scheduler.wake()
    async with asyncio.timeout(15):
        while not await state.postings.list_of(channel.id, "daily", "sent"):
            await asyncio.sleep(0.01)
            clock.move_to(clock.at + 20)
    await client.alert_dispatcher.tick()
    await client.alert_dispatcher.settle()
    await client.scheduler.settle()
    await (await loopback.slash("manager", "briefings", "briefing test")).settled()
    await (await loopback.slash("manager", "press-desk", "briefing preview", {"date": "2024-06-27"})).settled()
    first = loopback.read_channel(channel)[0]
    thread = loopback.read_channel(loopback.world.channels[int(first["id"])])
    ways = [(message, part["custom_id"]) for message in thread for part in list_buttons(message)]
    message, rest = next((message, way) for message, way in ways if way.startswith("posted:"))
    page = await (await loopback.click("member", message, rest)).settled()
    for name in ("follow list", "briefing list"):
        await (await loopback.slash("manager", "press-desk", name)).settled()

    written = [one.payload for one in loopback.world.messages.values() if one.payload["author"]["id"] != str(manager)]
    assert sum("@here" in read_text(one) for one in written) >= 6
    assert page.failed is None
    pinging = [one for one in written if one["mentions"] or one["mention_roles"] or one["mention_everyone"]]
    assert [(one["id"], one["mentions"], one["mention_roles"]) for one in pinging] == [(first["id"], [], [str(role)])]
    assert not first["mention_everyone"]
    # Not by escaping alone: each message says itself whom it may ping.
    bodies = list_sent(loopback)
    allowed = [body.get("allowed_mentions") for body in bodies]
    assert len(bodies) > 8
    assert all(one is not None and not one.get("parse") and not one.get("users") for one in allowed)
    assert [one["roles"] for one in allowed if one and one.get("roles")] == [[role]]
