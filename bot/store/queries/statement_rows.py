"""The rows of statements, of their reports and of all that belongs to these, and the SELECTs that fetch them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bot.store.db.bulk_fetch import Select


class StatementRow(NamedTuple):
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


class SpeakerRow(NamedTuple):
    statement: int
    party: str
    role: str | None
    organisation: str | None
    side: str | None


class AddresseeRow(NamedTuple):
    statement: int
    country: str | None
    party: str | None


class AboutRow(NamedTuple):
    statement: int
    country: str


class TopicRow(NamedTuple):
    statement: int
    id: str
    label: str


class ReportRow(NamedTuple):
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
    quotes_others: int


class QuotationRow(NamedTuple):
    report: int
    exact: str
    starts: int
    ends: int
    before: str
    after: str


class RelationRow(NamedTuple):
    statement: int
    kind: str
    id: str
    is_inverse: int


class ConflictRow(NamedTuple):
    of: int | str  # the report, or the source
    source: str
    field: str
    reading: str
    against: str
    believed: str
    because: str
    with_source: str | None


class PartyRow(NamedTuple):
    id: str
    kind: Literal["country", "person", "organisation"]
    name: str


STATEMENTS = Select(
    StatementRow,
    """
SELECT s.n, s.id, s.act, s.tone, tone.label, s.event, event.name, s.venue, s.day, s.first_day, s.last_day, s.released,
       s.paraphrase, s.sources, s.at, s.vote, s.note, s.corrections
FROM statement s JOIN tone ON tone.id = s.tone LEFT JOIN event ON event.id = s.event
WHERE s.n IN (SELECT value FROM json_each(?1))""",
)
SPEAKERS = Select(
    SpeakerRow,
    """
SELECT statement, party, role, organisation, side FROM statement_speaker
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
ADDRESSEES = Select(
    AddresseeRow,
    """
SELECT statement, country, party FROM statement_to
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
ABOUT = Select(
    AboutRow,
    """
SELECT statement, country FROM statement_about
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
TOPICS = Select(
    TopicRow,
    """
SELECT t.statement, topic.id, topic.label FROM statement_topic t JOIN topic ON topic.id = t.topic
WHERE t.statement IN (SELECT value FROM json_each(?1)) ORDER BY t.statement, t.position""",
)
REPORTS = Select(
    ReportRow,
    """
SELECT r.statement, r.n, r.kind, r.passage, r.starts, r.ends, r.speaker_written, r.role_written, r.to_written,
       r.day_written, r.released_written, r.venue_written, r.day, r.day_how, r.via, r.attribution, r.inferred_how,
       r.recounted_by, s.id, s.title, s.publisher, s.agency, s.published, s.url, r.form, r.speakers, r.locator,
       r.translated, r.translations, EXISTS (SELECT 1 FROM foreign_words f WHERE f.report = r.n)
FROM report r JOIN source s ON s.id = r.source
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n <> r.statement, r.n""",
)
QUOTATIONS = Select(
    QuotationRow,
    """
SELECT q.report, q.exact, q.starts, q.ends, q.before, q.after FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY q.report, q.position""",
)
CLAUSES = Select(
    QuotationRow,
    """
SELECT c.report, c.exact, c.starts, c.ends, '', '' FROM report r JOIN clause c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY c.report, c.position""",
)
RELATIONS = Select(
    RelationRow,
    """
SELECT statement, kind, other, 0 FROM statement_relation
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY statement, position""",
)
INVERSE_RELATIONS = Select(
    RelationRow,
    """
SELECT s.n, r.kind, o.id, 1
FROM statement s CROSS JOIN statement_relation r ON r.other = s.id CROSS JOIN statement o ON o.n = r.statement
WHERE s.n IN (SELECT value FROM json_each(?1)) ORDER BY s.n, r.statement""",
)
CONFLICTS = Select(
    ConflictRow,
    """
SELECT c.report, c.source, c.field, c.reading, c.against, c.believed, c.because, c.with_source
FROM report r JOIN conflict c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY c.report, c.position""",
)
OF_STATEMENTS = (
    STATEMENTS, REPORTS, SPEAKERS, ADDRESSEES, ABOUT, TOPICS, QUOTATIONS, CONFLICTS, CLAUSES, RELATIONS,
    INVERSE_RELATIONS,
)  # fmt: skip
PARTIES = Select(PartyRow, "SELECT id, kind, name FROM party WHERE id IN (SELECT value FROM json_each(?1))")
COUNTRIES = Select(
    PartyRow, "SELECT code, 'country', name FROM country WHERE code IN (SELECT value FROM json_each(?1))"
)
