"""The records that a store returns, complete enough to write an answer from without another query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Party:
    """A country, person or organisation. `id` is the country's code, or the record's id."""

    kind: Literal["country", "person", "organisation"]
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of one statement: title on that day in truth, institution, country spoken for (`side`)."""

    party: Party
    role: str | None
    organisation: Party | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks in a source; offsets count code points in its text, the end is exclusive.

    `before` and `after` are what else is between the same marks, where the statement is only a part of the quotation.
    """

    exact: str
    starts: int
    ends: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class TranslationRecord:
    """Words in another language: out of or into which, by whom, and the text, where it is not the document's own."""

    language: str
    by: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """What a statement does to another one (`id`); `is_inverse` where the other one does it to this."""

    kind: str
    id: str
    is_inverse: bool


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """What was put right in a statement's record, and when (EDTF)."""

    day: str
    what: str


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """Two readings that disagree; see bot.corpus.model.Conflict."""

    source: str
    field: str
    reading: str
    against: str
    believed: str
    because: str
    with_source: str | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The source of a report, in short."""

    id: str
    title: str
    publisher: str | None
    agency: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why and when (EDTF) a statement was taken back, and the id of the one to read instead."""

    because: str
    day: str | None
    instead: str | None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One source's account of a statement.

    form      what kind of document its words are from, where that is recorded
    clauses   the words of the passage that say this statement, where they are not quoted
    speakers  whom this source names as the speaker, where that is somebody else than the statement's
    locator   where in the document it is: ("page", "12")
    quotes_others   whether marks in the passage hold words that are none of the quotations
    """

    n: int
    source: SourceLine
    kind: Literal["direct", "mixed", "indirect", "act", "verbatim"]
    passage: str
    starts: int
    ends: int
    quotations: tuple[Quoted, ...]
    speaker_written: str | None
    role_written: str | None
    to_written: str | None
    day_written: str | None
    released_written: str | None
    venue_written: str | None
    day: str | None
    day_how: str | None
    via: tuple[Party, ...]
    attribution: Literal["stated", "inferred"]
    inferred_how: str | None
    recounted_by: Party | None
    conflicts: tuple[ConflictRecord, ...]
    form: str | None = None
    clauses: tuple[Quoted, ...] = ()
    speakers: tuple[Party, ...] = ()
    locator: tuple[tuple[str, str], ...] = ()
    translated: TranslationRecord | None = None
    translations: tuple[TranslationRecord, ...] = ()
    quotes_others: bool = False


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One utterance or act with all its reports. `day` (EDTF) covers `first_day` to `last_day`; `released` is EDTF.

    `at` is the instant (ISO 8601) where a source gives a clock time, `note` the team's own remark. The paraphrase is
    empty where words of the sources say the statement.
    """

    n: int
    id: str
    speakers: tuple[Speaker, ...]
    to: tuple[Party, ...]
    about: tuple[str, ...]
    act: str
    tone: str
    tone_label: str
    topics: tuple[tuple[str, str], ...]
    event: tuple[str, str] | None
    venue: str | None
    day: str | None
    first_day: date | None
    last_day: date | None
    released: str | None
    paraphrase: str
    sources: int
    reports: tuple[ReportRecord, ...]
    at: str | None = None
    vote: str | None = None
    note: str | None = None
    relations: tuple[RelationRecord, ...] = ()
    corrections: tuple[CorrectionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a timeline.

    keys           of the statements, in their order
    after          the key to continue after; None where nothing follows
    total          how many statements pass the filter, counted up to a limit
    total_is_more  whether there are more than that
    """

    statements: tuple[StatementRecord, ...]
    keys: tuple[str, ...]
    after: str | None
    total: int
    total_is_more: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event by which days can be meant: its first and last day as ISO 8601, None where they are not known."""

    id: str
    kind: str
    first_day: str | None
    last_day: str | None
    place: str | None
    part_of: str | None
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """An office that a person held: its title, the institution's name, the country it is held for.

    `attested` is the time for which sources bear it out, as EDTF.
    """

    person: str
    title: str
    organisation: str | None
    country: str | None
    attested: str


Match = Literal["exact", "words", "paraphrase", "near"]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person or organisation.

    names       pairs of name and usage
    roles       title, organisation, country, and the time for which it is attested (EDTF)
    statements  how many the party made, from `first_day` to `last_day`; `addressed` how many were made to it
    """

    party: Party
    country: str | None
    detail: str
    names: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, Party | None, str | None, str], ...]
    statements: int
    first_day: date | None
    last_day: date | None
    addressed: int = 0


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source, and how much the store has from it."""

    id: str
    title: str
    publisher: str | None
    publisher_how: str | None
    authors: tuple[str, ...]
    agency: Party | None
    published: str | None
    published_at: str | None
    published_written: str | None
    published_how: str | None
    url: str | None
    language: str
    file: str
    sha256: str
    notes: tuple[str, ...]
    conflicts: tuple[ConflictRecord, ...]
    reports: int
    statements: int
    quotations: int


@dataclass(frozen=True, slots=True)
class CountryTally:
    """A country's line in the summary: counts of statements for it, of their speakers and sources, and by act.

    `addressees` and `topics` are the most frequent ones, at most 20 of each.
    """

    code: str
    statements: int
    speakers: int
    first_day: date | None
    last_day: date | None
    acts: tuple[tuple[str, int], ...]
    addressees: tuple[tuple[Party, int], ...]
    topics: tuple[tuple[str, str, int], ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing; `folded` is its form for comparison, `usage` what kind of name it is."""

    kind: Literal["person", "organisation", "country", "topic", "event", "publisher"]
    ref: str
    text: str
    folded: str
    usage: str


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """The version of a store, and how many rows it has by kind of record."""

    version: str
    counts: dict[str, int] = field(default_factory=dict)
