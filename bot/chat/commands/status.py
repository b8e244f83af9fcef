"""/status: version, store and connection."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("status")
async def status(
    interaction: Interaction,
) -> None:
    """Answer /status."""
    await ask(interaction, "status")
