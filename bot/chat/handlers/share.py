"""The Share button: posts a private page to the channel under the asker's name."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.answers.model import Question
from bot.chat.errors import tell
from bot.chat.handlers.answers import prepare
from bot.chat.http_errors import describe
from bot.chat.interaction import Interaction
from bot.chat.limits import MAX_NONCE_CHARACTERS
from bot.chat.render.page import RenderedPage
from bot.chat.responses import defer, edit_answer, note_done

log = logging.getLogger(__name__)

ASKER_MAY_NOT = "You may not write in this channel, so I will not post there in your name."
BOT_MAY_NOT = "I may not post in this channel. Ask an admin to let me view it and send messages."


async def share(interaction: Interaction, question: Question, index: int) -> None:
    """Post page `index` of the answer in the channel, once, and grey out the button that asked for it."""
    refusal = _find_obstacle(interaction)
    if refusal:
        await tell(interaction, refusal)
        return
    client = interaction.client
    with client.under_way():
        await defer(interaction, in_place=True)
        page = await prepare(interaction, question, index, shared_by=interaction.user.mention)
        message = interaction.message
        # The same message and page give the same nonce: a second click within minutes posts nothing new.
        nonce = f"{message.id if message else interaction.id}.{index}"[:MAX_NONCE_CHARACTERS]
        try:
            await _post(interaction, page, nonce)
        except discord.Forbidden as error:
            log.info("May not post in channel %s: %s", interaction.channel_id, describe(error))
            await tell(interaction, BOT_MAY_NOT)
            return
        note_done(interaction, "The answer was shared in this channel.")
        used = await prepare(interaction, question, index, shareable=True, shared=True)
        await edit_answer(interaction, used.view, used.files)


async def _post(interaction: Interaction, page: RenderedPage, nonce: str) -> None:
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise TypeError(f"a channel of type {type(channel).__name__} takes no messages")
    quiet = discord.AllowedMentions.none()
    try:
        await channel.send(view=page.view, files=list(page.files), nonce=nonce, allowed_mentions=quiet)
    except (discord.DiscordServerError, aiohttp.ClientError, TimeoutError) as error:
        # Whether the first try arrived is not known; the nonce keeps a second one from showing twice.
        log.warning("Posting once more after %s", describe(error))
        for file in page.files:
            file.reset()
        await channel.send(view=page.view, files=list(page.files), nonce=nonce, allowed_mentions=quiet)


def _find_obstacle(interaction: Interaction) -> str | None:
    if not isinstance(interaction.channel, discord.abc.Messageable):
        return "This cannot be shared here: the channel takes no messages from me."
    thread = isinstance(interaction.channel, discord.Thread)
    for permissions, refusal in (
        (interaction.permissions, ASKER_MAY_NOT),
        (interaction.app_permissions, BOT_MAY_NOT),
    ):
        writes = permissions.send_messages_in_threads if thread else permissions.send_messages
        if not (permissions.administrator or (permissions.view_channel and writes)):
            return refusal
    return None
