"""/sources: what the store holds."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("sources")
async def sources(
    interaction: Interaction,
    publisher: str | None = None,
) -> None:
    """Answer /sources."""
    await ask(interaction, "sources", publisher=publisher)
