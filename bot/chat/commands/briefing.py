"""/briefing: what is new, day by day."""

from __future__ import annotations

import discord

from bot.answers.model import Question
from bot.chat.commands.building import slash_command, slash_group
from bot.chat.ordering import HERE, Wanted, list_orders, order_here, order_off, order_test
from bot.chat.previewing import PREVIEW
from bot.chat.previewing import preview as show_preview
from bot.chat.reply import Interaction


@slash_command(PREVIEW)
async def preview(
    interaction: Interaction,
    *,
    date: str | None = None,
    since: str | None = None,
    country: str | None = None,
    other_country: str | None = None,
    topic: str | None = None,
    speaker: str | None = None,
    event: str | None = None,
) -> None:
    """Answer /briefing preview."""
    given = {
        "date": date,
        "since": since,
        "country": country,
        "other-country": other_country,
        "topic": topic,
        "speaker": speaker,
        "event": event,
    }
    options = {name: text for name, text in given.items() if text}
    await show_preview(interaction, Question(PREVIEW, options, interaction.client.today()))


@slash_command(HERE)
async def here(
    interaction: Interaction,
    *,
    time: str,
    timezone: str | None = None,
    scope: str | None = None,
    name: str | None = None,
    weekdays_only: bool | None = None,
    holidays: str | None = None,
    language: str | None = None,
    nothing_new: bool | None = None,
    on_this_day: bool | None = None,
    open_questions: bool | None = None,
    publish: bool | None = None,
    ping: discord.Role | None = None,
) -> None:
    """Answer /briefing here."""
    given = {
        "time": time, "timezone": timezone, "scope": scope, "name": name, "holidays": holidays, "language": language,
    }  # fmt: skip
    texts = {option: text for option, text in given.items() if text}
    wanted = Wanted(weekdays_only, nothing_new, on_this_day, open_questions, publish, ping)
    await order_here(interaction, texts, wanted)


@slash_command("briefing off")
async def off(interaction: Interaction, *, name: str | None = None) -> None:
    """Answer /briefing off."""
    await order_off(interaction, name)


@slash_command("briefing list")
async def list_all(interaction: Interaction) -> None:
    """Answer /briefing list."""
    await list_orders(interaction)


@slash_command("briefing test")
async def post_test(interaction: Interaction, *, name: str | None = None) -> None:
    """Answer /briefing test."""
    await order_test(interaction, name)


briefing = slash_group("briefing", preview, here, off, list_all, post_test)
