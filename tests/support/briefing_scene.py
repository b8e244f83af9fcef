"""A chat in memory, a composer, a clock that is moved by hand, and a keeper between them."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from bot.answers.briefing.compose import BriefingRequest
from bot.notifications.briefing_scheduler import BriefingScheduler
from bot.notifications.chat_port import MessageKey
from bot.state import State
from bot.state.subscriptions import Order

HOUR = 3_600.0
DAY = 24 * HOUR
# 26 June 2024, 00:00 in UTC.
START = 1_719_360_000.0


class Killed(BaseException):
    """The process is gone: nothing that it would have done happens any more."""


class MovedClock:
    """Goes on by itself only where somebody sleeps."""

    def __init__(self, at: float = START) -> None:
        self.at = at
        self.pauses: list[float] = []

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)


@dataclass
class Sent:
    """A message in the chat."""

    id: int
    place: int
    text: str
    key: MessageKey
    at: float
    role: int | None


@dataclass
class Chat:
    """A chat that outlives the bot's processes. `fails` may raise before a step is carried out, `loses` after it."""

    clock: MovedClock
    nonce_seconds: float = 180.0
    parts: int = 3
    messages: list[Sent] = field(default_factory=list)
    published: Counter[int] = field(default_factory=Counter)
    threads: dict[int, int] = field(default_factory=dict)
    told: list[tuple[Order, str]] = field(default_factory=list)
    reachable: bool = True
    calls: list[str] = field(default_factory=list)
    attempts: list[tuple[int, MessageKey]] = field(default_factory=list)
    fails: Callable[[str, int], Any] = lambda step, place: None
    loses: Callable[[str, int], Any] = lambda step, place: None
    _ids: int = 1000

    def draw(self, briefing: Any, order: Order, *, test: bool = False) -> Sequence[str]:
        late = " late" if briefing.request.late else ""
        head = f"{order.name} {briefing.request.day}{late}: {', '.join(briefing.statement_ids) or 'nothing new'}"
        return [head, *(f"part {number} of {briefing.request.day}" for number in range(1, self.parts))]

    async def _step(self, step: str, place: int) -> None:
        self.calls.append(step)
        if asyncio.iscoroutine(waiting := self.fails(step, place)):
            await waiting
        await asyncio.sleep(0)

    async def send(self, place: int, message: Any, key: MessageKey, role: int | None) -> int:
        assert len(key.nonce) <= 25
        self.attempts.append((place, key))
        await self._step("send", place)
        known = [one for one in self.messages if one.place == place and one.key.nonce == key.nonce]
        if known and self.clock.now() - known[-1].at < self.nonce_seconds:
            sent = known[-1]
        else:
            self._ids += 1
            sent = Sent(self._ids, place, message, key, self.clock.now(), role)
            self.messages.append(sent)
        self.loses("send", place)
        return sent.id

    async def find(self, place: int, keys: Collection[MessageKey], since: float) -> Mapping[MessageKey, int]:
        await self._step("find", place)
        return {one.key: one.id for one in self.messages if one.place == place and one.key in keys and one.at > since}

    async def may_ping(self, order: Order) -> bool:
        return True

    async def publish(self, channel: int, message: int) -> None:
        await self._step("publish", channel)
        self.published[message] = 1
        self.loses("publish", channel)

    async def open_thread(self, channel: int, message: int, name: str) -> int:
        await self._step("thread", channel)
        self.threads[message] = channel
        self.loses("thread", channel)
        return message

    async def tell(self, order: Order, text: str) -> bool:
        await self._step("tell", order.channel)
        self.told.append((order, text))
        return self.reachable

    def posts(self, channel: int) -> list[str]:
        return [one.text for one in self.messages if one.place == channel]

    def assert_nothing_doubled(self) -> None:
        count = Counter((one.place, one.text.replace(" late", "").partition(":")[0]) for one in self.messages)
        assert [key for key, number in count.items() if number > 1] == []


class Composer:
    """Composes what a test lays out: `news` are statements by the day on which they were said."""

    def __init__(self) -> None:
        self.news: dict[str, str] = defaultdict(str)
        self.requests: list[BriefingRequest] = []
        self.version = "one"
        self.held: list[str] = ["old"]
        self.error: Exception | None = None

    async def briefing(self, request: BriefingRequest) -> Any:
        self.requests.append(request)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        said = [key for key, day in self.news.items() if request.since.isoformat() <= day <= request.day.isoformat()]
        ids = tuple(key for key in dict.fromkeys([*said, *request.newly_held]) if key not in request.already)
        return SimpleNamespace(request=request, statement_ids=ids, nothing_new=not ids)

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str, str | None]:
        return self.version, *read_portion(dict.fromkeys(self.held, "1"), begin, end)


def read_portion(holds: Mapping[str, str], begin: str, end: str | None, most: int = 3) -> tuple[str, str | None]:
    """A portion of ids and digests, as a store gives it."""
    ids = sorted(key for key in holds if key >= begin and (end is None or key < end))
    return "\n".join(f"{key} {holds[key]}" for key in ids[:most]), ids[most] if len(ids) > most else None


@dataclass
class Scene:
    """What is there besides the bot's process, and a way to start one."""

    file: Path
    clock: MovedClock
    chat: Chat
    composer: Composer
    catch_up: float = 6 * HOUR

    async def start(self) -> tuple[State, BriefingScheduler]:
        state = await State.open(self.file, clock=self.clock.now)
        scheduler = BriefingScheduler(
            state, self.composer, self.chat, catch_up=self.catch_up, clock=self.clock, random=Random(7)
        )
        return state, scheduler

    async def run_until(self, scheduler: BriefingScheduler, until: float, step: float = HOUR / 4) -> None:
        """Look at the clock every `step` seconds up to `until`."""
        while True:
            await scheduler.tick()
            await scheduler.settle()
            if self.clock.at >= until:
                return
            self.clock.at = min(until, max(self.clock.at, self.clock.at + step))


def make_order(channel: int = 1, **changes: Any) -> Order:
    given: dict[str, Any] = {"name": "daily", "at": "07:30", "zone": "UTC", "guild": 5, "set_by": 9} | changes
    return Order(channel, **given)
