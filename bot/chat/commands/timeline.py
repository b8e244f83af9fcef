"""/timeline: what was said and done, in order."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command, write_yes
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
    to: str | None = None,
    act: str | None = None,
    publisher: str | None = None,
    quoted_only: bool | None = None,
    about: str | None = None,
    between: str | None = None,
    only: bool | None = None,
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
        to=to,
        act=act,
        publisher=publisher,
        quoted_only=write_yes(quoted_only),
        about=about,
        between=between,
        only=write_yes(only),
    )
