"""What the examination of one part of the corpus yields: its sound entries, and a summary for the other parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.corpus.annotations import Span, Speaker
from bot.corpus.checking.anchors import QuotedSpan
from bot.corpus.checking.own_words import OwnWords
from bot.corpus.checking.references import ReferenceTarget
from bot.corpus.checking.written_speakers import NestedQuotation, WrittenSpeaker
from bot.corpus.model import Report, Source, Statement
from bot.corpus.problems import Problem
from bot.corpus.reading.data_files import FileStamp
from bot.corpus.vocabulary import Vocabularies, VocabularyEntry

UNCERTAIN = "?"  # stands for the day of a statement whose own record is at fault


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What of a statement is held against its reports: the days of utterance and release (EDTF), and the speakers.

    A day is None where it gives none, UNCERTAIN if unreadable.
    """

    day: str | None = None
    released: str | None = None
    speakers: tuple[str, ...] = ()


class JoinedCorpus(ReferenceTarget, Protocol):
    """All parts together, for a second examination of what one part alone could not settle."""

    def facts_of(self, statement: str) -> StatementFacts:
        """The days and speakers of a statement; none where there is no such statement."""

    def find_double(self, statement: str, file: str, line: int) -> str | None:
        """Where another entry brings in the statement of the entry at `line` of `file`; None if this is the first."""

    def is_unused(self, spelling: str) -> bool:
        """Whether a spelling occurs in no document."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a part is checked against: the vocabularies known so far, and all parts once they are joined."""

    root: Path
    vocabulary: Vocabularies
    joined: JoinedCorpus | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A name that a part defines, with its position."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class FormerId:
    """An id that a statement had before, or that of one that was merged into it, with its position."""

    name: str
    statement: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Defined:
    """A vocabulary entry: the mark at its key, the entry, its spellings, and the position of an event's `part_of`."""

    mark: Mark
    entry: VocabularyEntry
    spellings: tuple[str, ...]
    part_of: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RepeatReport:
    """A report of a statement that another part brings in.

    `day` is the day that the report gives, None where it gives none or records a conflict about it; `published` the
    last day (ISO 8601) on which its source may have come out, None where unknown or where an exception is recorded.
    """

    statement: str
    day: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation of a new statement: a hash of speakers, day and words, to find the same ones recorded twice."""

    key: int
    statement: str
    line: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the other parts, and the counts, need of a part.

    unresolved  names (kind, id) that neither this part nor the vocabularies before it define
    is_settled  False where speakers are among them: the part must then be examined again
    document    name and file stamp of the source's document, None where the part has none or an unsound one
    text_sha256 of the document as it came; `sketch` is its similarity sketch, for near duplicates
    former_ids  ids that statements of the part had, or that were merged into them
    """

    file: str
    digest: str
    is_read: bool
    unread: str
    source: Mark | None
    recorded: Mark | None
    document: tuple[str, FileStamp] | None
    vocabulary: tuple[Defined, ...]
    statements: tuple[tuple[str, int, StatementFacts], ...]
    repeats: tuple[RepeatReport, ...]
    unresolved: frozenset[tuple[str, str]]
    is_settled: bool
    problems: tuple[Problem, ...]
    reports: int
    quotations: int
    conflicts: int
    quoted: tuple[QuotedWords, ...] = ()
    text_sha256: str = ""
    sketch: tuple[int, ...] = ()
    written_speakers: tuple[WrittenSpeaker, ...] = ()
    nested: tuple[NestedQuotation, ...] = ()
    former_ids: tuple[FormerId, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound entry: a report with its positions in the document, and the statement that it brings in or repeats."""

    position: int
    line: int
    statement: Statement | None
    same_as: str
    report: Report
    passage: Span
    words: OwnWords
    speakers: tuple[Speaker, ...]
    sides: tuple[str, ...]

    @property
    def name(self) -> str:
        """The id of the statement that is brought in or repeated."""
        return self.statement.id if self.statement else self.same_as

    @property
    def quotations(self) -> tuple[Span, ...]:
        """Where the quotations are; of a verbatim report the speaker's words."""
        return self.words.quotations


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """An examined part; source and entries are complete where it is settled and has no problem.

    `text` is that of the document as it came, `quoted` its stretches between quotation marks.
    """

    summary: Summary
    source: Source | None
    text: str
    quoted: QuotedSpan | None
    entries: tuple[Entry, ...]
