"""Checks the corpus against the source documents: passages, quotations, names and spellings, character by character."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from bot.corpus.checking.cross_check import CrossCheck
from bot.corpus.checking.part_results import CheckedPart
from bot.corpus.pipeline import CorpusPipeline, Note
from bot.corpus.problems import Problem


@dataclass(frozen=True, slots=True)
class CorpusCounts:
    """How many of each were read, and of passages, quotations and spellings how many were found in the sources."""

    sources: int
    reports: int
    statements: int
    statements_in_several_sources: int
    passages: int
    quotations: int
    spellings: int
    conflicts: int
    people: int
    organisations: int
    events: int
    topics: int

    def summary_lines(self) -> list[str]:
        """What was checked and how many of it, a line for each, such as `quotations: 71`."""
        return [f"{name.replace('_', ' ')}: {count:,}" for name, count in asdict(self).items()]


def check(data: Path, root: Path, note: Note | None = None, *, may_be_empty: bool = False) -> CorpusCounts:
    """Read a data folder and check it against the documents under root/seeds/.

    `note` is called now and then with how far it is. A folder without sources is a mistake, unless it `may_be_empty`.
    Raises CorpusError with every mistake, of the records and against the documents, in one go.
    """
    return check_with_remarks(data, root, note, may_be_empty=may_be_empty)[0]


def check_with_remarks(
    data: Path, root: Path, note: Note | None = None, *, may_be_empty: bool = False
) -> tuple[CorpusCounts, tuple[Problem, ...]]:
    """The same, with remarks: what is no mistake and should be looked at, such as a document recorded twice."""
    pipeline = CorpusPipeline(root, _make_nothing, note=note)
    for _ in pipeline.read_folder(data, may_be_empty=may_be_empty):
        pass
    return _count(pipeline.join), tuple(sorted(pipeline.join.notes))


def _make_nothing(examined: CheckedPart) -> None:
    """What a check makes of a part."""


def _count(join: CrossCheck) -> CorpusCounts:
    vocabulary = join.vocabulary
    return CorpusCounts(
        sources=len(join.sources),
        reports=join.reports,
        statements=len(join.statements),
        statements_in_several_sources=join.count_repeated(),
        passages=join.reports,
        quotations=join.quotations,
        spellings=join.spelt,
        conflicts=join.conflicts,
        people=len(vocabulary.people),
        organisations=len(vocabulary.organisations),
        events=len(vocabulary.events),
        topics=len(vocabulary.topics),
    )
