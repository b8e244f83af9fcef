"""/help: how to ask."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("help")
async def help(  # noqa: A001 the command has this name
    interaction: Interaction,
    command: str | None = None,
) -> None:
    """Answer /help."""
    await ask(interaction, "help", command=command)
