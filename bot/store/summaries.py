"""Summaries by country: how much a country said, and where it stands by event and topic."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.store.loading import load_parties, load_statements, to_day
from bot.store.model import CountryTally, Filter, StatementRecord
from bot.store.timelines import select_chosen

_SIDED = """
WITH chosen AS MATERIALIZED ({chosen}),
sided AS MATERIALIZED (
    SELECT side.country AS code, chosen.n AS n FROM chosen JOIN statement_side side ON side.statement = chosen.n{only}
)
"""
_TALLIES = """
SELECT code, count(*), min(s.first_day), max(s.last_day) FROM sided JOIN statement s ON s.n = sided.n GROUP BY code"""
_SPEAKERS = """
SELECT code, count(DISTINCT p.party) FROM sided JOIN statement_speaker p ON p.statement = sided.n
WHERE p.side IS NULL OR p.side = code GROUP BY code"""
_ACTS = "SELECT code, s.act, count(*) FROM sided JOIN statement s ON s.n = sided.n GROUP BY code, s.act"
_ADDRESSEES = """
SELECT code, coalesce(a.country, a.party) AS ref, count(*) FROM sided JOIN statement_to a ON a.statement = sided.n
GROUP BY code, ref"""
_TOPICS = """
SELECT code, t.topic, count(*) FROM sided JOIN statement_topic t ON t.statement = sided.n GROUP BY code, t.topic"""
_SOURCES = """
SELECT code, count(DISTINCT r.source) FROM sided JOIN report r ON r.statement = sided.n GROUP BY code"""
_STANDING = """
SELECT s.n, coalesce(s.first_day, ''), s.event, event.name, event.day, t.topic, topic.label,
       (SELECT p.party FROM statement_speaker p WHERE p.statement = s.n ORDER BY p.side IS NOT ?, p.position LIMIT 1)
FROM statement s
LEFT JOIN event ON event.id = s.event
LEFT JOIN statement_topic t ON t.statement = s.n AND t.position = 0
LEFT JOIN topic ON topic.id = t.topic
WHERE s.n IN ({chosen})"""


_Place = tuple[str, int]  # day and number of a statement


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


def tally_countries(db: sqlite3.Connection, f: Filter, only: str | None = None) -> list[CountryTally]:
    """A line for each country spoken for (or for `only` one), the most statements first."""
    chosen, values = select_chosen(db, replace(f, side=only) if only and not f.side else f)
    head = _SIDED.format(chosen=chosen, only=" AND side.country = ?" if only else "")
    parameters = [*values, only] if only else list(values)

    def run(sql: str) -> list[tuple[Any, ...]]:
        return db.execute(head + sql, parameters).fetchall()

    tallies = run(_TALLIES)
    speakers, sources = dict(run(_SPEAKERS)), dict(run(_SOURCES))
    acts, addressees, topics = _rank(run(_ACTS)), _rank(run(_ADDRESSEES)), _rank(run(_TOPICS))
    parties = load_parties(db, {ref for ranked in addressees.values() for ref, _ in ranked})
    labels: dict[str, str] = dict(db.execute("SELECT id, label FROM topic").fetchall()) if topics else {}
    found = [
        CountryTally(
            code=code,
            statements=count,
            speakers=speakers.get(code, 0),
            first_day=to_day(first),
            last_day=to_day(last),
            acts=tuple(acts[code]),
            addressees=tuple((parties[ref], many) for ref, many in addressees[code]),
            topics=tuple((ref, labels[ref], many) for ref, many in topics[code]),
            sources=sources.get(code, 0),
        )
        for code, count, first, last in tallies
    ]
    return sorted(found, key=lambda tally: (-tally.statements, tally.code))


def list_stand(db: sqlite3.Connection, code: str, f: Filter, after: str | None, limit: int) -> Stand:
    """Where a country stands: occasions newest first, in each the newest statement of each speaker, newest first."""
    chosen, values = select_chosen(db, replace(f, side=code))
    said: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    headings: dict[str, tuple[str, str | None]] = {}
    newest: dict[str, str] = {}
    for n, day, event, name, event_day, topic, label, speaker in db.execute(
        _STANDING.format(chosen=chosen), (code, *values)
    ):
        group = f"event/{event}" if event else f"topic/{topic or ''}"
        headings[group] = (name or label or "", event_day)
        newest[group] = max(day, newest.get(group, ""))
        said[group, speaker].append((day, n))
    # texts of days sort as days do, and the empty one, where no day is given, comes before all: so it is shown last
    lines = sorted(
        ((newest[group], group, max(places), speaker, len(places) - 1) for (group, speaker), places in said.items()),
        reverse=True,
    )
    last = _read_place(after) if after else None
    shown = [line for line in lines if last is None or line[:3] < last][:limit]
    records = {record.n: record for record in load_statements(db, [n for _, _, (_, n), _, _ in shown])}
    found = (
        StandLine(records[n], speaker, more, *headings[group], f"{group_day}|{group}|{day}|{n}")
        for group_day, group, (day, n), speaker, more in shown
    )
    return Stand(tuple(found), len(lines))


def _read_place(key: str) -> tuple[str, str, _Place] | None:
    parts = key.split("|")
    if len(parts) != 4 or not (parts[3].isascii() and parts[3].isdigit()) or len(parts[3]) > 18:
        return None
    return parts[0], parts[1], (parts[2], int(parts[3]))


def _rank(rows: Iterable[tuple[Any, ...]]) -> defaultdict[str, list[tuple[str, int]]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, ref, count in rows:
        counts[code][ref] += count
    ranked: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for code, counter in counts.items():
        ranked[code] = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked
