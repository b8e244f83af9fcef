"""Loads complete records of sources, and counts what they have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from bot.store.db.bulk_fetch import Select, fetch_all
from bot.store.queries.statement_rows import ConflictRow
from bot.store.queries.statements import group_rows, load_parties, make_conflict
from bot.store.records import SourceRecord


class _SourceRow(NamedTuple):
    id: str
    title: str
    publisher: str | None
    publisher_how: str | None
    authors: str
    agency: str | None
    published: str | None
    published_at: str | None
    published_written: str | None
    published_how: str | None
    url: str | None
    language: str
    file: str
    sha256: str
    notes: str
    reports: int
    statements: int
    quotations: int


_SOURCES = Select(
    _SourceRow,
    """
SELECT s.id, s.title, s.publisher, s.publisher_how, s.authors, s.agency, s.published, s.published_at,
       s.published_written, s.published_how, s.url, s.language, s.file, s.sha256, s.notes,
       (SELECT count(*) FROM report r WHERE r.source = s.id),
       (SELECT count(DISTINCT r.statement) FROM report r WHERE r.source = s.id),
       (SELECT count(*) FROM report r CROSS JOIN quotation q ON q.report = r.n WHERE r.source = s.id)
FROM json_each(?1) wanted CROSS JOIN source s ON s.id = wanted.value ORDER BY wanted.key""",
)
_SOURCE_CONFLICTS = Select(
    ConflictRow,
    """
SELECT source, source, field, reading, against, believed, because, with_source FROM conflict
WHERE report IS NULL AND source IN (SELECT value FROM json_each(?1)) ORDER BY source, position""",
)


def list_sources(
    db: sqlite3.Connection, publisher: str | None, after: str | None, skipped: int, limit: int
) -> list[SourceRecord]:
    """Sources of one publisher or agency (by its id), or all, the oldest first, those without a day last.

    after    id of the source to continue after; None for the beginning
    skipped  how many to skip where there is no such source
    """
    narrowed = "(publisher = ?3 OR agency = ?3)" if publisher is not None else "TRUE"
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
    counts = []
    for join in joins:
        sql = f"SELECT count(*) FROM source s{join} WHERE ?1 IN (s.publisher, s.agency)"  # noqa: S608 -- own words
        (count,) = db.execute(sql, (publisher,)).fetchone()
        counts.append(int(count))
    sources, reported, quoted = counts
    return sources, reported, quoted


def _load_sources(db: sqlite3.Connection, ids: Sequence[str]) -> list[SourceRecord]:
    rows: list[_SourceRow]
    conflict_rows: list[ConflictRow]
    rows, conflict_rows = fetch_all(db, (_SOURCES, _SOURCE_CONFLICTS), ids)
    conflicts = group_rows(conflict_rows, attrgetter("of"))
    parties = load_parties(db, (row.agency for row in rows))
    return [
        SourceRecord(
            id=row.id,
            title=row.title,
            publisher=row.publisher,
            publisher_how=row.publisher_how,
            authors=tuple(json.loads(row.authors)),
            agency=parties.get(row.agency),
            published=row.published,
            published_at=row.published_at,
            published_written=row.published_written,
            published_how=row.published_how,
            url=row.url,
            language=row.language,
            file=row.file,
            sha256=row.sha256,
            notes=tuple(json.loads(row.notes)),
            conflicts=tuple(map(make_conflict, conflicts[row.id])),
            reports=row.reports,
            statements=row.statements,
            quotations=row.quotations,
        )
        for row in rows
    ]
