"""Days as EDTF writes them: the part of the standard that records of statements need.

Source: Library of Congress, Extended Date/Time Format (EDTF) Specification, levels 0 and 1
(https://www.loc.gov/standards/datetime/). Accepted: a year, month or day (`2024`, `2024-06`, `2024-06-26`),
each with `~` (approximate), `?` (uncertain) or `%` (both), and an interval of two of them, either end open (`..`).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)", re.ASCII)


class DayError(ValueError):
    """A text that is no day; str() says why, fit for a reader."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month, year or interval.

    `text` is the EDTF form as written; `first` and `last` are the earliest and latest calendar day that it covers,
    None where that end is open; `approximate` is True where any part is marked `~`, `?` or `%`.
    """

    text: str
    first: date | None
    last: date | None
    approximate: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def single(self) -> date | None:
        """The one calendar day meant, or None where it is a longer span or marked approximate."""
        return self.first if self.first == self.last and not self.approximate else None

    def covers(self, other: Day) -> bool:
        """Whether every day of `other` may lie within this one; open ends reach for ever."""
        starts = self.first is None or (other.first is not None and self.first <= other.first)
        ends = self.last is None or (other.last is not None and other.last <= self.last)
        return starts and ends

    def overlaps(self, other: Day) -> bool:
        """Whether some day may lie within both; open ends reach for ever."""
        before = self.last is not None and other.first is not None and self.last < other.first
        after = self.first is not None and other.last is not None and other.last < self.first
        return not before and not after


@lru_cache(4096)
def parse_day(text: str) -> Day:
    """Read one EDTF day, month, year or interval.

    Raises DayError where the text is not one, names no day of the calendar, or ends before it begins.
    """
    left, slash, right = text.partition("/")
    if not slash:
        first, last, approximate = _read_point(text)
        return Day(text, first, last, approximate)
    starts = (None, None, False) if left == ".." else _read_point(left)
    ends = (None, None, False) if right == ".." else _read_point(right)
    if starts[0] is None and ends[1] is None:
        raise DayError(f"{text!r} is open at both ends; leave the day out instead")
    if starts[0] and ends[1] and starts[0] > ends[1]:
        raise DayError(f"{text!r} ends before it begins")
    return Day(text, starts[0], ends[1], starts[2] or ends[2])


def _read_point(text: str) -> tuple[date, date, bool]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DayError(f"{text!r} is not a day; write it as 2024-06-26, 2024-06, 2024-06-20~ or 2024-06-19/2024-06-21")
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DayError(f"{text!r} is not in the calendar") from error
    return first, last, bool(match[4])
