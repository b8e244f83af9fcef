"""The queries of a briefing: what is new between two days, the same day in other years, open requests."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.store.queries.statements import load_parties, load_statements, to_day
from bot.store.records import Party, StatementRecord

# A scope as timelines (kind, ref): a statement is in it where it is on every timeline of any one alternative.
Alternatives = Sequence[Sequence[tuple[str, str]]]

MOST_LISTED = 20_000  # statements
MOST_REQUESTS = 500  # each of which takes queries of its own
REQUEST_DAYS = 60  # so far back a request may lie to be listed as open

_NEWS_DAY = "coalesce(substr(s.released, instr(s.released, '/') + 1), s.last_day)"
# A release of which only the month or the year is known sorts before the days in it, and counts on none of them.
_NEWS = f"""
SELECT s.n, s.id FROM statement s WHERE {_NEWS_DAY} >= ? AND {_NEWS_DAY} < ? AND length({_NEWS_DAY}) >= 10"""  # noqa: S608
_BY_ID = "SELECT s.n, s.id FROM json_each(?) wanted CROSS JOIN statement s ON s.first_id = wanted.value WHERE TRUE"
_SAME_DAY = """
SELECT s.n FROM statement s
WHERE s.day = s.first_day AND substr(s.first_day, 6) = ? AND s.first_day < ?"""
_REQUESTS = """
SELECT s.n, s.last_day FROM statement s WHERE s.act = 'REQUEST' AND s.last_day >= ? AND s.last_day <= ?"""
_ASKED = """
SELECT DISTINCT side.country, coalesce(a.country, p.country) FROM statement_side side
JOIN statement_to a ON a.statement = side.statement LEFT JOIN party p ON p.id = a.party
WHERE side.statement = ? AND coalesce(a.country, p.country) IS NOT NULL
ORDER BY side.position, a.position"""
# On the day of the request itself nobody knows what came first: a statement of that day counts as an answer.
_ANSWERED = """
SELECT 1 FROM timeline t
WHERE t.kind = 'side' AND t.ref = ?1 AND t.first_day >= ?2 AND t.first_day <= ?3 AND t.statement <> ?5
AND EXISTS (SELECT 1 FROM timeline o WHERE o.kind = 'about' AND o.ref = ?4 AND o.first_day = t.first_day
            AND o.statement = t.statement)
AND EXISTS (SELECT 1 FROM statement_topic mine WHERE mine.statement = ?5
            AND EXISTS (SELECT 1 FROM timeline o WHERE o.kind = 'topic' AND o.ref = mine.topic
                        AND o.first_day = t.first_day AND o.statement = t.statement))
LIMIT 1"""
_EVENTS = """
SELECT id, name, day, first_day, last_day, place FROM event WHERE id IN (SELECT value FROM json_each(?))"""
_BODIES = """
SELECT id, country, detail FROM party
WHERE kind = 'organisation' AND id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event that heads a part of a briefing; `day` is EDTF."""

    id: str
    name: str
    day: str | None
    first_day: date | None
    last_day: date | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution: the country that it belongs to, and its kind ("ministry", "news-agency")."""

    country: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How much is new: numbers of statements, of their speakers, of countries spoken for, of sources."""

    statements: int
    speakers: int
    countries: int
    sources: int


@dataclass(frozen=True, slots=True)
class News:
    """What is new.

    said, newly_held  the statements, at most the limit over both
    ids               the ids of all of them, also of those beyond the limit
    occasions         the events of those statements, by id
    bodies            the institutions that passed reports of them on or give their account of them, by id
    """

    said: tuple[StatementRecord, ...]
    newly_held: tuple[StatementRecord, ...]
    ids: tuple[str, ...]
    figures: Figures
    occasions: Mapping[str, Occasion]
    bodies: Mapping[str, Institution]


@dataclass(frozen=True, slots=True)
class Request:
    """A request: by whom (country spoken for), and to whom (country addressed, or whose official is)."""

    statement: StatementRecord
    asker: Party
    addressee: Party


def find_news(
    db: sqlite3.Connection,
    since: date,
    until: date,
    within: Alternatives,
    *,
    held: Collection[str] = (),
    without: Collection[str] = frozenset(),
    limit: int,
) -> News:
    """What was released, or said where no release is known, from `since` to `until`; and what else of the ids `held`.

    Both days are inclusive; a statement whose day is a span counts on its last one. `without` are ids to leave out,
    `limit` bounds the statements that are loaded.
    """
    scope, values = narrow_scope(within)
    bounds = (since.isoformat(), _next(until))
    rows = db.execute(f"{_NEWS}{scope} LIMIT ?", (*bounds, *values, MOST_LISTED)).fetchall()
    said = [(n, key) for n, key in rows if key not in without]
    known = {key for _, key in rows}
    new_ids = json.dumps([key for key in held if key not in known and key not in without])
    newly = db.execute(f"{_BY_ID}{scope} LIMIT ?", (new_ids, *values, MOST_LISTED)).fetchall()
    shown_said = load_statements(db, [n for n, _ in said[:limit]])
    shown_held = load_statements(db, [n for n, _ in newly[: max(0, limit - len(shown_said))]])
    shown = [*shown_said, *shown_held]
    return News(
        said=tuple(shown_said),
        newly_held=tuple(shown_held),
        ids=tuple(key for _, key in (*said, *newly)),
        figures=_count(db, [n for n, _ in (*said, *newly)]),
        occasions=_load_occasions(db, (record.event[0] for record in shown if record.event)),
        bodies=_load_bodies(db, shown),
    )


def find_same_day(db: sqlite3.Connection, day: date, within: Alternatives, limit: int) -> list[StatementRecord]:
    """Statements of the same day of earlier years, the newest first; only those with one known day."""
    scope, values = narrow_scope(within)
    sql = f"{_SAME_DAY}{scope} ORDER BY s.first_day DESC LIMIT ?"
    rows = db.execute(sql, (day.isoformat()[5:], day.isoformat(), *values, limit)).fetchall()
    return load_statements(db, [n for (n,) in rows])


def find_open_requests(db: sqlite3.Connection, day: date, within: Alternatives, limit: int) -> list[Request]:
    """Requests of the last REQUEST_DAYS, up to `day`, to which the store has no answer; the newest first.

    An answer is a statement for the country addressed that addresses or is about the country that asked, on one of the
    request's topics, on its day or later and up to `day`.
    """
    scope, values = narrow_scope(within)
    earliest = date.fromordinal(max(1, day.toordinal() - REQUEST_DAYS)).isoformat()
    sql = f"{_REQUESTS}{scope} ORDER BY s.last_day DESC LIMIT ?"
    found: list[tuple[int, str, str]] = []
    for n, asked in db.execute(sql, (earliest, day.isoformat(), *values, MOST_REQUESTS)).fetchall():
        for asker, addressee in db.execute(_ASKED, (n,)).fetchall():
            if asker == addressee or len(found) >= limit:
                continue
            if not db.execute(_ANSWERED, (addressee, asked, day.isoformat(), asker, n)).fetchone():
                found.append((n, asker, addressee))
    records = {record.n: record for record in load_statements(db, list(dict.fromkeys(n for n, _, _ in found)))}
    parties = load_parties(db, {code for _, asker, addressee in found for code in (asker, addressee)})
    return [Request(records[n], parties[asker], parties[addressee]) for n, asker, addressee in found]


def narrow_scope(within: Alternatives) -> tuple[str, list[object]]:
    """A condition, with its AND, for statements `s` in the scope, and its parameters; empty for an empty scope."""
    if not within:
        return "", []
    one = (
        "EXISTS (SELECT 1 FROM timeline o WHERE o.kind = ? AND o.ref = ?"
        " AND o.first_day = coalesce(s.first_day, '') AND o.statement = s.n)"
    )
    either = " OR ".join(f"({' AND '.join([one] * len(parts))})" for parts in within)
    return f" AND ({either})", [value for parts in within for part in parts for value in part]


def _next(day: date) -> str:
    # A day of release can have a mark of doubt behind it: "2024-06-27~" still sorts before the next day.
    return (day + timedelta(days=1)).isoformat() if day < date.max else "9999-12-32"


def _count(db: sqlite3.Connection, numbers: Sequence[int]) -> Figures:
    as_json = json.dumps(numbers)

    def count(column: str, table: str) -> int:
        sql = f"SELECT count(DISTINCT {column}) FROM {table} WHERE statement IN (SELECT value FROM json_each(?))"  # noqa: S608
        (found,) = db.execute(sql, (as_json,)).fetchone()
        return int(found)

    return Figures(
        statements=len(numbers),
        speakers=count("party", "statement_speaker"),
        countries=count("country", "statement_side"),
        sources=count("source", "report"),
    )


def _load_occasions(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Occasion]:
    rows = db.execute(_EVENTS, (json.dumps(list(dict.fromkeys(ids))),)).fetchall()
    return {
        key: Occasion(key, name, day, to_day(first), to_day(last), place) for key, name, day, first, last, place in rows
    }


def _load_bodies(db: sqlite3.Connection, statements: Iterable[StatementRecord]) -> dict[str, Institution]:
    reports = [report for statement in statements for report in statement.reports]
    ids = {party.id for report in reports for party in report.via}
    ids |= {report.recounted_by.id for report in reports if report.recounted_by}
    rows = db.execute(_BODIES, (json.dumps(sorted(ids)),)).fetchall()
    return {key: Institution(country, kind) for key, country, kind in rows}
