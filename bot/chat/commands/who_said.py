"""/who-said: who said this?"""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command, write_yes
from bot.chat.interaction import Interaction


@slash_command("who-said")
async def who_said(
    interaction: Interaction,
    *,
    words: str,
    speaker: str | None = None,
    country: str | None = None,
    topic: str | None = None,
    since: str | None = None,
    until: str | None = None,
    to: str | None = None,
    act: str | None = None,
    publisher: str | None = None,
    quoted_only: bool | None = None,
) -> None:
    """Answer /who-said."""
    await ask(
        interaction,
        "who-said",
        words=words,
        speaker=speaker,
        country=country,
        topic=topic,
        since=since,
        until=until,
        to=to,
        act=act,
        publisher=publisher,
        quoted_only=write_yes(quoted_only),
    )
