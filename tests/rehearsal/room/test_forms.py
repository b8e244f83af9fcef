"""Forms, deferred answers and broken rules: a bot of the tests' own does what ours does not, over the same sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord import app_commands, ui
from playwright.async_api import expect

from bot.chat.api_endpoint import point_at
from tests.support.room_page import EmptyRoom, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


class NoteForm(ui.Modal, title="A note on a statement"):
    """Every kind of field that is drawn."""

    words: ui.Label[Any] = ui.Label(
        text="Words", description="As they stand", component=ui.TextInput(custom_id="words", max_length=40)
    )
    long: ui.Label[Any] = ui.Label(
        text="Why", component=ui.TextInput(custom_id="why", style=discord.TextStyle.paragraph, required=False)
    )
    side: ui.Label[Any] = ui.Label(
        text="Side",
        component=ui.Select(
            custom_id="side",
            options=[
                discord.SelectOption(label="Arland", value="ar"),
                discord.SelectOption(label="Borduria", value="bo"),
            ],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        given = (self.words.component.value, self.long.component.value, self.side.component.values)  # type: ignore[attr-defined]
        await interaction.response.send_message(f"noted {given!r}", ephemeral=True)


class FormBot(discord.Client):
    """Opens a form, takes its time, breaks a limit, says nothing."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.go_on = asyncio.Event()

        @self.tree.command(description="Opens a form")
        async def note(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(NoteForm())

        @self.tree.command(description="Takes its time")
        async def slow(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await self.go_on.wait()
            await interaction.edit_original_response(content="at last")

        @self.tree.command(description="Breaks a limit")
        async def long(interaction: discord.Interaction) -> None:
            view = ui.LayoutView()
            view.add_item(ui.TextDisplay("x" * 4_500))
            await interaction.response.send_message(view=view)

        @self.tree.command(description="Says nothing")
        async def mute(interaction: discord.Interaction, loud: bool, times: int, who: discord.Member) -> None:
            return

    async def setup_hook(self) -> None:
        await self.tree.sync()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(empty_room: EmptyRoom) -> AsyncIterator[FormBot]:
    point_at(empty_room.loopback.rest_base, empty_room.loopback.gateway_url)
    client = FormBot()
    running = asyncio.create_task(client.start(empty_room.loopback.token))
    await empty_room.loopback.wait_for_commands()
    await empty_room.loopback.wait_for_bot()
    await asyncio.wait_for(client.wait_until_ready(), 10)
    yield client
    client.go_on.set()
    await client.close()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_form_is_filled_in_and_sent(empty_room: EmptyRoom, bot: FormBot) -> None:
    page = await empty_room.open()
    await page.keyboard.type("/note ")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="A note on a statement")
    await expect(form.get_by_label("Words")).to_be_focused()
    await page.keyboard.type("irreversible")
    await form.get_by_label("Why").fill("because")
    await form.get_by_label("Side").select_option("Borduria")
    await keep_picture(page, "form")
    await form.get_by_role("button", name="Submit").click()
    await expect(page.locator("article")).to_contain_text("noted ('irreversible', 'because', ['bo'])")
    await expect(form).to_be_hidden()


async def test_a_deferred_answer_thinks_and_is_then_replaced(empty_room: EmptyRoom, bot: FormBot) -> None:
    page = await empty_room.open()
    await page.keyboard.type("/slow ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thinking")).to_have_text("Attaché is thinking…")
    await expect(page.locator("#answers li")).to_contain_text("thinking…")
    await keep_picture(page, "thinking")
    bot.go_on.set()
    await expect(page.locator("article .text")).to_have_text("at last")
    await expect(page.locator("article")).to_have_count(1)
    await expect(page.locator("#answers li")).to_contain_text("whole")


async def test_what_discord_would_refuse_is_shown_with_its_answer(empty_room: EmptyRoom, bot: FormBot) -> None:
    page = await empty_room.open()
    await page.keyboard.type("/long ")
    await page.keyboard.press("Enter")
    await expect(page.locator("#breaches")).to_contain_text("against Discord's rules")
    await expect(page.locator("#answers li.bad")).to_contain_text("against the rules")
    await page.get_by_text("What Discord would refuse").click()
    await expect(page.locator("#list-of-breaches")).to_contain_text("4500")
    await keep_picture(page, "breach")


async def test_options_are_sent_by_their_kind_and_silence_is_reported(empty_room: EmptyRoom, bot: FormBot) -> None:
    page = await empty_room.open()
    empty_room.loopback.answer_deadline = 0.3  # nobody has to wait for what never comes
    await page.keyboard.type("/mute ")
    await expect(page.locator("#offers-title")).to_contain_text("true or false, required")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("three")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Manag")
    await expect(page.locator("#list li").first).to_have_text("Managing editor")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#problem")).to_contain_text("takes a whole number, not “three”")
    await page.get_by_label("times").fill("3")
    await page.keyboard.press("Enter")
    await expect(page.locator(".note")).to_contain_text("The application did not respond")
    await expect(page.locator("#answers li.bad")).to_contain_text("no callback")
