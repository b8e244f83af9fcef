"""/statement: one statement with all its reports."""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("statement")
async def statement(
    interaction: Interaction,
    id: str,  # noqa: A002 the option has this name
) -> None:
    """Answer /statement."""
    await ask(interaction, "statement", id=id)
