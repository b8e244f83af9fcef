"""Connects the client and keeps it until told to stop; what cannot be mended by waiting ends with one clear line."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.answers.desk import Desk
from bot.chat.client import AttacheClient
from bot.exits import Exit, ExitError
from bot.settings import Settings
from bot.state import State

_AUTHENTICATION_FAILED = 4004


async def serve(settings: Settings, desk: Desk, state: State, token: str, stop: asyncio.Event) -> None:
    """Answer on Discord until `stop` is set; answers under way are finished first.

    Lost connections are taken up again by the client itself. Raises ExitError where that is of no use: the token or an
    intent is refused, or Discord cannot be reached at the start.
    """
    async with AttacheClient(settings, desk, state) as client:
        connected = asyncio.create_task(client.start(token))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
            await client.close()
            if not connected.done() and not client.is_ready():
                # Closing ends a connection that stands; one that is still being made has to be told.
                connected.cancel()
            await connected
        except asyncio.CancelledError:
            if not stop.is_set():
                raise
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            # What goes wrong in a connection that is being closed is of no interest to anybody.
            if not stop.is_set():
                raise _explain(error) from error
        finally:
            for task in (connected, stopped):
                task.cancel()
            await asyncio.gather(connected, stopped, return_exceptions=True)


def _explain(error: Exception) -> ExitError:
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return ExitError(
            Exit.MISSING_INTENT, "Discord refuses an intent: switch it on for the application at the developer portal"
        )
    refused = isinstance(error, discord.ConnectionClosed) and error.code == _AUTHENTICATION_FAILED
    if refused or isinstance(error, discord.LoginFailure):
        return ExitError(Exit.BAD_TOKEN, "Discord refuses the token: take a new one from the developer portal")
    # The text of an error may hold an address, never the token: that travels in a header.
    return ExitError(Exit.NO_CONNECTION, f"Discord cannot be reached: {str(error) or type(error).__name__}")
