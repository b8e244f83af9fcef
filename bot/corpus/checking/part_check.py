"""Looks at one part of the corpus: reads it, checks it against its document, tells what other parts need to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from bot.corpus.annotations import Span, Speaker
from bot.corpus.checking.anchors import QuotedSpan
from bot.corpus.checking.attribution import list_sides, resolve_speakers
from bot.corpus.checking.documents import Document, anchor_report, read_document
from bot.corpus.checking.references import SECTIONS_OF, ReferenceTarget, check_country_keys, list_used
from bot.corpus.edtf import Day, parse_day
from bot.corpus.model import Event, Kind, Organisation, Person, Report, Said, Source, Statement
from bot.corpus.problems import Problem, show
from bot.corpus.reading.data_files import FileStamp, Part, read_part
from bot.corpus.reading.record_parser import Written, WrittenFile, WrittenReport, read_records, walk_texts
from bot.corpus.vocabulary import SECTIONS, Layered, Vocabularies, VocabularyEntry

MOST_ENTRIES = 65_536
UNCERTAIN = "?"  # the day of a statement that is at fault in what tells its day


class Everything(ReferenceTarget, Protocol):
    """All of the corpus, for a second look at what the first one could not settle."""

    def day_of(self, statement: str) -> str | None:
        """The day of a statement as EDTF, None where it has none, UNCERTAIN where that cannot be told."""

    def find_double(self, statement: str, file: str, line: int) -> str | None:
        """Where a statement stands already that an entry brings in once more; None where the entry is the one."""

    def is_unused(self, spelling: str) -> bool:
        """Whether a spelling stands in no document."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a part is looked at with: the vocabularies known so far, and everything once all is read."""

    root: Path
    vocabulary: Vocabularies
    everything: Everything | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A name that a part brings in, and where it stands."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Defined:
    """An entry of a vocabulary: its id at its key, itself, its spellings, and where `part_of` stands in an event."""

    mark: Mark
    entry: VocabularyEntry
    spellings: tuple[str, ...]
    part_of: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Again:
    """A report of a statement that another part brings in, and the day that it gives; None where it may be any."""

    statement: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What other parts, and the counts, need to know of a part.

    `wanted` are the names used that neither it nor the vocabularies around it hold; `settled` is False where speakers
    are among them, so that it must be looked at again. `document` is the name of the source's document and what the
    file system said of it, None where the part has none, or none in order.
    """

    file: str
    digest: str
    is_read: bool
    unread: str
    source: Mark | None
    recorded: Mark | None
    document: tuple[str, FileStamp] | None
    vocabulary: tuple[Defined, ...]
    statements: tuple[tuple[str, int, str | None], ...]
    again: tuple[Again, ...]
    wanted: frozenset[tuple[str, str]]
    settled: bool
    problems: tuple[Problem, ...]
    reports: int
    quotations: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound entry: a report with where it stands in the document, and the statement that it brings in or repeats."""

    position: int
    line: int
    statement: Statement | None
    same_as: str
    report: Report
    passage: Span
    quotations: tuple[Span, ...]
    speakers: tuple[Speaker, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """A part as examined; its source and entries are complete where it is settled and nothing has a problem.

    `text` is that of the document, as it came, `quoted` what stands between quotation marks in it.
    """

    summary: Summary
    source: Source | None
    text: str
    quoted: QuotedSpan | None
    entries: tuple[Entry, ...]


def examine(part: Part, around: Around) -> CheckedPart:
    """Look at a part. Never raises for content."""
    read, problems = read_part(part)
    file = read_records(read, part.is_source)
    problems += file.problems
    session = _PartReader(file, around, problems)
    document, quoted = None, None
    if file.source:
        document, found = read_document(around.root, file.source)
        problems += found
        quoted = QuotedSpan(document.text) if document else None
    session.check_doubles()
    session.check_names()
    entries = tuple(session.check_entries(document, quoted))
    session.check_spellings()
    source = file.source
    summary = Summary(
        file=part.name,
        digest=part.digest,
        is_read=read.data is not None and not read.unread,
        unread=read.text if read.data is None else read.unread,
        source=_mark(source, "id", source.id) if source and source.id else None,
        recorded=_mark(source, "file", str(source.plain.get("file", ""))) if source else None,
        document=(document.name, document.stamp) if document else None,
        vocabulary=tuple(_define(file)),
        statements=tuple(session.list_statements()),
        again=tuple(session.list_again()),
        wanted=frozenset(session.wanted),
        settled=session.settled,
        problems=tuple(problems),
        reports=len(file.reports),
        quotations=sum(len(entry.quotations) for entry in entries),
        conflicts=sum(len(entry.report.conflicts) for entry in entries)
        + (len(source.record.conflicts) if source and source.record else 0),
    )
    record = source.record if source else None
    return CheckedPart(summary, record, document.text if document else "", quoted, entries)


class _PartReader:
    """One look at the records of a part, and what is found wrong in it."""

    def __init__(self, file: WrittenFile, around: Around, problems: list[Problem]) -> None:
        self._file = file
        self._everything = around.everything
        self._known = around.vocabulary
        self._problems = problems
        own = _list_own(file)
        self._people: Mapping[str, Person] = Layered(around.vocabulary.people, own.people)
        self._organisations: Mapping[str, Organisation] = Layered(around.vocabulary.organisations, own.organisations)
        self._own_ids = own.ids
        self._said: dict[str, Said | None] = {}
        for entry in file.reports:
            if entry.statement and entry.statement.id:
                self._said.setdefault(entry.statement.id, _read_said(entry.statement))
        self.wanted: set[tuple[str, str]] = set()
        self.settled = True

    def check_names(self) -> None:
        """Whether every name that is used stands for something: as far as can be told now."""
        blamed = {(problem.line, problem.column) for problem in self._problems}
        self._problems += check_country_keys(self._file)
        for used in list_used(self._file):
            problem = None
            if used.is_country:
                problem = used.check_country()
            elif self._has(used.kind, used.name):
                continue
            elif self._everything is None:
                self.wanted.add((used.kind, used.name))
            elif not self._everything.has(used.kind, used.name):
                problem = used.word_absence(self._everything)
            if problem and (problem.line, problem.column) not in blamed:
                self._problems.append(problem)

    def check_doubles(self) -> None:
        """Whether a statement is brought in by another entry already."""
        for entry in self._file.reports:
            if self._everything and entry.statement and entry.statement.id:
                line = entry.entry.place.line
                where = self._everything.find_double(entry.statement.id, entry.statement.file, line)
                if where:
                    what = f"the statement {show(entry.statement.id)} is there already, {where}"
                    todo = "keep one of them; another report of a statement says `same_as`"
                    self._problems.append(entry.statement.blame(("id",), what, todo))

    def check_entries(self, document: Document | None, quoted: QuotedSpan | None) -> Iterator[Entry]:
        """What is wrong within the entries and against the document; gives the sound ones."""
        if len(self._file.reports) > MOST_ENTRIES:
            what = f"the source has more than {MOST_ENTRIES:,} statements"
            first = self._file.reports[MOST_ENTRIES].entry
            self._problems.append(first.blame((), what, "record its document as several sources"))
        told: set[str] = set()
        for position, entry in enumerate(self._file.reports):
            report = entry.report.record if entry.report else None
            if entry.report and report:
                self._check_report(entry.report, report)
                self._compare_days(entry, entry.report, report)
            speakers: tuple[Speaker, ...] = ()
            statement = entry.statement
            if statement and statement.id not in told:
                told.add(statement.id)
                speakers = self._resolve(statement)
            anchor = None
            if entry.report and document and quoted:
                anchor = anchor_report(entry.report, document.text, quoted, self._problems)
            if anchor and report and (statement is None or statement.record):
                record = statement.record if statement else None
                sides = list_sides(record, speakers) if record else ()
                line = entry.entry.place.line
                yield Entry(position, line, record, entry.same_as, report, *anchor, speakers, sides)

    def check_spellings(self) -> None:
        """Whether a spelling that is said to stand in a source is known to stand in none."""
        if self._everything is None:
            return
        for section in ("people", "organisations"):
            for entry in self._file.vocabulary[section]:
                for path, spelling in walk_texts(entry.plain, ("spellings",)):
                    if self._everything.is_unused(spelling):
                        what = f"no source spells it {show(spelling)}"
                        self._problems.append(entry.blame(path, what, "move it to `also`, or correct it"))

    def list_statements(self) -> Iterator[tuple[str, int, str | None]]:
        """The statements that the part brings in: the id, the line on which the entry begins, and the day."""
        for entry in self._file.reports:
            if entry.statement and entry.statement.id:
                said = self._said[entry.statement.id]
                yield entry.statement.id, entry.entry.place.line, _day_of(said)

    def list_again(self) -> Iterator[Again]:
        """The reports of statements that other parts bring in."""
        for entry in self._file.reports:
            if entry.statement is None and entry.same_as not in self._said:
                report = entry.report.record if entry.report else None
                is_bound = report and report.day and not _is_disputed(report)
                yield Again(entry.same_as, str(report.day) if report and is_bound else None)

    def _has(self, kind: str, name: str) -> bool:
        if kind == "statement":
            return name in self._said
        if kind == "source":
            return self._file.source is not None and self._file.source.id == name
        return any(name in ids[section] for section in SECTIONS_OF[kind] for ids in (self._own_ids, self._known.ids))

    def _resolve(self, statement: Written[Statement]) -> tuple[Speaker, ...]:
        # A mistake in another of its keys does not keep roles, sides and days from being checked.
        said = statement.record or _read_said(statement)
        if said is None:
            return ()
        if self._everything is None and any(("actor", speaker) in self.wanted for speaker in said.speaker):
            self.settled = False
            return ()
        return resolve_speakers(statement, said, self._people, self._organisations, self._problems)

    def _compare_days(self, entry: WrittenReport, written: Written[Report], report: Report) -> None:
        """Whether the day that a report gives is the statement's, or within it, or said to be in conflict with it."""
        statement = entry.statement.id if entry.statement else entry.same_as
        if not statement or report.day is None or _is_disputed(report):
            return
        if statement in self._said:
            day = _day_of(self._said[statement])
        elif self._everything is None or not self._everything.has("statement", statement):
            return
        else:
            day = self._everything.day_of(statement)
        if day is None:
            what, todo = f"the report gives the day {report.day}, the statement none", "give the statement its `day`"
            self._problems.append(written.blame(("day",), what, todo + ", or add a conflict on day"))
        elif not agree_on_day(day, report.day):
            what = f"the report gives the day {report.day}, the statement {day}"
            todo = "correct one of them, or add a conflict with `field: day` to the report"
            self._problems.append(written.blame(("day",), what, todo))

    def _check_report(self, written: Written[Report], report: Report) -> None:
        """Whether the parts of a report agree with one another."""

        def blame(key: str, what: str, todo: str) -> None:
            self._problems.append(written.blame((key,), what, todo))

        if report.kind in (Kind.DIRECT, Kind.MIXED) and not report.quotes:
            todo = "add the quoted words under `quotes`, or make the kind indirect"
            blame("kind", f"a {report.kind} report without quotations", todo)
        if report.kind is Kind.INDIRECT and report.quotes:
            todo = "make the kind mixed or direct, or take words away that are not the speaker's"
            blame("quotes", "an indirect report with quotations", todo)
        if report.attribution == "inferred" and report.inferred_how is None:
            todo = "say in `inferred_how` how the speaker was worked out"
            blame("attribution", "an inferred speaker without a reason", todo)
        if report.attribution == "stated" and report.inferred_how is not None:
            todo = "write `attribution: inferred`, or take `inferred_how` away"
            blame("inferred_how", "a reason for an inference, but the speaker counts as stated", todo)


def agree_on_day(statement: str | None, report: Day) -> bool:
    """Whether a report's day is the statement's (EDTF), or one lies within the other, or nothing can be said."""
    if statement is None or statement == UNCERTAIN:
        return statement == UNCERTAIN
    if statement == report.text:
        return True
    day = parse_day(statement)
    return day.covers(report) or report.covers(day)


def _read_said(written: Written[Statement]) -> Said | None:
    """Who speaks and when in a statement that is at fault elsewhere; None where the fault is in that."""
    if written.record is not None:
        return written.record
    with suppress(ValidationError):
        return Said.model_validate({key: written.plain[key] for key in Said.model_fields if key in written.plain})
    return None


def _day_of(said: Said | None) -> str | None:
    if said is None:
        return UNCERTAIN
    return said.day.text if said.day else None


def _is_disputed(report: Report) -> bool:
    return any(conflict.field == "day" for conflict in report.conflicts)


def _list_own(file: WrittenFile) -> Vocabularies:
    own = Vocabularies()
    for section in SECTIONS:
        for entry in file.vocabulary[section]:
            own.ids[section].add(entry.id)
            if entry.record is not None and section in ("people", "organisations"):
                own.section(section).put(entry.id, entry.record.model_dump_json(exclude_defaults=True))
    return own


def _define(file: WrittenFile) -> Iterator[Defined]:
    for section in SECTIONS:
        for entry in file.vocabulary[section]:
            place = entry.place
            part_of = place.find(("part_of",)) if isinstance(entry.record, Event) and entry.record.part_of else place
            record = None if entry.record is None else entry.record.model_dump_json(exclude_defaults=True)
            yield Defined(
                Mark(entry.id, place.key_line, place.key_column),
                VocabularyEntry(section, entry.id, record),
                tuple(spelling for _, spelling in walk_texts(entry.plain, ("spellings",))),
                (part_of.line, part_of.column),
            )


def _mark(written: Written[Source], key: str, name: str) -> Mark:
    place = written.place.find((key,))
    return Mark(name, place.line, place.column)
