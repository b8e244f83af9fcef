"""Puts the parts together and runs them against Discord."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import sys
import time

from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.service import AnswerService
from bot.app import open_review, open_service, open_state
from bot.chat.runner import serve
from bot.exit_codes import Exit, ExitError
from bot.notifications.configured_orders import apply_configured_orders
from bot.settings import Settings
from bot.state import State

log = logging.getLogger(__name__)

MAX_TOKEN_CHARACTERS = 200
TOKEN_VARIABLE = "DISCORD_TOKEN"  # noqa: S105 -- the name of the variable, not a token


def run(settings: Settings) -> int:
    """Connect to Discord and answer until SIGTERM or Ctrl-C. Raises ExitError where that cannot be."""
    log_to_stderr(settings.log.level)
    return asyncio.run(_run(settings, read_token(settings)))


def read_token(settings: Settings) -> str:
    """The bot's token, from the environment or else from the configured file. Raises ExitError where there is none."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    file = settings.discord.token_file
    if not token and file is not None:
        try:
            with file.open(encoding="utf-8") as opened:
                token = opened.read(MAX_TOKEN_CHARACTERS + 2).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ExitError(Exit.NO_TOKEN, f"the token file {file} cannot be read: {error}") from error
    if not token:
        where = f"put one into {file}" if file else f"set {TOKEN_VARIABLE}, or name a file under discord.token_file"
        raise ExitError(Exit.NO_TOKEN, f"no token: {where}. To try the bot without Discord: python -m bot rehearse")
    if len(token) > MAX_TOKEN_CHARACTERS or not re.fullmatch(r"[!-~]+", token):
        raise ExitError(
            Exit.NO_TOKEN,
            "what is set as the token is none: it is one word of letters, digits and dots, as the developer portal"
            " shows it",
        )
    return token


async def _run(settings: Settings, token: str) -> int:
    async with (
        open_service(settings) as service,
        open_state(settings.state.file, settings.state.keep_days) as state,
        open_review(settings) as review,
    ):
        await _apply_orders(settings, service, state)
        await serve(settings, service, state, token, stop_on_signals(), review=review)
    return Exit.DONE


async def _apply_orders(settings: Settings, service: AnswerService, state: State) -> None:
    try:
        await apply_configured_orders(settings, service, state, time.time())
    except (NotUnderstood, Ambiguous) as error:
        raise ExitError(Exit.BAD_SETTINGS, f"the settings have a mistake under briefings.channels: {error}") from error


def stop_on_signals(*, interrupt: bool = True) -> asyncio.Event:
    """An event that SIGTERM, a closed terminal (SIGHUP, unless it is ignored) and, with `interrupt`, Ctrl-C set, in
    place of what they do otherwise.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    numbers = [signal.SIGTERM, *([signal.SIGINT] if interrupt else [])]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    for number in numbers:
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)
    return stop


def log_to_stderr(level: str) -> None:
    """Write the log to stderr, from this level on."""
    # discord.py misses its voice libraries at every start; the bot has no voice.
    logging.getLogger("discord.client").addFilter(lambda record: "voice will NOT" not in record.getMessage())
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", stream=sys.stderr
    )
