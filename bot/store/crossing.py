"""What stands on several timelines at once: counted, and found where it is little, by what is kept of each country."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import date

from bot.store.columns import Columns, Narrowed, Rows, RowsOfAll
from bot.store.model import Filter
from bot.store.packing import list_places, read_set
from bot.store.timelines import Key, Timeline

# To walk a timeline for so few would take longer than to find them all.
_FEW = 50
_SIDES = "SELECT ref FROM timeline_length WHERE kind = 'side'"


def list_page(
    db: sqlite3.Connection, f: Filter, after: Key | None, limit: int, *, newest_first: bool, most: int
) -> tuple[list[Key], int]:
    """At most `limit` statements that follow `after`, those without a day last; and how many there are in all.

    These are counted up to `most`.
    """
    timeline = Timeline(db, f)
    narrowed = Narrowed.read(db, f)
    if len(narrowed.parts) < 2 or not narrowed.is_kept:
        return timeline.list_page(after, limit, newest_first=newest_first), timeline.count(most)
    rows = RowsOfAll(db)
    chosen = []
    for (code,) in db.execute(_SIDES).fetchall():
        columns = Columns(rows, code)
        # What is said for several countries counts with the first of them.
        chosen.append((code, columns.choose(narrowed) & ~read_set(columns.read("again"))))
    total = min(most, sum(places.bit_count() for _, places in chosen))
    if total > _FEW:
        return timeline.list_page(after, limit, newest_first=newest_first), total
    found = {key for code, places in chosen if places for key in _list_keys(Columns(Rows(db), code), places)}
    if not after:
        return _order(found, newest_first=newest_first)[:limit], total
    ordered = _order(found | {after}, newest_first=newest_first)
    return ordered[ordered.index(after) + 1 :][:limit], total


def _list_keys(columns: Columns, places: int) -> Iterator[Key]:
    days, numbers = columns.read_numbers("day"), columns.read_numbers("n")
    for place in list_places(places):
        yield Key(date.fromordinal(days[place]).isoformat() if days[place] else "", numbers[place])


def _order(keys: Collection[Key], *, newest_first: bool) -> list[Key]:
    ordered = sorted(keys, key=lambda key: (key.day, key.n), reverse=newest_first)
    return [key for key in ordered if key.day] + [key for key in ordered if not key.day]
