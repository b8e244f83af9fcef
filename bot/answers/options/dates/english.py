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
_NIGHTS = {"last night": "yesterday", "tonight": "today", "this morning": "today", "this afternoon": "today",
           "this evening": "today", "last fortnight": "last two weeks", "fortnight ago": "two weeks ago",
           "a fortnight ago": "two weeks ago", "past fortnight": "past two weeks"}  # fmt: skip
_WEEK_OF = "(?:week|wk) (?:of|beginning|starting|commencing)"
_DAYS_BACK = {"today": 0, "now": 0, "yesterday": 1, "day before yesterday": 2, "tomorrow": -1}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = f"(?P<month>{_any_of(_MONTH_NUMBERS)})"
_WEEKDAY = f"(?P<weekday>{_any_of(_DAY_NUMBERS)})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4}|['’]?\d\d(?!\d))"
_FULL_YEAR = r"(?P<year>\d{4})"
_COUNT = rf"(?P<count>\d{{1,5}}|{_any_of(_COUNTS)})"
_UNIT = "(?P<unit>day|week|month|year)s?"
_SEPARATOR = re.compile(r" (?:to|until|till|through|and) | - |(?<=\w)-(?=\w)|(?<=\d)/(?=\d{4})")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_ORDINAL = f"(?P<nth>{_any_of(_ORDINALS)})"
# A third of a month: ten days, the last one what is left.
_THIRDS = {"early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2}
_THIRD = f"(?P<third>{'|'.join(_THIRDS)})[ -](?:the )?"


def read_english(text: str, today: date) -> Span | None:
    """Read a day or a span in plain English, in lower case and without commas; None where the text is none.

    A day or month without a year is the latest one that has begun. Raises ImpossibleDayError where the calendar does
    not have it.
    """
    text = _NIGHTS.get(text, re.sub(r" (?:morning|afternoon|evening|night)$", "", text))
    if text in _DAYS_BACK:
        return unit_of("day", step_back("day", _DAYS_BACK[text], today))
    for pattern, read in _READERS:
        if match := pattern.fullmatch(text):
            return read(match.groupdict(), today)
    return None


def read_range(text: str, today: date) -> Span | None:
    """Read `19 May to 21 June 2024`: two days or spans, of which the first may leave out what the last one has."""
    plain = text.removeprefix("between ")
    # Days hold hyphens and slashes themselves: words that part two days come first, and each place is tried.
    places = sorted(_SEPARATOR.finditer(plain), key=lambda place: (len(place[0]) < 3, place.start()))
    for place in places:
        if span := _read_pair(plain[: place.start()], plain[place.end() :], today):
            return span
    return None


def _read_pair(left: str, right: str, today: date) -> Span | None:
    last = _read_one(right, today)
    if not last:
        return None
    year, month = last[1].year, MONTHS[last[1].month - 1].casefold()
    written = [f"{left} {month} {year}"] if left.isdigit() and len(left) < 4 else [left]
    if re.search(r"\d{4}", right) and re.search(r"[a-z]", left):
        written.insert(0, f"{left} {year}")
    first = next((span for one in written if (span := _read_one(one, today))), None)
    if first and first[0] > last[1]:
        raise ImpossibleDayError("it ends before it begins")
    return (first[0], last[1]) if first else None


def _read_one(text: str, today: date) -> Span | None:
    if text.isdigit() and len(text) < 4:
        return None
    try:
        return read_english(text, today) or read_figures(text, today)
    except ImpossibleDayError:
        if re.fullmatch(r"[\d./-]+", text) and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return None  # a part of a day in figures, cut at its own hyphen
        raise


def _read_date(parts: dict[str, str | None], today: date) -> Span:
    month, number, year = _MONTH_NUMBERS[parts["month"] or ""], int(parts["day"] or 0), parts["year"]
    day = make_day(_full_year(year, today), month, number) if year else latest_day(month, number, today)
    weekday = parts.get("weekday")
    if weekday and _DAY_NUMBERS[weekday] != day.weekday():
        named = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        raise ImpossibleDayError(f"{named} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[_DAY_NUMBERS[weekday]]}")
    return day, day


def _full_year(written: str, today: date) -> int:
    """A year of four figures, or of two, which is one of this century."""
    figures = written.lstrip("'’")
    return int(figures) if len(figures) == 4 else today.year - today.year % 100 + int(figures)


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
    return month_of(make_day(_full_year(year, today), month, 1) if year else latest_day(month, 1, today))


def _read_nth_weekday(parts: dict[str, str | None], today: date) -> Span:
    """Read the first, second or last such weekday of a month."""
    first, last = _read_month(parts, today)
    weekday, nth = _DAY_NUMBERS[parts["weekday"] or ""], _ORDINALS[parts["nth"] or ""]
    if nth < 0:
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    else:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        if day > last:
            raise ImpossibleDayError(f"{MONTHS[first.month - 1]} {first.year} has no such {WEEKDAYS[weekday]}")
    return day, day


def _read_third(parts: dict[str, str | None], today: date) -> Span:
    """Read the beginning, the middle or the end of a month."""
    first, last = _read_month(parts, today)
    third = _THIRDS[parts["third"] or ""]
    begin = first + timedelta(days=10 * third)
    return begin, last if third == 2 else begin + timedelta(days=9)


def _read_quarter(parts: dict[str, str | None], today: date) -> Span:
    """Read three months of a year, or six."""
    size = 6 if parts.get("half") else 3
    number = int(parts.get("half") or parts["quarter"] or "0")
    month = size * (number - 1) + 1
    year = int(parts["year"] or 0) if parts.get("year") else latest_day(month, 1, today).year
    return make_day(year, month, 1), month_of(make_day(year, month + size - 1, 1))[1]


def _read_week_of(parts: dict[str, str | None], today: date) -> Span:
    """Read the week, Monday to Sunday, that holds a day."""
    return week_of(_read_date(parts, today)[0])


def _read_week_number(parts: dict[str, str | None], today: date) -> Span:
    """Read a week by its number of ISO 8601."""
    year = int(parts["year"] or 0) if parts.get("year") else today.year
    try:
        return week_of(date.fromisocalendar(year, int(parts["week"] or 0), 1))
    except ValueError as error:
        raise ImpossibleDayError(f"{year} has no week {parts['week']}") from error


def _read_before_last(parts: dict[str, str | None], today: date) -> Span:
    unit = parts["unit"] or ""
    return unit_of(unit, step_back(unit, 2, today))


def _read_hours(parts: dict[str, str | None], today: date) -> Span:
    """Read so many hours up to now: every day that they touch."""
    return today - timedelta(days=-(-_count(parts) // 24)), today


def _read_weekend(parts: dict[str, str | None], today: date) -> Span:
    """Read the last Saturday and Sunday that have begun, of the week named."""
    monday = week_of(today)[0]
    begun = today.weekday() >= 5 and parts.get("which") not in {"last", "previous"}
    back = 0 if begun or parts.get("which") == "this" else 7
    saturday = monday + timedelta(days=5 - back)
    return saturday, saturday + timedelta(days=1)


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
        (rf"{_ORDINAL} {_WEEKDAY} (?:of|in) {_MONTH}(?: {_FULL_YEAR})?", _read_nth_weekday),
        (rf"{_THIRD}{_MONTH}(?: {_FULL_YEAR})?", _read_third),
        (rf"q(?P<quarter>[1-4])(?: (?:of )?{_FULL_YEAR})?", _read_quarter),
        (rf"{_FULL_YEAR}[ -]?q(?P<quarter>[1-4])", _read_quarter),
        (rf"h(?P<half>[12])(?: (?:of )?{_FULL_YEAR})?", _read_quarter),
        (rf"{_WEEK_OF} (?:{_WEEKDAY} )?(?:the )?{_DAY} (?:of )?{_MONTH}(?: {_FULL_YEAR})?", _read_week_of),
        (rf"{_WEEK_OF} (?:{_WEEKDAY} )?{_MONTH} (?:the )?{_DAY}(?: {_FULL_YEAR})?", _read_week_of),
        (rf"week (?P<week>\d{{1,2}})(?: (?:of )?{_FULL_YEAR})?", _read_week_number),
        (rf"{_FULL_YEAR}-?w(?P<week>\d{{1,2}})", _read_week_number),
        (r"(?P<unit>week|month|year) before last", _read_before_last),
        (rf"(?:(?:last|past|previous) )?{_COUNT} ?(?:hours|hrs|hour|hr|h)", _read_hours),
        (r"(?:(?P<which>this|last|previous) )?weekend", _read_weekend),
        (rf"(?P<first>\d{{1,2}}) ?- ?{_DAY} {_MONTH}(?: {_YEAR})?", _read_days_of_month),
        (rf"{_MONTH} (?P<first>\d{{1,2}}) ?- ?{_DAY}(?: {_YEAR})?", _read_days_of_month),
        (rf"{_MONTH}(?: (?:of )?{_YEAR})?", _read_month),
        (r"(?P<day>\d{1,2})(?:st|nd|rd|th)", _read_day_number),
        (rf"(?P<which>this|current|last|previous|next|coming) {_UNIT}", _read_unit),
        (rf"{_COUNT} {_UNIT} ago", _read_ago),
        (rf"(?:(?:last|past|previous) )?{_COUNT} {_UNIT}", _read_lately),
        (rf"past {_UNIT}", _read_lately),
        (rf"(?:(?P<which>last|past|previous|this|next|coming) )?{_WEEKDAY}", _read_weekday),
        (rf"{_WEEKDAY} (?:of )?(?P<week>this|last) week", _read_weekday),
        (rf"(?P<week>this|last) week {_WEEKDAY}", _read_weekday),
    )
)
