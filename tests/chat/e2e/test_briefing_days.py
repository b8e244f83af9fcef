"""Four hundred days of one running bot: in each channel one post a local day, at its hour, whatever the clocks do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answers.options.dates.parser import describe_day
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Change, Message
from bot.state import State
from tests.support.briefing_orders import add_channels, make_order
from tests.support.manual_clock import ManualClock

DAYS = 400
QUARTER = timedelta(minutes=15)
# What the law of Austria has as holidays from March 2024 to April 2025 where they are no weekend.
AUSTRIAN = (
    "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-05-30", "2024-08-15", "2024-11-01", "2024-12-25",
    "2024-12-26", "2025-01-01", "2025-01-06",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """A channel's briefing: at a time in a zone, on all days but `free` ones."""

    zone: str
    at: str
    weekdays_only: bool = False
    free_days: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    def list_instants(self, start: datetime, end: datetime) -> dict[date, float]:
        """By day, when its post has to come after `start`: at the first quarter of an hour that is not too early.

        Found by looking at a clock on the wall, quarter by quarter; all clocks here are changed at such a quarter.
        """
        zone, at = ZoneInfo(self.zone), time.fromisoformat(self.at)
        first: dict[date, float] = {}
        moment = start
        while moment <= end:
            shown = moment.astimezone(zone)
            if shown.time() >= at:
                first.setdefault(shown.date(), moment.timestamp())
            moment += QUARTER
        return {day: instant for day, instant in first.items() if instant > start.timestamp()}

    def is_free(self, day: date) -> bool:
        return day.isoformat() in self.free or (self.weekdays_only and day.isoweekday() > 5)


# From 2024: a gap and a repeat in the night; half an hour of both; gaps at midnight; and none of all that, on working
# days. From 2011: a day that never came.
SPANS = {
    date(2024, 3, 1): (
        Wish("Europe/Vienna", "02:30"),
        Wish("Australia/Lord_Howe", "02:00"),
        Wish("Africa/Cairo", "00:30"),
        Wish("America/Santiago", "00:00"),
        Wish("Asia/Kolkata", "09:15", True, ("AT", "2024-07-03"), (*AUSTRIAN, "2024-07-03")),
    ),
    date(2011, 9, 1): (Wish("Pacific/Apia", "07:30"),),
}


@pytest.fixture(params=SPANS, ids=str)
def first(request: pytest.FixtureRequest) -> date:
    chosen: date = request.param
    return chosen


@pytest.fixture
def start(first: date) -> datetime:
    return datetime.combine(first, time(), UTC)


@pytest.fixture
def clock(start: datetime) -> ManualClock:
    return ManualClock(start.timestamp())


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


@pytest.fixture
def posts(loopback: LoopbackDiscord, clock: ManualClock) -> Iterator[defaultdict[int, list[tuple[float, str]]]]:
    """By channel, what the service was given, and when."""
    given: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)

    def note(change: Change, message: Message) -> None:
        if change == "create":
            text = read_text(message.payload).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
            given[message.channel_id].append((clock.at, text))

    ending = loopback.subscribe(note)
    yield given
    ending()


async def test_over_four_hundred_days_each_channel_gets_one_post_a_local_day_at_its_hour(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock, first: date, start: datetime,
    posts: defaultdict[int, list[tuple[float, str]]],
) -> None:  # fmt: skip
    await state._connection.execute("PRAGMA synchronous = OFF")  # nothing is unplugged here
    await clock.asleep(2)
    end = start + timedelta(DAYS)
    wanted: dict[int, dict[date, float]] = {}
    wishes = SPANS[first]
    for wish, channel in zip(wishes, add_channels(loopback, len(wishes)), strict=True):
        order = make_order(
            loopback, channel, at=wish.at, zone=wish.zone, weekdays_only=wish.weekdays_only, free_days=wish.free_days
        )
        await state.subscriptions.put(order, clock.at)
        wanted[order.channel] = wish.list_instants(start, end)
    for moment in sorted({instant for instants in wanted.values() for instant in instants.values()}):
        clock.move_to(moment)
        # The keeper and the alerter have looked at the clock, and what they began is done.
        await clock.asleep(2)
        await client.scheduler.settle()
    for wish, (place, instants) in zip(wishes, wanted.items(), strict=True):
        days = {day: instant for day, instant in instants.items() if not wish.is_free(day)}
        assert [at for at, _ in posts[place]] == list(days.values()), wish
        for (_, text), day in zip(posts[place], days, strict=True):
            assert describe_day(day.isoformat(), "en").replace("\N{NO-BREAK SPACE}", " ") in text, wish
        assert len(instants) >= DAYS - 2
