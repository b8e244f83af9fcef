"""Plain questions in messages: those that mention the bot, and direct messages to it.

Discord gives the content of these alone without the privileged intent; of all other messages the bot sees no word.
"""

from __future__ import annotations

import logging
import re

import aiohttp
import discord

from bot.answers.model import Question
from bot.answers.options.sanitize import tidy
from bot.chat.handlers.answers import MAX_ENTRIES_WITH_BUTTONS, draw_answer
from bot.chat.http_errors import describe
from bot.chat.interaction import BotServices
from bot.chat.limits import MAX_NONCE_CHARACTERS
from bot.chat.render.page import RenderedPage

log = logging.getLogger(__name__)

LONGEST_QUESTION = 300  # characters, as of the option of /ask
_MENTION = re.compile(r"<@!?(\d{1,20})>")


async def answer_mention(client: BotServices, message: discord.Message, own_id: int) -> None:
    """Answer a message that asks the bot; nothing on a message that does not. Never raises."""
    text = read_question(message, own_id)
    if text is None:
        return
    try:
        with client.under_way():
            async with client.queue.turn(message.author.id):
                question = Question("ask", {"question": text[:LONGEST_QUESTION]}, client.today())
                if not text:
                    question = Question("help", {"command": "ask"}, client.today())
                found = await client.service.answer(question, MAX_ENTRIES_WITH_BUTTONS)
                asker = message.author.mention
                page = await draw_answer(client, found, 0, asked_by=asker, asker=message.author.id)
                await _reply(message, page)
    except discord.Forbidden as error:
        log.info("May not answer in channel %s: %s", message.channel.id, describe(error))
    except Exception:
        log.exception("A question in a message was not answered (message %s)", message.id)


def read_question(message: discord.Message, own_id: int) -> str | None:
    """The question of a message to the bot; empty where nothing is asked, None where the bot is not meant."""
    if message.author.bot or message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    mentioned = str(own_id) in _MENTION.findall(message.content)
    if not mentioned and message.guild is not None:
        return None
    return " ".join(tidy(_MENTION.sub(" ", message.content)).split()).strip(" ,:;")


async def _reply(message: discord.Message, page: RenderedPage) -> None:
    # The same nonce twice: Discord shows the answer once.
    nonce = str(message.id)[:MAX_NONCE_CHARACTERS]
    for attempt in (1, 2):
        try:
            await message.reply(
                view=page.view,
                files=list(page.files),
                nonce=nonce,
                mention_author=False,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except (discord.DiscordServerError, aiohttp.ClientError, TimeoutError) as error:
            if attempt == 2:
                raise
            log.warning("Answering once more after %s", describe(error))
            for file in page.files:
                file.reset()
        else:
            return
