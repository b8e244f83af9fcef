"""Looks after the briefings: checks the clock, enters what is due, has each posting delivered in a task of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from random import Random
from typing import Protocol

from bot.answers.store_swap import ComingStore
from bot.notifications.briefing_delivery import Composer, Delivery, name_posting
from bot.notifications.chat_port import ChatPort, PassingError
from bot.notifications.clock import Clock, ClockSteadiness, WallClock
from bot.notifications.due_briefings import enter_due, find_first_due, make_schedule
from bot.notifications.failure_notice import describe_failures
from bot.notifications.leader_lease import LeaderLease
from bot.notifications.periodic_task import PeriodicTask
from bot.notifications.schedule import Schedule
from bot.notifications.store_changes import StatementSource, StoreChangeLog
from bot.state import State, StateError
from bot.state.briefing_outbox import Posting
from bot.state.subscriptions import Order, Subscription

log = logging.getLogger(__name__)

# A lease of a minute is renewed by a check every quarter of one.
LONGEST_SLEEP_SECONDS = 15.0
SHORTEST_SLEEP_SECONDS = 0.05
# While the clock is not trusted, or the process is young, what has come due may have to wait.
WAITING_SLEEP_SECONDS = 1.0
TIDY_SECONDS = 6 * 3_600.0
DAY_SECONDS = 86_400.0
# The job that reports failures; the others are known by the number of their posting.
_REPORT = "report"


class NewsSource(Composer, StatementSource, Protocol):
    """Where briefings come from, and what the store holds."""


class BriefingScheduler(PeriodicTask):
    """One for each process. Only the holder of the lease does anything.

    `catch_up`: seconds for which a briefing is posted after its time; later it is missed. `keep_days`: how long the
    outbox keeps what is past. `origin` is the StoreChangeLog's. `monotonic` gives seconds that no setting of the clock
    changes; a `clock` that is handed in without it is taken to be steady.
    """

    def __init__(
        self,
        state: State,
        service: NewsSource,
        post: ChatPort,
        *,
        catch_up: float,
        keep_days: int = 400,
        clock: Clock | None = None,
        random: Random | None = None,
        origin: str | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        super().__init__("briefings", clock or WallClock())
        self.store_changes = StoreChangeLog(state, service, self.clock, origin)
        if monotonic is None and clock is None:
            monotonic = time.monotonic
        self._steadiness = ClockSteadiness(self.clock, monotonic)
        self.lease = LeaderLease(state.leases, self.clock)
        self._state = state
        self._post = post
        self._catch_up = catch_up
        self._keep_seconds = keep_days * DAY_SECONDS
        self._tidied: float | None = None
        self._delivery = Delivery.make(
            state, service, post, self.clock, self.lease, random=random or Random(), catch_up=catch_up  # noqa: S311
        )  # fmt: skip
        self._due: dict[int, tuple[Subscription, Schedule, float]] = {}

    async def tick(self) -> float:
        """Do what there is to do now; gives the seconds until the next check."""
        if not await self.lease.hold():
            self.store_changes.step_back()
            return LONGEST_SLEEP_SECONDS
        try:
            await self.store_changes.note()
        except StateError:
            raise
        except Exception:
            log.exception("What the store holds could not be noted; it is tried again")
        subscriptions = {one.id: one for one in await self._state.subscriptions.list_all()}
        for gone in self._due.keys() - subscriptions.keys():
            del self._due[gone]
        is_steady = self._steadiness.check()
        for one in subscriptions.values():
            if one.off_because is None:
                await self._bring_up_to_date(one, is_steady=is_steady)
            else:
                self._due.pop(one.id, None)
        await self._start_deliveries({(one.order.channel, one.order.name): one.order for one in subscriptions.values()})
        self._start_reporting()
        await self._tidy()
        coming = min((due for _, _, due in self._due.values()), default=float("inf")) - self.clock.now()
        shortest = SHORTEST_SLEEP_SECONDS if is_steady and not self._steadiness.is_young else WAITING_SLEEP_SECONDS
        return min(LONGEST_SLEEP_SECONDS, max(shortest, coming))

    async def note_coming(self, coming: ComingStore) -> None:
        """Note what a store changes that is about to come into use. Never raises: the next check would note it too."""
        try:
            if await self.lease.hold():
                await self.store_changes.note_coming(coming)
        except Exception as error:
            log.warning("What store %s changes is noted once it is in use: %s", coming.version, error)

    async def test(self, order: Order, occasion: int) -> None:
        """Post what the briefing would say now, marked as a test and beside the outbox; the same `occasion` but once.

        Raises PostError.
        """
        await self._delivery.test(order, occasion)

    @property
    def is_reporting(self) -> bool:
        """Whether somebody is being told of a failure."""
        return _REPORT in self._jobs

    async def close(self) -> None:
        """Let what is on its way arrive, for a few seconds at most, and let another process take over."""
        await super().close()
        try:
            await self.lease.give_back()
        except StateError as error:
            log.warning("The lease could not be given back; it runs out by itself: %s", error)

    async def _tidy(self) -> None:
        now = self.clock.now()
        if self._tidied is not None and 0 <= now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        try:
            forgotten = await self._state.postings.forget(now - self._keep_seconds)
            if forgotten:
                log.info("%d old briefings were taken out of the outbox", forgotten)
        except Exception:
            log.exception("The outbox could not be tidied; it is tried again")

    async def _bring_up_to_date(self, subscription: Subscription, *, is_steady: bool) -> None:
        now = self.clock.now()
        known = self._due.get(subscription.id)
        if known is None or known[0] != subscription:
            schedule = await make_schedule(subscription.order, now)
            known = (subscription, schedule, find_first_due(schedule, subscription.planned_until))
        is_far_behind = now - subscription.planned_until > DAY_SECONDS and self._steadiness.is_young
        if known[2] <= now and is_steady and not is_far_behind:
            await enter_due(self._state, subscription, known[1], now, catch_up=self._catch_up)
            # The subscription has changed, so the next check makes the schedule anew, with the holidays of its year.
            known = (subscription, known[1], find_first_due(known[1], now))
        self._due[subscription.id] = known

    async def _start_deliveries(self, orders: dict[tuple[int, str], Order]) -> None:
        for posting in await self._state.postings.list_open():
            order = orders.get((posting.channel, posting.briefing))
            if order is not None:
                self._start_delivery(posting, order)
            elif posting.id not in self._jobs:
                await self._state.postings.finish(
                    posting.id, "sent" if posting.message else "skipped", self.clock.now(), "ended"
                )

    def _start_delivery(self, posting: Posting, order: Order) -> None:
        async def deliver() -> None:
            await self._delivery.deliver(posting, order)
            self._start_reporting()

        self.start_job(posting.id, name_posting(posting), deliver)

    def _start_reporting(self) -> None:
        self.start_job(_REPORT, "reporting what went wrong with briefings", self._report)

    async def _report(self) -> None:
        """Report what was missed or has failed to those who can mend it; each briefing's in one message."""
        unreported = await self._state.postings.list_unreported()
        unreported.sort(key=lambda one: (one.channel, one.briefing, one.due))
        for (channel, name), group in groupby(unreported, key=lambda one: (one.channel, one.briefing)):
            postings: Sequence[Posting] = list(group)
            subscription = await self._state.subscriptions.get(channel, name)
            if subscription is not None:
                text = describe_failures(postings, subscription)
                try:
                    reached = await self._post.tell(subscription.order, text)
                except PassingError as error:
                    log.warning("Nobody could be told yet (%s): %s", error, text)
                    continue
                outcome = "Told" if reached else "Nobody to tell"
                log.log(logging.INFO if reached else logging.ERROR, "%s: %s", outcome, text)
            await self._state.postings.set_reported(one.id for one in postings)
