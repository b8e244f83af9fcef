"""Runs the client until it is told to stop; why it cannot run is one line."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import sys
import threading
from collections.abc import Awaitable, Callable

import aiohttp
import discord

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.chat.errors import describe
from bot.chat.runtime.garbage_collection import collect_beside, collect_seldom
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings
from bot.state import State

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
WARM_THREADS = 5
# For mallopt(3): how many heaps threads share.
_M_ARENA_MAX, _HEAPS = -8, 2
START_SECONDS = 5.0

Opening = Callable[[AttacheClient], Awaitable[None]]


async def serve(
    settings: Settings,
    service: AnswerService,
    state: State,
    token: str,
    stop: asyncio.Event,
    *,
    opening: Opening | None = None,
) -> None:
    """Connect to Discord and answer until `stop` is set; then finish the answers under way and leave.

    `opening` is awaited once the client is ready, beside the answers; a failure of it is logged.
    Raises ExitError where the token is refused, an intent is missing, or Discord cannot be reached at the start. A
    connection that is lost later is taken up again by the library.
    """
    _share_heaps()
    await _make_ready_for_threads()
    # At their debug level these libraries log what people ask, and the tokens of their interactions.
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
    client = AttacheClient(settings, service, state)
    with collect_seldom():
        connecting = asyncio.create_task(_connect(client, token, opening))
        stopping = asyncio.create_task(stop.wait())
        collecting = asyncio.create_task(collect_beside(lambda: client.is_idle))
        try:
            await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                _explain(connecting)
        finally:
            stopping.cancel()
            collecting.cancel()
            await client.close()
            # Between two attempts to connect it may sleep for minutes.
            connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await connecting
    log.info("Left Discord")


def _share_heaps() -> None:
    """Have threads share two heaps, where the C library is GNU's.

    By default each has one of its own, and what a store leaves there when it is closed nobody else can use.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


async def _make_ready_for_threads() -> None:
    """Let threads that search and draw hand over to the event loop sooner, and start those that it would wait for."""
    # After each system call the loop waits for its turn, by default up to five milliseconds while a thread works.
    sys.setswitchinterval(SWITCH_SECONDS)
    together = threading.Barrier(WARM_THREADS)
    waiting = (asyncio.to_thread(together.wait, START_SECONDS) for _ in range(WARM_THREADS))
    with contextlib.suppress(threading.BrokenBarrierError):
        await asyncio.gather(*waiting)


async def _connect(client: AttacheClient, token: str, opening: Opening | None) -> None:
    await client.login(token)
    warming = asyncio.create_task(_warm(client))
    warming.add_done_callback(_log_failure)
    begun = asyncio.create_task(_open(client, opening)) if opening else None
    try:
        await client.connect()
    finally:
        warming.cancel()
        if begun:
            begun.cancel()


async def _warm(client: AttacheClient) -> None:
    # Not before: what it takes would keep the client from being ready, and who is not there yet asks nothing.
    await client.wait_until_ready()
    await client.service.warm()


async def _open(client: AttacheClient, opening: Opening) -> None:
    await client.wait_until_ready()
    try:
        await opening(client)
    except Exception:
        log.exception("What was to be done first failed")


def _log_failure(warming: asyncio.Task[None]) -> None:
    if not warming.cancelled() and (error := warming.exception()):
        # Nothing is lost: the first question waits for what was not made ready.
        log.warning("Not everything could be made ready: %s", error)


def _explain(connecting: asyncio.Task[None]) -> None:
    try:
        connecting.result()
    except discord.LoginFailure as error:
        raise ExitError(Exit.BAD_TOKEN, "Discord refused the token: make a new one and set it again") from error
    except discord.PrivilegedIntentsRequired as error:
        raise ExitError(
            Exit.MISSING_INTENT, "Discord refused the intents: allow them under Bot in the developer portal"
        ) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise ExitError(Exit.NO_CONNECTION, f"Discord cannot be reached: {describe(error)}: {error}") from error
