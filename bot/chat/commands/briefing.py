"""/briefing: what is new, day by day."""

from __future__ import annotations

from bot.answers.model import Question
from bot.chat.commands.building import slash_command, slash_group
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


briefing = slash_group("briefing", preview)
