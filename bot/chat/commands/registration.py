"""Registers the commands with Discord where they changed: beside everything else, and again until it is done."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import discord
from discord import app_commands

from bot.chat.http_errors import CONNECTION_ERRORS, describe
from bot.state import State, StateError

log = logging.getLogger(__name__)

# Pauses after failed attempts; the last one is repeated. Discord may ask for a longer one.
PAUSES_SECONDS: Final = (30.0, 120.0, 600.0, 3_600.0)


class CommandRegistration:
    """Keeps the commands that Discord knows in step with those of the tree.

    `guilds` are the servers to register them for; without any they are registered for all. `tried` is set after the
    first attempt, `problem` is why the newest one failed.
    """

    def __init__(
        self,
        tree: app_commands.CommandTree[Any],
        state: State,
        guilds: Sequence[int],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.tried = asyncio.Event()
        self.problem: str | None = None
        self._tree = tree
        self._state = state
        self._guilds = tuple(sorted(guilds))
        self._sleep = sleep
        self._done = False

    def describe(self) -> str:
        """Say for /status how it stands."""
        if self._done:
            return "registered"
        if self.problem is None:
            return "being registered"
        return f"not registered, because {self.problem}; tried again by itself"

    async def run(self, application: int) -> None:
        """Register where need be, until it is done."""
        attempt = 0
        while not self._done:
            pause = PAUSES_SECONDS[min(attempt, len(PAUSES_SECONDS) - 1)]
            try:
                await self._register(application)
                self._done, self.problem = True, None
            except discord.RateLimited as error:
                pause = max(pause, error.retry_after)
                self.problem = f"Discord asks to wait for {error.retry_after:.0f} s"
            except (discord.DiscordException, *CONNECTION_ERRORS) as error:
                self.problem = f"Discord did not take them ({describe(error)})"
            finally:
                self.tried.set()
            if not self._done:
                log.error("The commands are not registered: %s; next attempt in %.0f s", self.problem, pause)
                await self._sleep(pause)
                attempt += 1

    async def _register(self, application: int) -> None:
        commands = sorted((one.to_dict(self._tree) for one in self._tree.get_commands()), key=lambda one: one["name"])
        content = json.dumps([application, self._guilds, commands], sort_keys=True)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        try:
            if await self._state.command_hash(application) == sha256:
                return
        except StateError as error:
            log.warning("Whether Discord knows the commands is not known: %s", error)
        for guild in self._guilds:
            place = discord.Object(guild)
            self._tree.copy_global_to(guild=place)
            await self._tree.sync(guild=place)
        if self._guilds:
            # What was registered for all servers before would show twice there, and everywhere else.
            await self._tree.client.http.bulk_upsert_global_commands(application, payload=[])
        else:
            await self._tree.sync()
        log.info("Discord was told about %d commands", len(commands))
        try:
            await self._state.set_command_hash(application, sha256)
        except StateError as error:
            log.warning("Discord will be told about the commands once more at the next start: %s", error)
