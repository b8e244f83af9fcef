"""What was said for one country, in columns: which of it a filter lets through, and how often what of it."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from bot.store.deadlines import check_deadline
from bot.store.model import Filter
from bot.store.packing import gather, read_layer, read_names, read_numbers, read_set, split, spread
from bot.store.timelines import find_earliest, list_parts, select_chosen

# Of addressees and topics a summary names no more than these, the most frequent ones.
MOST_NAMED = 50
_NARROWING = ("topic", "about", "side", "country")
_ROW = "SELECT content FROM packed WHERE what = ? AND value = ? AND country = ?"
_ROW_OF_ALL = "SELECT country, content FROM packed WHERE what = ? AND value = ?"
# How many of a country's statements begin between two days, in the text of days.
_BEGUN = """
SELECT count(*) FROM timeline t WHERE t.kind = 'side' AND t.ref = ? AND t.first_day >= ? AND t.first_day < ?"""
_BEGUN_OF_ALL = """
SELECT side.ref, (SELECT count(*) FROM timeline t
                  WHERE t.kind = 'side' AND t.ref = side.ref AND t.first_day >= ? AND t.first_day < ?)
FROM timeline_length side WHERE side.kind = 'side'"""


@dataclass(frozen=True, slots=True)
class Counts:
    """A tally of some statements.

    first, last  days as ordinals, 0 where none is given
    the rest     as in CountryTally
    """

    statements: int
    speakers: int
    sources: int
    first: int
    last: int
    acts: list[tuple[str, int]]
    addressees: list[tuple[str, int]]
    topics: list[tuple[str, int]]


class Rows:
    """What is kept of countries, one row at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def read(self, code: str, what: str, value: str) -> bytes:
        """A row as it is kept; no bytes where there is none."""
        row = self.db.execute(_ROW, (what, value, code)).fetchone()
        return row[0] if row else b""

    def count_begun(self, code: str, begin: str, before: str) -> int:
        """How many statements for a country begin between two days."""
        count: int = self.db.execute(_BEGUN, (code, begin, before)).fetchone()[0]
        return count


class RowsOfAll(Rows):
    """The same, for who asks the same of all countries: a row is read for all of them at once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db)
        self._read: dict[tuple[str, ...], dict[str, Any]] = {}

    def read(self, code: str, what: str, value: str) -> bytes:
        """A row as it is kept; no bytes where there is none."""
        content: bytes = self._ask(_ROW_OF_ALL, what, value).get(code, b"")
        return content

    def count_begun(self, code: str, begin: str, before: str) -> int:
        """How many statements for a country begin between two days."""
        count: int = self._ask(_BEGUN_OF_ALL, begin, before)[code]
        return count

    def _ask(self, sql: str, *values: str) -> dict[str, Any]:
        if values not in self._read:
            self._read[values] = dict(self.db.execute(sql, values).fetchall())
        return self._read[values]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter as columns are asked with it; no statement that begins before the year `earliest` reaches `since`."""

    filter: Filter
    parts: tuple[tuple[str, str], ...]
    earliest: int

    @property
    def is_kept(self) -> bool:
        """Whether it is kept what stands on all of its timelines."""
        return all(kind in _NARROWING for kind, _ in self.parts)

    @classmethod
    def read(cls, db: sqlite3.Connection, f: Filter) -> Narrowed:
        """Make it ready for all countries that it will be asked of."""
        return cls(f, tuple(list_parts(f)), date.fromisoformat(find_earliest(db, f.since)).year if f.since else 0)


class Columns:
    """The columns of one country. A place is the rank of a statement among the country's, by first day and number."""

    def __init__(self, rows: Rows, code: str) -> None:
        self._rows = rows
        self.code = code
        years = self.read_numbers("year")
        self._first_year, self._begins = (years[0], years[1:]) if years else (1, array("B", [0]))
        self.size = self._begins[-1]

    def read(self, what: str, value: str = "") -> bytes:
        """A row as it is kept; no bytes where there is none."""
        return self._rows.read(self.code, what, value)

    def read_numbers(self, what: str) -> array[int]:
        """A column of numbers."""
        return read_numbers(self.read(what))

    def read_names(self, what: str) -> list[str]:
        """What the numbers of a column stand for, in the order of their names."""
        return read_names(self.read(what))

    def choose(self, narrowed: Narrowed) -> int:
        """The places of what a filter lets through, as the bits of a number."""
        check_deadline()
        if not narrowed.is_kept:
            return self._look_up(narrowed.filter)
        chosen = self._choose_days(narrowed.filter, narrowed.earliest)
        for kind, ref in narrowed.parts:
            if kind in ("topic", "about"):
                chosen &= read_set(self.read(kind, ref))
            elif ref != self.code:
                # Of what is said for this country as well as for another one, or about it.
                others = read_set(self.read("side", ref))
                chosen &= others | read_set(self.read("about", ref)) if kind == "country" else others
        return chosen

    def _look_up(self, f: Filter) -> int:
        # Where another side is asked for as well, it is what the two say together.
        sql, values = select_chosen(self._rows.db, f if f.side else replace(f, side=self.code))
        found = {n for _, n in self._rows.db.execute(sql, values)}
        return gather([place for place, n in enumerate(self.read_numbers("n")) if n in found])

    def _choose_days(self, f: Filter, earliest: int) -> int:
        if not (f.since or f.until):
            return (1 << self.size) - 1
        begin = self._find_place(f.since, f.since.isoformat()) if f.since else self._begins[0]
        end = self._find_place(f.until, f"{f.until}~") if f.until else self.size
        chosen = (1 << end) - (1 << begin) if begin < end else 0
        if f.since:
            spans, ends, since = self.read_numbers("span"), self.read_numbers("end"), f.since.toordinal()
            low, high = bisect_left(spans, self._find_year(earliest)), bisect_left(spans, min(begin, end))
            chosen |= gather([spans[at] for at in range(low, high) if ends[at] >= since])
        return chosen

    def _find_year(self, year: int) -> int:
        """The place of the first statement that begins in a year or later."""
        return self._begins[min(max(year - self._first_year, 0), len(self._begins) - 1)]

    def _find_place(self, day: date, before: str) -> int:
        """The place of the first statement that begins on a day or later."""
        return self._find_year(day.year) + self._rows.count_begun(self.code, f"{day.year:04}-01-01", before)

    def count(self, chosen: int) -> Counts:
        """Count what stands at some places."""
        check_deadline()
        flags = spread(chosen, self.size)
        first, last = self._bound(chosen, flags)
        return Counts(
            statements=chosen.bit_count(),
            speakers=self._count_distinct("speaker", flags),
            sources=self._count_distinct("source", flags),
            first=first,
            last=last,
            acts=self._rank_sets("acts", chosen),
            addressees=self._rank_addressees(flags),
            topics=self._rank_sets("topics", chosen)[:MOST_NAMED],
        )

    def _count_distinct(self, what: str, flags: bytes) -> int:
        return len(set[int]().union(*(read_layer(layer).find(flags) for layer in split(self.read(what)))))

    def _rank_sets(self, what: str, chosen: int) -> list[tuple[str, int]]:
        names, *sets = split(self.read(what)) or [b""]
        counted = zip(
            read_names(names), ((read_set(one) & chosen).bit_count() for one in sets), strict=False
        )  # no names are read as the empty one
        return sorted((pair for pair in counted if pair[1]), key=lambda pair: (-pair[1], pair[0]))

    def _rank_addressees(self, flags: bytes) -> list[tuple[str, int]]:
        names, *layers = split(self.read("to")) or [b""]
        counted = Counter(chain.from_iterable(read_layer(layer).pick(flags) for layer in layers))
        least = sorted(counted.values(), reverse=True)[:MOST_NAMED][-1:]
        # The numbers of names, from 1 on, are in the names' order.
        ranked = sorted((-many, number) for number, many in counted.items() if many >= least[0])[:MOST_NAMED]
        every = read_names(names)
        return [(every[number - 1], -many) for many, number in ranked]

    def _bound(self, chosen: int, flags: bytes) -> tuple[int, int]:
        """The first and the last day of what stands at some places, 0 where none has a day."""
        undated = self._begins[0]
        dated = chosen >> undated << undated
        if not dated:
            return 0, 0
        days = self.read_numbers("day")
        ends = zip(self.read_numbers("span"), self.read_numbers("end"), strict=True)
        newest = days[dated.bit_length() - 1]
        return days[(dated & -dated).bit_length() - 1], max(newest, *(end for place, end in ends if flags[place]), 0)
