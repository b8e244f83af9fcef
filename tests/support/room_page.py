"""A house for the tests of the room: the bot, the room, and pages in a browser."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from bot.answers.service import AnswerService
from bot.chat.api_endpoint import point_at
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.http import Upload
from bot.rehearsal.loopback.messages import post_message
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import COMPONENTS_V2, Json, Message
from bot.rehearsal.room.server import RehearsalRoom
from bot.settings import HOME, Settings, StoreSettings
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager

DAY = date(2024, 6, 28)
LOOK = 0.05  # seconds between two looks at watched files
PATIENCE = 15_000  # ms for anything to appear, on a machine that has other things to do as well
PICTURES = os.environ.get("ROOM_PICTURES")  # a folder: then what the tests show is kept there

expect.set_options(timeout=PATIENCE)


def prepare_home(folder: Path) -> Path:
    for part in ("data", "seeds"):
        shutil.copytree(HOME / part, folder / part)
    build(folder / "data", folder, folder / "store")
    return folder


@dataclass
class EmptyRoom:
    """A room, and the Discord behind it."""

    loopback: LoopbackDiscord
    room: RehearsalRoom
    stack: AsyncExitStack
    browser: Browser

    async def open(self, **context: Any) -> Page:
        """A page in a browser of its own, in the room; an error in the page fails the test."""
        made = await self.browser.new_context(
            **{"viewport": {"width": 1100, "height": 760}, "color_scheme": "dark", "reduced_motion": "reduce"} | context
        )
        self.stack.push_async_callback(made.close)
        page = await made.new_page()
        page.set_default_timeout(PATIENCE)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        self.stack.callback(_expect_nothing, wrong)
        await page.goto(self.room.address)
        await page.locator("#channels button").first.wait_for(state="attached")
        return page

    def post(self, *components: Json, content: str = "", files: tuple[Upload, ...] = (), **more: Any) -> Message:
        """A message as a bot would have sent it, in the channel that pages open on."""
        form = {"content": content, **more}
        if components:
            form |= {"components": list(components), "flags": COMPONENTS_V2}
        return post_message(self.loopback.world, self.loopback.world.channel("press-desk"), form, files)


@dataclass
class RoomHouse(EmptyRoom):
    """A room with the real bot, on records that a test may change."""

    home: Path
    client: AttacheClient


def _expect_nothing(wrong: list[str]) -> None:
    assert wrong == []


async def keep_empty_room(stack: AsyncExitStack, browser: Browser) -> EmptyRoom:
    loopback = await stack.enter_async_context(LoopbackDiscord())
    room = await stack.enter_async_context(RehearsalRoom(loopback, ()))
    return EmptyRoom(loopback, room, stack, browser)


async def keep_house(stack: AsyncExitStack, browser: Browser, home: Path) -> RoomHouse:
    loopback = await stack.enter_async_context(LoopbackDiscord())
    folders = (home / "data", home / "seeds")
    room = await stack.enter_async_context(RehearsalRoom(loopback, folders, interval=LOOK))
    data, store = home / "data", home / "store"
    await asyncio.to_thread(build, data, home, store)
    manager = StoreManager(store, readers=2, deadline=2.0)
    await manager.open()
    stack.push_async_callback(manager.close)
    service = AnswerService(manager, data=data, root=home, folder=store, today=lambda: DAY)
    stack.push_async_callback(service.close)
    state = await State.open(home / "state.sqlite")
    stack.push_async_callback(state.close)
    point_at(loopback.rest_base, loopback.gateway_url)
    client = AttacheClient(Settings(store=StoreSettings(folder=store)), service, state)
    client._connection.guild_ready_timeout = 0.01  # nothing but this guild will come
    running = asyncio.create_task(client.start(loopback.token))

    async def leave() -> None:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)

    stack.push_async_callback(leave)
    await loopback.wait_for_commands()
    await loopback.wait_for_bot()
    await asyncio.wait_for(client.wait_until_ready(), 10)
    return RoomHouse(loopback, room, stack, browser, home, client)


async def ask(page: Page, line: str) -> Locator:
    """Type a whole command as a person would, send it, and give the article of the answer."""
    before = await page.locator("article").count()
    await page.locator("#box").focus()
    await page.keyboard.insert_text(line)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    answer = page.locator("article").nth(before)
    await expect(answer.locator(".thinking")).to_have_count(0)
    await answer.locator(".container").wait_for()
    return answer


async def keep_picture(page: Page, name: str) -> None:
    """Keep what the page shows, where pictures were asked for."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES, f"room-{name}.png"), animations="disabled")
