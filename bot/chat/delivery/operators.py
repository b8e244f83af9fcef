"""Writes to those who run the bot about what only they can mend."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.chat.http_errors import describe
from bot.chat.permissions import list_owners
from bot.chat.render.notice import draw_notice

log = logging.getLogger(__name__)

MAX_OPERATORS = 10


async def tell_operators(client: discord.Client, named: tuple[int, ...], sentence: str) -> int:
    """Write to the people `named`, or where there are none to the application's owners; gives how many were reached."""
    reached = 0
    for person in list(dict.fromkeys(named or sorted(list_owners(client.application))))[:MAX_OPERATORS]:
        try:
            channel = await client.create_dm(discord.Object(person))
            await channel.send(view=draw_notice(sentence))
            reached += 1
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("An admin could not be written to: %s", describe(error))
    return reached
