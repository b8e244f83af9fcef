"""Whole records from the store: all that an answer shows of some statements, in a handful of queries."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.store.db.bulk_fetch import read_all_whole
from bot.store.records import (
    ConflictRecord,
    Party,
    PersonRecord,
    Quoted,
    ReportRecord,
    SourceLine,
    SourceRecord,
    Speaker,
    StatementRecord,
)

Row = Sequence[Any]

_STATEMENTS = (
    """
SELECT s.n, s.id, s.act, s.tone, tone.label, s.event, event.name, s.venue, s.day, s.first_day, s.last_day, s.released,
       s.paraphrase, s.sources
FROM statement s JOIN tone ON tone.id = s.tone LEFT JOIN event ON event.id = s.event
WHERE s.n IN (SELECT value FROM json_each(?1))""",
    14,
)
_SPEAKERS = (
    """
SELECT statement, party, role, organisation, side FROM statement_speaker
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
    5,
)
_ADDRESSEES = (
    """
SELECT statement, country, party FROM statement_to
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
    3,
)
_ABOUT = (
    """
SELECT statement, country FROM statement_about
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
    2,
)
_TOPICS = (
    """
SELECT t.statement, topic.id, topic.label FROM statement_topic t JOIN topic ON topic.id = t.topic
WHERE t.statement IN (SELECT value FROM json_each(?1)) ORDER BY t.statement, t.position""",
    3,
)
_REPORTS = (
    """
SELECT r.statement, r.n, r.kind, r.passage, r.starts, r.ends, r.speaker_written, r.role_written, r.to_written,
       r.day_written, r.released_written, r.venue_written, r.day, r.day_how, r.via, r.attribution, r.inferred_how,
       r.recounted_by, s.id, s.title, s.publisher, s.agency, s.published, s.url
FROM report r JOIN source s ON s.id = r.source
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n <> r.statement, r.n""",
    24,
)
_QUOTATIONS = (
    """
SELECT q.report, q.exact, q.starts, q.ends FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY q.report, q.position""",
    4,
)
_CONFLICTS = (
    """
SELECT c.report, c.source, c.field, c.reading, c.against, c.believed, c.because, c.with_source
FROM report r JOIN conflict c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY c.report, c.position""",
    8,
)
_OF_STATEMENTS = (_STATEMENTS, _REPORTS, _SPEAKERS, _ADDRESSEES, _ABOUT, _TOPICS, _QUOTATIONS, _CONFLICTS)
_PARTIES = (
    "SELECT id, kind, name FROM party WHERE id IN (SELECT value FROM json_each(?1))",
    3,
)
_COUNTRIES = (
    "SELECT code, name FROM country WHERE code IN (SELECT value FROM json_each(?1))",
    2,
)


def load_statements(db: sqlite3.Connection, numbers: Sequence[int]) -> list[StatementRecord]:
    """The statements of these numbers, in this order; a number that is none is passed over."""
    if not numbers:
        return []
    statements, reports, *others = read_all_whole(db, _OF_STATEMENTS, numbers)
    speakers, addressees, about, topics, quotations, conflicts = map(_group, others)
    via = {row[1]: json.loads(row[14]) for row in reports if row[14] != "[]"}
    parties = load_parties(
        db,
        {
            *(ref for rows in speakers.values() for row in rows for ref in (row[0], row[2])),
            *(ref for rows in addressees.values() for row in rows for ref in row),
            *(ref for refs in via.values() for ref in refs),
            *(row[17] for row in reports),
        },
    )
    told = defaultdict(list)
    for row in reports:
        told[row[0]].append(
            ReportRecord(
                n=row[1],
                kind=row[2],
                passage=row[3],
                starts=row[4],
                ends=row[5],
                speaker_written=row[6],
                role_written=row[7],
                to_written=row[8],
                day_written=row[9],
                released_written=row[10],
                venue_written=row[11],
                day=row[12],
                day_how=row[13],
                via=tuple(parties[ref] for ref in via.get(row[1], ())),
                attribution=row[15],
                inferred_how=row[16],
                recounted_by=parties.get(row[17]),
                source=SourceLine(*row[18:24]),
                quotations=tuple(Quoted(*one) for one in quotations[row[1]]),
                conflicts=tuple(ConflictRecord(*one) for one in conflicts[row[1]]),
            )
        )
    found = {
        row[0]: StatementRecord(
            n=row[0],
            id=row[1],
            act=row[2],
            tone=row[3],
            tone_label=row[4],
            event=(row[5], row[6]) if row[5] else None,
            venue=row[7],
            day=row[8],
            first_day=to_day(row[9]),
            last_day=to_day(row[10]),
            released=row[11],
            paraphrase=row[12],
            sources=row[13],
            speakers=tuple(
                Speaker(parties[party], role, parties.get(body), side) for party, role, body, side in speakers[row[0]]
            ),
            to=tuple(parties[country or party] for country, party in addressees[row[0]]),
            about=tuple(code for (code,) in about[row[0]]),
            topics=tuple((key, label) for key, label in topics[row[0]]),
            reports=tuple(told[row[0]]),
        )
        for row in statements
    }
    return [found[n] for n in numbers if n in found]


def load_parties(db: sqlite3.Connection, refs: Iterable[str | None]) -> dict[str | None, Party]:
    """Persons and organisations by id, countries by code."""
    parties, countries = read_all_whole(db, (_PARTIES, _COUNTRIES), [ref for ref in refs if ref])
    found: dict[str | None, Party] = {key: Party(kind, key, name) for key, kind, name in parties}
    found.update((code, Party("country", code, name)) for code, name in countries)
    return found


def load_person(db: sqlite3.Connection, ref: str) -> PersonRecord | None:
    """A person or organisation with names, roles and how much there is of it; None where there is none."""
    row = db.execute("SELECT kind, id, name, country, detail FROM party WHERE id = ?", (ref,)).fetchone()
    if row is None:
        return None
    roles = db.execute(
        "SELECT title, organisation, country, attested FROM role WHERE person = ? ORDER BY position", (ref,)
    ).fetchall()
    bodies = load_parties(db, (role[1] for role in roles))
    names = db.execute(
        "SELECT text, usage FROM name WHERE kind = ? AND ref = ? AND usage IN ('name', 'spelling', 'also')",
        (row[0], ref),
    ).fetchall()
    names.sort(key=lambda name: (("name", "spelling", "also").index(name[1]), name[0].casefold()))
    count, first, last = db.execute(
        """SELECT count(*), min(s.first_day), max(s.last_day)
           FROM timeline t JOIN statement s ON s.n = t.statement WHERE t.kind = 'speaker' AND t.ref = ?""",
        (ref,),
    ).fetchone()
    addressed = db.execute("SELECT count(*) FROM timeline WHERE kind = 'to' AND ref = ?", (ref,)).fetchone()[0]
    return PersonRecord(
        party=Party(row[0], row[1], row[2]),
        country=row[3],
        detail=row[4],
        names=tuple(names),
        roles=tuple((title, bodies.get(body), country, attested) for title, body, country, attested in roles),
        statements=count,
        first_day=to_day(first),
        last_day=to_day(last),
        addressed=addressed,
    )


def list_sources(
    db: sqlite3.Connection, publisher: str | None, after: str | None, skipped: int, limit: int
) -> list[SourceRecord]:
    """Sources, of one publisher or all, oldest first, those without a day last; from behind the source `after` on.

    Where there is no such source, as many as `skipped` says are passed over.
    """
    narrowed = "publisher = ?3" if publisher is not None else "TRUE"
    place = db.execute("SELECT coalesce(published, '~'), id FROM source WHERE id = ?", (after,)).fetchone()
    # The first condition alone lets SQLite begin at that place of the index.
    beyond = " AND coalesce(published, '~') >= ?1 AND (coalesce(published, '~'), id) > (?1, ?2)" if place else ""
    found = db.execute(
        f"SELECT id FROM source WHERE {narrowed}{beyond} ORDER BY coalesce(published, '~'), id LIMIT ?4 OFFSET ?5",  # noqa: S608
        (*(place or (None, None)), publisher, limit, 0 if place or after is None else skipped),
    )
    return _load_sources(db, [str(key) for (key,) in found])


def count_of_publisher(db: sqlite3.Connection, publisher: str) -> tuple[int, int, int]:
    """How many sources, reports and quotations there are of a publisher."""
    reports = " CROSS JOIN report r ON r.source = s.id"
    joins = ("", reports, f"{reports} CROSS JOIN quotation q ON q.report = r.n")
    counted = (
        db.execute(f"SELECT count(*) FROM source s{join} WHERE s.publisher = ?", (publisher,)).fetchone()[0]  # noqa: S608
        for join in joins
    )
    sources, told, quoted = map(int, counted)
    return sources, told, quoted


def _load_sources(db: sqlite3.Connection, ids: Sequence[str]) -> list[SourceRecord]:
    wanted = json.dumps(ids)
    rows = db.execute(
        """SELECT s.id, s.title, s.publisher, s.publisher_how, s.authors, s.agency, s.published, s.published_at,
                  s.published_written, s.published_how, s.url, s.language, s.file, s.sha256, s.notes,
                  (SELECT count(*) FROM report r WHERE r.source = s.id),
                  (SELECT count(DISTINCT r.statement) FROM report r WHERE r.source = s.id),
                  (SELECT count(*) FROM report r CROSS JOIN quotation q ON q.report = r.n WHERE r.source = s.id)
           FROM json_each(?) wanted CROSS JOIN source s ON s.id = wanted.value ORDER BY wanted.key""",
        (wanted,),
    ).fetchall()
    conflicts = _group(
        db.execute(
            """SELECT source, source, field, reading, against, believed, because, with_source FROM conflict
               WHERE report IS NULL AND source IN (SELECT value FROM json_each(?)) ORDER BY source, position""",
            (wanted,),
        )
    )
    parties = load_parties(db, (row[5] for row in rows))
    return [
        SourceRecord(
            id=row[0],
            title=row[1],
            publisher=row[2],
            publisher_how=row[3],
            authors=tuple(json.loads(row[4])),
            agency=parties.get(row[5]),
            published=row[6],
            published_at=row[7],
            published_written=row[8],
            published_how=row[9],
            url=row[10],
            language=row[11],
            file=row[12],
            sha256=row[13],
            notes=tuple(json.loads(row[14])),
            reports=row[15],
            statements=row[16],
            quotations=row[17],
            conflicts=tuple(ConflictRecord(*one) for one in conflicts[row[0]]),
        )
        for row in rows
    ]


def to_day(text: str | None) -> date | None:
    """A calendar day as the store writes it."""
    return date.fromisoformat(text) if text else None


def _group(rows: Iterable[Row]) -> Mapping[Any, list[Row]]:
    """Rows by their first column, which is taken off."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row[1:])
    return groups
