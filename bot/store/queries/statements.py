"""Loads complete records: all that an answer shows of statements, people and sources, in a handful of queries."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar

from bot.store.db.bulk_fetch import Select, fetch_all
from bot.store.records import (
    ConflictRecord,
    CorrectionRecord,
    Party,
    PersonRecord,
    Quoted,
    RelationRecord,
    ReportRecord,
    SourceLine,
    SourceRecord,
    Speaker,
    StatementRecord,
    TranslationRecord,
)

R = TypeVar("R")

_USAGES = ("name", "spelling", "also")  # of names that a person or organisation is called by, in this order


class _StatementRow(NamedTuple):
    n: int
    id: str
    act: str
    tone: str
    tone_label: str
    event: str | None
    event_name: str | None
    venue: str | None
    day: str | None
    first_day: str | None
    last_day: str | None
    released: str | None
    paraphrase: str
    sources: int
    at: str | None
    vote: str | None
    note: str | None
    corrections: str


class _SpeakerRow(NamedTuple):
    statement: int
    party: str
    role: str | None
    organisation: str | None
    side: str | None


class _AddresseeRow(NamedTuple):
    statement: int
    country: str | None
    party: str | None


class _AboutRow(NamedTuple):
    statement: int
    country: str


class _TopicRow(NamedTuple):
    statement: int
    id: str
    label: str


class _ReportRow(NamedTuple):
    statement: int
    n: int
    kind: Literal["direct", "mixed", "indirect", "act", "verbatim"]
    passage: str
    starts: int
    ends: int
    speaker_written: str | None
    role_written: str | None
    to_written: str | None
    day_written: str | None
    released_written: str | None
    venue_written: str | None
    day: str | None
    day_how: str | None
    via: str
    attribution: Literal["stated", "inferred"]
    inferred_how: str | None
    recounted_by: str | None
    source_id: str
    source_title: str
    publisher: str | None
    agency: str | None
    published: str | None
    url: str | None
    form: str | None
    speakers: str
    locator: str
    translated: str
    translations: str


class _QuotationRow(NamedTuple):
    report: int
    exact: str
    starts: int
    ends: int
    before: str
    after: str


class _RelationRow(NamedTuple):
    statement: int
    kind: str
    id: str
    is_inverse: int


class _ConflictRow(NamedTuple):
    of: int | str  # the report, or the source
    source: str
    field: str
    reading: str
    against: str
    believed: str
    because: str
    with_source: str | None


class _PartyRow(NamedTuple):
    id: str
    kind: Literal["country", "person", "organisation"]
    name: str


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


_STATEMENTS = Select(
    _StatementRow,
    """
SELECT s.n, s.id, s.act, s.tone, tone.label, s.event, event.name, s.venue, s.day, s.first_day, s.last_day, s.released,
       s.paraphrase, s.sources, s.at, s.vote, s.note, s.corrections
FROM statement s JOIN tone ON tone.id = s.tone LEFT JOIN event ON event.id = s.event
WHERE s.n IN (SELECT value FROM json_each(?1))""",
)
_SPEAKERS = Select(
    _SpeakerRow,
    """
SELECT statement, party, role, organisation, side FROM statement_speaker
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
_ADDRESSEES = Select(
    _AddresseeRow,
    """
SELECT statement, country, party FROM statement_to
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
_ABOUT = Select(
    _AboutRow,
    """
SELECT statement, country FROM statement_about
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
_TOPICS = Select(
    _TopicRow,
    """
SELECT t.statement, topic.id, topic.label FROM statement_topic t JOIN topic ON topic.id = t.topic
WHERE t.statement IN (SELECT value FROM json_each(?1)) ORDER BY t.statement, t.position""",
)
_REPORTS = Select(
    _ReportRow,
    """
SELECT r.statement, r.n, r.kind, r.passage, r.starts, r.ends, r.speaker_written, r.role_written, r.to_written,
       r.day_written, r.released_written, r.venue_written, r.day, r.day_how, r.via, r.attribution, r.inferred_how,
       r.recounted_by, s.id, s.title, s.publisher, s.agency, s.published, s.url, r.form, r.speakers, r.locator,
       r.translated, r.translations
FROM report r JOIN source s ON s.id = r.source
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n <> r.statement, r.n""",
)
_QUOTATIONS = Select(
    _QuotationRow,
    """
SELECT q.report, q.exact, q.starts, q.ends, q.before, q.after FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY q.report, q.position""",
)
_CLAUSES = Select(
    _QuotationRow,
    """
SELECT c.report, c.exact, c.starts, c.ends, '', '' FROM report r JOIN clause c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY c.report, c.position""",
)
_RELATIONS = Select(
    _RelationRow,
    """
SELECT statement, kind, other, 0 FROM statement_relation
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
_INVERSE_RELATIONS = Select(
    _RelationRow,
    """
SELECT s.n, r.kind, o.id, 1
FROM statement s CROSS JOIN statement_relation r ON r.other = s.id CROSS JOIN statement o ON o.n = r.statement
WHERE s.n IN (SELECT value FROM json_each(?1)) ORDER BY s.n, r.statement""",
)
_CONFLICTS = Select(
    _ConflictRow,
    """
SELECT c.report, c.source, c.field, c.reading, c.against, c.believed, c.because, c.with_source
FROM report r JOIN conflict c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY c.report, c.position""",
)
_OF_STATEMENTS = (
    _STATEMENTS, _REPORTS, _SPEAKERS, _ADDRESSEES, _ABOUT, _TOPICS, _QUOTATIONS, _CONFLICTS, _CLAUSES, _RELATIONS,
    _INVERSE_RELATIONS,
)  # fmt: skip
_PARTIES = Select(_PartyRow, "SELECT id, kind, name FROM party WHERE id IN (SELECT value FROM json_each(?1))")
_COUNTRIES = Select(
    _PartyRow, "SELECT code, 'country', name FROM country WHERE code IN (SELECT value FROM json_each(?1))"
)
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
    _ConflictRow,
    """
SELECT source, source, field, reading, against, believed, because, with_source FROM conflict
WHERE report IS NULL AND source IN (SELECT value FROM json_each(?1)) ORDER BY source, position""",
)


def load_statements(db: sqlite3.Connection, numbers: Sequence[int]) -> list[StatementRecord]:
    """The statements with these numbers, in this order; a number that none has is skipped."""
    if not numbers:
        return []
    statements: list[_StatementRow]
    reports: list[_ReportRow]
    statements, reports, *others = fetch_all(db, _OF_STATEMENTS, numbers)
    speaker_rows: list[_SpeakerRow]
    addressee_rows: list[_AddresseeRow]
    quotation_rows: list[_QuotationRow]
    conflict_rows: list[_ConflictRow]
    clause_rows: list[_QuotationRow]
    relation_rows: list[_RelationRow]
    inverse_rows: list[_RelationRow]
    speaker_rows, addressee_rows, about_rows, topic_rows, quotation_rows, conflict_rows, *others = others
    clause_rows, relation_rows, inverse_rows = others
    speakers = _group(speaker_rows, attrgetter("statement"))
    addressees = _group(addressee_rows, attrgetter("statement"))
    about: Mapping[int, list[_AboutRow]] = _group(about_rows, attrgetter("statement"))
    topics: Mapping[int, list[_TopicRow]] = _group(topic_rows, attrgetter("statement"))
    quotations = _group(quotation_rows, attrgetter("report"))
    conflicts = _group(conflict_rows, attrgetter("of"))
    clauses = _group(clause_rows, attrgetter("report"))
    relations = _group([*relation_rows, *inverse_rows], attrgetter("statement"))
    named = {row.n: json.loads(row.speakers) for row in reports if row.speakers != "[]"}
    via = {row.n: json.loads(row.via) for row in reports if row.via != "[]"}
    parties = load_parties(
        db,
        {
            *(ref for row in speaker_rows for ref in (row.party, row.organisation)),
            *(ref for row in addressee_rows for ref in (row.country, row.party)),
            *(ref for refs in (*via.values(), *named.values()) for ref in refs),
            *(one[1] for row in reports for one in _list_translators(row)),
            *(row.recounted_by for row in reports),
        },
    )
    reports_of: defaultdict[int, list[ReportRecord]] = defaultdict(list)
    for row in reports:
        reports_of[row.statement].append(
            ReportRecord(
                n=row.n,
                source=SourceLine(row.source_id, row.source_title, row.publisher, row.agency, row.published, row.url),
                kind=row.kind,
                passage=row.passage,
                starts=row.starts,
                ends=row.ends,
                quotations=tuple(Quoted(*one[1:]) for one in quotations[row.n]),
                speaker_written=row.speaker_written,
                role_written=row.role_written,
                to_written=row.to_written,
                day_written=row.day_written,
                released_written=row.released_written,
                venue_written=row.venue_written,
                day=row.day,
                day_how=row.day_how,
                via=tuple(parties[ref] for ref in via.get(row.n, ())),
                attribution=row.attribution,
                inferred_how=row.inferred_how,
                recounted_by=parties.get(row.recounted_by),
                conflicts=tuple(map(_make_conflict, conflicts[row.n])),
                form=row.form,
                clauses=tuple(Quoted(*one[1:]) for one in clauses[row.n]),
                speakers=tuple(parties[ref] for ref in named.get(row.n, ())),
                locator=tuple((kind, place) for kind, place in json.loads(row.locator)),
                translated=next(_make_translations([json.loads(row.translated)], parties), None),
                translations=tuple(_make_translations(json.loads(row.translations), parties)),
            )
        )
    found = {
        one.n: StatementRecord(
            n=one.n,
            id=one.id,
            speakers=tuple(
                Speaker(parties[row.party], row.role, parties.get(row.organisation), row.side)
                for row in speakers[one.n]
            ),
            to=tuple(parties[row.country or row.party] for row in addressees[one.n]),
            about=tuple(row.country for row in about[one.n]),
            act=one.act,
            tone=one.tone,
            tone_label=one.tone_label,
            topics=tuple((row.id, row.label) for row in topics[one.n]),
            event=(one.event, one.event_name or "") if one.event else None,
            venue=one.venue,
            day=one.day,
            first_day=to_day(one.first_day),
            last_day=to_day(one.last_day),
            released=one.released,
            paraphrase=one.paraphrase,
            sources=one.sources,
            reports=tuple(reports_of[one.n]),
            at=one.at,
            vote=one.vote,
            note=one.note,
            relations=tuple(RelationRecord(row.kind, row.id, bool(row.is_inverse)) for row in relations[one.n]),
            corrections=tuple(CorrectionRecord(*row) for row in json.loads(one.corrections)),
        )
        for one in statements
    }
    return [found[n] for n in numbers if n in found]


def _list_translators(row: _ReportRow) -> list[list[str]]:
    return [*filter(None, [json.loads(row.translated)]), *json.loads(row.translations)]


def _make_translations(
    rows: Iterable[Sequence[str]], parties: Mapping[str | None, Party]
) -> Iterator[TranslationRecord]:
    for language, by, *text in filter(None, rows):
        yield TranslationRecord(language, parties[by].name if by in parties else by, *text)


def load_parties(db: sqlite3.Connection, refs: Iterable[str | None]) -> dict[str | None, Party]:
    """Persons and organisations by id, countries by code; None and what the store does not have are left out."""
    parties: list[_PartyRow]
    countries: list[_PartyRow]
    parties, countries = fetch_all(db, (_PARTIES, _COUNTRIES), [ref for ref in refs if ref])
    return {row.id: Party(row.kind, row.id, row.name) for row in (*parties, *countries)}


def load_person(db: sqlite3.Connection, ref: str) -> PersonRecord | None:
    """A person or organisation with names, roles and the number of statements; None where there is none."""
    row = db.execute("SELECT kind, id, name, country, detail FROM party WHERE id = ?", (ref,)).fetchone()
    if row is None:
        return None
    kind, key, name, country, detail = row
    roles = db.execute(
        "SELECT title, organisation, country, attested FROM role WHERE person = ? ORDER BY position", (ref,)
    ).fetchall()
    organisations = load_parties(db, (organisation for _, organisation, _, _ in roles))
    names = db.execute(
        f"SELECT text, usage FROM name WHERE kind = ? AND ref = ? AND usage IN {_USAGES}",  # noqa: S608 -- own words
        (kind, ref),
    ).fetchall()
    count, first, last = db.execute(
        """SELECT count(*), min(s.first_day), max(s.last_day)
           FROM timeline t JOIN statement s ON s.n = t.statement WHERE t.kind = 'speaker' AND t.ref = ?""",
        (ref,),
    ).fetchone()
    (addressed,) = db.execute("SELECT count(*) FROM timeline WHERE kind = 'to' AND ref = ?", (ref,)).fetchone()
    return PersonRecord(
        party=Party(kind, key, name),
        country=country,
        detail=detail,
        names=tuple(sorted(names, key=_rank_name)),
        roles=tuple(
            (title, organisations.get(organisation), country, attested)
            for title, organisation, country, attested in roles
        ),
        statements=count,
        first_day=to_day(first),
        last_day=to_day(last),
        addressed=addressed,
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
    conflict_rows: list[_ConflictRow]
    rows, conflict_rows = fetch_all(db, (_SOURCES, _SOURCE_CONFLICTS), ids)
    conflicts = _group(conflict_rows, attrgetter("of"))
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
            conflicts=tuple(map(_make_conflict, conflicts[row.id])),
            reports=row.reports,
            statements=row.statements,
            quotations=row.quotations,
        )
        for row in rows
    ]


def to_day(text: str | None) -> date | None:
    """A calendar day from its form in the store (ISO 8601)."""
    return date.fromisoformat(text) if text else None


def _make_conflict(row: _ConflictRow) -> ConflictRecord:
    return ConflictRecord(row.source, row.field, row.reading, row.against, row.believed, row.because, row.with_source)


def _rank_name(name: tuple[str, str]) -> tuple[int, str]:
    text, usage = name
    return _USAGES.index(usage), text.casefold()


def _group(rows: Iterable[R], key: Callable[[R], Any]) -> Mapping[Any, list[R]]:
    """Rows by a key, with an empty list for every other key."""
    groups: defaultdict[Any, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
