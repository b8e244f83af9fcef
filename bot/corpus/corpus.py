"""The corpus as read and checked: every record by its id, each statement with its speakers, sides and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.corpus.model import Country, Event, Organisation, Person, Report, Source, Statement, Synonyms, Tone, Topic


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source's text: offsets in characters, `start` included, `end` not."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class CorpusSource:
    """A source and where its record stands."""

    record: Source
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a person or organisation id, and in which post.

    `role` is the title in truth of a person on the statement's day, `organisation` the id of the body in which the
    post is held (for an organisation that speaks, itself), `side` the country for which they speak. Each is None where
    the records do not give it: an international body has no side.
    """

    id: str
    kind: Literal["person", "organisation"]
    role: str | None
    organisation: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """One source's report of a statement.

    `passage` and `quotations` (in the order of the record) are where they stand in the decoded text of the source;
    before checking, None and empty.
    """

    source: str
    record: Report
    file: str
    line: int
    passage: Span | None = None
    quotations: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusStatement:
    """A statement with its speakers, the countries for which they speak, and its reports, the first one first."""

    record: Statement
    file: str
    line: int
    speakers: tuple[Speaker, ...]
    sides: tuple[str, ...]
    reports: tuple[CorpusReport, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All records by id, in the order of the files."""

    people: Mapping[str, Person] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    synonyms: Mapping[str, Synonyms] = field(default_factory=dict)
    sources: Mapping[str, CorpusSource] = field(default_factory=dict)
    statements: Mapping[str, CorpusStatement] = field(default_factory=dict)
