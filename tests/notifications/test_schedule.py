"""One briefing for each local day, whatever the clocks of its zone do; weekends and holidays are named, not lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.notifications.schedule import Occurrence, Schedule, find_instant, find_next, list_occurrences

DAYS = 400
# Zones with and without clock changes: half an hour at Lord Howe, Ramadan in Casablanca, gaps at midnight in Santiago,
# Cairo and (until 2018) São Paulo, a lost day at Apia and Kwajalein, negative daylight saving time in Dublin.
PLACES = [
    ("Europe/Vienna", date(2023, 12, 1)),
    ("America/New_York", date(2024, 2, 1)),
    ("Asia/Seoul", date(2024, 1, 1)),
    ("Australia/Lord_Howe", date(2024, 3, 1)),
    ("America/Sao_Paulo", date(2017, 9, 1)),
    ("Africa/Casablanca", date(2024, 2, 1)),
    ("America/Santiago", date(2024, 3, 1)),
    ("Africa/Cairo", date(2024, 4, 1)),
    ("Europe/Dublin", date(2024, 3, 1)),
    ("America/Scoresbysund", date(2023, 10, 1)),
    ("Asia/Kathmandu", date(2024, 1, 1)),
    ("Pacific/Apia", date(2011, 9, 1)),
    ("Pacific/Kwajalein", date(1993, 7, 1)),
    ("UTC", date(2024, 1, 1)),
]
LOST = {"Pacific/Apia": {date(2011, 12, 30)}, "Pacific/Kwajalein": {date(1993, 8, 21)}}
TIMES = [time(0), time(0, 15), time(0, 30), time(1, 45), time(2, 15), time(2, 30), time(3), time(7, 30), time(23, 59)]


@pytest.mark.parametrize(("name", "first"), PLACES, ids=[name for name, _ in PLACES])
@pytest.mark.parametrize("at", TIMES, ids=str)
def test_over_four_hundred_days_there_is_one_briefing_a_local_day(name: str, first: date, at: time) -> None:
    zone = ZoneInfo(name)
    days = [first + timedelta(n) for n in range(DAYS)]
    start = datetime.combine(first, time(), zone).astimezone(UTC) - timedelta(microseconds=1)
    end = datetime.combine(days[-1], time(23, 59, 59), zone).astimezone(UTC) + timedelta(hours=1)
    found = [one for one in list_occurrences(Schedule(at, zone), start, end) if one.day <= days[-1]]
    assert [one.day for one in found] == [day for day in days if day not in LOST.get(name, ())]
    instants = [one.at for one in found]
    assert instants == sorted(set(instants))
    for one in found:
        shown = one.at.astimezone(zone)
        assert shown.replace(tzinfo=None) >= datetime.combine(one.day, at)
        if shown.time() != at:
            # It fell into a gap: the second before it, the clock showed an earlier time than the one wanted.
            earlier = (one.at - timedelta(seconds=1)).astimezone(zone)
            assert earlier.replace(tzinfo=None) < datetime.combine(one.day, at)
            assert shown.utcoffset() != earlier.utcoffset()


@pytest.mark.parametrize(("name", "first"), PLACES, ids=[name for name, _ in PLACES])
def test_ticking_in_steps_finds_what_one_look_over_the_whole_time_finds(name: str, first: date) -> None:
    schedule = Schedule(time(2, 30), ZoneInfo(name))
    start = datetime.combine(first, time(), UTC)
    end = start + timedelta(DAYS)
    stepped: list[Occurrence] = []
    now = start
    while now < end:
        then = min(end, now + timedelta(hours=5, minutes=7))
        stepped += list_occurrences(schedule, now, then)
        now = then
    assert stepped == list(list_occurrences(schedule, start, end))


def test_a_time_in_a_gap_is_the_first_instant_after_it() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    assert find_instant(time(2, 30), vienna, date(2024, 3, 31)) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    assert find_instant(time(3, 0), vienna, date(2024, 3, 31)) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert find_instant(time(2, 15), lord_howe, date(2024, 10, 6)) == datetime(2024, 10, 5, 15, 30, tzinfo=UTC)


def test_a_time_shown_twice_counts_the_first_time() -> None:
    assert find_instant(time(2, 30), ZoneInfo("Europe/Vienna"), date(2024, 10, 27)) == datetime(
        2024, 10, 27, 0, 30, tzinfo=UTC
    )


def test_a_day_that_the_zone_never_had_has_no_briefing_and_its_neighbours_have() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert find_instant(time(7, 30), apia, date(2011, 12, 30)) is None
    assert find_instant(time(7, 30), apia, date(2011, 12, 29)) == datetime(2011, 12, 29, 17, 30, tzinfo=UTC)
    assert find_instant(time(7, 30), apia, date(2011, 12, 31)) == datetime(2011, 12, 30, 17, 30, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(
        ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza"]
    ),
    at=st.times(),
    day=st.dates(date(1990, 1, 1), date(2036, 12, 31)),
)
def test_every_day_has_its_instant_and_the_next_day_a_later_one(name: str, at: time, day: date) -> None:
    zone = ZoneInfo(name)
    today, tomorrow = find_instant(at, zone, day), find_instant(at, zone, day + timedelta(1))
    assert today is not None
    assert tomorrow is not None
    assert timedelta(hours=20) < tomorrow - today < timedelta(hours=28)


def test_weekends_and_holidays_are_skipped_with_their_reason() -> None:
    def why_free(day: date) -> str | None:
        return "National Day" if day == date(2024, 10, 25) else None

    schedule = Schedule(time(7, 30), ZoneInfo("Europe/Vienna"), weekdays_only=True, why_free=why_free)
    start = datetime(2024, 10, 23, tzinfo=UTC)
    found = list(list_occurrences(schedule, start, start + timedelta(6)))
    assert [(one.day.day, one.skipped) for one in found] == [
        (23, None), (24, None), (25, "National Day"), (26, "weekend"), (27, "weekend"), (28, None),
    ]  # fmt: skip
    following = find_next(schedule, datetime(2024, 10, 24, 12, tzinfo=UTC))
    assert following is not None
    assert following.day == date(2024, 10, 28)


def test_a_schedule_of_free_days_alone_has_no_next_briefing() -> None:
    never = Schedule(time(7, 30), ZoneInfo("UTC"), why_free=lambda day: "holiday")
    assert find_next(never, datetime(2024, 1, 1, tzinfo=UTC)) is None
