"""Errors of interactions: one sentence for the person, and the cause in the log under the same number."""

from __future__ import annotations

import logging
import secrets

import discord
from discord import app_commands

from bot.chat.http_errors import CONNECTION_ERRORS, DeliveryError, describe, is_gone
from bot.chat.interaction import Interaction
from bot.chat.render.notice import draw_notice
from bot.chat.responses import edit_answer, follow_up, is_acknowledged, is_deferred, read_done, send_answer
from bot.state import StateError
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

CHANGED = "This command has changed. Reload Discord (Ctrl+R) or try again in a few minutes."
NOT_SHOWN = "The answer could not be shown, because Discord did not take it."


async def report_error(interaction: Interaction, error: BaseException) -> None:
    """Log an error under an id, and tell the person one sentence with that id. Never raises."""
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and error.__cause__:
        error = error.__cause__
    if is_gone(error):
        log.warning("Nobody to answer any more: %s (interaction %s)", describe(error), interaction.id)
        return
    if isinstance(error, DeliveryError | discord.HTTPException):
        kind = str(error) if isinstance(error, DeliveryError) else describe(error)
        log.error("An answer was not delivered: %s (interaction %s)", kind, interaction.id)
        await tell(interaction, f"{read_done(interaction)} {NOT_SHOWN}".strip())
        return
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        log.warning("A command as Discord knows it does not fit ours: %s", error)
        await tell(interaction, CHANGED)
        return
    if isinstance(error, app_commands.CheckFailure):
        await tell(interaction, "You may not use this command here.")
        return
    if isinstance(error, StateError | StoreError):
        log.error("Not done in interaction %s: %s", interaction.id, error)
        await tell(interaction, f"{read_done(interaction)} This cannot be done now: {error}".strip())
        return
    identity = secrets.token_hex(4)
    log.error("Error %s in interaction %s: %s", identity, interaction.id, describe(error), exc_info=error)
    ours = f"This could not be answered because of an error on our side. Its number is {identity}."
    await tell(interaction, f"{read_done(interaction)} {ours}".strip())


async def tell(interaction: Interaction, sentence: str) -> None:
    """Give one private sentence as the answer, whatever has been sent so far. Never raises."""
    view = draw_notice(sentence)
    try:
        if not is_acknowledged(interaction):
            await send_answer(interaction, view, private=True)
        elif is_deferred(interaction):
            await edit_answer(interaction, view)
        else:
            await follow_up(interaction, view, private=True)
    except (discord.DiscordException, DeliveryError, *CONNECTION_ERRORS) as error:
        kind = str(error) if isinstance(error, DeliveryError) else describe(error)
        log.warning("A person was not told what went wrong: %s (interaction %s)", kind, interaction.id)
