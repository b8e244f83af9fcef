"""Where a country stands: each speaker's newest words on each occasion, a page at a time."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress, count

from bot.store.columns import Columns, Narrowed, Rows
from bot.store.loading import load_statements
from bot.store.model import Filter, StatementRecord
from bot.store.packing import spread

_EVENT = "SELECT name, day FROM event WHERE id = ?"
_TOPIC = "SELECT label, NULL FROM topic WHERE id = ?"

_Place = tuple[int, str, int, int]  # that day, the occasion, the statement's day and number


@dataclass(frozen=True, slots=True)
class StandLine:
    """The newest words of one speaker on one occasion.

    newest_of        the speaker's id
    more_by_speaker  how many older statements of this speaker there are under the same heading
    group            the heading: the event's name, or the first topic's label where there is no event, or empty
    group_day        the event's day (EDTF), None where there is no event or its day is not given
    key              the place of the line, to go on after it
    """

    statement: StatementRecord
    newest_of: str
    more_by_speaker: int
    group: str
    group_day: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A stretch of where a country stands, and how many lines there are in all."""

    lines: tuple[StandLine, ...]
    total: int


def list_stand(db: sqlite3.Connection, code: str, f: Filter, after: str | None, limit: int) -> Stand:
    """Where a country stands: occasions newest first, in each the newest statement of each speaker, newest first."""
    columns = Columns(Rows(db), code)
    narrowed = replace(f, side=code)
    flags = spread(columns.choose(Narrowed.read(db, narrowed)), columns.size)
    lines, days, speakers = columns.read_numbers("line"), columns.read_numbers("day"), columns.read_names("voice")
    if narrowed == Filter(side=code):
        order: Sequence[int] = columns.read_numbers("stand")
    else:
        newest = dict(zip(compress(lines, flags), compress(count(), flags), strict=False))
        order = order_lines(newest, len(speakers), days)
    numbers, occasions, before = (
        columns.read_numbers("n"),
        columns.read_names("occasion"),
        columns.read_numbers("before"),
    )

    def locate(at: int) -> _Place:
        """What is shown in this place of the order."""
        occasion, head = lines[order[at]] // len(speakers), at
        while head and lines[order[head - 1]] // len(speakers) == occasion:
            head -= 1
        return days[order[head]], occasions[occasion], days[order[at]], numbers[order[at]]

    def count_more(place: int) -> int:
        more = 0
        while place := before[place]:
            place -= 1
            more += flags[place]
        return more

    last = _read_place(after) if after else None
    begin = bisect_left(range(len(order)), True, key=lambda at: locate(at) < last) if last else 0
    shown = [(order[at], locate(at)) for at in range(begin, min(begin + limit, len(order)))]
    records = {record.n: record for record in load_statements(db, [n for _, (*_, n) in shown])}
    headings = {occasion: _head(db, occasion) for occasion in dict.fromkeys(occasion for _, (_, occasion, *_) in shown)}
    return Stand(
        tuple(
            StandLine(
                statement=records[n],
                newest_of=speakers[lines[place] % len(speakers)],
                more_by_speaker=count_more(place),
                group=headings[occasion][0],
                group_day=headings[occasion][1],
                key=f"{_write(newest)}|{occasion}|{_write(day)}|{n}",
            )
            for place, (newest, occasion, day, n) in shown
        ),
        len(order),
    )


def order_lines(newest: Mapping[int, int], speakers: int, days: Sequence[int]) -> list[int]:
    """The places of the newest statement of each line, as they are shown.

    A line is the number of an occasion, times how many speakers there are, plus the number of a speaker. Places grow
    with the day, and the numbers of occasions with their names.
    """
    heads: dict[int, int] = {}
    for line, place in newest.items():
        if place >= heads.get(line // speakers, 0):
            heads[line // speakers] = place
    occasions, places = max(heads, default=0) + 1, len(days)
    # One number for the day of the head, the occasion and the place: sorted in a moment.
    keys = [
        (days[heads[line // speakers]] * occasions + line // speakers) * places + place
        for line, place in newest.items()
    ]  # fmt: skip
    return [key % places for key in sorted(keys, reverse=True)]


def _write(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def _head(db: sqlite3.Connection, occasion: str) -> tuple[str, str | None]:
    kind, _, ref = occasion.partition("/")
    row = db.execute(_EVENT if kind == "event" else _TOPIC, (ref,)).fetchone()
    return (row[0], row[1]) if row else ("", None)


def _read_place(key: str) -> _Place | None:
    parts = key.split("|")
    if len(parts) != 4 or not (parts[3].isascii() and parts[3].isdigit()) or len(parts[3]) > 18:
        return None
    try:
        newest, day = (date.fromisoformat(one).toordinal() if one else 0 for one in (parts[0], parts[2]))
    except ValueError:
        return None
    return newest, parts[1], day, int(parts[3])
