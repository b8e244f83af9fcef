"""/ingest, /review, and the message menu: documents are taken in and their drafts reviewed."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.chat.commands.factory import slash_command
from bot.chat.handlers import ingest as handlers
from bot.chat.handlers.review import list_waiting
from bot.chat.interaction import Interaction


@slash_command("ingest")
async def ingest(interaction: Interaction, file: discord.Attachment | None = None, link: str | None = None) -> None:
    """Answer /ingest."""
    await handlers.ingest(interaction, file, link)


@slash_command("review")
async def review(interaction: Interaction) -> None:
    """Answer /review."""
    await list_waiting(interaction)


@app_commands.context_menu(name="Ingest this")
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
async def ingest_this(interaction: Interaction, message: discord.Message) -> None:
    """Take in what a message holds."""
    await handlers.ingest_message(interaction, message)
