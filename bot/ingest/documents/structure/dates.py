"""Days as documents write them: stamps, dates in words of a few languages, datelines, and metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

# Abbreviations that mean one offset only; IST, CST and BST mean several and give none.
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "SGT": 8,
    "HKT": 8,
    "KST": 9,
    "JST": 9,
    "EST": -5,
    "EDT": -4,
    "PST": -8,
    "PDT": -7,
}
_LOCALES = ("en", "fr", "de", "es", "pt", "it", "ru", "uk", "pl", "nl")
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?\b|[A-Z]{3,4}\b)?\)?"
)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day in a text: its words text[start:end], and the instant where clock time and zone are given.

    `year` is None where the words give none; `weekday` (0 for Monday) is what they give, right or wrong.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    at: str | None = None
    has_clock: bool = False
    weekday: int | None = None

    @property
    def iso(self) -> str | None:
        """The ISO date, or None without a year."""
        return None if self.year is None else f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def weekday_fits(self) -> bool:
        """Whether the weekday beside the date is that of the date."""
        if self.weekday is None or self.year is None:
            return True
        return date(self.year, self.month, self.day).weekday() == self.weekday


@cache
def _month_numbers() -> dict[str, int]:
    from babel.dates import get_month_names

    numbers: dict[str, int] = {}
    for locale in _LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, locale).items():
                    numbers.setdefault(name.casefold().rstrip("."), number)
    numbers["sept"] = 9
    return {name: number for name, number in numbers.items() if len(name) > 2 and not name.isdigit()}


@cache
def _weekday_numbers() -> dict[str, int]:
    from babel.dates import get_day_names

    numbers: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, "format", locale).items():
                if len(name.rstrip(".")) > 2 or width == "wide":
                    numbers.setdefault(name.casefold().rstrip("."), number)
    return numbers


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(map(re.escape, _month_numbers()), key=len, reverse=True))
    weekdays = "|".join(sorted(map(re.escape, _weekday_numbers()), key=len, reverse=True))
    week = rf"(?:\b(?P<weekday>{weekdays})\b\.?,?\s+)?"
    month = rf"(?P<month>{months})\b\.?"
    ordinal = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?"
    clock = rf"(?:,?\s*(?:T|at|à|um|alle|a las|в|\||-|–|·)?\s*{_CLOCK})?"
    flags = re.IGNORECASE
    return (
        re.compile(
            rf"(?<![\d.-])(?P<year>\d{{4}})(?P<mark>[-./])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d){clock}",
            flags,
        ),
        re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
        re.compile(
            rf"{week}(?<!\d){ordinal}\s+(?:de\s+|of\s+)?{month},?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})\b{clock}", flags
        ),
        re.compile(rf"{week}\b{month}\s+{ordinal},?\s+(?P<year>\d{{4}})\b{clock}", flags),
        re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)" + clock, flags),
        re.compile(rf"{week}\b{month}\s+{ordinal}(?![\d,:]*\d)", flags),
        re.compile(rf"{week}(?<!\d){ordinal}\s+(?:de\s+)?{month}(?!\w)", flags),
    )


def find_days(text: str) -> list[WrittenDay]:
    """Find the days written in a line, in their order; words that two patterns read go to the fuller one."""
    found: list[WrittenDay] = []
    # Nearly all lines end here; the patterns take half a millisecond.
    if not any(map(str.isdigit, text)):
        return found
    for pattern in _patterns():
        for match in pattern.finditer(text):
            day = _read_match(match)
            if day and not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    return sorted(found, key=lambda each: each.start)


def _read_match(match: re.Match[str]) -> WrittenDay | None:
    groups = match.groupdict()
    written_month = groups["month"].casefold()
    month = int(written_month) if written_month.isdigit() else _month_numbers().get(written_month, 0)
    year = int(groups["year"]) if groups.get("year") else None
    try:
        # A leap year stands in for the year that is not given, so that 29 February is a day.
        day = date(year or 2000, month, int(groups["day"]))
    except ValueError:
        return None
    if year is not None and not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    at = _read_clock(day, groups) if year is not None else None
    weekday = _weekday_numbers().get((groups.get("weekday") or "").casefold())
    end = match.start() + len(match[0].rstrip())
    return WrittenDay(match.start(), end, year, day.month, day.day, at, bool(groups.get("hour")), weekday)


def _read_clock(day: date, groups: dict[str, str | None]) -> str | None:
    """Return the instant, or None where clock time or zone is missing or impossible."""
    offset = _read_zone(groups.get("zone") or "")
    if not groups.get("hour") or offset is None:
        return None
    hour = int(groups["hour"] or 0)
    half = (groups.get("half") or "").casefold()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        instant = datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(groups["minute"] or 0),
            int(groups.get("second") or 0),
            tzinfo=timezone(offset),
        )
    except ValueError:
        return None
    return instant.isoformat()


def _read_zone(written: str) -> timedelta | None:
    written = written.replace("−", "-").strip()
    if written in _ZONES:
        return timedelta(hours=_ZONES[written])
    match = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?", written)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def complete_year(written: WrittenDay, latest: str) -> str | None:
    """Return the last day on or before the ISO day `latest` that has the month and day of `written`."""
    last = date.fromisoformat(latest)
    for year in range(last.year, last.year - 8, -1):
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            continue
        if day <= last:
            return day.isoformat()
    return None


def parse_stamp(written: str) -> tuple[str, str | None] | None:
    """Read a day from metadata: ISO 8601 or RFC 5322. Returns the day in its own zone, and the instant or None."""
    written = written.strip()[:100]
    days = [day for day in find_days(written) if day.iso]
    if days and days[0].iso and days[0].at is None:
        mail = _parse_mail_date(written)
        return mail or (days[0].iso, None)
    return (days[0].iso, days[0].at) if days and days[0].iso else _parse_mail_date(written)


def _parse_mail_date(written: str) -> tuple[str, str | None] | None:
    try:
        instant = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    return instant.date().isoformat(), instant.isoformat() if instant.tzinfo else None


def parse_pdf_date(written: str) -> tuple[str, str | None] | None:
    """Read a date of a PDF's properties (ISO 32000-1, 7.9.4), as in D:20240628171800+09'00'."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z|[+-]\d{2})'?(\d{2})?'?)?", written)
    if not match:
        return None
    year, month, day, hour, minute, second, zone, zone_minute = match.groups()
    stamp = f"{year}-{month}-{day}"
    if hour and zone:
        stamp += f"T{hour}:{minute}:{second or '00'}" + (zone if zone == "Z" else f"{zone}:{zone_minute or '00'}")
    return parse_stamp(stamp)
