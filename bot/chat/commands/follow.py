"""/follow: alerts on new statements."""

from __future__ import annotations

from bot.answers.model import Question
from bot.chat.commands.factory import slash_command, slash_group
from bot.chat.handlers.follows import ADD, list_follows, stop_following
from bot.chat.handlers.follows import follow as begin_following
from bot.chat.interaction import Interaction


@slash_command(ADD)
async def add(
    interaction: Interaction,
    *,
    country: str | None = None,
    other_country: str | None = None,
    speaker: str | None = None,
    topic: str | None = None,
    event: str | None = None,
    where: str | None = None,
) -> None:
    """Answer /follow add."""
    given = {
        "country": country,
        "other-country": other_country,
        "speaker": speaker,
        "topic": topic,
        "event": event,
        "where": where,
    }
    options = {name: text for name, text in given.items() if text}
    await begin_following(interaction, Question(ADD, options, interaction.client.today()))


@slash_command("follow list")
async def list_all(interaction: Interaction) -> None:
    """Answer /follow list."""
    await list_follows(interaction)


@slash_command("follow stop")
async def stop(interaction: Interaction, what: str | None = None) -> None:
    """Answer /follow stop."""
    await stop_following(interaction, what or "")


follow = slash_group("follow", add, list_all, stop)
