"""Summaries by country: how much was said, to whom, on what; from what was counted beforehand as far as that goes."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.store.aggregates import COUNTED, MOST_NAMED
from bot.store.loading import load_parties, to_day
from bot.store.model import CountryTally, Filter
from bot.store.periods import Parted, part
from bot.store.timelines import list_parts, select_chosen

_HOW_KEPT = "SELECT months FROM tallied WHERE country = ? AND kind = ? AND ref = ?"
_KEPT = """
SELECT what, value, sum(count), min(first_day), max(last_day) FROM tally
WHERE country = ? AND kind = ? AND ref = ? AND what IN ('statement', 'act', 'to', 'topic', 'speaker', 'source')
AND period BETWEEN ? AND ? GROUP BY what, value"""
_KEPT_LIST = """
SELECT value, sum(count) FROM tally
WHERE country = '' AND kind = ? AND ref = ? AND what = 'country' AND period BETWEEN ? AND ? GROUP BY value"""
_LIVE = """
WITH member AS MATERIALIZED (
    SELECT ?1 AS country, side.statement AS n FROM ({chosen}) chosen
    CROSS JOIN statement_side side ON side.statement = chosen.n AND side.country = ?1
)
""" + " UNION ALL ".join(f"SELECT '{what}', {counted} GROUP BY value" for what, counted in COUNTED.items())  # noqa: S608
_LIVE_LIST = """
SELECT side.country, count(*) FROM ({chosen}) chosen CROSS JOIN statement_side side ON side.statement = chosen.n
GROUP BY side.country"""
_ALL = ("all", "")
_ALL_TIME = ("", "")

_Row = tuple[str, str, int, str | None, str | None]


@dataclass(slots=True)
class _Counts:
    """What was counted for one country: how often each value of each `what`, and the first and last day of all.

    distinct  how many values there are, of what they themselves are not needed of
    """

    of: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    distinct: dict[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None

    def add(self, rows: Iterable[_Row]) -> None:
        for what, value, count, first, last in rows:
            self.of[what][value] += count
            self.first = min(filter(None, (self.first, first)), default=None)
            self.last = max(filter(None, (self.last, last)), default=None)

    def rank(self, what: str, most: int | None = None) -> list[tuple[str, int]]:
        return sorted(self.of[what].items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def count(self, what: str) -> int:
        return self.distinct.get(what, 0) or len(self.of[what])


def count_by_country(db: sqlite3.Connection, f: Filter) -> list[tuple[str, int]]:
    """The countries for which something is said, with the number of statements, the most first."""
    counts: Counter[str] = Counter()
    narrowing, parted = _plan(db, "", f)
    if parted.months:
        counts.update(dict(db.execute(_KEPT_LIST, (*narrowing, *parted.months)).fetchall()))
    for sql, values in parted.selects:
        counts.update(dict(db.execute(_LIVE_LIST.format(chosen=sql), values).fetchall()))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def tally_countries(db: sqlite3.Connection, f: Filter, codes: Sequence[str]) -> list[CountryTally]:
    """A line for each of these countries for which something is said, in their order."""
    counted = {code: _count(db, code, f) for code in codes}
    parties = load_parties(db, {ref for counts in counted.values() for ref, _ in counts.rank("to", MOST_NAMED)})
    labels: dict[str, str] = dict(db.execute("SELECT id, label FROM topic").fetchall())
    return [
        CountryTally(
            code=code,
            statements=counts.of["statement"][""],
            speakers=counts.count("speaker"),
            first_day=to_day(counts.first),
            last_day=to_day(counts.last),
            acts=tuple(counts.rank("act")),
            addressees=tuple((parties[ref], many) for ref, many in counts.rank("to", MOST_NAMED)),
            topics=tuple((ref, labels[ref], many) for ref, many in counts.rank("topic", MOST_NAMED)),
            sources=counts.count("source"),
        )
        for code, counts in counted.items()
        if counts.of["statement"][""]
    ]


def _count(db: sqlite3.Connection, code: str, f: Filter) -> _Counts:
    counts = _Counts()
    # Where a side is asked for as well, it is what the two say together: walked on one timeline, checked for the other.
    narrowing, parted = _plan(db, code, f if f.side else replace(f, side=code))
    if parted.months:
        counts.add(db.execute(_KEPT, (code, *narrowing, *parted.months)).fetchall())
    if parted.months == _ALL_TIME:
        # Of these their number alone is kept.
        counts.distinct = {what: counts.of.pop(what)[""] for what in ("speaker", "source") if what in counts.of}
    for sql, values in parted.selects:
        counts.add(db.execute(_LIVE.format(chosen=_number(sql)), (code, *values)).fetchall())
    return counts


def _plan(db: sqlite3.Connection, code: str, f: Filter) -> tuple[tuple[str, str], Parted]:
    """The timeline that narrows a tally, and which part of it is counted beforehand: perhaps nothing."""
    parts = [one for one in list_parts(f) if one != ("side", code)] or [_ALL]
    kept = db.execute(_HOW_KEPT, (code, *parts[0])).fetchone() if len(parts) == 1 else None
    if kept and (kept[0] or not (f.since or f.until)):
        return parts[0], part(db, f)
    return _ALL, Parted(None, (select_chosen(db, f),))


def _number(sql: str) -> str:
    """Its parameters numbered from 2 on: the first is the country, which is asked for again and again."""
    pieces = sql.split("?")
    return "".join(f"{piece}?{n}" for n, piece in enumerate(pieces[:-1], 2)) + pieces[-1]
