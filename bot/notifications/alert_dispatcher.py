"""Alerts followers to what a new store brought: one message for each of them, never twice, none lost by a restart."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, Protocol, TypeVar

from bot.answers.follows import FollowNews, News
from bot.notifications.chat_port import MessageKey, PostError, RefusedError, make_key_of
from bot.notifications.clock import Clock
from bot.notifications.errors import LeaseLostError, UnsubscribedError
from bot.notifications.leader_lease import LeaderLease
from bot.notifications.periodic_task import PeriodicTask
from bot.notifications.retry import persist
from bot.notifications.store_changes import StatementSource, StoreChangeLog
from bot.state import State, StateError
from bot.state.alert_outbox import Alert, Item, Reload
from bot.state.follows import Destination, Follow

log = logging.getLogger(__name__)

# An alert lists no more statements than one would read; how many more there are is said.
MOST_ITEMS = 200
MOST_SENDING = 8
# For how long an alert is tried before it is given up.
TRIAL_SECONDS = 86_400.0
# Chats keep a nonce in mind for some minutes; a message whose answer was lost earlier has to be searched for.
NONCE_SECONDS = 60.0
CLOCK_SECONDS = 600.0
CHECK_SECONDS = 15.0
TIDY_SECONDS = 6 * 3_600.0
DAY_SECONDS = 86_400.0

Result = TypeVar("Result")


class AlertSource(StatementSource, Protocol):
    """Where news come from."""

    async def match_news(self, ids: Sequence[str], scopes: Iterable[str]) -> dict[str, list[str]]:
        """The ids that concern each scope, in the order in which they are listed."""
        ...

    async def alert(self, listed: Sequence[FollowNews], more: int) -> News:
        """Compose what an alert says."""
        ...


class AlertPort(Protocol):
    """A chat as alerts see it. Everything asynchronous may raise PostError; ids are numbers."""

    def draw_alert(self, news: News, alert: int, *, direct: bool) -> Any:
        """The message of an alert."""
        ...

    async def open_direct(self, person: int) -> int:
        """The channel of direct messages with a person."""
        ...

    async def send(self, place: int, message: Any, key: MessageKey, role: int | None) -> int:
        """Send a message that pings nobody; gives its id."""
        ...

    async def find(self, place: int, keys: Collection[MessageKey], since: float) -> Mapping[MessageKey, int]:
        """Which of these messages of ours are in a place, as far as they were sent after `since` (Unix seconds)."""
        ...


class AlertDispatcher(PeriodicTask):
    """One for each process. Only the holder of the lease does anything.

    `keep_days`: how long what has ended is kept. `store_changes` is the scheduler's, where there is one.
    """

    def __init__(
        self,
        state: State,
        service: AlertSource,
        post: AlertPort,
        *,
        lease: LeaderLease,
        clock: Clock,
        keep_days: int,
        store_changes: StoreChangeLog | None = None,
        random: Random | None = None,
    ) -> None:
        super().__init__("alerts", clock)
        self._state = state
        self._service = service
        self._post = post
        self._lease = lease
        self._keep_seconds = keep_days * DAY_SECONDS
        self._random = random or Random()  # noqa: S311 -- for pauses
        self._store_changes = store_changes or StoreChangeLog(state, service, clock)
        self._tidied: float | None = None
        self._sending = asyncio.Semaphore(MOST_SENDING)
        self._checking = asyncio.Lock()

    async def tick(self) -> float:
        """Do what there is to do now; two at once come one after the other. Gives the seconds until the next check."""
        async with self._checking:
            if await self._lease.hold():
                await self._check_news()
            else:
                self._store_changes.step_back()
        return CHECK_SECONDS

    async def _check_news(self) -> None:
        try:
            await self._store_changes.note()
            async with self._store_changes.lock:
                for reload in await self._state.alerts.list_unentered():
                    await self._enter(reload)
        except StateError:
            raise
        except Exception:
            log.exception("News could not be entered for all followers; it is tried again")
        for alert in await self._state.alerts.list_open():
            self.start_job(alert.id, name_alert(alert), partial(self._deliver, alert))
        now = self.clock.now()
        if self._tidied is None or now - self._tidied > TIDY_SECONDS:
            await self._state.follows.forget_ended(now - self._keep_seconds)
            await self._state.alerts.forget_unfollowed(now - self._keep_seconds)
            self._tidied = now

    async def _enter(self, reload: Reload) -> None:
        """Enter an alert for every follower whom a reload concerns; repeated after a crash, it adds none."""
        followers: defaultdict[Destination, list[Follow]] = defaultdict(list)
        for follow in await self._state.follows.list_going_on():
            # Who began to follow later is alerted to what comes from then on.
            if follow.began <= reload.noted:
                followers[follow.place].append(follow)
        scopes = [follow.scope for follows in followers.values() for follow in follows]
        matches = await self._service.match_news(list(reload.news), scopes)
        for place, follows in followers.items():
            announced = await self._state.alerts.list_announced(place)
            found: dict[str, Item] = {}
            for follow in follows:
                for statement in matches[follow.scope]:
                    digest, kind = reload.news[statement]
                    if (statement, digest) not in announced:
                        found.setdefault(statement, Item(statement, digest, kind, follow.scope))
            if found:
                items = list(found.values())
                shown, more = items[:MOST_ITEMS], len(items[MOST_ITEMS:])
                await self._state.alerts.plan(reload.number, place, shown, more, self.clock.now())
        await self._state.alerts.set_entered(reload.number)

    async def _deliver(self, alert: Alert) -> None:
        """Bring one alert to its last state; where this process has to stop, another one can go on with it."""
        now, alerts = self.clock.now, self._state.alerts
        try:
            await self._send(alert)
        except LeaseLostError:
            log.info("%s: left to the process that has taken over", name_alert(alert))
        except UnsubscribedError as error:
            await alerts.finish(alert.id, "skipped", now(), problem=str(error))
        except RefusedError as error:
            ended = await self._state.follows.end(alert.place, now(), str(error))
            log.info("%s: %s; it follows nothing any more (%d ended)", name_alert(alert), error, ended)
            await alerts.finish(alert.id, "failed", now(), problem=str(error))
        except PostError as error:
            log.error("%s: given up: %s", name_alert(alert), error)
            await alerts.finish(alert.id, "failed", now(), problem=str(error))

    async def _send(self, alert: Alert) -> None:
        alerts, clock = self._state.alerts, self.clock
        await self._check(alert)
        if alert.state == "planned" and not await alerts.begin(alert.id, clock.now()):
            return
        listed = [FollowNews(item.statement, item.kind, item.scope) for item in alert.items]
        news = await self._service.alert(listed, alert.more)
        if not news.entries:
            raise UnsubscribedError("the store holds none of these statements any more")
        key = make_alert_key(alert)
        direct = alert.place.kind == "person"
        place = alert.place.id
        if direct:
            place = await self._persist(alert, lambda: self._post.open_direct(alert.place.id), "opening")
        # A former run may have sent it; so may one that came after the backup from which this state was restored.
        fresh = alert.state == "planned" and clock.now() - alert.due < NONCE_SECONDS
        began = clock.now() if fresh else 0.0

        async def send() -> int:
            if clock.now() - began > NONCE_SECONDS:
                there = await self._post.find(place, [key], alert.due - CLOCK_SECONDS)
                if key in there:
                    return there[key]
            async with self._sending:
                return await self._post.send(place, self._post.draw_alert(news, alert.id, direct=direct), key, None)

        message = await self._persist(alert, send, "sending")
        await alerts.finish(alert.id, "sent", clock.now(), message=message)
        log.info("%s: sent as message %s", name_alert(alert), message)

    async def _persist(self, alert: Alert, attempt: Callable[[], Awaitable[Result]], what: str) -> Result:
        async def checked() -> Result:
            if not await self._lease.hold():
                raise LeaseLostError
            return await attempt()

        return await persist(
            checked,
            what=f"{name_alert(alert)}: {what}",
            until=alert.due + TRIAL_SECONDS,
            clock=self.clock,
            random=self._random,
            go_on=lambda: self._check(alert),
        )

    async def _check(self, alert: Alert) -> None:
        if not await self._lease.hold():
            raise LeaseLostError
        follows = await self._state.follows.list_of(alert.place)
        if not any(follow.ended is None for follow in follows):
            raise UnsubscribedError("nothing is followed there any more")


def make_alert_key(alert: Alert) -> MessageKey:
    """The key of an alert's message, the same at every attempt."""
    return make_key_of(f"alert\0{alert.place.kind}\0{alert.place.id}\0{alert.reload}\0{alert.version}")


def name_alert(alert: Alert) -> str:
    """Name an alert in the log. A person's id does not belong there."""
    where = f"channel {alert.place.id}" if alert.place.kind == "channel" else "a person"
    return f"alert {alert.id} to {where} about reload {alert.reload}"
