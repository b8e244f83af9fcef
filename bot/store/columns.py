"""What was said for each country, in columns: which of it a filter lets through, and how often what of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, pairwise

import numpy as np

from bot.store.deadlines import check_deadline
from bot.store.model import Filter
from bot.store.packing import Column, Flags, mark_set, read_names, read_numbers, read_values, split
from bot.store.timelines import Key, list_parts, select_chosen

# Of addressees and topics a summary names no more than these, the most frequent ones.
MOST_NAMED = 20
_NARROWING = ("topic", "about", "side", "country")
_ROW = "SELECT country, content FROM packed WHERE what = ? AND value = ? AND country = ?"
_ROW_OF_ALL = "SELECT country, content FROM packed WHERE what = ? AND value = ? ORDER BY country"
_NUMBER = """
SELECT statement FROM timeline WHERE kind = 'side' AND ref = ? AND first_day = ? ORDER BY statement LIMIT 1 OFFSET ?"""


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


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """When everything was said for one country, or for each: the places of one country behind those of another.

    The place of a statement is its rank among the country's, by first day and number.

    code    of the one country; None for all
    places  of each country, in the order of their codes
    first   the first day of each place as an ordinal, 0 where none is given
    spans   the places of those that end on another day, in their order
    ends    their last days
    again   the places of what is said for several countries, in all of these but the first
    """

    code: str | None
    places: Mapping[str, slice]
    first: Column
    spans: Column
    ends: Column
    again: Column

    @classmethod
    def read(cls, db: sqlite3.Connection, code: str | None = None) -> Days:
        """Read those of one country, or of all."""
        first = {country: read_numbers(content) for country, content in _read_rows(db, code, "day")}
        begins = list(accumulate(map(len, first.values()), initial=0))
        places = {country: slice(*bounds) for country, bounds in zip(first, pairwise(begins), strict=True)}

        def read_places(what: str) -> Column:
            rows = _read_rows(db, code, what)
            return _join([read_numbers(content) + np.int64(places[country].start) for country, content in rows])

        ends = [read_numbers(content) for _, content in _read_rows(db, code, "end")]
        return cls(code, places, _join(list(first.values())), read_places("span"), _join(ends), read_places("again"))

    def choose(self, db: sqlite3.Connection, f: Filter) -> Flags:
        """Which places a filter lets through that asks for nothing but what is kept of countries; see is_kept()."""
        check_deadline()
        chosen = self._choose_days(f)
        for kind, ref in list_parts(f):
            if kind in ("topic", "about"):
                chosen &= self._mark(db, (kind, ref))
            elif ref != self.code:
                # What is said for this country, or for others as well as for this one; or about it.
                sets = [("side", ref), ("about", ref)] if kind == "country" else [("side", ref)]
                either = self._mark(db, *sets)
                if ref in self.places:
                    either[self.places[ref]] = True
                chosen &= either
        return chosen

    def read_key(self, db: sqlite3.Connection, code: str, place: int) -> Key:
        """The day and number of the statement at a place of a country, counted from the country's first."""
        first = self.first[self.places[code]]
        day = int(first[place])
        name = date.fromordinal(day).isoformat() if day else ""
        offset = place - int(np.searchsorted(first, day))
        return Key(name, db.execute(_NUMBER, (code, name, offset)).fetchone()[0])

    def _mark(self, db: sqlite3.Connection, *sets: tuple[str, str]) -> Flags:
        """The places that are in one of some sets."""
        flags = np.zeros(len(self.first), np.bool_)
        for what, value in sets:
            for country, content in _read_rows(db, self.code, what, value):
                mark_set(content, flags[self.places[country]])
        return flags

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


def is_kept(f: Filter) -> bool:
    """Whether it is kept of countries what stands on all of a filter's timelines."""
    return all(kind in _NARROWING for kind, _ in list_parts(f))


class Columns:
    """The columns of one country; of one for which nothing is said they are empty."""

    def __init__(self, db: sqlite3.Connection, code: str) -> None:
        self._db = db
        self.code = code
        self.days = Days.read(db, code)
        self.size = len(self.days.first)
        self._chosen: dict[Filter, Flags] = {}

    def read(self, what: str) -> bytes:
        """A row as it is kept; no bytes where there is none."""
        return next((content for _, content in _read_rows(self._db, self.code, what)), b"")

    def read_numbers(self, what: str) -> Column:
        """A column of numbers."""
        return read_numbers(self.read(what))

    def read_names(self, what: str) -> list[str]:
        """What the numbers of a column stand for, in the order of their names."""
        return read_names(self.read(what))

    def choose(self, f: Filter) -> Flags:
        """Which places a filter lets through."""
        # Where another side is asked for as well, it is what the two say together.
        f = f if f.side else replace(f, side=self.code)
        if f not in self._chosen:
            self._chosen[f] = self.days.choose(self._db, f) if is_kept(f) else self._look_up(f)
        return self._chosen[f]

    def _look_up(self, f: Filter) -> Flags:
        sql, values = select_chosen(self._db, f)
        found = [n for _, n in self._db.execute(sql, values)]
        return np.isin(self.read_numbers("n"), np.array(found, np.int64))

    def count(self, chosen: Flags) -> Counts:
        """Count what stands at some places."""
        check_deadline()
        first, last = self._bound(chosen)
        return Counts(
            statements=int(np.count_nonzero(chosen)),
            speakers=self._count_distinct("speaker", chosen),
            sources=self._count_distinct("source", chosen),
            first=first,
            last=last,
            acts=self._rank("act", chosen),
            addressees=self._rank("to", chosen)[:MOST_NAMED],
            topics=self._rank("topics", chosen)[:MOST_NAMED],
        )

    def _count_values(self, values: bytes, chosen: Flags) -> Column:
        """How often each number stands at some places."""
        return np.bincount(read_values(values).choose(chosen))

    def _count_distinct(self, what: str, chosen: Flags) -> int:
        values = self.read(what)
        return int(np.count_nonzero(self._count_values(values, chosen))) if values else 0

    def _rank(self, what: str, chosen: Flags) -> list[tuple[str, int]]:
        """The names of a column that stand at some places, and how often: the most frequent first, then by name."""
        parts = split(self.read(what))
        if not parts:
            return []
        counts = self._count_values(parts[1], chosen)
        names = read_names(parts[0])
        ranked = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return [(names[number], int(counts[number])) for number in ranked]

    def _bound(self, chosen: Flags) -> tuple[int, int]:
        """The first and the last day of what stands at some places, 0 where none has a day."""
        first, spans, ends = self.days.first, self.days.spans, self.days.ends
        dated = first[chosen]
        dated = dated[dated > 0]
        if not len(dated):
            return 0, 0
        return int(dated[0]), int(max(dated[-1], ends[chosen[spans]].max(initial=0)))


def _read_rows(db: sqlite3.Connection, code: str | None, what: str, value: str = "") -> Iterator[tuple[str, bytes]]:
    """The countries that have a row, or the one, and the row."""
    given = (_ROW_OF_ALL, (what, value)) if code is None else (_ROW, (what, value, code))
    yield from db.execute(*given).fetchall()


def _join(columns: list[Column]) -> Column:
    return np.concatenate(columns) if columns else np.empty(0, np.int64)
