"""Statements on several timelines at once: counted, and where they are few also found, by the columns of countries."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterator

import numpy as np

from bot.store.filters import Filter, list_timelines
from bot.store.queries.column_codec import Flags
from bot.store.queries.columns import Days, can_use_columns
from bot.store.queries.timelines import Timeline, TimelineKey

_FEW = 50  # statements: to walk a timeline for so few takes longer than to find them all


def list_page(
    db: sqlite3.Connection,
    days: Days,
    f: Filter,
    after: TimelineKey | None,
    limit: int,
    *,
    newest_first: bool,
    most: int,
) -> tuple[list[TimelineKey], int]:
    """At most `limit` statements that pass a filter and follow `after`, those without a day last; and their total.

    The total is counted up to `most`. `days` are those of all countries.
    """
    timeline = Timeline(db, f)
    if len(list_timelines(f)) < 2 or not can_use_columns(f):
        return timeline.list_page(after, limit, newest_first=newest_first), timeline.count(most)
    chosen = days.choose(db, f)
    # A statement for several countries counts with the first of them.
    chosen[days.repeated] = False
    total = min(most, int(np.count_nonzero(chosen)))
    if total > _FEW:
        return timeline.list_page(after, limit, newest_first=newest_first), total
    found = set(_list_keys(db, days, chosen))
    if not after:
        return _order(found, newest_first=newest_first)[:limit], total
    ordered = _order(found | {after}, newest_first=newest_first)
    return ordered[ordered.index(after) + 1 :][:limit], total


def _list_keys(db: sqlite3.Connection, days: Days, chosen: Flags) -> Iterator[TimelineKey]:
    codes, begins = list(days.places), [places.start for places in days.places.values()]
    for place in map(int, np.flatnonzero(chosen)):
        at = bisect_right(begins, place) - 1
        yield days.read_key(db, codes[at], place - begins[at])


def _order(keys: Collection[TimelineKey], *, newest_first: bool) -> list[TimelineKey]:
    ordered = sorted(keys, key=lambda key: (key.day, key.n), reverse=newest_first)
    return [key for key in ordered if key.day] + [key for key in ordered if not key.day]
