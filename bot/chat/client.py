"""The Discord client: its intents, its background tasks, and an orderly close."""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.answers.model import FactItem
from bot.answers.service import AnswerService
from bot.chat.commands.registration import CommandRegistration
from bot.chat.commands.tree import AttacheTree
from bot.chat.components import handle_click
from bot.chat.delivery.alerts import DiscordAlertPort
from bot.chat.delivery.briefings import DiscordChatPort
from bot.chat.delivery.operators import tell_operators
from bot.chat.fair_queue import FairQueue
from bot.chat.handlers.mentions import answer_mention
from bot.chat.handlers.review_posts import post_watched
from bot.chat.interaction import Interaction, ServingClient
from bot.chat.runtime.loop_delay import LoopDelay
from bot.ingest.review.intake import Taken
from bot.ingest.review.service import ReviewService
from bot.ingest.review.source_watcher import SourceWatcher, WatchedSources
from bot.notifications.alert_dispatcher import AlertDispatcher
from bot.notifications.briefing_scheduler import BriefingScheduler
from bot.notifications.clock import Clock
from bot.notifications.order_status import collect_facts
from bot.settings import Settings
from bot.state import State

log = logging.getLogger(__name__)

FAREWELL_SECONDS = 5.0
MAX_RATE_LIMIT_SECONDS = 30.0


class AttacheClient(ServingClient):
    """Answers the slash commands and the buttons under their answers.

    It hears of servers, roles and channels. Of what people write it reads only messages that mention it, and direct
    messages: Discord gives it no others.
    """

    def __init__(
        self,
        settings: Settings,
        service: AnswerService,
        state: State,
        clock: Clock | None = None,
        review: ReviewService | None = None,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            # A longer wait is an error at once: who asks knows better what to do meanwhile.
            max_ratelimit_timeout=MAX_RATE_LIMIT_SECONDS,
        )
        self.settings = settings
        self.service = service
        self.queue = FairQueue()
        self.review = review
        self.taking_in: set[int] = set()
        self.typed_edits: dict[tuple[int, str, str], dict[str, str]] = {}
        self.state = state
        self.tree = AttacheTree(self)
        self.post = DiscordChatPort(self)
        catch_up = settings.briefings.catch_up_hours * 3_600.0
        keep_days = settings.briefings.keep_days
        self.scheduler = BriefingScheduler(
            state,
            service,
            self.post,
            catch_up=catch_up,
            keep_days=keep_days,
            clock=clock,
            origin=f"{socket.gethostname()}:{settings.store.folder}",
        )
        self.alert_dispatcher = AlertDispatcher(
            state,
            service,
            DiscordAlertPort(self, settings.answers.language),
            lease=self.scheduler.lease,
            clock=self.scheduler.clock,
            keep_days=settings.state.keep_days,
            store_changes=self.scheduler.store_changes,
        )
        service.before_swap = self.scheduler.note_coming
        self._zone = ZoneInfo(settings.answers.timezone)
        self._started = time.monotonic()
        self._answering: set[asyncio.Task[Any]] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._leaving = False
        self._delay = LoopDelay()
        self._watching: asyncio.Task[None] | None = None
        self.registration = CommandRegistration(self.tree, state, settings.discord.guilds)
        self._registering: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Start what runs beside the answers: the registration of commands, the schedulers, the measuring."""
        self._watching = asyncio.create_task(self._delay.watch())
        self._registering = asyncio.create_task(self._register_commands(), name="registration")
        self._keeping = asyncio.create_task(self._keep_posting(), name="posting")

    async def on_ready(self) -> None:
        """Log that the bot is there; this happens after every new session."""
        log.info("Ready as %s in %d servers", self.user, len(self.guilds))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle a click or a form; the command tree handles commands and their autocompletion."""
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            await handle_click(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a question that mentions the bot, or is put to it directly."""
        if self.user is not None:
            await answer_mention(self, message, self.user.id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what failed in an event handler; the client goes on."""
        del args, kwargs
        log.exception("The handler of %s failed", event_method)

    def today(self) -> date:
        """The day in the configured zone."""
        return datetime.now(self._zone).date()

    async def _register_commands(self) -> None:
        if self.application_id is not None:
            await self.registration.run(self.application_id)

    async def _describe_briefings(self, guild: int | None, *, common: bool) -> tuple[FactItem, ...]:
        if guild is None and not common:
            return ()
        return await collect_facts(self.state, self.scheduler.clock.now(), None if common else guild)

    async def _describe_reviews(self) -> tuple[FactItem, ...]:
        """How reviewing goes, where documents are taken in; of nobody by name."""
        figures = await self.review.count() if self.review else None
        if figures is None or not figures.documents:
            return ()
        edits = ", ".join(f"{name} {number}" for name, number in sorted(figures.edited.items())) or "none"
        return (
            FactItem("Drafts", f"{figures.open:,} open, {figures.accepted + figures.refused:,} decided"),
            FactItem("Accepted unchanged", f"{figures.unchanged:,} of {figures.accepted:,}"),
            FactItem("Edits by field", edits),
            FactItem("Refused, undone", f"{figures.refused:,}, {figures.undone:,}"),
            FactItem("Added by hand", f"{figures.by_hand:,}"),
            *([FactItem("Seconds a decision", f"{figures.seconds:,.0f}")] if figures.seconds is not None else ()),
        )

    async def _keep_posting(self) -> None:
        # Permissions in a channel are known once the guilds have arrived.
        await self.wait_until_ready()
        await self._tell_operators()
        await asyncio.gather(self.scheduler.run(), self.alert_dispatcher.run(), self._watch_sources())

    async def _watch_sources(self) -> None:
        """Take in what is new in the watched feeds and folders, where some are watched."""
        chosen, review = self.settings.ingest, self.review
        if review is None or not (chosen.feeds or chosen.folders):
            return

        async def tell(taken: Taken) -> None:
            await post_watched(self, taken.file, taken.warnings)

        interval = timedelta(minutes=chosen.minutes)
        sources = WatchedSources(chosen.feeds, chosen.hosts, chosen.folders, interval)
        await SourceWatcher(review, sources, self.settings.data.folder, tell).run()

    async def _tell_operators(self) -> None:
        """Say that the bot started on an older store, once, to those who can mend it."""
        if problem := self.service.care.problem:
            sentence = f"I have started, but {problem[:1200]}. {self.service.care.describe_store()}"
            if not await tell_operators(self, self.settings.admins.users, sentence):
                log.error("None of the admins could be told: %s", sentence)

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for an answer."""
        return not self._answering

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count the current task as an answer that the bot finishes before it leaves."""
        task = asyncio.current_task()
        if task is None or task in self._answering:
            yield
            return
        self._answering.add(task)
        try:
            yield
        finally:
            self._answering.discard(task)

    async def close(self) -> None:
        """Finish what is under way, for a few seconds at most, then leave the gateway. May be called twice."""
        if not self._leaving:
            self._leaving = True
            for task in (self._watching, self._registering):
                if task is not None:
                    task.cancel()
            if self._keeping is not None:
                self._keeping.cancel()
                await asyncio.gather(self._keeping, return_exceptions=True)
            await asyncio.gather(self._finish(self._answering - {asyncio.current_task()}), self._stop_posting())
        await super().close()

    async def _stop_posting(self) -> None:
        await self.alert_dispatcher.close()
        # Last: it releases the leader lease, which alerts being sent need.
        await self.scheduler.close()

    async def _finish(self, pending: set[asyncio.Task[Any]]) -> None:
        if pending:
            log.info("Finishing %d answers before leaving", len(pending))
            _, late = await asyncio.wait(pending, timeout=FAREWELL_SECONDS)
            if late:
                log.warning("Leaving with %d answers unfinished", len(late))
                for task in late:
                    task.cancel()
                await asyncio.gather(*late, return_exceptions=True)

    async def facts(self, guild: int | None, *, common: bool) -> tuple[FactItem, ...]:
        """What only the connection knows: latencies, commands, briefings, uptime; servers where `common`."""
        gateway = self.latency
        return (
            FactItem("Gateway latency", f"{gateway * 1000:.0f} ms" if math.isfinite(gateway) else "not measured yet"),
            FactItem("Event loop delay", self._delay.describe()),
            FactItem("Commands", self.registration.describe()),
            *([FactItem("Servers", f"{len(self.guilds):,}")] if common else []),
            *(self.service.care.list_details() if common else ()),
            *await self._describe_briefings(guild, common=common),
            *(await self._describe_reviews() if common else ()),
            FactItem("Up for", describe_duration(time.monotonic() - self._started)),
        )


def describe_duration(seconds: float) -> str:
    """Give a length of time in its two largest units: "3 d 4 h", "12 min 5 s"."""
    left = int(seconds)
    parts = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts[:2]) or "0 s"
