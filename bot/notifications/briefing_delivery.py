"""Takes one day's briefing from the ledger to its channel: never twice, and not given up while it may still arrive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.answers.briefing.compose import Briefing, BriefingRequest
from bot.answers.options.dates.parser import describe_day
from bot.answers.options.scope import read_scope
from bot.notifications.chat_port import (
    ChatPort,
    MessageKey,
    PassingError,
    PostError,
    RefusedError,
    UnfitError,
    make_key,
)
from bot.notifications.clock import Clock
from bot.notifications.errors import LeaseLostError, UnsubscribedError
from bot.notifications.leader_lease import LeaderLease
from bot.notifications.retry import persist
from bot.state import State
from bot.state.briefing_outbox import Posting, PostingState
from bot.state.subscriptions import Order

log = logging.getLogger(__name__)

# Chats keep a nonce in mind for some minutes. Later, a message whose answer was lost has to be searched for.
NONCE_SECONDS = 60.0
LATE_SECONDS = 600.0
# A posting that begins so much after its time may have been sent by a run that this state knows nothing of.
UNCERTAIN_SECONDS = 120.0
# The chat's clock and ours may differ.
CLOCK_SECONDS = 600.0
# However late it is begun, a posting is tried for so long.
SHORTEST_TRIAL = 600.0
DAY_SECONDS = 86_400.0
MOST_COMPOSING = 4
MOST_SENDING = 50

Result = TypeVar("Result")


class Composer(Protocol):
    """Where briefings come from."""

    async def briefing(self, request: BriefingRequest) -> Briefing:
        """Compose one."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What delivering needs. `catch_up`: seconds after its time for which a posting is tried."""

    state: State
    composer: Composer
    post: ChatPort
    clock: Clock
    lease: LeaderLease
    random: Random
    catch_up: float
    composing: asyncio.Semaphore
    sending: asyncio.Semaphore

    @classmethod
    def make(
        cls,
        state: State,
        composer: Composer,
        post: ChatPort,
        clock: Clock,
        lease: LeaderLease,
        *,
        random: Random,
        catch_up: float,
    ) -> Delivery:
        """Put one together."""
        bounds = asyncio.Semaphore(MOST_COMPOSING), asyncio.Semaphore(MOST_SENDING)
        return cls(state, composer, post, clock, lease, random, catch_up, *bounds)

    async def deliver(self, posting: Posting, order: Order) -> None:
        """Bring one posting to its last state; where this process has to stop, another one can go on with it."""
        run = _Run(self, posting, order)
        try:
            await run.go()
        except LeaseLostError:
            log.info("%s: left to the process that has taken over", name_posting(posting))
        except UnsubscribedError as error:
            await run.finish("skipped", str(error))
        except RefusedError as error:
            log.error("%s: %s; the briefing is switched off", name_posting(posting), error)
            # Switched off first: whatever happens now, tomorrow's is not tried in vain.
            await self.state.subscriptions.switch_off(order.channel, order.name, str(error))
            await run.finish("failed", str(error))
        except (PassingError, UnfitError) as error:
            log.error("%s: given up: %s", name_posting(posting), error)
            await run.finish("failed", str(error))

    async def test(self, order: Order, occasion: int) -> None:
        """Post what a briefing says now, beside the ledger; the same `occasion` posts once. Raises PostError."""
        now = self.clock.now()
        day = datetime.fromtimestamp(now, ZoneInfo(order.zone)).date()
        posting = Posting(0, order.channel, order.name, day, now, "sending")
        try:
            async with self.composing:
                briefing = await self.composer.briefing(await _Run(self, posting, order).make_request())
        except Exception as error:
            log.exception("A test of %s could not be composed", name_posting(posting))
            raise PassingError("it could not be composed because of an error on our side") from error
        first, *rest = self.post.draw(briefing, replace(order, role=None), test=True)
        keys = [make_key(replace(posting, briefing=f"test {occasion}"), number) for number in range(len(rest) + 1)]
        message = await self.post.send(order.channel, first, keys[0], None)
        if rest:
            thread = await self.post.open_thread(order.channel, message, describe_day(day.isoformat(), order.language))
            for key, part in zip(keys[1:], rest, strict=True):
                await self.post.send(thread, part, key, None)


class _Run:
    """One posting on its way."""

    def __init__(self, delivery: Delivery, posting: Posting, order: Order) -> None:
        self.on = delivery
        self.posting = posting
        self.order = order
        self.until = max(posting.due + delivery.catch_up, delivery.clock.now() + SHORTEST_TRIAL)
        self.message = posting.message
        self.shortcomings: list[str] = []

    async def finish(self, state: PostingState, problem: str | None = None) -> None:
        """Close the ledger's line. What is in the channel has been sent, whatever else went wrong."""
        if self.message is not None:
            state = "sent"
        await self.on.state.postings.finish(self.posting.id, state, self.on.clock.now(), problem)

    async def go(self) -> None:
        """Take every step that is left."""
        posting, postings, clock = self.posting, self.on.state.postings, self.on.clock
        await self._check()
        # An earlier run may have sent it, also one that came after the backup from which this state was restored.
        uncertain = posting.state == "sending" or clock.now() - posting.due > UNCERTAIN_SECONDS
        if posting.state == "planned" and not await postings.begin(posting.id, clock.now()):
            return
        if self.message is None and uncertain:
            key = make_key(posting, 0)
            await self._note_message((await self._find(posting.channel, [key])).get(key))
        briefing = await self._persist(self._compose, "composing")
        if self.message is None and briefing.nothing_new and not self.order.when_nothing:
            await self.finish("skipped", "nothing new")
            return
        if self.order.role and not await self._persist(lambda: self.on.post.may_ping(self.order), "its ping"):
            self.order = replace(self.order, role=None)
            self.shortcomings.append("its role was not pinged, because who ordered it may not mention it")
        first, *rest = self.on.post.draw(briefing, self.order)
        await postings.note_statements(posting.id, briefing.statement_ids)
        if self.message is None:
            await self._note_message(await self._send(posting.channel, first, 0, self.order.role))
        if self.order.publish:
            await self._attempt("it could not be published", self._publish)
        if rest:
            await self._attempt("its thread could not be filled", lambda: self._follow_up(rest, uncertain))
        await self.finish("sent", "; ".join(self.shortcomings) or None)
        log.info("%s: sent as message %s", name_posting(posting), self.message)

    async def _note_message(self, message: int | None) -> None:
        if message is not None:
            self.message = message
            await self.on.state.postings.note_message(self.posting.id, message, self.on.clock.now())

    async def _publish(self) -> None:
        channel, message = self.posting.channel, self._get_message()
        await self._persist(lambda: self.on.post.publish(channel, message), "publishing")

    def _get_message(self) -> int:
        if self.message is None:
            raise RuntimeError("the post itself comes before what belongs to it")
        return self.message

    async def _follow_up(self, rest: Sequence[Any], uncertain: bool) -> None:
        channel, message = self.posting.channel, self._get_message()
        day = describe_day(self.posting.local_day.isoformat(), self.order.language)
        thread = await self._persist(lambda: self.on.post.open_thread(channel, message, day), "its thread")
        keys = [make_key(self.posting, number) for number in range(1, len(rest) + 1)]
        there = await self._find(thread, keys) if uncertain else {}
        for number, (key, part) in enumerate(zip(keys, rest, strict=True), 1):
            if key not in there:
                await self._send(thread, part, number, None)

    async def _attempt(self, failing: str, step: Callable[[], Awaitable[None]]) -> None:
        """Do what the briefing is there without: that it fails is noted, and no more."""
        try:
            await step()
        except (PostError, UnsubscribedError) as error:
            log.warning("%s: %s: %s", name_posting(self.posting), failing, error)
            self.shortcomings.append(f"{failing}: {error}")

    async def _send(self, place: int, message: Any, part: int, role: int | None) -> int:
        key = make_key(self.posting, part)
        began = self.on.clock.now()
        tried = False

        async def send() -> int:
            nonlocal tried
            if tried and self.on.clock.now() - began > NONCE_SECONDS:
                found = (await self.on.post.find(place, [key], began - CLOCK_SECONDS)).get(key)
                if found is not None:
                    return found
            tried = True
            async with self.on.sending:
                return await self.on.post.send(place, message, key, role)

        return await self._persist(send, "sending")

    async def _find(self, place: int, keys: Sequence[MessageKey]) -> dict[MessageKey, int]:
        since = self.posting.due - CLOCK_SECONDS
        return dict(await self._persist(lambda: self.on.post.find(place, keys, since), "searching for it"))

    async def _compose(self) -> Briefing:
        try:
            async with self.on.composing:
                return await self.on.composer.briefing(await self.make_request())
        except Exception as error:
            log.exception("%s: could not be composed", name_posting(self.posting))
            raise PassingError("it could not be composed because of an error on our side") from error

    async def make_request(self) -> BriefingRequest:
        """What the briefing has to hold: all since the last one that was sent, that this channel has not been shown."""
        posting, order = self.posting, self.order
        previous = await self.on.state.postings.find_previous(posting)
        unsent = await self.on.state.postings.list_unsent(posting, previous.local_day if previous else date.min)
        # Of a briefing that was never sent, the first day that it should have been is where its news begin.
        first = min((posting, *unsent), key=lambda one: one.local_day)
        # What came in while the previous one was on its way is newer than its hour.
        arrived_since = previous.due if previous else first.due - DAY_SECONDS
        zone = ZoneInfo(order.zone)
        arrived = await self.on.state.known_statements.list_since(arrived_since)
        late = self.on.clock.now() - posting.due
        return BriefingRequest(
            day=posting.local_day,
            since=previous.local_day if previous else first.local_day - timedelta(days=1),
            scope=read_scope(order.scope),
            newly_held={key: datetime.fromtimestamp(first, zone).date() for key, first in arrived.items()},
            already=await self.on.state.postings.list_shown(posting.channel, but=posting.id),
            sections=frozenset(order.sections),
            locale=order.language,
            late=timedelta(seconds=round(late)) if late > LATE_SECONDS else None,
            missed=tuple(one.local_day for one in unsent if one.state == "missed"),
            failed=tuple(one.local_day for one in unsent if one.state == "failed"),
        )

    async def _persist(self, attempt: Callable[[], Awaitable[Result]], what: str) -> Result:
        async def checked() -> Result:
            await self._check_lease()
            return await attempt()

        return await persist(
            checked,
            what=f"{name_posting(self.posting)}: {what}",
            until=self.until,
            clock=self.on.clock,
            random=self.on.random,
            go_on=self._check,
            note_pause=self._note_pause,
        )

    async def _note_pause(self, at: float) -> None:
        await self.on.state.postings.note_retry(self.posting.id, at, self.until)

    async def _check(self) -> None:
        await self._check_lease()
        subscription = await self.on.state.subscriptions.get(self.order.channel, self.order.name)
        if subscription is None:
            raise UnsubscribedError("the briefing was ended")
        if subscription.off_because is not None:
            raise RefusedError(subscription.off_because)

    async def _check_lease(self) -> None:
        if not await self.on.lease.hold():
            raise LeaseLostError


def name_posting(posting: Posting) -> str:
    """Name a posting in the log."""
    return f"briefing {posting.briefing!r} of {posting.local_day} for channel {posting.channel}"
