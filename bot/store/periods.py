"""A time in whole months, which are counted beforehand, and the days and spans at its ends, which are not."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.store.model import Filter
from bot.store.timelines import Timeline, find_earliest, narrow

_FIRST, _LAST = "0", "9999-99"  # before and after every month; no day and spans over months sort before both
Select = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Parted:
    """What a filter lets through, in parts that have nothing in common.

    months   the first and the last whole month, as `tally.period` has them, or None; ("", "") for all time
    selects  SELECTs of (first_day, n) of all the rest
    """

    months: tuple[str, str] | None
    selects: tuple[Select, ...]


def part(db: sqlite3.Connection, f: Filter) -> Parted:
    """Part what a filter lets through into whole months and the rest."""
    if f.since is None and f.until is None:
        return Parted(("", ""), ())
    first, last, broken = _FIRST, _LAST, dict[str, None]()
    if f.since:
        first = f"{f.since:%Y-%m}"
        if f.since.day > 1:
            broken[first] = None
            first = _follow(f.since)
    if f.until:
        last = f"{f.until:%Y-%m}"
        if f.until.day < monthrange(f.until.year, f.until.month)[1]:
            broken[last] = None
            last = _precede(f.until)
    selects = [_select_month(db, f, month) for month in broken]
    return Parted((first, last) if first <= last else None, (*selects, _select_beyond(db, f)))


def _select_month(db: sqlite3.Connection, f: Filter, month: str) -> Select:
    """What lies in one month with all its days."""
    begin, end = f"{month}-01", f"{month}-31"
    since = max(begin, f.since.isoformat()) if f.since else begin
    until = min(end, f.until.isoformat()) if f.until else end
    sql, values = Timeline(db, replace(f, since=None, until=None)).select(between=(begin, until))
    inside = "(SELECT s.last_day FROM statement s WHERE s.n = t.statement) BETWEEN ? AND ?"
    return f"{sql} AND {inside}", [*values, since, end]


def _select_beyond(db: sqlite3.Connection, f: Filter) -> Select:
    """What lies in no single month; there is little of it, in an index of its own."""
    conditions, values = narrow(f, "s")
    earliest = find_earliest(db, f.since) if f.since else ""
    sql = (
        "SELECT s.first_day, s.n FROM statement s INDEXED BY statement_beyond_month"
        " WHERE substr(s.first_day, 1, 7) <> substr(s.last_day, 1, 7) AND s.first_day >= ?"
    )
    return f"{sql}{conditions}", [earliest, *values]


def _follow(day: date) -> str:
    return f"{day.replace(day=28) + timedelta(days=4):%Y-%m}" if (day.year, day.month) < (9999, 12) else "9999-13"


def _precede(day: date) -> str:
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}" if (day.year, day.month) > (1, 1) else _FIRST
