"""One bot in a process of its own: the bot on a store, or a bare one of discord.py with /ping; it obeys lines.

A line from the parent is a wish: `take` is answered with what was measured since the last one, `stop` ends it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import discord
from discord import app_commands

from bench.answers.stalls import Stalls, read_memory
from bot.chat.api_endpoint import point_at


def main() -> None:
    """`process.py ping|attache REST GATEWAY TOKEN STORE STATE [DATA ROOT]`."""
    kind, rest, gateway, token, *places = sys.argv[1:]
    logging.basicConfig(level="ERROR", stream=sys.stderr)
    point_at(rest, gateway)
    asyncio.run(_run_ping(token) if kind == "ping" else _run_attache(token, *map(Path, places)))


async def _run_ping(token: str) -> None:
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    tree = app_commands.CommandTree(client)
    ready = asyncio.Event()

    @tree.command(description="Answers")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    @client.event
    async def setup_hook() -> None:
        await tree.sync()

    @client.event
    async def on_ready() -> None:
        ready.set()

    running = asyncio.create_task(client.start(token))
    await asyncio.wait_for(ready.wait(), 60)
    _say_ready()
    await _obey()
    await client.close()
    await asyncio.gather(running, return_exceptions=True)


async def _run_attache(token: str, store: Path, state_file: Path, data: Path = Path(), root: Path = Path()) -> None:
    # Imported here: what they take to import is no part of the bare bot.
    from bot.answers.service import AnswerService
    from bot.chat.client import AttacheClient
    from bot.chat.runner import serve
    from bot.settings import Settings
    from bot.state import State
    from bot.store.manager import StoreManager

    settings = Settings()
    manager = StoreManager(store.parent, readers=settings.store.readers, deadline=settings.store.deadline_seconds)
    await manager.swap(store)
    state = await State.open(state_file)
    service = AnswerService(manager, data=data, root=root, folder=store.parent, today=lambda: datetime.now(UTC).date())
    stop = asyncio.Event()

    async def opening(client: AttacheClient) -> None:
        del client
        _say_ready()
        await _obey()
        stop.set()

    try:
        await serve(settings, service, state, token, stop, opening=opening)
    finally:
        await state.close()
        await service.close()
        await manager.close()


def _say_ready() -> None:
    _say({"ready": time.clock_gettime(time.CLOCK_BOOTTIME) - _begun(), "work": time.process_time(), **read_memory()})


def _begun() -> float:
    """When this process began, in seconds since the machine did."""
    fields = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[19]) / 100


async def _obey() -> None:
    stalls = Stalls()
    watching = asyncio.create_task(stalls.watch())
    lines: asyncio.Queue[str] = asyncio.Queue()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), lambda: lines.put_nowait(sys.stdin.readline().strip()))
    wishes: dict[str, Callable[[], object]] = {"take": lambda: _say({**stalls.take(), **read_memory()})}
    while (wish := await lines.get()) in wishes:
        wishes[wish]()
    asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
    watching.cancel()


def _say(told: dict[str, float]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
