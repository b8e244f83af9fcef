"""The first answer to a command that does something: private, and given before the work is."""

from __future__ import annotations

import discord

from bot.chat.handlers.answers import Interaction


async def begin_privately(interaction: Interaction) -> None:
    """Tell Discord that an answer is coming, which edit_original_response() then gives.

    To a command that is a new message for the asker alone; to a click, the clicked message in its new form.
    """
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=interaction.guild_id is not None, thinking=True)
