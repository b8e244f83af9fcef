"""/briefing: what is new, day by day."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.answers.model import Question
from bot.chat.commands.factory import slash_command, slash_group
from bot.chat.handlers.briefing_orders import HERE, OFF, TEST, list_orders, order_here, order_off, order_test
from bot.chat.handlers.briefing_views import PREVIEW
from bot.chat.handlers.briefing_views import preview as show_preview
from bot.chat.interaction import Interaction


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
    scope: str | None = None,
    on_this_day: bool | None = None,
    open_questions: bool | None = None,
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
        "scope": scope,
        "on-this-day": on_this_day,
        "open-questions": open_questions,
    }
    await show_preview(interaction, _make_question(interaction, PREVIEW, given))


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
        "time": time, "timezone": timezone, "scope": scope, "name": name, "weekdays-only": weekdays_only,
        "holidays": holidays, "language": language, "nothing-new": nothing_new, "on-this-day": on_this_day,
        "open-questions": open_questions, "publish": publish, "ping": ping,
    }  # fmt: skip
    await order_here(interaction, _make_question(interaction, HERE, given))


@slash_command(OFF)
async def off(interaction: Interaction, *, name: str | None = None) -> None:
    """Answer /briefing off."""
    await order_off(interaction, _make_question(interaction, OFF, {"name": name}))


@slash_command("briefing list")
async def list_all(interaction: Interaction) -> None:
    """Answer /briefing list."""
    await list_orders(interaction)


@slash_command(TEST)
async def post_test(interaction: Interaction, *, name: str | None = None) -> None:
    """Answer /briefing test."""
    await order_test(interaction, _make_question(interaction, TEST, {"name": name}))


def _make_question(
    interaction: Interaction, command: str, given: Mapping[str, str | bool | discord.Role | None]
) -> Question:
    """Write options as text, in which they are kept where a choice has to be made first."""
    options = {name: _write(value) for name, value in given.items() if value not in {None, ""}}
    return Question(command, options, interaction.client.today())


def _write(value: str | bool | discord.Role | None) -> str:
    if isinstance(value, discord.Role):
        return str(value.id)
    return str(value).lower() if isinstance(value, bool) else str(value)


briefing = slash_group("briefing", preview, here, off, list_all, post_test)
