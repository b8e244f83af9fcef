"""Days in figures: 2024-06-26, 2024/6/26, 20240626, 27.06.2024, 06/07/2024 (which can be two days), 2024年6月26日."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from bot.answers.options.dates.spans import (
    ImpossibleDayError,
    SeveralDaysError,
    Span,
    latest_day,
    make_day,
    month_of,
    year_of,
)
from bot.corpus.edtf import DayError, parse_day

_EDTF = re.compile(r"\d{4}(-\d\d){0,2}[~?%]?|(\.\.|\d{4}[\d~?%-]*)/(\.\.|\d{4}[\d~?%-]*)")
_YEAR_FIRST = re.compile(r"(\d{4})([-./]) ?(\d{1,2})\2 ?(\d{1,2})\.?(?:[t ]\d\d:[\d:.+z-]+)?|(\d{4})(\d\d)(\d\d)")
_YEAR_MONTH = re.compile(r"(\d{4})[-./] ?(\d{1,2})\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./] ?(\d{4})")
_DISCORD_TIME = re.compile(r"<t:(\d{1,11})(?::[a-z])?>")
_HAN = re.compile(r"(\d{4})[年년] ?(?:(\d{1,2})[月월] ?(?:(\d{1,2})[日일號号]?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2})(?:\2 ?(\d{4}|\d\d)?)?")
_YEAR = re.compile(r"\d{4}")
_FIGURES_ONLY = re.compile(r"[\d\s./:,+-]+")


def read_figures(text: str, today: date) -> Span | None:
    """Read a day, month, year or interval in figures; None where the text is none.

    Raises ImpossibleDayError where the calendar does not have it, SeveralDaysError where it can be two days.
    """
    if match := _YEAR_FIRST.fullmatch(text):
        day = make_day(*(int(part) for part in match.group(*((1, 3, 4) if match[1] else (5, 6, 7)))))
        return day, day
    if _YEAR.fullmatch(text):
        return year_of(make_day(int(text), 1, 1))
    if match := _YEAR_MONTH.fullmatch(text):
        return month_of(make_day(int(match[1]), int(match[2]), 1))
    if (match := _MONTH_YEAR.fullmatch(text)) and int(match[1]) <= 12:
        return month_of(make_day(int(match[2]), int(match[1]), 1))
    if match := _DISCORD_TIME.fullmatch(text):
        day = datetime.fromtimestamp(int(match[1]), UTC).date()
        return day, day
    if match := _HAN.fullmatch(text):
        return _read_han(match)
    if _EDTF.fullmatch(text):
        return _read_edtf(text, today)
    if match := _YEAR_LAST.fullmatch(text):
        return _read_year_last(match, today)
    if _FIGURES_ONLY.fullmatch(text):
        raise ImpossibleDayError("these figures are no day that I know; write it as 2024-06-26 or 26 June 2024")
    return None


def _read_han(match: re.Match[str]) -> Span:
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not month:
        return year_of(make_day(year, 1, 1))
    first = make_day(year, month, day or 1)
    return (first, first) if day else month_of(first)


def _read_edtf(text: str, today: date) -> Span:
    try:
        day = parse_day(text)
    except DayError as error:
        raise ImpossibleDayError(str(error)) from error
    if day.first is None:
        raise ImpossibleDayError("it has no first day")
    return day.first, day.last or max(day.first, today)


def _read_year_last(match: re.Match[str], today: date) -> Span:
    """Read day and month in either order. Where figures are parted by full stops the day always comes first."""
    left, right, year = int(match[1]), int(match[3]), match[4]
    orders = [(left, right)] if match[2] == "." else [(left, right), (right, left)]
    in_calendar = [(day, month) for day, month in orders if month <= 12] or orders[:1]
    if year and len(year) == 2:
        days = _complete_years(match, in_calendar, today)
    else:
        days = {_complete(year, month, day, today) for day, month in in_calendar}
    if len(days) > 1:
        raise SeveralDaysError(tuple(sorted(days)))
    (day,) = days
    return day, day


def _complete(year: str | None, month: int, day: int, today: date) -> date:
    return latest_day(month, day, today) if year is None else make_day(int(year), month, day)


def _complete_years(match: re.Match[str], orders: list[tuple[int, int]], today: date) -> set[date]:
    """Read two figures as a year of this century. It can come first too: 24-06-26, as Koreans write it 24. 6. 26."""
    century = today.year - today.year % 100
    readings = [(century + int(match[4]), month, day) for day, month in orders]
    year_first = (century + int(match[1]), int(match[3]), int(match[4]))
    days = {day for reading in readings if (day := _make_past(*reading, today))}
    if match[2] == "-" or not days:
        days |= {day for day in [_make_past(*year_first, today)] if day}
    if not days:
        raise ImpossibleDayError("write its year with four figures")
    return days


def _make_past(year: int, month: int, day: int, today: date) -> date | None:
    try:
        made = make_day(year, month, day)
    except ImpossibleDayError:
        return None
    return made if made <= today else None
