"""The command tree: its commands, the answer when one fails, and their registration with Discord."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.chat.commands import ALL
from bot.chat.errors import describe, report_error
from bot.state import State, StateError

log = logging.getLogger(__name__)


class AttacheTree(app_commands.CommandTree[Any]):
    """All commands of the bot."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        for command in ALL:
            self.add_command(command)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer any error once; the library calls this after other handlers as well."""
        if not interaction.extras.setdefault("error-answered", False):
            interaction.extras["error-answered"] = True
            await report_error(interaction, error)

    async def sync_changed(self, application: int, guilds: Sequence[int], state: State) -> bool:
        """Tell Discord about the commands where they are not those that it last accepted; True where it was told.

        With `guilds` they are registered for those servers alone. That Discord cannot be reached is logged, no more:
        the commands that it knows go on working.
        """
        described = sorted((command.to_dict(self) for command in self.get_commands()), key=lambda one: str(one["name"]))
        content = json.dumps([application, sorted(guilds), described], sort_keys=True)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        try:
            if await state.command_hash(application) == sha256:
                return False
        except StateError as error:
            log.warning("Whether Discord knows the commands is not known: %s", error)
        try:
            for guild in guilds:
                place = discord.Object(guild)
                self.copy_global_to(guild=place)
                await self.sync(guild=place)
            if guilds:
                # What was registered for all servers before would show twice there, and everywhere else.
                await self.client.http.bulk_upsert_global_commands(application, payload=[])
            else:
                await self.sync()
        except (discord.DiscordException, aiohttp.ClientError, TimeoutError) as error:
            log.error("Discord did not take the commands: %s: %s", describe(error), error)
            return False
        try:
            await state.set_command_hash(application, sha256)
        except StateError as error:
            log.warning("Discord will be told about the commands once more at the next start: %s", error)
        log.info("Discord was told about %d commands", len(described))
        return True
