"""Where the words of a report are in its document: its passage, its quotations, names and days as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import Miss, QuotedSpan, check_reading, find_passage, find_quotation
from bot.corpus.checking.mismatch_hints import explain_absence
from bot.corpus.model import AsWritten, Report
from bot.corpus.problems import Problem, show
from bot.corpus.reading.record_parser import Written, walk_texts
from bot.corpus.reading.yaml_reader import Plain


def anchor_report(
    written: Written[Report], quoted: QuotedSpan, problems: list[Problem]
) -> tuple[Span, tuple[Span, ...]] | None:
    """Find a report's passage and quotations; None, with problems, where the passage is nowhere.

    Works on the report as written: a mistake in another of its keys does not keep its words from being checked.
    """
    source = quoted.source
    as_written = written.plain.get("as_written")
    for key in as_written if isinstance(as_written, dict) else ():
        for path, value in walk_texts(written.plain, ("as_written", key)) if key in AsWritten.model_fields else ():
            if not source.holds(value):
                what = f"the source does not write {show(value)}"
                problems.append(written.blame(path, what, explain_absence(value, source.text)))
    exact = written.plain.get("passage")
    if not isinstance(exact, str) or not exact:
        return None
    passage = find_passage(source, exact, _read_occurrence(written.plain))
    if isinstance(passage, Miss):
        problems.append(written.blame(("passage",), passage.what, passage.todo))
        return None
    marks = []
    for path, stretch in walk_texts(written.plain, ("marks",)) if "marks" in written.plain else ():
        wrong = check_reading(source, passage, stretch) if stretch else None
        if wrong:
            problems.append(written.blame(path, wrong.what, wrong.todo))
        elif stretch:
            marks.append(stretch)
    quotations = []
    for path, words, occurrence in _list_quotations(written.plain.get("quotes", [])):
        found = find_quotation(quoted, passage, words, occurrence, marks)
        if isinstance(found, Miss):
            problems.append(written.blame(path, found.what, found.todo))
        else:
            quotations.append(found)
    return passage, tuple(quotations)


def _list_quotations(plain: Plain) -> Iterator[tuple[tuple[str | int, ...], str, int | None]]:
    """The quotations of a report as written, each with its path in the report and its `occurrence`, if it has one."""
    entries = plain if isinstance(plain, list) else [plain]
    for index, entry in enumerate(entries):
        exact = entry.get("exact") if isinstance(entry, dict) else entry
        if isinstance(exact, str) and exact.strip():
            yield ("quotes", index, "exact"), exact, _read_occurrence(entry)


def _read_occurrence(plain: Plain) -> int | None:
    """The `occurrence` of a report or quotation, None where its author wrote none that can be counted."""
    written = plain.get("occurrence") if isinstance(plain, dict) else None
    return int(written) if isinstance(written, str) and re.fullmatch("[1-9][0-9]{0,5}", written) else None
