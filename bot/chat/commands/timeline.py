"""/timeline: what was said and done, in order."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("timeline")
async def timeline(
    interaction: Interaction,
    *,
    country: str | None = None,
    other_country: str | None = None,
    speaker: str | None = None,
    topic: str | None = None,
    event: str | None = None,
    since: str | None = None,
    until: str | None = None,
    order: str | None = None,
) -> None:
    """Answer /timeline."""
    await ask(
        interaction,
        "timeline",
        country=country,
        other_country=other_country,
        speaker=speaker,
        topic=topic,
        event=event,
        since=since,
        until=until,
        order=order,
    )
