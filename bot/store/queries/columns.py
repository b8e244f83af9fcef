"""Columnar data of the countries spoken for: which statements pass a filter, and counts of their parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.store.db.bulk_fetch import Select, fetch_rows
from bot.store.db.deadlines import check_deadline
from bot.store.filters import Filter, list_timelines
from bot.store.queries.column_codec import Column, Flags, Values, mark_set, read_names, read_numbers, read_values, split
from bot.store.queries.timelines import TimelineKey, select_chosen

MOST_NAMED = 20  # addressees and topics in a tally, the most frequent ones
_CACHED_SETS = 32  # of an eighth of a byte for each statement
_NARROWING = ("topic", "about", "side", "country")
_ROW = "SELECT country, content FROM country_column WHERE what = ? AND value = ? AND country = ?"
_ROW_OF_ALL = "SELECT country, content FROM country_column WHERE what = ? AND value = ? ORDER BY country"
_NUMBER = """
SELECT statement FROM timeline WHERE kind = 'side' AND ref = ? AND first_day = ? ORDER BY statement LIMIT 1 OFFSET ?"""


class _SetRow(NamedTuple):
    country: str
    content: str  # hexadecimal


_SET_OF_ALL = Select(
    _SetRow,
    """
SELECT country, hex(content) FROM country_column
WHERE what = json_extract(?1, '$[0]') AND value = json_extract(?1, '$[1]')""",
)


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """A tally of some statements.

    first, last  days as ordinals (`date.toordinal`), 0 where none is given
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


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The days of all statements for one country, or for every country, one after the other.

    The place of a statement is its rank among the country's, by first day and number.

    code      of the one country; None for all
    places    of each country, in the order of their codes
    first     the first day of each place as an ordinal, 0 where none is given
    spans     the places of statements that end on another day, in their order
    ends      their last days
    repeated  the places of statements for several countries, in all of these but the first
    """

    code: str | None
    places: Mapping[str, slice]
    first: Column
    spans: Column
    ends: Column
    repeated: Column
    _marked: dict[tuple[str, str], NDArray[np.uint8]] = field(default_factory=dict, init=False)

    @classmethod
    def read(cls, db: sqlite3.Connection, code: str | None = None) -> Days:
        """Read the days of one country, or of all."""
        rows = dict(_read_rows(db, code, "days"))
        read = [list(map(read_numbers, split(content))) for content in rows.values()]
        begins = list(accumulate((len(first) for first, *_ in read), initial=0))
        places = {country: slice(*bounds) for country, bounds in zip(rows, pairwise(begins), strict=True)}
        moved = [
            (first, spans + begin, ends, repeated + begin)
            for (first, spans, ends, repeated), begin in zip(read, map(np.int64, begins), strict=False)
        ]
        columns = [np.concatenate(parts) for parts in zip(*moved, strict=True)]
        return cls(code, places, *(columns or [np.empty(0, np.int64)] * 4))

    def choose(self, db: sqlite3.Connection, f: Filter) -> Flags:
        """A flag for each place, whether its statement passes a filter for which can_use_columns() holds."""
        check_deadline()
        chosen = self._choose_days(f)
        for kind, ref in list_timelines(f):
            if kind in ("topic", "about"):
                chosen &= self._mark(db, (kind, ref))
            elif ref != self.code:
                # For this country, with others or alone; or about it.
                sets = [("side", ref), ("about", ref)] if kind == "country" else [("side", ref)]
                either = self._mark(db, *sets)
                if ref in self.places:
                    either[self.places[ref]] = True
                chosen &= either
        return chosen

    def read_key(self, db: sqlite3.Connection, code: str, place: int) -> TimelineKey:
        """The key of the statement at a place of a country, counted from the country's first."""
        first = self.first[self.places[code]]
        day = int(first[place])
        name = date.fromordinal(day).isoformat() if day else ""
        offset = place - int(np.searchsorted(first, day))
        (number,) = db.execute(_NUMBER, (code, name, offset)).fetchone()
        return TimelineKey(name, number)

    def _mark(self, db: sqlite3.Connection, *sets: tuple[str, str]) -> Flags:
        """A flag for each place, whether it is in one of some sets."""
        marked = self._mark_one(db, sets[0])
        for other in sets[1:]:
            marked = marked | self._mark_one(db, other)
        return np.unpackbits(marked, count=len(self.first)).view(np.bool_)

    def _mark_one(self, db: sqlite3.Connection, one: tuple[str, str]) -> NDArray[np.uint8]:
        """A bit for each place. The last sets are cached, since an empty answer is followed by wider filters."""
        marked = self._marked.get(one)
        if marked is None:
            flags = np.zeros(len(self.first), np.bool_)
            for country, content in _read_set(db, one) if self.code is None else _read_rows(db, self.code, *one):
                mark_set(content, flags[self.places[country]])
            marked = self._marked[one] = np.packbits(flags)
            for oldest in list(self._marked)[:-_CACHED_SETS]:
                self._marked.pop(oldest, None)  # another thread may have been quicker
        return marked

    def _choose_days(self, f: Filter) -> Flags:
        if not (f.since or f.until):
            return np.ones(len(self.first), np.bool_)
        begin = f.since.toordinal() if f.since else 1
        chosen: Flags = self.first >= begin
        if f.since:
            chosen[self.spans[self.ends >= begin]] = True
        if f.until:
            chosen &= self.first <= f.until.toordinal()
        return chosen


def can_use_columns(f: Filter) -> bool:
    """Whether the columns tell what passes a filter: it asks for sides, countries, topics and days alone."""
    return all(kind in _NARROWING for kind, _ in list_timelines(f))


@dataclass(frozen=True, slots=True, eq=False)
class NamedCounts:
    """The names at each place, such as topics: as numbers, and the names that these stand for, in order."""

    names: bytes
    values: Values

    @classmethod
    def read(cls, packed: bytes) -> NamedCounts:
        """Read them from their packed form."""
        names, values = split(packed)
        return cls(names, read_values(values))

    def count(self, chosen: Flags) -> Column:
        """How often each name is at the chosen places, in the order of the names."""
        return np.bincount(self.values.choose(chosen))

    def rank(self, chosen: Flags) -> list[tuple[str, int]]:
        """The names at the chosen places, and how often: the most frequent first, then by name."""
        counts, names = self.count(chosen), read_names(self.names)
        ranked = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return [(names[number], int(counts[number])) for number in ranked]


class Columns:
    """The columns of one country; empty where no statement is for it."""

    def __init__(self, db: sqlite3.Connection, code: str) -> None:
        self._db = db
        self.code = code
        self.days = Days.read(db, code)
        self.size = len(self.days.first)
        self._chosen: dict[Filter, Flags] = {}

    def read(self, what: str) -> bytes:
        """A packed column; no bytes where there is none."""
        return next((content for _, content in _read_rows(self._db, self.code, what)), b"")

    def choose(self, f: Filter) -> Flags:
        """A flag for each place, whether its statement passes a filter."""
        # Where another side is asked for as well, what the two say together.
        f = replace(f, side=self.code) if f.side is None else f
        if f not in self._chosen:
            self._chosen[f] = self.days.choose(self._db, f) if can_use_columns(f) else self._look_up(f)
        return self._chosen[f]

    def _look_up(self, f: Filter) -> Flags:
        sql, values = select_chosen(self._db, f)
        found = [n for _, n in self._db.execute(sql, values)]
        return np.isin(read_numbers(self.read("n")), np.array(found, np.int64))

    def count(self, chosen: Flags) -> ColumnCounts:
        """Tally the statements at the chosen places."""
        check_deadline()
        first, last = self._bound(chosen)
        acts, topics, to, speakers, sources = (NamedCounts.read(part) for part in split(self.read("counted")))
        return ColumnCounts(
            statements=int(np.count_nonzero(chosen)),
            speakers=int(np.count_nonzero(speakers.count(chosen))),
            sources=int(np.count_nonzero(sources.count(chosen))),
            first=first,
            last=last,
            acts=acts.rank(chosen),
            addressees=to.rank(chosen)[:MOST_NAMED],
            topics=topics.rank(chosen)[:MOST_NAMED],
        )

    def _bound(self, chosen: Flags) -> tuple[int, int]:
        """The first and the last day of the chosen places as ordinals, 0 where none has a day."""
        first, spans, ends = self.days.first, self.days.spans, self.days.ends
        dated = first[chosen]
        dated = dated[dated > 0]
        if not len(dated):
            return 0, 0
        return int(dated[0]), int(max(dated[-1], ends[chosen[spans]].max(initial=0)))


def _read_set(db: sqlite3.Connection, one: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
    """The packed places in a set, of each country that has some."""
    if "\0" in one[1]:  # which would end a text within JSON; no record has it
        return
    for row in fetch_rows(db, _SET_OF_ALL, one):
        yield row.country, bytes.fromhex(row.content)


def _read_rows(db: sqlite3.Connection, code: str | None, what: str, value: str = "") -> Iterator[tuple[str, bytes]]:
    """The packed column of each country that has it, or of the one, with the country."""
    given = (_ROW_OF_ALL, (what, value)) if code is None else (_ROW, (what, value, code))
    yield from db.execute(*given).fetchall()
