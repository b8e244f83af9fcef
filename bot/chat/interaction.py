"""An interaction, and what its handlers need of the client that received it.

Handlers, commands and components name these types and never the client itself, so that the client can import them.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

import discord

from bot.answers.model import FactItem
from bot.answers.service import AnswerService
from bot.notifications.alert_dispatcher import AlertDispatcher
from bot.notifications.briefing_scheduler import BriefingScheduler
from bot.settings import Settings
from bot.state import State


class BotServices(Protocol):
    """What an interaction is answered with."""

    settings: Settings
    service: AnswerService
    state: State
    scheduler: BriefingScheduler
    alert_dispatcher: AlertDispatcher

    @abstractmethod
    def today(self) -> date:
        """The day in the configured zone."""

    @abstractmethod
    def under_way(self) -> AbstractContextManager[None]:
        """Count the current task as an answer that the bot finishes before it leaves."""

    @abstractmethod
    async def facts(self) -> tuple[FactItem, ...]:
        """What only the connection knows, for /status: latencies, servers, uptime."""


class ServingClient(discord.Client, BotServices):
    """A client that has these services."""


Interaction = discord.Interaction[ServingClient]


async def begin_privately(interaction: Interaction) -> None:
    """Tell Discord that an answer is coming, which edit_original_response() then gives.

    To a command that is a new message for the asker alone; to a click, the clicked message in its new form.
    """
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=interaction.guild_id is not None, thinking=True)
