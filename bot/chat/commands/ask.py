"""/ask: a plain question, read by rules into one of the other commands."""

from __future__ import annotations

from bot.chat.commands.factory import ask as ask_with
from bot.chat.commands.factory import slash_command
from bot.chat.interaction import Interaction


@slash_command("ask")
async def ask(interaction: Interaction, *, question: str) -> None:
    """Answer /ask."""
    await ask_with(interaction, "ask", question=question)
