"""The positions of a country: each speaker's newest statement on each occasion, a page at a time."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.store.filters import Filter
from bot.store.queries.column_codec import Column, Flags, read_names, read_numbers, split
from bot.store.queries.columns import Columns
from bot.store.queries.statements import load_statements
from bot.store.records import StatementRecord

_EVENT = "SELECT name, day FROM event WHERE id = ?"
_TOPIC = "SELECT label, NULL FROM topic WHERE id = ?"

# The newest day of an occasion, the occasion, the day and number of a statement; days as ordinals, 0 for none.
_Place = tuple[int, str, int, int]


@dataclass(frozen=True, slots=True)
class PositionLine:
    """The newest statement of one speaker on one occasion.

    newest_of        the speaker's id
    more_by_speaker  how many older statements this speaker has under the same heading
    group            the heading: the event's name, or the first topic's label where there is no event, or empty
    group_day        the event's day (EDTF), None where there is no event or its day is not given
    key              the position of the line, to continue after it
    """

    statement: StatementRecord
    newest_of: str
    more_by_speaker: int
    group: str
    group_day: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Positions:
    """A page of positions, and how many lines there are in all."""

    lines: tuple[PositionLine, ...]
    total: int


def list_positions(db: sqlite3.Connection, columns: Columns, f: Filter, after: str | None, limit: int) -> Positions:
    """A page of the positions of a country, from behind the key `after` on.

    Occasions come newest first, in each the newest statement of each speaker, newest first.
    """
    if not columns.size:
        return Positions((), 0)
    chosen, days = columns.choose(f), columns.days.first
    *numbers, heads_named, voices_named = split(columns.read("lines"))
    lines, occasion_of, voice_of = map(read_numbers, numbers)
    occasions, voices = read_names(heads_named), read_names(voices_named)
    order, heads = _order(chosen, days, lines, occasion_of)

    def locate(at: int) -> _Place:
        """The statement in this place of the order."""
        place = order[at]
        key = columns.days.read_key(db, columns.code, int(place))
        return int(heads[at]), occasions[occasion_of[lines[place]]], int(days[place]), key.n

    last = _read_place(after) if after else None
    begin = bisect_left(range(len(order)), True, key=lambda at: locate(at) < last) if last else 0
    shown = [(int(order[at]), locate(at)) for at in range(begin, min(begin + limit, len(order)))]
    records = {record.n: record for record in load_statements(db, [n for _, (*_, n) in shown])}
    headings = {occasion: _head(db, occasion) for occasion in dict.fromkeys(occasion for _, (_, occasion, *_) in shown)}
    return Positions(
        tuple(
            PositionLine(
                statement=records[n],
                newest_of=voices[voice_of[lines[place]]],
                more_by_speaker=int(np.count_nonzero(chosen & (lines == lines[place]))) - 1,
                group=headings[occasion][0],
                group_day=headings[occasion][1],
                key=f"{_write(newest)}|{occasion}|{_write(day)}|{n}",
            )
            for place, (newest, occasion, day, n) in shown
        ),
        len(order),
    )


def _order(chosen: Flags, days: Column, lines: Column, occasion_of: Column) -> tuple[Column, Column]:
    """The places of the newest statement of each line, in the order shown, and for each the newest day of its occasion.

    Places are in the order of days; numbers of lines and occasions are in the order of their names.
    """
    places = np.flatnonzero(chosen)
    newest = np.full(len(occasion_of), -1)
    np.maximum.at(newest, lines[places], places)
    present = np.flatnonzero(newest >= 0)
    newest, occasions = newest[present], occasion_of[present]
    _, begins, sizes = np.unique(occasions, return_index=True, return_counts=True)
    heads = np.repeat(days[np.maximum.reduceat(newest, begins)], sizes) if len(present) else newest
    order = np.lexsort((newest, occasions, heads))[::-1]
    return newest[order], heads[order]


def _write(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def _head(db: sqlite3.Connection, occasion: str) -> tuple[str, str | None]:
    kind, _, ref = occasion.partition("/")
    heading: tuple[str, str | None] | None
    heading = db.execute(_EVENT if kind == "event" else _TOPIC, (ref,)).fetchone()
    return heading or ("", None)


def _read_place(key: str) -> _Place | None:
    """A place from the key of a line; None where the text is no key."""
    try:
        newest_day, occasion, own_day, n = key.split("|")
        newest, day = (date.fromisoformat(one).toordinal() if one else 0 for one in (newest_day, own_day))
    except ValueError:
        return None
    return (newest, occasion, day, int(n)) if n.isascii() and n.isdigit() and len(n) < 19 else None
