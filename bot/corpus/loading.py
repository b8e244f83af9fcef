"""The corpus from its folder: every record read, checked and joined, or every mistake in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.corpus.attribution import list_sides, resolve_speakers
from bot.corpus.corpus import Corpus, CorpusReport, CorpusSource, CorpusStatement
from bot.corpus.model import Event, Kind, Report, Said, Source, Statement
from bot.corpus.problems import CorpusError, Problem, show
from bot.corpus.reading import read_folder
from bot.corpus.records import SECTIONS, Written, WrittenFile, WrittenReport, read_records
from bot.corpus.references import check_references

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a data folder holds: the sound records as a corpus, all of them as written, and every problem.

    `whole` is False where a file could not be read, so that nothing can be said of what is missing.
    """

    corpus: Corpus
    files: tuple[WrittenFile, ...]
    problems: tuple[Problem, ...]
    whole: bool


def read_corpus(data: Path) -> Corpus:
    """Read a data folder. Raises CorpusError with every mistake in all of its files."""
    gathered = gather_corpus(data)
    if gathered.problems:
        raise CorpusError(gathered.problems)
    return gathered.corpus


def gather_corpus(data: Path) -> Gathered:
    """Read a data folder as far as it can be read; the problems come with it."""
    folder = read_folder(data)
    problems = list(folder.problems)
    files = [read_records(file, False) for file in folder.vocabularies]
    files += [read_records(file, True) for file in folder.sources]
    for file in files:
        problems += file.problems
    unread = [file.text for file in (*folder.vocabularies, *folder.sources) if file.data is None]
    entries = [entry for file in files for entry in file.reports]
    statements = [entry.statement for entry in entries if entry.statement]
    sources = [file.source for file in files if file.source]
    problems += _refuse_doubles(files, sources, statements)
    blamed = {(problem.file, problem.line, problem.column) for problem in problems}
    problems += [
        one for one in check_references(files, "\n".join(unread)) if (one.file, one.line, one.column) not in blamed
    ]
    vocabularies: dict[str, Any] = {
        section: _keep_sound(entry for file in files for entry in file.vocabulary[section]) for section in SECTIONS
    }
    problems += _refuse_circles(
        vocabularies["events"], [entry for file in files for entry in file.vocabulary["events"]]
    )
    for entry in entries:
        if entry.report and entry.report.record:
            problems += _check_report(entry.report, entry.report.record)
    corpus = Corpus(
        **vocabularies,
        sources=_keep_sources(sources),
        statements=_join_statements(statements, entries, vocabularies, problems),
    )
    return Gathered(corpus, tuple(files), tuple(problems), whole=not unread)


def _keep_sound(entries: Iterable[Written[BaseModel]]) -> dict[str, BaseModel]:
    sound: dict[str, BaseModel] = {}
    for entry in entries:
        if entry.record is not None:
            sound.setdefault(entry.id, entry.record)
    return sound


def _keep_sources(sources: Sequence[Written[Source]]) -> dict[str, CorpusSource]:
    sound: dict[str, CorpusSource] = {}
    for one in sources:
        if one.record is not None:
            sound.setdefault(one.record.id, CorpusSource(one.record, one.file, one.place.line))
    return sound


def _join_statements(
    statements: Sequence[Written[Statement]],
    entries: Sequence[WrittenReport],
    vocabularies: dict[str, Any],
    problems: list[Problem],
) -> dict[str, CorpusStatement]:
    """Each statement with its reports: the one that brings it in first, then the others in the order of the files."""
    reports: dict[str, list[Written[Report]]] = {}
    by_statement: dict[str, list[CorpusReport]] = {}
    for entry in sorted(entries, key=lambda entry: entry.statement is None):
        identity = entry.statement.id if entry.statement else entry.same_as
        if entry.report and entry.report.record:
            reports.setdefault(identity, []).append(entry.report)
            by_statement.setdefault(identity, []).append(
                CorpusReport(entry.source, entry.report.record, entry.report.file, entry.entry.place.line)
            )
    joined: dict[str, CorpusStatement] = {}
    for written in statements:
        record = written.record
        if written.id in joined:
            continue
        # A mistake in another of its keys does not keep roles, sides and days from being checked.
        said = record or _read_said(written)
        if said is None:
            continue
        speakers = resolve_speakers(written, said, vocabularies["people"], vocabularies["organisations"], problems)
        for report in reports.get(written.id, ()) if written.id else ():
            problems += _compare_days(said, report)
        if record is None:
            continue
        joined[record.id] = CorpusStatement(
            record, written.file, written.place.line, speakers, list_sides(record, speakers),
            tuple(by_statement.get(record.id, ())),
        )  # fmt: skip
    return joined


def _read_said(written: Written[Statement]) -> Said | None:
    """Who speaks and when in a statement that is at fault elsewhere; None where the fault is in that."""
    with suppress(ValidationError):
        return Said.model_validate({key: written.plain[key] for key in Said.model_fields if key in written.plain})
    return None


def _refuse_doubles(
    files: Sequence[WrittenFile], sources: Sequence[Written[Any]], statements: Sequence[Written[Statement]]
) -> list[Problem]:
    problems: list[Problem] = []
    for section in SECTIONS:
        problems += _find_doubles(
            f"the id under `{section}`", [one for file in files for one in file.vocabulary[section]], ()
        )
    people = {one.id: one for file in files for one in file.vocabulary["people"]}
    for file in files:
        for one in file.vocabulary["organisations"]:
            if one.id in people:
                other = people[one.id]
                what = f"{show(one.id)} is a person too, in {other.file}, line {other.place.key_line}"
                problems.append(_blame_key(one, what, "give one of them another id: speakers are named by id alone"))
    problems += _find_doubles("the source", sources, ("id",))
    problems += _find_doubles("the statement", statements, ("id",))
    first: dict[str, Written[Any]] = {}
    for one in sources:
        document = one.plain.get("file")
        if isinstance(document, str) and first.setdefault(document, one) is not one:
            what = f"{show(document)} is recorded already, in {first[document].file}"
            problems.append(one.blame(("file",), what, "keep one record for each document"))
    return problems


def _find_doubles(name: str, entries: Sequence[Written[Any]], path: tuple[str, ...]) -> list[Problem]:
    problems = []
    first: dict[str, Written[Any]] = {}
    for entry in entries:
        if not entry.id or first.setdefault(entry.id, entry) is entry:
            continue
        other = first[entry.id]
        line = other.place.find(path).line if path else other.place.key_line
        what = f"{name} {show(entry.id)} is there already, in {other.file}, line {line}"
        todo = "keep one of them; another report of a statement says `same_as`" if name == "the statement" else (
            "keep one of them, or give this one another id"
        )  # fmt: skip
        problems.append(entry.blame(path, what, todo) if path else _blame_key(entry, what, todo))
    return problems


def _blame_key(entry: Written[Any], what: str, todo: str) -> Problem:
    return Problem(entry.file, entry.place.key_line, entry.place.key_column, what, todo)


def _refuse_circles(events: dict[str, Event], written: Sequence[Written[BaseModel]]) -> list[Problem]:
    """Events that are part of themselves, each circle reported once, at the first of its events."""
    problems = []
    settled: set[str] = set()
    for entry in written:
        way: dict[str, None] = {}
        at: str | None = entry.id
        while at in events and at not in settled and at not in way:
            way[at] = None
            at = events[at].part_of
        if at in way:
            circle = list(way)[list(way).index(at) :]
            chain = " → ".join([*circle, circle[0]])
            problems.append(
                entry.blame(("part_of",), f"this event is part of itself: {chain}", "take one `part_of` away")
            )
        settled.update(way)
    return problems


def _check_report(written: Written[Report], report: Report) -> list[Problem]:
    """Whether the parts of a report agree with one another."""
    problems = []
    if report.kind in (Kind.DIRECT, Kind.MIXED) and not report.quotes:
        todo = "add the quoted words under `quotes`, or make the kind indirect"
        problems.append(written.blame(("kind",), f"a {report.kind} report without quotations", todo))
    if report.kind is Kind.INDIRECT and report.quotes:
        todo = "make the kind mixed or direct, or take words away that are not the speaker's"
        problems.append(written.blame(("quotes",), "an indirect report with quotations", todo))
    if report.attribution == "inferred" and report.inferred_how is None:
        todo = "say in `inferred_how` how the speaker was worked out"
        problems.append(written.blame(("attribution",), "an inferred speaker without a reason", todo))
    if report.attribution == "stated" and report.inferred_how is not None:
        todo = "write `attribution: inferred`, or take `inferred_how` away"
        problems.append(
            written.blame(("inferred_how",), "a reason for an inference, but the speaker counts as stated", todo)
        )
    return problems


def _compare_days(statement: Said, written: Written[Report]) -> list[Problem]:
    """Whether the day that a report gives is the statement's, or within it, or said to be in conflict with it."""
    report = written.record
    if report is None or report.day is None or any(conflict.field == "day" for conflict in report.conflicts):
        return []
    if statement.day is None:
        what, todo = f"the report gives the day {report.day}, the statement none", "give the statement its `day`"
        return [written.blame(("day",), what, todo + ", or add a conflict on day")]
    if statement.day.covers(report.day) or report.day.covers(statement.day):
        return []
    what = f"the report gives the day {report.day}, the statement {statement.day}"
    return [written.blame(("day",), what, "correct one of them, or add a conflict with `field: day` to the report")]
