"""What to do about a day that is written in another form than EDTF: the same day as the records have it."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date

from bot.corpus.edtf import DayError, parse_day

_NO_DAY = "leave the key out where the source gives no day"
_SPAN = re.compile(r"\s+(?:to|until|till|through|and|-|–|—)\s+|\s*(?:–|—|\.\.+)\s*|\s*/\s*(?=\d{4})", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:about|around|approximately|circa|ca?\.?|~)\s*", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{4})[-/.\s]?(\d{1,2})[-/.\s]?(\d{1,2})[.]?(?:[T ]\d{1,2}:.*)?", re.ASCII)
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?.*", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[/.](\d{1,2})", re.ASCII)
_ONE_MONTH = re.compile(r"([^\W\d_]{3,}) (\d{1,2})\s?[-–—]\s?(\d{1,2}),? (\d{4})")
_MONTH_NAMES = {name.casefold()[:3]: number for number, name in enumerate(calendar.month_name) if name}
_IN_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})|([A-Za-z]{3,9})\.? (\d{1,2})\w*,? (\d{4})"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}")


def advise_on_day(text: str) -> str:
    """What to do about a text that is no day: how to write it, where it can be read as one."""
    text = " ".join(text.split())
    impossible = _explain_calendar(text)
    if impossible:
        return impossible
    found = _read_span(_ABOUT.sub("", text))
    if not found:
        is_dated = any(char.isdigit() for char in text)
        form = "write the day as 2024-06-26, the month as 2024-06, a span as 2024-06-19/2024-06-21"
        return form if is_dated else _NO_DAY
    marked = [f"{one}~" if _ABOUT.match(text) and "/" not in one else one for one in found]
    advice = f"write it as {' or '.join(marked)}"
    return f"{advice}; the time of day belongs under `at`" if _CLOCK.search(text) else advice


def _explain_calendar(text: str) -> str | None:
    """What to do about a day that no calendar has, in whatever form: 2031-02-29, 30 February 2031."""
    figures = _FIGURES.fullmatch(text)
    words = _IN_WORDS.fullmatch(text)
    if figures:
        year, month, day = (int(one) for one in figures.groups())
    elif words:
        year, day = int(words[3] or words[6]), int(words[1] or words[5])
        month = _MONTH_NAMES.get((words[2] or words[4]).casefold()[:3], 0)
    else:
        return None
    if not 1 <= month <= 12:
        return "correct it: months are 01 to 12" if figures and not _is_day(year, day, month) else None
    last = calendar.monthrange(year, month)[1] if year else 31
    if 1 <= day <= last:
        return None
    return f"correct it: {calendar.month_name[month]} {year} has {last} days"


def _read_span(text: str) -> list[str]:
    """The ways to write a day or a span of two; empty where it is neither."""
    text = _ONE_MONTH.sub(r"\2 \1 \4 to \3 \1 \4", text)
    whole = _read_one(text)
    ends = _SPAN.split(text, maxsplit=1)
    if whole or len(ends) != 2:
        return whole
    last = _read_one(ends[1])
    first = _read_one(ends[0]) or (_read_one(_complete(ends[0], ends[1])) if last else [])
    both = [f"{one}/{other}" for one in first[:1] for other in last[:1]]
    return [one for one in both if _is_edtf(one)]


def _complete(first: str, last: str) -> str:
    """The beginning of a span with the month and year of its end: 19 to 21 June 2024."""
    words = first.split()
    return " ".join([*words, *last.split()[len(words) :]])


def _read_one(text: str) -> list[str]:
    text = text.strip(" ,.")
    if _is_edtf(text):
        return [text]
    for pattern in (_FIGURES, _EAST):
        match = pattern.fullmatch(text)
        if match:
            year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
            if not _is_day(year, month, day or 1) and _is_day(year, day, month):
                month, day = day, month
            return [_write(year, month, day)] if _is_day(year, month, day or 1) else []
    match = _DAY_FIRST.fullmatch(text)
    if match:
        one, other, year = (int(group) for group in match.groups())
        return list(dict.fromkeys(_write(year, m, d) for d, m in ((one, other), (other, one)) if _is_day(year, m, d)))
    match = _MONTH.fullmatch(text)
    if match:
        month, year = int(match[1] or match[4]), int(match[2] or match[3])
        return [_write(year, month)] if _is_day(year, month, 1) else []
    return _read_words(text)


def _read_words(text: str) -> list[str]:
    """A day or month in words of any language that the library knows."""
    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return []
    from dateparser import parse

    with suppress(Exception):  # a text that no parser was made for
        for parts, size in ((["day", "month", "year"], 10), (["month", "year"], 7)):
            found = parse(text, settings={"REQUIRE_PARTS": parts, "PARSERS": ["absolute-time"]})
            if found:
                return [found.date().isoformat()[:size]]
    return []


def _write(year: int, month: int, day: int = 0) -> str:
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_edtf(text: str) -> bool:
    try:
        parse_day(text)
    except DayError:
        return False
    return True
