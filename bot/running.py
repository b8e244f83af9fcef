"""Puts the parts together and runs them: against Discord, or in a rehearsal on loopback."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from bot.asking import open_desk
from bot.chat.endpoint import point_at
from bot.chat.serving import serve
from bot.exits import Exit, ExitError
from bot.rehearsal.prompt import run_prompt
from bot.rehearsal.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State, StateError

log = logging.getLogger(__name__)

READY_SECONDS = 30.0
TOKEN_VARIABLE = "DISCORD_TOKEN"  # noqa: S105 -- the name of the variable, not a token


def run(settings: Settings) -> int:
    """Connect to Discord and answer until SIGTERM or Ctrl-C. Raises ExitError where that cannot be."""
    _log_to_stderr(settings.log.level)
    return asyncio.run(_run(settings, read_token(settings)))


def rehearse(settings: Settings, person: str) -> int:
    """Run the real bot against a Discord on loopback, with a prompt in the terminal. Raises ExitError."""
    _log_to_stderr("warning" if settings.log.level == "info" else settings.log.level)
    return asyncio.run(_rehearse(settings, person))


def read_token(settings: Settings) -> str:
    """The bot's token, from the environment or else from the configured file. Raises ExitError where there is none."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    file = settings.discord.token_file
    if not token and file is not None:
        try:
            token = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ExitError(Exit.NO_TOKEN, f"the token file {file} cannot be read: {error}") from error
    if not token:
        where = f"put one into {file}" if file else f"set {TOKEN_VARIABLE}, or name a file under discord.token_file"
        raise ExitError(Exit.NO_TOKEN, f"no token: {where}. To try the bot without Discord: python -m bot rehearse")
    return token


async def _run(settings: Settings, token: str) -> int:
    async with open_desk(settings) as desk, _open_state(settings.state.file, settings.state.keep_days) as state:
        await serve(settings, desk, state, token, _stop_on_signals())
    return Exit.DONE


async def _rehearse(settings: Settings, person: str) -> int:
    with tempfile.TemporaryDirectory(prefix="attache-") as folder:
        async with (
            open_desk(settings) as desk,
            _open_state(Path(folder, "state.sqlite"), settings.state.keep_days) as state,
            LoopbackDiscord() as discord,
        ):
            point_at(discord.rest_base, discord.gateway_url)
            stop = asyncio.Event()
            serving = asyncio.create_task(serve(settings, desk, state, discord.token, stop))
            ready = asyncio.create_task(_wait_until_ready(discord))
            try:
                await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    await serving
                await ready
                return await run_prompt(discord, Console(), person, "briefings", stdin=sys.stdin)
            finally:
                ready.cancel()
                stop.set()
                await serving


async def _wait_until_ready(discord: LoopbackDiscord) -> None:
    # The commands are registered before the gateway is there; a question in between would meet nobody.
    await discord.wait_for_commands(READY_SECONDS)
    await discord.wait_for_bot(READY_SECONDS)


@asynccontextmanager
async def _open_state(file: Path, keep_days: int) -> AsyncIterator[State]:
    try:
        state = await State.open(file, keep_days=keep_days)
    except StateError as error:
        raise ExitError(Exit.NO_STATE, str(error)) from error
    try:
        yield state
    finally:
        await state.close()


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)
    return stop


def _log_to_stderr(level: str) -> None:
    # The voice libraries that discord.py misses at every start are not wanted.
    logging.getLogger("discord.client").addFilter(lambda record: "voice will NOT" not in record.getMessage())
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", stream=sys.stderr
    )
