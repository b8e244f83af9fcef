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
from bot.chat.fair_queue import FairQueue
from bot.ingest.review.service import ReviewService
from bot.notifications.alert_dispatcher import AlertDispatcher
from bot.notifications.briefing_scheduler import BriefingScheduler
from bot.settings import Settings
from bot.state import State


class BotServices(Protocol):
    """What an interaction is answered with.

    review       documents and drafts; None where nothing is taken in
    taking_in    the servers, and persons in direct messages, for which a document is being read
    typed_edits  what an editor typed that was refused, by person, document and draft: the form shows it again
    """

    settings: Settings
    service: AnswerService
    state: State
    scheduler: BriefingScheduler
    alert_dispatcher: AlertDispatcher
    queue: FairQueue
    review: ReviewService | None
    taking_in: set[int]
    typed_edits: dict[tuple[int, str, str], dict[str, str]]

    @abstractmethod
    def today(self) -> date:
        """The day in the configured zone."""

    @abstractmethod
    def under_way(self) -> AbstractContextManager[None]:
        """Count the current task as an answer that the bot finishes before it leaves."""

    @abstractmethod
    async def facts(self, guild: int | None, *, common: bool) -> tuple[FactItem, ...]:
        """What only the connection knows, for /status: latencies, briefings, uptime.

        Briefings are those of one server; with `common` those of all, and how many servers there are.
        """


class ServingClient(discord.Client, BotServices):
    """A client that has these services."""


Interaction = discord.Interaction[ServingClient]
