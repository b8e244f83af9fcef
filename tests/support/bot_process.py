"""The whole program in a process of its own, by a clock that its test moves, killed at any step that the test names."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Literal, Self
from unittest.mock import patch

from bot.chat.api_endpoint import point_at
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import HOME, Settings
from bot.state import State
from bot.state.repository import Repository
from bot.store.manager import StoreManager
from tests.support.manual_clock import ManualClock

Moment = Literal["before", "after", "swap"]
# The first of them waits for the nursery, which on a busy machine takes its time.
PATIENCE = 60.0
NURSERY_STORE = "NURSERY_STORE"

_processes = multiprocessing.get_context("forkserver")


def open_nursery(store: Path) -> None:
    """Start the process that all others are forked from; it has the program loaded, and has looked into the store."""
    paths = [str(HOME), *filter(None, [os.environ.get("PYTHONPATH")])]
    _processes.set_forkserver_preload(["tests.support.fork_server"])
    with patch.dict(os.environ, {"PYTHONPATH": os.pathsep.join(paths), NURSERY_STORE: str(store)}):
        forkserver.ensure_running()


@dataclass(frozen=True)
class Life:
    """What a process is born with."""

    rest_base: str
    gateway_url: str
    token: str
    store: Path
    state: Path
    log: Path
    at: float
    settings: Mapping[str, Any] = field(default_factory=dict)


class BotProcess:
    """One process with the bot, as its test sees it."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self._end, there = _processes.Pipe()
        self._now = _processes.Value("d", life.at)
        self._process: ForkServerProcess = _processes.Process(target=live, args=(life, self._now, there), daemon=True)
        self._process.start()
        there.close()

    @classmethod
    def start(
        cls, loopback: LoopbackDiscord, store: Path, state: Path, at: float, settings: Mapping[str, Any] | None = None
    ) -> Self:
        """Begin one at a time of the clock; it is settled when it has done what there was to do."""
        log = state.with_suffix(".log")
        life = Life(loopback.rest_base, loopback.gateway_url, loopback.token, store, state, log, at, settings or {})
        process = cls(life)
        process.move(at)
        return process

    async def move_to(self, at: float) -> bool | None:
        """Move its clock and wait until all is done; gives whether it holds the lease then, None where it has died."""
        self.move(at)
        return await self.settled()

    def move(self, at: float) -> None:
        """Move its clock, also where it is stopped."""
        self._now.value = at
        self._end.send(("move", at))

    async def settled(self) -> bool | None:
        """Wait until it has done all that there was to do since the clock was moved; gives the same as move_to."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.to_thread(self._end.recv)
        except (EOFError, ConnectionResetError):
            return None
        except TimeoutError:
            # The thread that waits ends with the process.
            self.kill()
            raise AssertionError(f"it is never done\n{self.explain()}") from None

    def doom(self, moment: Moment, step: int) -> None:
        """Let it be killed at the change number `step` (from 0) that it makes in the state file from now on."""
        self._end.send(("doom", moment, step))

    def doom_swap(self) -> None:
        """Let it be killed as soon as a new store has taken the place of the one in use."""
        self._end.send(("doom", "swap", None))

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal: it is not asked."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    async def ended(self) -> int | None:
        """Wait for its end; gives its exit code, negative for a signal."""
        await asyncio.to_thread(self._process.join, PATIENCE)
        return self._process.exitcode

    async def stop(self) -> None:
        """End it without a word, where it is there still."""
        if self._process.is_alive():
            self.kill()
        await self.ended()
        self._end.close()

    def explain(self) -> str:
        """What it has logged."""
        return self.life.log.read_text() if self.life.log.exists() else "it has logged nothing"


class SharedClock(ManualClock):
    """A clock that goes on, as clocks do, while the process that looks at it is stopped."""

    def __init__(self, now: Synchronized[float]) -> None:
        self._now = now
        super().__init__(now.value)

    @property
    def at(self) -> float:
        return self._now.value

    @at.setter
    def at(self, at: float) -> None:
        """It is moved from elsewhere."""


def live(life: Life, now: Synchronized[float], end: Connection) -> None:
    """The life of a process, woken by `end` where the clock has been moved."""
    import bot.chat.runner
    import bot.cli.run

    log = os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 2)
    os.environ[bot.cli.run.TOKEN_VARIABLE] = life.token
    point_at(life.rest_base, life.gateway_url)

    def make_client(settings: Settings, service: Any, state: State, *, review: Any) -> AttacheClient:
        fate, clock = Fate(), SharedClock(now)
        Repository._change = fate.lay_on(Repository._change)  # type: ignore[assignment, method-assign]
        StoreManager.swap = fate.end_after(StoreManager.swap)  # type: ignore[assignment, method-assign]
        client = AttacheClient(settings, service, state, clock, review=review)
        client._connection.guild_ready_timeout = 0.01  # nothing but this guild will come
        asyncio.get_running_loop().add_reader(end.fileno(), lambda: obey(end, clock, client, fate))
        return client

    setattr(bot.chat.runner, "AttacheClient", make_client)  # noqa: B010 -- for type checkers it is a class
    chosen = {"store": {"folder": str(life.store), "readers": 1}, "state": {"file": str(life.state)}}
    bot.cli.run.run(Settings.model_validate({**chosen, **life.settings}))


def obey(end: Connection, clock: ManualClock, client: AttacheClient, fate: Fate) -> None:
    try:
        what, *how = end.recv()
    except EOFError:
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "doom":
        fate.moment, fate.left = how
        return

    async def report() -> None:
        # The keeper and the alerter sleep between two looks at what there is to do.
        await clock.asleep(2)
        await client.scheduler.settle()
        await client.alert_dispatcher.settle()
        end.send(client.scheduler.lease.is_leader)

    clock.move_to(*how)
    client._reporting = asyncio.ensure_future(report())  # type: ignore[attr-defined]


class Fate:
    """Kills the process before or after one of the changes that it makes in the state file."""

    def __init__(self) -> None:
        self.moment: Moment = "before"
        self.left: int | None = None

    def end_after(self, swap: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Make a swap the last thing that is done, where that was asked for."""

        async def step(*args: Any) -> None:
            await swap(*args)
            if self.moment == "swap":
                os.kill(os.getpid(), signal.SIGKILL)

        return step

    def lay_on(self, change: Callable[..., Awaitable[int]]) -> Callable[..., Awaitable[int]]:
        """Make each call one that may be the last."""

        async def step(*args: Any) -> int:
            doomed = self.left == 0
            if self.left is not None:
                self.left -= 1
            if doomed and self.moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = await change(*args)
            if doomed:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return step
