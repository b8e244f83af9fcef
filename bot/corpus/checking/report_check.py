"""Whether the keys of one record agree with one another: kind and quotations, attribution, values written twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from bot.corpus.model import Kind, Report
from bot.corpus.problems import Problem, show
from bot.corpus.reading.record_parser import Written, WrittenFile, walk_texts
from bot.corpus.reading.yaml_reader import Plain

# Lists in which a value counts once. Not `role` and `side`: they may be given by position, one for each speaker.
_SOURCE = ("authors",)
_STATEMENT = ("speaker", "to", "about", "topics")
_REPORT = ("via",)
_VOCABULARY = ("spellings", "also", "participants", "countries", "demonyms", "metonyms", "abbreviations")
_ONCE = "write it once"


def check_report(written: Written[Report], report: Report) -> Iterator[Problem]:
    """Whether kind and quotations, and attribution and its reason, agree."""
    if report.kind in (Kind.DIRECT, Kind.MIXED) and not report.quotes:
        todo = "add the quoted words under `quotes`, or make the kind indirect"
        yield written.blame(("kind",), f"a {report.kind} report without quotations", todo)
    if report.kind is Kind.INDIRECT and report.quotes:
        todo = "make the kind mixed or direct, or take words away that are not the speaker's"
        yield written.blame(("quotes",), "an indirect report with quotations", todo)
    if report.attribution == "inferred" and report.inferred_how is None:
        todo = "say in `inferred_how` how the speaker was worked out"
        yield written.blame(("attribution",), "an inferred speaker without a reason", todo)
    if report.attribution == "stated" and report.inferred_how is not None:
        todo = "write `attribution: inferred`, or take `inferred_how` away"
        yield written.blame(("inferred_how",), "a reason for an inference, but the speaker counts as stated", todo)


def find_repeated(file: WrittenFile) -> Iterator[Problem]:
    """Every value that stands twice in one list of a record, and every report that a source gives twice."""
    for entries in file.vocabulary.values():
        for entry in entries:
            yield from _find_in_lists(entry, _VOCABULARY)
            yield from _find_twice(entry, "roles")
    if file.source:
        yield from _find_in_lists(file.source, _SOURCE)
    reported: dict[tuple[str, str, object], int] = {}
    for report in file.reports:
        if report.statement:
            yield from _find_in_lists(report.statement, _STATEMENT)
        if report.report is None:
            continue
        yield from _find_in_lists(report.report, _REPORT)
        yield from _find_twice(report.report, "quotes")
        plain = report.report.plain
        passage = plain.get("passage")
        if report.same_as and isinstance(passage, str):
            line = reported.setdefault((report.same_as, passage, plain.get("occurrence")), report.entry.place.line)
            if line != report.entry.place.line:
                what = f"this report of {report.same_as} is there already, on line {line}"
                yield report.entry.blame(("same_as",), what, "keep one of them")


def _find_in_lists(entry: Written[BaseModel], keys: Iterable[str]) -> Iterator[Problem]:
    for key in keys:
        values = entry.plain.get(key)
        if not isinstance(values, list) or len(values) < 2:
            continue
        seen: set[str] = set()
        for path, value in walk_texts(entry.plain, (key,)):
            if value in seen:
                yield entry.blame(path, f"{show(value)} stands twice in `{key}`", _ONCE)
            seen.add(value)


def _find_twice(entry: Written[BaseModel], key: str) -> Iterator[Problem]:
    """Equal records in a list; a text counts as a quotation without `occurrence`."""
    values = entry.plain.get(key)
    if not isinstance(values, list) or len(values) < 2:
        return
    seen: list[Plain] = []
    for index, value in enumerate(values):
        plain: Plain = {"exact": value} if isinstance(value, str) else value
        if plain in seen:
            what = (
                f"{show(value)} stands twice in `{key}`"
                if isinstance(value, str)
                else f"the same stands twice in `{key}`"
            )
            yield entry.blame((key, index), what, _ONCE)
        seen.append(plain)
