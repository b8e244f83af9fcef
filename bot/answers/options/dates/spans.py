"""Stretches of whole days, and the few sums that reading a day needs."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Span = tuple[date, date]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ImpossibleDayError(ValueError):
    """A text that is clearly meant as a day, and is none. str() says why, as the end of a sentence."""


class SeveralDaysError(ValueError):
    """A numeric date that means one day where the day comes first, and another where the month or the year does."""

    def __init__(self, days: tuple[date, ...]) -> None:
        super().__init__(days)
        self.days = days


def make_day(year: int, month: int, day: int) -> date:
    """Make a day. Raises ImpossibleDayError where the calendar has none."""
    if not 1 <= year <= 9999:
        raise ImpossibleDayError(f"there is no year {year}")
    if not 1 <= month <= 12:
        raise ImpossibleDayError(f"there is no month {month}")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ImpossibleDayError(f"there is no {day} {MONTHS[month - 1]} {year}")
    return date(year, month, day)


def latest_day(month: int, day: int, today: date) -> date:
    """Give the latest such day on or before `today`. Raises ImpossibleDayError where no year has it."""
    for year in range(today.year, max(today.year - 9, 0), -1):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today:
                return found
    return make_day(today.year, month, day)


def week_of(day: date) -> Span:
    """Give the week, Monday to Sunday, that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> Span:
    """Give the month that holds a day."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def year_of(day: date) -> Span:
    """Give the year that holds a day."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def unit_of(unit: str, day: date) -> Span:
    """Give the day, week, month or year that holds a day."""
    if unit == "week":
        return week_of(day)
    if unit == "month":
        return month_of(day)
    return year_of(day) if unit == "year" else (day, day)


def step_back(unit: str, count: int, day: date) -> date:
    """Give the day that lies so many days, weeks, months or years before; a shorter month gives its last day.

    Raises ImpossibleDayError where that is before the calendar begins.
    """
    try:
        if unit in {"day", "week"}:
            return day - timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError) as error:
        raise ImpossibleDayError("that is before the calendar begins") from error
