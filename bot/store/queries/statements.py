"""Loads complete statements: all that an answer shows of them, in a handful of queries."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from bot.store.db.bulk_fetch import fetch_all
from bot.store.queries.statement_rows import (
    COUNTRIES,
    OF_STATEMENTS,
    PARTIES,
    AboutRow,
    AddresseeRow,
    ConflictRow,
    PartyRow,
    QuotationRow,
    RelationRow,
    ReportRow,
    SpeakerRow,
    StatementRow,
    TopicRow,
)
from bot.store.records import (
    ConflictRecord,
    CorrectionRecord,
    Party,
    Quoted,
    RelationRecord,
    ReportRecord,
    SourceLine,
    Speaker,
    StatementRecord,
    TranslationRecord,
)

R = TypeVar("R")


def load_statements(db: sqlite3.Connection, numbers: Sequence[int]) -> list[StatementRecord]:
    """The statements with these numbers, in this order; a number that none has is skipped."""
    if not numbers:
        return []
    statements: list[StatementRow]
    reports: list[ReportRow]
    statements, reports, *others = fetch_all(db, OF_STATEMENTS, numbers)
    speaker_rows: list[SpeakerRow]
    addressee_rows: list[AddresseeRow]
    quotation_rows: list[QuotationRow]
    conflict_rows: list[ConflictRow]
    clause_rows: list[QuotationRow]
    relation_rows: list[RelationRow]
    inverse_rows: list[RelationRow]
    speaker_rows, addressee_rows, about_rows, topic_rows, quotation_rows, conflict_rows, *others = others
    clause_rows, relation_rows, inverse_rows = others
    speakers = group_rows(speaker_rows, attrgetter("statement"))
    addressees = group_rows(addressee_rows, attrgetter("statement"))
    about: Mapping[int, list[AboutRow]] = group_rows(about_rows, attrgetter("statement"))
    topics: Mapping[int, list[TopicRow]] = group_rows(topic_rows, attrgetter("statement"))
    quotations = group_rows(quotation_rows, attrgetter("report"))
    conflicts = group_rows(conflict_rows, attrgetter("of"))
    clauses = group_rows(clause_rows, attrgetter("report"))
    relations = group_rows([*relation_rows, *inverse_rows], attrgetter("statement"))
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
                conflicts=tuple(map(make_conflict, conflicts[row.n])),
                form=row.form,
                clauses=tuple(Quoted(*one[1:]) for one in clauses[row.n]),
                speakers=tuple(parties[ref] for ref in named.get(row.n, ())),
                locator=tuple((kind, place) for kind, place in json.loads(row.locator)),
                translated=next(_make_translations([json.loads(row.translated)], parties), None),
                translations=tuple(_make_translations(json.loads(row.translations), parties)),
                quotes_others=bool(row.quotes_others),
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


def _list_translators(row: ReportRow) -> list[list[str]]:
    return [*filter(None, [json.loads(row.translated)]), *json.loads(row.translations)]


def _make_translations(
    rows: Iterable[Sequence[str]], parties: Mapping[str | None, Party]
) -> Iterator[TranslationRecord]:
    for language, by, *text in filter(None, rows):
        yield TranslationRecord(language, parties[by].name if by in parties else by, *text)


def load_parties(db: sqlite3.Connection, refs: Iterable[str | None]) -> dict[str | None, Party]:
    """Persons and organisations by id, countries by code; None and what the store does not have are left out."""
    parties: list[PartyRow]
    countries: list[PartyRow]
    parties, countries = fetch_all(db, (PARTIES, COUNTRIES), [ref for ref in refs if ref])
    return {row.id: Party(row.kind, row.id, row.name) for row in (*parties, *countries)}


def to_day(text: str | None) -> date | None:
    """A calendar day from its form in the store (ISO 8601)."""
    return date.fromisoformat(text) if text else None


def make_conflict(row: ConflictRow) -> ConflictRecord:
    """The record of a conflict's row."""
    return ConflictRecord(row.source, row.field, row.reading, row.against, row.believed, row.because, row.with_source)


def group_rows(rows: Iterable[R], key: Callable[[R], Any]) -> Mapping[Any, list[R]]:
    """Rows by a key, with an empty list for every other key."""
    groups: defaultdict[Any, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
