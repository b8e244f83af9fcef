"""The instants at which a daily briefing is due, computed from IANA zones at each step: one for each local day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.skip_days import WhyFree

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# A whole year of skipped days in a row is no schedule any more.
_HORIZON = timedelta(days=400)


def _work_always(day: date) -> None:
    del day


@dataclass(frozen=True, slots=True)
class Schedule:
    """A clock time in a zone, each day, or on weekdays alone. `why_free` names the holiday of a day that is one."""

    at: time
    zone: ZoneInfo
    weekdays_only: bool = False
    why_free: WhyFree = _work_always


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One local day's briefing: `at` is its instant in UTC; `skipped` says why nothing is posted, where nothing is."""

    day: date
    at: datetime
    skipped: str | None = None


def find_instant(at: time, zone: ZoneInfo, day: date) -> datetime | None:
    """The instant, in UTC, at which a clock in `zone` shows `at` on `day`; None where the zone has no such day.

    A time that is shown twice counts the first time. A time that is left out counts at the first instant after the
    gap, which after a gap around midnight is on the next day.
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if _wall_clock(found, zone) == local:
        return found
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    gap = _find_change(before, found, zone)
    partly = day in (_wall_clock(gap - _SECOND, zone).date(), _wall_clock(gap, zone).date())
    return gap if partly else None


def list_occurrences(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """The briefings with `after` < instant <= `until` (both aware), in order, those that are skipped included."""
    day = after.astimezone(schedule.zone).date() - 2 * _DAY
    last = until.astimezone(schedule.zone).date() + _DAY
    while day <= last:
        at = find_instant(schedule.at, schedule.zone, day)
        if at is not None and after < at <= until:
            yield Occurrence(day, at, _find_reason(schedule, day))
        day += _DAY


def find_next(schedule: Schedule, after: datetime) -> Occurrence | None:
    """The next briefing after an instant that is not skipped; None where there is none for more than a year."""
    coming = list_occurrences(schedule, after, after + _HORIZON)
    return next((one for one in coming if one.skipped is None), None)


def _find_reason(schedule: Schedule, day: date) -> str | None:
    if schedule.weekdays_only and day.isoweekday() > 5:
        return "weekend"
    return schedule.why_free(day)


def _wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _find_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the zone has the offset that it has at `after`, having another one at `before`."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
