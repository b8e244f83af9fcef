"""Runs the client until it is asked to stop; a reason why it cannot run is one line."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import itertools
import logging
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.chat.http_errors import describe
from bot.chat.runtime.garbage_collection import collect_seldom, collect_while_idle
from bot.exit_codes import Exit, ExitError
from bot.ingest.review.service import ReviewService
from bot.settings import Settings
from bot.state import State

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
WARM_THREADS = 5
# mallopt(3): the parameter M_ARENA_MAX, and the number of heaps that all threads share.
_M_ARENA_MAX, _HEAPS = -8, 2
START_SECONDS = 5.0
# Pauses before the gateway is tried again; the last one is repeated.
RECONNECT_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)
AUTHENTICATION_FAILED = 4004  # the code with which the gateway closes on a token that is not, or no longer, valid

Opening = Callable[[AttacheClient], Awaitable[None]]


async def serve(
    settings: Settings,
    service: AnswerService,
    state: State,
    token: str,
    stop: asyncio.Event,
    *,
    opening: Opening | None = None,
    review: ReviewService | None = None,
) -> None:
    """Connect to Discord and answer until `stop` is set; then finish the answers under way and leave.

    `review` is where documents are taken in and drafts decided; without it nothing is.
    `opening` is awaited once the client is ready, beside the answers; a failure of it is logged.
    Raises ExitError where the token is refused, an intent is missing, or Discord cannot be reached at the start. A
    connection that is lost later is taken up again by the library.
    """
    _share_heaps()
    await _make_ready_for_threads()
    # At their debug level these libraries log what people ask, and the tokens of their interactions.
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
    logging.getLogger("discord.client").addFilter(_shorten_reconnects)
    client = AttacheClient(settings, service, state, review=review)
    with collect_seldom():
        connecting = asyncio.create_task(_connect(client, token, opening))
        stopping = asyncio.create_task(stop.wait())
        collecting = asyncio.create_task(collect_while_idle(lambda: client.is_idle))
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


def _shorten_reconnects(record: logging.LogRecord) -> bool:
    """Turn the traceback that the library logs at every reconnect into one line."""
    if record.exc_info and record.exc_info[1] is not None and "reconnect" in str(record.msg):
        record.msg, record.args = f"{record.getMessage()} ({describe(record.exc_info[1])})", ()
        record.exc_info = record.exc_text = None
    return True


def _share_heaps() -> None:
    """Limit glibc's malloc to two arenas. By default each thread has its own, and memory that a closed store freed in
    one is of no use to the others.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


async def _make_ready_for_threads() -> None:
    """Shorten the interpreter's switch interval, and start the threads of the default executor ahead of need."""
    # By default a busy thread keeps the interpreter lock for up to five milliseconds before the event loop runs.
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
        await _stay_connected(client)
    finally:
        warming.cancel()
        if begun:
            begun.cancel()


async def _stay_connected(client: AttacheClient) -> None:
    """Stay connected to the gateway. Raises what the library raises where trying again is of no use.

    The library takes a lost connection up again. It fails on a first one that is refused, because it reads the
    sequence of a websocket that it never had, and on events that are not formed as they should be.
    """
    for attempt in itertools.count():
        try:
            await client.connect()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            pause = RECONNECT_SECONDS[min(attempt, len(RECONNECT_SECONDS) - 1)]
            socket: Any = client.ws  # None until a first connection was made, whatever its type says
            why = "was refused" if socket is None else f"broke off ({describe(error)})"
            log.warning("The connection to the gateway %s; next attempt in %.0f s", why, pause)
            if socket is not None and socket.open:
                await socket.close(code=1000)
            await asyncio.sleep(pause)
        else:
            return


async def _warm(client: AttacheClient) -> None:
    # Not before: warming would delay readiness, and no question can come until then.
    await client.wait_until_ready()
    await client.service.warm()


async def _open(client: AttacheClient, opening: Opening) -> None:
    await client.wait_until_ready()
    try:
        await opening(client)
    except Exception:
        log.exception("The opening task failed")


def _log_failure(warming: asyncio.Task[None]) -> None:
    if not warming.cancelled() and (error := warming.exception()):
        # The first question then loads what was not warmed.
        log.warning("Warming failed; first answers are slower: %s", error)


def _explain(connecting: asyncio.Task[None]) -> None:
    try:
        connecting.result()
    except discord.LoginFailure as error:
        raise ExitError(Exit.BAD_TOKEN, "Discord refused the token: make a new one and set it again") from error
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise ExitError(
                Exit.BAD_TOKEN, "Discord takes the token no longer: make a new one and set it again"
            ) from error
        raise ExitError(Exit.NO_CONNECTION, f"Discord closed the connection for good (code {error.code})") from error
    except discord.PrivilegedIntentsRequired as error:
        raise ExitError(
            Exit.MISSING_INTENT, "Discord refused the intents: allow them under Bot in the developer portal"
        ) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise ExitError(Exit.NO_CONNECTION, f"Discord cannot be reached: {describe(error)}: {error}") from error
