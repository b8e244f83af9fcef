"""A small corpus as a whole, for tests that look at all of its records at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.annotations import Span, Speaker
from bot.corpus.check import CorpusCounts, check
from bot.corpus.checking.part_results import CheckedPart
from bot.corpus.model import Country, Event, Organisation, Person, Report, Source, Statement, Synonyms, Tone, Topic
from bot.corpus.pipeline import CorpusPipeline


@dataclass(frozen=True)
class CorpusReport:
    source: str
    record: Report
    file: str
    line: int
    passage: Span
    quotations: tuple[Span, ...]
    wholes: tuple[Span, ...]
    clauses: tuple[Span, ...]


@dataclass(frozen=True)
class CorpusStatement:
    """A statement and its reports, the one that brings it in first, then those of other sources by file."""

    record: Statement
    file: str
    line: int
    speakers: tuple[Speaker, ...]
    sides: tuple[str, ...]
    reports: tuple[CorpusReport, ...]


@dataclass(frozen=True)
class Corpus:
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    events: Mapping[str, Event]
    topics: Mapping[str, Topic]
    tones: Mapping[str, Tone]
    countries: Mapping[str, Country]
    synonyms: Mapping[str, Synonyms]
    sources: Mapping[str, Source]
    statements: Mapping[str, CorpusStatement]


@dataclass(frozen=True)
class Checked:
    """A corpus without a mistake, the texts of its documents by source, and its counts."""

    corpus: Corpus
    texts: Mapping[str, str]
    counts: CorpusCounts


def read_whole(data: Path, root: Path) -> Checked:
    """Raises CorpusError with every mistake."""
    gathering: CorpusPipeline[CheckedPart] = CorpusPipeline(root, _keep)
    read = [examined for _, examined in gathering.read_folder(data)]
    reports: dict[str, list[tuple[bool, CorpusReport]]] = {}
    for one in read:
        for entry in one.entries:
            statement = entry.statement.id if entry.statement else entry.same_as
            report = CorpusReport(
                one.source.id, entry.report, one.summary.file, entry.line, entry.passage, entry.quotations,
                entry.words.wholes, entry.words.clauses,
            )  # fmt: skip
            reports.setdefault(statement, []).append((entry.statement is None, report))
    statements = {
        entry.statement.id: CorpusStatement(
            entry.statement, one.summary.file, entry.line, entry.speakers, entry.sides,
            tuple(report for _, report in sorted(reports[entry.statement.id], key=lambda pair: pair[0])),
        )
        for one in read
        for entry in one.entries
        if entry.statement
    }  # fmt: skip
    vocabulary = gathering.join.vocabulary
    corpus = Corpus(
        vocabulary.people, vocabulary.organisations, vocabulary.events, vocabulary.topics, vocabulary.tones,
        vocabulary.countries, vocabulary.synonyms, {one.source.id: one.source for one in read if one.source},
        statements,
    )  # fmt: skip
    return Checked(corpus, {one.source.id: one.text for one in read if one.source}, check(data, root))


def _keep(examined: CheckedPart) -> CheckedPart:
    return examined
