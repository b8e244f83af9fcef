"""Keeps the briefings: looks at the clock, enters what is due, and has each posting delivered in a task of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from random import Random
from typing import Protocol

from bot.notifications.briefing_delivery import Composer, Delivery, name_posting
from bot.notifications.chat_port import ChatPort, PassingError
from bot.notifications.clock import Clock, WallClock, sleep_unless_woken
from bot.notifications.due_briefings import enter_due, find_first_due, make_schedule
from bot.notifications.failure_notice import word_untold
from bot.notifications.leader_lease import LeaderLease
from bot.notifications.schedule import Schedule
from bot.notifications.store_changes import StatementSource, StoreChangeLog
from bot.state import State
from bot.state.briefing_outbox import Posting
from bot.state.subscriptions import Order, Subscription

log = logging.getLogger(__name__)

# A lease of a minute is held on to by a look every quarter of one.
LONGEST_SLEEP = 15.0
SHORTEST_SLEEP = 0.05
# After an error of ours a posting rests, so that it does not fill the log.
REST_SECONDS = 300.0
FAREWELL_SECONDS = 5.0
TIDY_SECONDS = 6 * 3_600.0
DAY_SECONDS = 86_400.0


class NewsSource(Composer, StatementSource, Protocol):
    """Where briefings come from, and what the store holds."""


class BriefingScheduler:
    """One for each process. Only the holder of the lease does anything.

    `catch_up`: seconds for which a briefing is posted after its time; later it is missed. `keep_days`: how long the
    ledger keeps what is past.
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
    ) -> None:
        self.clock = clock or WallClock()
        self.noting = StoreChangeLog(state, service, self.clock)
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
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._resting: dict[int, float] = {}
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Look after the briefings until cancelled; no error ends it."""
        while True:
            pause = LONGEST_SLEEP
            self._woken.clear()
            try:
                pause = await self.tick()
            except Exception:
                log.exception("Looking after the briefings failed; it is tried again")
            await sleep_unless_woken(self.clock, pause, self._woken)

    def wake(self) -> None:
        """Look again at once: an order has changed."""
        self._woken.set()

    async def tick(self) -> float:
        """Do what there is to do now; gives the seconds until it has to be looked again."""
        if not await self.lease.hold():
            self.noting.step_back()
            return LONGEST_SLEEP
        try:
            await self.noting.note()
        except Exception:
            log.exception("What the store holds could not be noted; it is tried again")
        orders = {kept.id: kept for kept in await self._state.subscriptions.list_all()}
        for gone in self._due.keys() - orders.keys():
            del self._due[gone]
        for kept in orders.values():
            if kept.off_because is None:
                await self._bring_up_to_date(kept)
            else:
                self._due.pop(kept.id, None)
        await self._start_deliveries({(kept.order.channel, kept.order.name): kept.order for kept in orders.values()})
        self._start_telling()
        await self._tidy()
        coming = min((due for _, _, due in self._due.values()), default=float("inf")) - self.clock.now()
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, coming))

    async def test(self, order: Order, occasion: int) -> None:
        """Post what the briefing would say now, marked as a test and beside the ledger; the same `occasion` but once.

        Raises PostError.
        """
        await self._delivery.test(order, occasion)

    async def settle(self) -> None:
        """Wait until nothing is on its way."""
        while under_way := [*self._tasks.values(), *([self._telling] if self._telling else [])]:
            await asyncio.wait(under_way)
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Let what is on its way arrive, for a few seconds at most; the rest goes on after the next start."""
        under_way = {*self._tasks.values(), *([self._telling] if self._telling else [])}
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=FAREWELL_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if late:
                log.warning("Leaving with %d briefings on their way; the next start goes on with them", len(late))
        try:
            await self.lease.give_back()
        except Exception:
            log.warning("The lease could not be given back; it runs out by itself", exc_info=True)

    async def _tidy(self) -> None:
        now = self.clock.now()
        if self._tidied is not None and 0 <= now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        try:
            forgotten = await self._state.postings.forget(now - self._keep_seconds)
            if forgotten:
                log.info("%d old briefings were taken out of the ledger", forgotten)
        except Exception:
            log.exception("The ledger could not be tidied; it is tried again")

    async def _bring_up_to_date(self, kept: Subscription) -> None:
        now = self.clock.now()
        known = self._due.get(kept.id)
        if known is None or known[0] != kept:
            schedule = await make_schedule(kept.order, now)
            known = (kept, schedule, find_first_due(schedule, kept.planned_until))
        if known[2] <= now:
            await enter_due(self._state, kept, known[1], now, catch_up=self._catch_up)
            # What is kept has changed, so the next look makes the schedule anew, with the holidays of its year.
            known = (kept, known[1], find_first_due(known[1], now))
        self._due[kept.id] = known

    async def _start_deliveries(self, orders: dict[tuple[int, str], Order]) -> None:
        now = self.clock.now()
        for posting in await self._state.postings.list_open():
            if posting.id in self._tasks or self._resting.get(posting.id, 0.0) > now:
                continue
            order = orders.get((posting.channel, posting.briefing))
            if order is None:
                await self._state.postings.finish(posting.id, "sent" if posting.message else "skipped", now, "ended")
                continue
            task = asyncio.create_task(self._delivery.deliver(posting, order), name=name_posting(posting))
            self._tasks[posting.id] = task
            task.add_done_callback(partial(self._note_end, posting))

    def _note_end(self, posting: Posting, task: asyncio.Task[None]) -> None:
        del self._tasks[posting.id]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("%s: failed because of an error on our side", name_posting(posting), exc_info=error)
            self._resting[posting.id] = self.clock.now() + REST_SECONDS
        else:
            self._resting.pop(posting.id, None)
            self._start_telling()

    def _start_telling(self) -> None:
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())
            self._telling.add_done_callback(self._note_told)

    def _note_told(self, task: asyncio.Task[None]) -> None:
        self._telling = None
        if not task.cancelled() and (error := task.exception()):
            log.error("Telling what went wrong with briefings failed", exc_info=error)

    async def _tell(self) -> None:
        """Tell those who can mend it what was missed or has failed; each briefing's in one message."""
        untold = await self._state.postings.list_untold()
        untold.sort(key=lambda one: (one.channel, one.briefing, one.due))
        for (channel, name), group in groupby(untold, key=lambda one: (one.channel, one.briefing)):
            postings: Sequence[Posting] = list(group)
            kept = await self._state.subscriptions.get(channel, name)
            if kept is not None:
                text = word_untold(postings, kept)
                try:
                    told = await self._post.tell(kept.order, text)
                except PassingError as error:
                    log.warning("Nobody could be told yet (%s): %s", error, text)
                    continue
                log.log(logging.INFO if told else logging.ERROR, "%s: %s", "Told" if told else "Nobody to tell", text)
            await self._state.postings.set_told(one.id for one in postings)
