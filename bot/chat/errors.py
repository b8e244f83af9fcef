"""Errors of interactions: one sentence for the person, and the cause in the log under the same number."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.chat.render.notice import draw_notice

log = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
UNKNOWN_WEBHOOK = 10015
ALREADY_ANSWERED = 40060
INVALID_TOKEN = 50027
# The asker closed the message, took too long, or has been answered by a try whose answer was lost.
GONE = frozenset({UNKNOWN_MESSAGE, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ALREADY_ANSWERED, INVALID_TOKEN})

Interaction = discord.Interaction[Any]


def is_gone(error: BaseException) -> bool:
    """Whether there is nobody left to answer: the interaction expired, or its message was deleted."""
    if isinstance(error, discord.HTTPException):
        return error.code in GONE
    return isinstance(error, discord.InteractionResponded)


async def report_error(interaction: Interaction, error: BaseException) -> None:
    """Log an error under an id, and tell the person one sentence with that id. Never raises."""
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and error.__cause__:
        error = error.__cause__
    if is_gone(error):
        log.info("Nobody to answer any more: %s (interaction %s)", describe(error), interaction.id)
        return
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        log.warning("A command as Discord knows it does not fit ours: %s", error)
        await tell(interaction, "This command has changed. Reload Discord (Ctrl+R) or try again in a few minutes.")
        return
    if isinstance(error, app_commands.CheckFailure):
        await tell(interaction, "You may not use this command here.")
        return
    identity = secrets.token_hex(4)
    log.error("Error %s in interaction %s: %s", identity, interaction.id, describe(error), exc_info=error)
    await tell(interaction, f"This could not be answered because of an error on our side. Its number is {identity}.")


async def tell(interaction: Interaction, sentence: str) -> None:
    """Give one private sentence as the answer, whatever has been sent so far. Never raises."""
    try:
        response = interaction.response
        if not response.is_done():
            await response.send_message(view=draw_notice(sentence), ephemeral=True)
        elif response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(view=draw_notice(sentence), attachments=[])
        else:
            await interaction.followup.send(view=draw_notice(sentence), ephemeral=True)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("Could not tell a person what went wrong: %s (interaction %s)", describe(error), interaction.id)


def describe(error: BaseException) -> str:
    """Name an error in one line for the log: its kind, and Discord's status and code where it has them."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__} {error.status} (code {error.code})"
    return type(error).__name__
