"""Starts a bot in a process of its own against a loopback Discord of its own, and asks it as people do."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.answers.asking import Asking
from bot.rehearsal.loopback.messages import walk_components
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord

_PATIENCE = 20.0
_PERSON, _CHANNEL = "member", "press-desk"


class FailedError(Exception):
    """The bot gave no answer, or one that is none."""


class Taken(NamedTuple):
    """What one answer took: seconds until something was there to read, and seconds at work of the bot meanwhile."""

    kind: str
    seconds: float
    work: float


class Bot:
    """A running bot; `ready` are the seconds from its start until it could be asked."""

    def __init__(self, name: str, loopback: LoopbackDiscord, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self.loopback = loopback
        self.ready: dict[str, float] = {}
        self._process = process

    async def take(self) -> dict[str, float]:
        """What the process measured of itself since the last time."""
        return await self._tell("take")

    def read_work(self) -> float:
        """Seconds that the process has been at work on a core since it began, all its threads together."""
        return time.clock_gettime((~self._process.pid << 3) | 2)  # its CPU clock, see clock_getcpuclockid(3)

    async def ask(self, asked: Asking, person: str = _PERSON) -> list[Taken]:
        """Ask as a person of the loopback Discord, and turn pages as asked."""
        began, worked = time.perf_counter(), self.read_work()
        if asked.focused:
            await self.loopback.autocomplete(person, _CHANNEL, asked.command, asked.options, asked.focused)
            return [Taken(asked.kind, time.perf_counter() - began, self.read_work() - worked)]
        reply = await self.loopback.slash(person, _CHANNEL, asked.command, asked.options)
        taken = [Taken(asked.kind, await _settle(reply), self.read_work() - worked)]
        for _ in range(asked.pages):
            button = _find_next(reply)
            if button is None:
                break
            worked = self.read_work()
            reply = await self.loopback.click(person, reply.message, button)
            taken.append(Taken("turning pages", await _settle(reply), self.read_work() - worked))
        self._forget()
        return taken

    def _forget(self) -> None:
        """Keep the service small: what was answered is looked at no more."""
        world = self.loopback.world
        if len(world.interactions) > 2_000:
            _drop_oldest(world.interactions)
            _drop_oldest(world.by_token)
            _drop_oldest(world.messages)

    async def _tell(self, wish: str) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{wish}\n".encode())
        await self._process.stdin.drain()
        return await self._hear()

    async def _hear(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 120)
        if not line:
            raise FailedError(f"{self.name} has ended")
        heard: dict[str, float] = json.loads(line)
        return heard

    async def wait_until_ready(self) -> None:
        """Wait until it can be asked."""
        self.ready = await self._hear()
        await self.loopback.wait_for_commands()
        await self.loopback.wait_for_bot()

    async def stop(self) -> None:
        """End the process."""
        if self._process.returncode is None:
            assert self._process.stdin is not None
            with contextlib.suppress(ConnectionError):
                self._process.stdin.write(b"stop\n")
                await self._process.stdin.drain()
            try:
                await asyncio.wait_for(self._process.wait(), 15)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


def _drop_oldest(remembered: dict[Any, Any], most: int = 1_000) -> None:
    for key in list(remembered)[:-most]:
        del remembered[key]


@contextlib.asynccontextmanager
async def running(kind: str, *places: Path) -> AsyncIterator[Bot]:
    """A bot of this kind, ready; `places` are what process.py takes."""
    async with LoopbackDiscord() as loopback:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.answers.process", kind, loopback.rest_base, loopback.gateway_url,
            loopback.token, *map(str, places), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        bot = Bot(kind, loopback, process)
        try:
            await bot.wait_until_ready()
            yield bot
        finally:
            await bot.stop()


async def _settle(reply: Reply) -> float:
    """Seconds from the question until what was asked for can be read: an answer put off does not count as one."""
    if reply.failed:
        raise FailedError(reply.failed)
    if not reply.interaction.finished.is_set():
        await asyncio.wait_for(reply.interaction.finished.wait(), _PATIENCE)
    seconds = time.perf_counter() - reply.interaction.started
    if not reply.messages:
        raise FailedError("no message")
    return seconds


def _find_next(reply: Reply) -> str | None:
    parts: list[dict[str, Any]] = list(walk_components(reply.message["components"]))
    found = (part for part in parts if part.get("label") == "▶" and not part.get("disabled"))
    return next((str(part["custom_id"]) for part in found), None)
