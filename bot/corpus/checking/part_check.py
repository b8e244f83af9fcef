"""The check of one part of the corpus: its records by themselves, and against the vocabularies and its document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from pydantic import ValidationError

from bot.corpus.annotations import Span, Speaker
from bot.corpus.checking.anchors import QuotedSpan
from bot.corpus.checking.attribution import list_sides, resolve_speakers
from bot.corpus.checking.day_order import (
    agree_on_day,
    check_publication,
    check_release,
    has_exception,
    is_about_day,
    is_after,
    last_published,
    word_after_publication,
)
from bot.corpus.checking.documents import read_document
from bot.corpus.checking.near_duplicates import make_sketch
from bot.corpus.checking.own_words import (
    OwnWords,
    anchor_own_words,
    check_own_words,
    check_paraphrase,
    describe_document,
)
from bot.corpus.checking.part_results import (
    UNCERTAIN,
    CheckContext,
    CheckedPart,
    Defined,
    Entry,
    FormerId,
    Mark,
    QuotedWords,
    RepeatReport,
    StatementFacts,
    Summary,
)
from bot.corpus.checking.references import SECTIONS_OF, check_country_keys, list_used
from bot.corpus.checking.report_anchors import anchor_report
from bot.corpus.checking.report_check import check_report, find_repeated
from bot.corpus.checking.written_speakers import (
    NestedQuotation,
    WrittenSpeaker,
    find_nested,
    is_marked,
    is_own_name,
)
from bot.corpus.model import Event, Organisation, Person, Report, Said, Source, Statement
from bot.corpus.problems import Problem, show
from bot.corpus.reading.data_files import Part, read_part
from bot.corpus.reading.record_parser import Written, WrittenFile, WrittenReport, read_records, walk_texts
from bot.corpus.vocabulary import SECTIONS, Layered, Vocabularies, VocabularyEntry

MOST_ENTRIES = 65_536
FEWEST_WORDS = 5  # of a quotation that is compared with others: shorter ones are said again and again


def examine(part: Part, context: CheckContext) -> CheckedPart:
    """Read and check a part. Never raises for content."""
    read, problems = read_part(part)
    file = read_records(read, part.is_source)
    problems += file.problems
    session = _PartReader(file, context, problems)
    document, quoted = None, None
    source = file.source
    if source:
        document, found = read_document(context.root, source)
        problems += found
        problems += check_publication(source)
        quoted = QuotedSpan(document.text) if document else None
    session.check_doubles()
    session.check_names()
    problems += find_repeated(file)
    entries = tuple(session.check_entries(quoted))
    session.check_spellings()
    record = source.record if source else None
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
        repeats=tuple(session.list_repeats()),
        unresolved=frozenset(session.unresolved),
        is_settled=session.is_settled,
        problems=tuple(problems),
        reports=len(file.reports),
        quotations=sum(len(entry.quotations) for entry in entries),
        conflicts=sum(len(entry.report.conflicts) for entry in entries) + (len(record.conflicts) if record else 0),
        quoted=tuple(_list_quoted(entries)),
        text_sha256=document.sha256 if document else "",
        sketch=make_sketch(document.text) if document and source and not has_exception(source.plain, "twice") else (),
        written_speakers=tuple(session.list_written_speakers()),
        nested=tuple(session.list_nested(entries, document.text if document else "")),
        former_ids=tuple(session.list_former_ids()),
    )
    return CheckedPart(summary, record, document.text if document else "", quoted, entries)


class _PartReader:
    """One examination of the records of a part; `problems` takes what is wrong in it."""

    def __init__(self, file: WrittenFile, context: CheckContext, problems: list[Problem]) -> None:
        self._file = file
        self._joined = context.joined
        self._known = context.vocabulary
        self._problems = problems
        own = _list_own(file)
        self._people: Mapping[str, Person] = Layered(context.vocabulary.people, own.people)
        self._organisations: Mapping[str, Organisation] = Layered(context.vocabulary.organisations, own.organisations)
        self._own_ids = own.ids
        self._said: dict[str, Said | None] = {}
        for entry in file.reports:
            if entry.statement and entry.statement.id:
                self._said.setdefault(entry.statement.id, _read_said(entry.statement))
        self._published = last_published(file.source)
        self.unresolved: set[tuple[str, str]] = set()
        self.is_settled = True

    def check_names(self) -> None:
        """Whether every name that is used stands for something: as far as can be told now."""
        blamed = {(problem.line, problem.column) for problem in self._problems}
        self._problems += check_country_keys(self._file)
        for used in list_used(self._file):
            problem = None
            if self._has(used.kind, used.name):
                continue
            if self._joined is None:
                self.unresolved.add((used.kind, used.name))
            elif not self._joined.has(used.kind, used.name):
                problem = used.word_absence(self._joined)
            if problem and (problem.line, problem.column) not in blamed:
                self._problems.append(problem)

    def check_doubles(self) -> None:
        """Whether a statement is brought in by another entry already."""
        for entry in self._file.reports:
            if self._joined and entry.statement and entry.statement.id:
                line = entry.entry.place.line
                where = self._joined.find_double(entry.statement.id, entry.statement.file, line)
                if where:
                    what = f"the statement {show(entry.statement.id)} is there already, {where}"
                    todo = "keep one of them; another report of a statement says `same_as`"
                    self._problems.append(entry.statement.blame(("id",), what, todo))

    def check_entries(self, quoted: QuotedSpan | None) -> Iterator[Entry]:
        """Check the entries by themselves and against the document; gives the sound ones."""
        if len(self._file.reports) > MOST_ENTRIES:
            what = f"the source has more than {MOST_ENTRIES:,} statements"
            first = self._file.reports[MOST_ENTRIES].entry
            self._problems.append(first.blame((), what, "record its document as several sources"))
        resolved: set[str] = set()
        for position, entry in enumerate(self._file.reports):
            report = entry.report.record if entry.report else None
            if entry.report and report:
                self._problems += check_report(entry.report, report)
                self._compare_days(entry, entry.report, report)
            speakers: tuple[Speaker, ...] = ()
            statement = entry.statement
            if statement and statement.id not in resolved:
                resolved.add(statement.id)
                speakers = self._resolve(statement)
                self._check_release(statement)
                self._problems += check_paraphrase(statement, report)
            anchor = self._anchor(entry.report, quoted) if entry.report and quoted else None
            if anchor and report and (statement is None or statement.record):
                record = statement.record if statement else None
                sides = list_sides(record, speakers) if record else ()
                line = entry.entry.place.line
                yield Entry(position, line, record, entry.same_as, report, *anchor, speakers, sides)

    def _anchor(self, written: Written[Report], quoted: QuotedSpan) -> tuple[Span, OwnWords] | None:
        """Where the passage of a report is, and which of its words say the statement."""
        anchor = anchor_report(written, quoted, self._problems)
        if anchor is None:
            return None
        source = self._file.source.record if self._file.source else None
        self._problems += check_own_words(written, source, quoted.source, anchor[0])
        document = describe_document(quoted, written.record, source)
        return anchor[0], anchor_own_words(written, document, anchor, self._problems)

    def check_spellings(self) -> None:
        """Whether a spelling that is said to stand in a source is known to stand in none."""
        if self._joined is None:
            return
        for section in ("people", "organisations"):
            for entry in self._file.vocabulary[section]:
                for path, spelling in walk_texts(entry.plain, ("spellings",)):
                    if self._joined.is_unused(spelling):
                        what = f"no source spells it {show(spelling)}"
                        self._problems.append(entry.blame(path, what, "move it to `also`, or correct it"))

    def list_statements(self) -> Iterator[tuple[str, int, StatementFacts]]:
        """The statements that the part brings in: the id, the line on which the entry begins, and the days."""
        for entry in self._file.reports:
            if entry.statement and entry.statement.id:
                yield entry.statement.id, entry.entry.place.line, _facts_of(self._said[entry.statement.id])

    def list_repeats(self) -> Iterator[RepeatReport]:
        """The reports of statements that other parts bring in."""
        for entry in self._file.reports:
            if entry.statement is None and entry.same_as not in self._said:
                report = entry.report.record if entry.report else None
                is_bound = report and report.day and not is_about_day(report)
                published = self._published_for(entry)
                yield RepeatReport(
                    entry.same_as,
                    str(report.day) if report and is_bound else None,
                    published.isoformat() if published else None,
                )

    def list_written_speakers(self) -> Iterator[WrittenSpeaker]:
        """The speakers whom reports name otherwise than by a name of the statement's speaker."""
        for entry in self._file.reports:
            report = entry.report.record if entry.report else None
            if entry.report is None or report is None or report.as_written.speaker is None or is_marked(report):
                continue
            statement = entry.statement.id if entry.statement else entry.same_as
            said = self._said.get(statement)
            speakers = report.speaker or (said.speaker if said else ())
            if not is_own_name(report.as_written.speaker, speakers, self._people):
                line, column = self._locate_speaker(entry.report)
                is_inferred = report.attribution == "inferred"
                yield WrittenSpeaker(statement, report.speaker, report.as_written.speaker, is_inferred, line, column)

    def _locate_speaker(self, report: Written[Report]) -> tuple[int, int]:
        """Where the speaker is written: in JSON Lines only the line, since a column is found by reading it again."""
        if report.file.endswith(".jsonl"):
            return report.place.line, 1
        place = report.place.find((*report.within, "as_written", "speaker"))
        return place.line, place.column

    def list_nested(self, entries: Sequence[Entry], text: str) -> Iterator[NestedQuotation]:
        """The quotations that stand within one of another speaker's statement, as far as speakers are known."""
        spans = [(span, number) for number, entry in enumerate(entries) for span in entry.quotations]
        for inner, outer, span in find_nested(spans) if len(spans) > 1 else ():
            one, other = entries[inner], entries[outer]
            if not is_marked(one.report) and not set(self._speakers_of(one)) & set(self._speakers_of(other)):
                yield NestedQuotation(
                    (one.name, one.report.speaker), (other.name, other.report.speaker),
                    span.cut(text), one.report.recounted_by, one.line, 1,
                )  # fmt: skip

    def _speakers_of(self, entry: Entry) -> tuple[str, ...]:
        said = self._said.get(entry.name)
        return entry.report.speaker or (said.speaker if said else ())

    def list_former_ids(self) -> Iterator[FormerId]:
        """The ids that statements had before."""
        for entry in self._file.reports:
            if entry.statement:
                for key in ("was", "merged"):
                    for path, name in walk_texts(entry.statement.plain, (key,)) if key in entry.statement.plain else ():
                        place = entry.statement.place.find(path)
                        yield FormerId(name, entry.statement.id, place.line, place.column)

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
        if self._joined is None and any(self._depends_on_others(speaker) for speaker in said.speaker):
            self.is_settled = False
            return ()
        return resolve_speakers(statement, said, self._people, self._organisations, self._problems)

    def _depends_on_others(self, speaker: str) -> bool:
        """Whether a speaker, or the organisation of one of their roles, may be in a part that is not read yet."""
        if speaker not in self._people:
            return ("actor", speaker) in self.unresolved
        bodies = (role.organisation for role in self._people[speaker].roles if role.organisation)
        return any(not self._has("organisation", body) for body in bodies)

    def _check_release(self, statement: Written[Statement]) -> None:
        wrong = check_release(statement.plain)
        if wrong:
            self._problems.append(statement.blame(("released",), *wrong))

    def _compare_days(self, entry: WrittenReport, written: Written[Report], report: Report) -> None:
        """Compare the day that a report gives, and that of its publication, with those of the statement."""
        days = self._find_days(entry)
        if days is None:
            return
        published = self._published_for(entry)
        late = is_after(days, published) if published else None
        if late and published:
            at = ("day",) if entry.statement else ("same_as",)
            self._problems.append(entry.entry.blame(at, *word_after_publication(late, published)))
        if report.day is None or is_about_day(report):
            return
        if days.day is None:
            what, todo = f"the report gives the day {report.day}, the statement none", "give the statement its `day`"
            self._problems.append(written.blame(("day",), what, todo + ", or add a conflict on day"))
        elif not agree_on_day(days.day, report.day):
            what = f"the report gives the day {report.day}, the statement {days.day}"
            todo = "correct one of them, or add a conflict with `field: day` to the report"
            self._problems.append(written.blame(("day",), what, todo))

    def _find_days(self, entry: WrittenReport) -> StatementFacts | None:
        """The days of the statement of an entry; None where they are in a part that is not read yet, or nowhere."""
        statement = entry.statement.id if entry.statement else entry.same_as
        if statement in self._said:
            return _facts_of(self._said[statement])
        if not statement or self._joined is None or not self._joined.has("statement", statement):
            return None
        return self._joined.facts_of(statement)

    def _published_for(self, entry: WrittenReport) -> date | None:
        """The last day on which the source may have come out, unless the entry gives a reason to leave it out."""
        if self._published is None:
            return None
        plain = (entry.entry.plain, entry.report.plain if entry.report else {})
        report = entry.report.record if entry.report else None
        if any(has_exception(one, "day") for one in plain) or (report and is_about_day(report)):
            return None
        return self._published


def _list_quoted(entries: Iterable[Entry]) -> Iterator[QuotedWords]:
    """The longer quotations of new statements, each as a hash of who said what on which day."""
    for entry in entries:
        record = entry.statement
        if record is None or record.exceptions.twice:
            continue
        for quote in entry.report.quotes:
            words = quote.exact.split()
            if len(words) >= FEWEST_WORDS:
                said = "\n".join((*sorted(record.speaker), str(record.day), " ".join(words)))
                key = int.from_bytes(hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=8).digest())
                yield QuotedWords(key, record.id, entry.line)


def _read_said(written: Written[Statement]) -> Said | None:
    """Who speaks and when in a statement that is at fault elsewhere; None where the fault is in that."""
    if written.record is not None:
        return written.record
    with suppress(ValidationError):
        return Said.model_validate({key: written.plain[key] for key in Said.model_fields if key in written.plain})
    return None


def _facts_of(said: Said | None) -> StatementFacts:
    if said is None:
        return StatementFacts(UNCERTAIN, UNCERTAIN)
    day, released = said.day.text if said.day else None, said.released.text if said.released else None
    return StatementFacts(day, released, said.speaker)


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
