"""/summary-by-country: where does each country stand?"""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command, write_yes
from bot.chat.interaction import Interaction


@slash_command("summary-by-country")
async def summary_by_country(
    interaction: Interaction,
    *,
    country: str | None = None,
    about: str | None = None,
    topic: str | None = None,
    since: str | None = None,
    until: str | None = None,
    to: str | None = None,
    act: str | None = None,
    publisher: str | None = None,
    quoted_only: bool | None = None,
) -> None:
    """Answer /summary-by-country."""
    await ask(
        interaction,
        "summary-by-country",
        country=country,
        about=about,
        topic=topic,
        since=since,
        until=until,
        to=to,
        act=act,
        publisher=publisher,
        quoted_only=write_yes(quoted_only),
    )
