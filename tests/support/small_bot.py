"""A small real client of discord.py, with a command of every sort, for the tests of the loopback."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import discord
from discord import app_commands, ui

from bot.chat.api_endpoint import point_at
from bot.rehearsal.loopback.service import LoopbackDiscord

B = TypeVar("B", bound="Bot")

TEMPLATE = r"count:(?P<number>\d+)"


class CountButton(ui.DynamicItem[ui.Button[Any]], template=TEMPLATE):
    """A button whose state is in its custom_id."""

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label=f"Count {number}", custom_id=f"count:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any) -> Any:
        return cls(int(match["number"]))

    async def callback(self, interaction: Any) -> None:
        await interaction.response.edit_message(view=make_card(self.number + 1))


class PlainButton(ui.Button[Any]):
    """A button that lives in this process only."""

    async def callback(self, interaction: Any) -> None:
        await interaction.response.send_message("pressed", ephemeral=True)


class PlaceSelect(ui.Select[Any]):
    def __init__(self) -> None:
        super().__init__(
            custom_id="place",
            options=[discord.SelectOption(label=name, value=name.lower()) for name in ("Arland", "Borduria")],
        )

    async def callback(self, interaction: Any) -> None:
        await interaction.response.send_message(f"chosen {self.values[0]}", ephemeral=True)


def make_card(number: int) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(f"## Card {number}"), accent_colour=0x224466)
    container.add_item(ui.Section("said **so**", accessory=PlainButton(label="Passage", custom_id="passage")))
    container.add_item(ui.Separator())
    row: ui.ActionRow[Any] = ui.ActionRow(
        CountButton(number), ui.Button(label="Source", url="https://example.org/source")
    )
    container.add_item(row)
    container.add_item(ui.ActionRow(PlaceSelect()))
    view.add_item(container)
    return view


class NoteModal(ui.Modal, title="A note"):
    words: ui.Label[Any] = ui.Label(text="Words", component=ui.TextInput(custom_id="words", max_length=20))

    async def on_submit(self, interaction: Any) -> None:
        words = self.words.component
        assert isinstance(words, ui.TextInput)
        await interaction.response.send_message(f"noted {words.value}")


class Bot(discord.Client):
    """A client with a few commands, as small as they can be."""

    def __init__(self, *, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.ready = asyncio.Event()
        self.heard: list[discord.Message] = []
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(CountButton)
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_message(self, message: Any) -> None:
        self.heard.append(message)


def add_commands(tree: app_commands.CommandTree) -> None:
    @tree.command(description="Says what it was given")
    @app_commands.describe(words="The words", times="How often", loud="Whether in capitals")
    @app_commands.rename(other="other-country")
    async def plain(
        interaction: discord.Interaction, words: str, times: int = 1, loud: bool = False, other: str = "nobody"
    ) -> None:
        text = f"{words!r} {times!r} {loud!r} {other!r} by {interaction.user.name}"
        await interaction.response.send_message(text, allowed_mentions=discord.AllowedMentions.none())

    @plain.autocomplete("words")
    async def complete(interaction: Any, current: str) -> Any:
        return [app_commands.Choice(name=f"{current} {n}", value=f"{current}-{n}") for n in range(25)]

    @tree.command(description="Takes its time")
    async def slow(interaction: discord.Interaction, private: bool = True) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.edit_original_response(content="at last")
        await interaction.followup.send("and one more", ephemeral=private)

    @tree.command(description="Defers and answers by a follow-up")
    async def slower(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("filled in")

    @tree.command(description="Shows a card")
    async def card(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=make_card(1))

    @tree.command(description="Opens a form")
    async def note(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(NoteModal())

    @tree.command(description="Sends a file")
    async def paper(interaction: discord.Interaction) -> None:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("here"))
        view.add_item(ui.File("attachment://list_of_errors.txt"))
        file = discord.File(io.BytesIO("première ligne\n".encode()), "list_of_errors.txt", description="all of it")
        await interaction.response.send_message(view=view, file=file)

    @tree.command(description="Never answers")
    async def mute(interaction: discord.Interaction) -> None:
        return

    @tree.command(description="Breaks a rule")
    async def much(interaction: discord.Interaction) -> None:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("x" * 4001))
        await interaction.response.send_message(view=view)

    @tree.command(description="For admins")
    @app_commands.default_permissions()
    async def reload(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("reloaded", ephemeral=True)

    group = app_commands.Group(name="briefing", description="Briefings")

    @group.command(description="Shows one")
    async def preview(interaction: discord.Interaction, date: str, where: discord.TextChannel | None = None) -> None:
        await interaction.response.send_message(f"preview of {date} in {where}")

    tree.add_command(group)


@asynccontextmanager
async def connected(loopback: LoopbackDiscord, bot: B) -> AsyncIterator[B]:
    """The bot logged in and ready, and closed again whatever happens."""
    point_at(loopback.rest_base, loopback.gateway_url)
    running = asyncio.create_task(bot.start(loopback.token))
    waiting = asyncio.create_task(bot.ready.wait())
    try:
        await asyncio.wait({running, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        assert bot.ready.is_set()
        yield bot
    finally:
        waiting.cancel()
        await bot.close()
        running.cancel()  # it may be pausing before its next attempt to connect
        await asyncio.gather(running, waiting, return_exceptions=True)


def text_channel(bot: discord.Client, id: int | str) -> discord.TextChannel:  # noqa: A002 -- Discord's own word
    """A text channel that the bot sees."""
    found = bot.get_channel(int(id))
    assert isinstance(found, discord.TextChannel)
    return found
