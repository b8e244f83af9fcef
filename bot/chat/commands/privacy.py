"""/privacy: the data about a person."""

from __future__ import annotations

from bot.chat.commands.factory import slash_command, slash_group
from bot.chat.handlers.privacy import show_records
from bot.chat.interaction import Interaction


@slash_command("privacy show")
async def show(interaction: Interaction) -> None:
    """Answer /privacy show."""
    await show_records(interaction, asks_to_forget=False)


@slash_command("privacy forget")
async def forget(interaction: Interaction) -> None:
    """Answer /privacy forget."""
    await show_records(interaction, asks_to_forget=True)


privacy = slash_group("privacy", show, forget)
