"""Where a country stands: each speaker's newest words on each occasion, a page at a time."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from bot.store.loading import load_statements
from bot.store.model import Filter, StatementRecord
from bot.store.timelines import list_parts, select_chosen

_KEPT = """
SELECT newest, occasion, day, statement, speaker, more FROM stand
WHERE country = ? {after}
ORDER BY newest DESC, occasion DESC, day DESC, statement DESC LIMIT ?"""
_KEPT_COUNT = "SELECT count(*) FROM stand WHERE country = ?"
# A place sorts as (day, number) does; the empty day, where none is given, comes before all: so it is shown last.
_LIVE = """
WITH line AS MATERIALIZED (
    SELECT w.occasion, w.speaker, count(*) - 1 AS more,
           max(chosen.first_day || '.' || printf('%018d', chosen.n)) AS place
    FROM ({chosen}) chosen CROSS JOIN said w ON w.country = ? AND w.statement = chosen.n GROUP BY w.occasion, w.speaker
), placed AS (
    SELECT max(substr(place, 1, instr(place, '.') - 1)) OVER (PARTITION BY occasion) AS newest, occasion,
           substr(place, 1, instr(place, '.') - 1) AS day, CAST(substr(place, instr(place, '.') + 1) AS INTEGER) AS n,
           speaker, more, count(*) OVER () AS total
    FROM line
)
SELECT newest, occasion, day, n, speaker, more, total FROM placed WHERE TRUE {after}
ORDER BY newest DESC, occasion DESC, day DESC, n DESC LIMIT ?"""
_LIVE_COUNT = """
SELECT count(*) FROM (
    SELECT 1 FROM ({chosen}) chosen CROSS JOIN said w ON w.country = ? AND w.statement = chosen.n
    GROUP BY w.occasion, w.speaker
)"""
_EVENT = "SELECT name, day FROM event WHERE id = ?"
_TOPIC = "SELECT label, NULL FROM topic WHERE id = ?"

_Place = tuple[str, str, str, int]


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
    place = _read_place(after) if after else None
    narrowed = replace(f, side=code)
    if list_parts(narrowed) == [("side", code)] and not (f.since or f.until):
        beyond = "AND (newest, occasion, day, statement) < (?, ?, ?, ?)" if place else ""
        rows = db.execute(_KEPT.format(after=beyond), (code, *(place or ()), limit)).fetchall()
        total = db.execute(_KEPT_COUNT, (code,)).fetchone()[0]
    else:
        chosen, values = select_chosen(db, narrowed)
        beyond = "AND (newest, occasion, day, n) < (?, ?, ?, ?)" if place else ""
        sql = _LIVE.format(chosen=chosen, after=beyond)
        found = db.execute(sql, (*values, code, *(place or ()), limit)).fetchall()
        rows = [row[:-1] for row in found]
        # Behind the last line there is none to tell the total.
        total = found[0][-1] if found else _count(db, chosen, values, code)
    records = {record.n: record for record in load_statements(db, [row[3] for row in rows])}
    headings = {occasion: _head(db, occasion) for occasion in dict.fromkeys(row[1] for row in rows)}
    lines = (
        StandLine(records[n], speaker, more, *headings[occasion], f"{newest}|{occasion}|{day}|{n}")
        for newest, occasion, day, n, speaker, more in rows
    )
    return Stand(tuple(lines), total)


def _count(db: sqlite3.Connection, chosen: str, values: list[object], code: str) -> int:
    total: int = db.execute(_LIVE_COUNT.format(chosen=chosen), (*values, code)).fetchone()[0]
    return total


def _head(db: sqlite3.Connection, occasion: str) -> tuple[str, str | None]:
    kind, _, ref = occasion.partition("/")
    row = db.execute(_EVENT if kind == "event" else _TOPIC, (ref,)).fetchone()
    return (row[0], row[1]) if row else ("", None)


def _read_place(key: str) -> _Place | None:
    parts = key.split("|")
    if len(parts) != 4 or not (parts[3].isascii() and parts[3].isdigit()) or len(parts[3]) > 18:
        return None
    return parts[0], parts[1], parts[2], int(parts[3])
