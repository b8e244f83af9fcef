"""Days in plain English: yesterday, last week, three days ago, Thursday, June 26, the 26th, 19–21 June 2024."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.answers.options.dates.numeric import read_figures
from bot.answers.options.dates.spans import (
    MONTHS,
    WEEKDAYS,
    ImpossibleDayError,
    Span,
    latest_day,
    make_day,
    month_of,
    step_back,
    unit_of,
    week_of,
)

_MONTH_NUMBERS = {name.casefold(): n for n, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3]: n for name, n in _MONTH_NUMBERS.items()} | {"sept": 9}
_DAY_NUMBERS = {name.casefold(): n for n, name in enumerate(WEEKDAYS)}
_DAY_NUMBERS |= {name[:3]: n for name, n in _DAY_NUMBERS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_DAYS_BACK = {"today": 0, "now": 0, "yesterday": 1, "day before yesterday": 2, "tomorrow": -1}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = f"(?P<month>{_any_of(_MONTH_NUMBERS)})"
_WEEKDAY = f"(?P<weekday>{_any_of(_DAY_NUMBERS)})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_COUNT = rf"(?P<count>\d{{1,5}}|{_any_of(_COUNTS)})"
_UNIT = "(?P<unit>day|week|month|year)s?"
_RANGE = re.compile(r"(?:between )?(.+?)(?: (?:to|until|till|through|and) | - |(?<=\w)-(?=\w))(.+)")


def read_english(text: str, today: date) -> Span | None:
    """Read a day or a span in plain English, in lower case and without commas; None where the text is none.

    A day or month without a year is the latest one that has begun. Raises ImpossibleDayError where the calendar does
    not have it.
    """
    if text in _DAYS_BACK:
        return unit_of("day", step_back("day", _DAYS_BACK[text], today))
    for pattern, read in _READERS:
        if match := pattern.fullmatch(text):
            return read(match.groupdict(), today)
    return None


def read_range(text: str, today: date) -> Span | None:
    """Read `19 May to 21 June 2024`: two days or spans, of which the first may leave out what the last one has."""
    match = _RANGE.fullmatch(text)
    last = match and _read_one(match[2], today)
    if not match or not last:
        return None
    year, month = last[1].year, MONTHS[last[1].month - 1].casefold()
    written = [f"{match[1]} {month} {year}"] if match[1].isdigit() and len(match[1]) < 4 else [match[1]]
    if re.search(r"\d{4}", match[2]) and re.search(r"[a-z]", match[1]):
        written.insert(0, f"{match[1]} {year}")
    first = next((span for one in written if (span := _read_one(one, today))), None)
    if first and first[0] > last[1]:
        raise ImpossibleDayError("it ends before it begins")
    return (first[0], last[1]) if first else None


def _read_one(text: str, today: date) -> Span | None:
    if text.isdigit() and len(text) < 4:
        return None
    return read_english(text, today) or read_figures(text, today)


def _read_date(parts: dict[str, str | None], today: date) -> Span:
    month, number, year = _MONTH_NUMBERS[parts["month"] or ""], int(parts["day"] or 0), parts["year"]
    day = make_day(int(year), month, number) if year else latest_day(month, number, today)
    weekday = parts.get("weekday")
    if weekday and _DAY_NUMBERS[weekday] != day.weekday():
        named = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        raise ImpossibleDayError(f"{named} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[_DAY_NUMBERS[weekday]]}")
    return day, day


def _read_days_of_month(parts: dict[str, str | None], today: date) -> Span:
    """Read two days of one month: 19-21 June 2024."""
    last = _read_date(parts, today)[0]
    first = make_day(last.year, last.month, int(parts["first"] or 0))
    if first > last:
        raise ImpossibleDayError("it ends before it begins")
    return first, last


def _read_month(parts: dict[str, str | None], today: date) -> Span:
    month = _MONTH_NUMBERS[parts["month"] or ""]
    year = parts["year"]
    return month_of(make_day(int(year), month, 1) if year else latest_day(month, 1, today))


def _read_day_number(parts: dict[str, str | None], today: date) -> Span:
    number = int(parts["day"] or 0)
    for back in range(12):
        first, last = month_of(step_back("month", back, today))
        if 1 <= number <= last.day and first.replace(day=number) <= today:
            return first.replace(day=number), first.replace(day=number)
    raise ImpossibleDayError(f"no month has a day {number}")


def _read_unit(parts: dict[str, str | None], today: date) -> Span:
    back = {"this": 0, "current": 0, "next": -1, "coming": -1}.get(parts["which"] or "", 1)
    return unit_of(parts["unit"] or "", step_back(parts["unit"] or "", back, today))


def _read_ago(parts: dict[str, str | None], today: date) -> Span:
    unit = parts["unit"] or ""
    return unit_of(unit, step_back(unit, _count(parts), today))


def _read_lately(parts: dict[str, str | None], today: date) -> Span:
    """Read so many days, weeks, months or years up to and with today."""
    return step_back(parts["unit"] or "", _count(parts), today) + timedelta(days=1), today


def _read_weekday(parts: dict[str, str | None], today: date) -> Span:
    weekday, which = _DAY_NUMBERS[parts["weekday"] or ""], parts.get("which")
    if parts.get("week"):
        monday = week_of(step_back("week", 0 if parts["week"] == "this" else 1, today))[0]
        day = monday + timedelta(days=weekday)
    elif which in {"this", "next", "coming"}:
        day = week_of(step_back("week", 0 if which == "this" else -1, today))[0] + timedelta(days=weekday)
    else:
        before = (today.weekday() - weekday) % 7
        day = step_back("day", before or (7 if which else 0), today)
    return day, day


def _count(parts: dict[str, str | None]) -> int:
    count = parts.get("count") or "1"
    return _COUNTS[count] if count in _COUNTS else int(count)


_Reader = Callable[[dict[str, str | None], date], Span]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?:{_WEEKDAY} (?:the )?)?{_DAY} (?:of )?{_MONTH}(?: {_YEAR})?", _read_date),
        (rf"(?:{_WEEKDAY} )?{_MONTH} (?:the )?{_DAY}(?: {_YEAR})?", _read_date),
        (rf"{_DAY}-{_MONTH}-{_YEAR}", _read_date),
        (rf"(?P<first>\d{{1,2}}) ?- ?{_DAY} {_MONTH}(?: {_YEAR})?", _read_days_of_month),
        (rf"{_MONTH} (?P<first>\d{{1,2}}) ?- ?{_DAY}(?: {_YEAR})?", _read_days_of_month),
        (rf"{_MONTH}(?: (?:of )?{_YEAR})?", _read_month),
        (r"(?P<day>\d{1,2})(?:st|nd|rd|th)", _read_day_number),
        (rf"(?P<which>this|current|last|previous|next|coming) {_UNIT}", _read_unit),
        (rf"{_COUNT} {_UNIT} ago", _read_ago),
        (rf"(?:last|past|previous) {_COUNT} {_UNIT}", _read_lately),
        (rf"past {_UNIT}", _read_lately),
        (rf"(?:(?P<which>last|past|previous|this|next|coming) )?{_WEEKDAY}", _read_weekday),
        (rf"{_WEEKDAY} (?:of )?(?P<week>this|last) week", _read_weekday),
        (rf"(?P<week>this|last) week {_WEEKDAY}", _read_weekday),
    )
)
