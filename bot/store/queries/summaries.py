"""Summaries by country: how many statements, to whom, on what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from bot.store.filters import Filter
from bot.store.queries.columns import ColumnCounts, Columns, Days, can_use_columns
from bot.store.queries.statements import load_parties
from bot.store.queries.timeline_rows import NO_SIDE
from bot.store.queries.timelines import select_chosen
from bot.store.records import CountryTally

_LENGTHS = "SELECT ref, length FROM timeline_length WHERE kind = 'side' AND ref <> ?"
_LIVE = """
SELECT side.country, count(*) FROM ({chosen}) chosen CROSS JOIN statement_side side ON side.statement = chosen.n
GROUP BY side.country"""


def count_by_country(db: sqlite3.Connection, days: Days, f: Filter) -> list[tuple[str, int]]:
    """The codes of countries spoken for, with the number of statements, the most first.

    `days` are those of all countries.
    """
    if f == Filter():
        counts = dict(db.execute(_LENGTHS, (NO_SIDE,)).fetchall())
    elif can_use_columns(f):
        chosen = days.choose(db, f)
        counts = {code: int(np.count_nonzero(chosen[at])) for code, at in days.places.items() if code != NO_SIDE}
    else:
        sql, values = select_chosen(db, f)
        counts = dict(db.execute(_LIVE.format(chosen=sql), values).fetchall())
    return sorted(((code, count) for code, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))


def tally_countries(db: sqlite3.Connection, f: Filter, codes: Sequence[str]) -> list[CountryTally]:
    """The tallies of those of these countries for which there are statements, in their order."""
    return tally(db, f, (Columns(db, code) for code in codes))


def tally(db: sqlite3.Connection, f: Filter, countries: Iterable[Columns]) -> list[CountryTally]:
    """The tallies of countries whose columns have been read."""
    counted = {columns.code: counts for columns in countries if (counts := _count(columns, f)) is not None}
    parties = load_parties(db, {ref for counts in counted.values() for ref, _ in counts.addressees})
    labels: dict[str, str] = dict(db.execute("SELECT id, label FROM topic").fetchall())
    return [
        CountryTally(
            code=code,
            statements=counts.statements,
            speakers=counts.speakers,
            first_day=date.fromordinal(counts.first) if counts.first else None,
            last_day=date.fromordinal(counts.last) if counts.last else None,
            acts=tuple((act, many) for act, many in counts.acts),
            addressees=tuple((parties[ref], many) for ref, many in counts.addressees),
            topics=tuple((ref, labels[ref], many) for ref, many in counts.topics),
            sources=counts.sources,
        )
        for code, counts in counted.items()
    ]


def _count(columns: Columns, f: Filter) -> ColumnCounts | None:
    if f in (Filter(), Filter(side=columns.code)):
        packed = columns.read("tally")
        return ColumnCounts(*json.loads(packed)) if packed else None
    chosen = columns.choose(f)
    return columns.count(chosen) if chosen.any() else None
