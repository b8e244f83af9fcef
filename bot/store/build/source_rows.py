"""The rows of a source: all that follow from its own records, the vocabularies and its document."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import QuotedSpan
from bot.corpus.checking.part_results import CheckedPart, Entry
from bot.corpus.edtf import Day
from bot.corpus.model import Conflict, Source, Statement
from bot.corpus.reading.data_files import FileStamp
from bot.corpus.vocabulary import VocabularyEntry
from bot.store.build.row_ids import number_source

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PartRows:
    """The rows of a part of the corpus.

    source    id; empty where the part has vocabularies alone
    document  the name of the source's document, and its stamp
    rows      by table; `again` are the reports that repeat a statement of another source, with its id
    """

    source: str
    digest: str
    document: tuple[str, FileStamp] | None
    vocabulary: tuple[VocabularyEntry, ...]
    rows: dict[str, list[Row]]


def make_rows(examined: CheckedPart) -> PartRows:
    """The rows of a part; none where it has a mistake, or waits for another part."""
    summary, source = examined.summary, examined.source
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    if source and examined.quoted and summary.is_settled and not summary.problems:
        number = number_source(source.id)
        rows["source"].append(_make_source(source, number))
        rows["document"].append((number, examined.text))
        rows["conflict"] += _list_conflicts(source.id, None, source.conflicts)
        own = {entry.statement.id: number + entry.position for entry in examined.entries if entry.statement}
        for entry in examined.entries:
            n = number + entry.position
            if entry.statement:
                _add_statement(rows, n, entry, entry.statement)
            elif entry.same_as not in own:
                rows["again"].append((n, entry.same_as))
            statement = own.get(entry.same_as, n if entry.statement else 0)
            _add_report(rows, (n, statement, source), entry, examined.quoted)
    vocabulary = tuple(defined.entry for defined in summary.vocabulary)
    return PartRows(source.id if source else "", summary.digest, summary.document, vocabulary, dict(rows))


def span_of(day: Day | None) -> tuple[str | None, str | None]:
    """First and last calendar day in ISO 8601; an open end counts as the end that is known."""
    if day is None:
        return None, None
    first, last = day.first or day.last, day.last or day.first
    return (first.isoformat() if first else None), (last.isoformat() if last else None)


def is_code(ref: str) -> bool:
    """Whether a reference is a country's code (upper case), not an id."""
    return ref.isupper()


def _make_source(record: Source, number: int) -> Row:
    published = record.published
    return (
        record.id, number, record.title, record.publisher, record.publisher_how, _json(record.authors), record.agency,
        _text(published and published.day), published.at.isoformat() if published and published.at else None,
        published and published.written, published and published.how, record.url, record.archived,
        _text(record.retrieved), record.language,
        record.file, record.sha256, _json(record.notes),
    )  # fmt: skip


def _add_statement(rows: dict[str, list[Row]], n: int, entry: Entry, record: Statement) -> None:
    # The number of sources and the digest follow when all reports are there.
    rows["statement"].append(
        (n, record.id, str(record.act), record.tone, record.event, record.venue, _text(record.day),
         *span_of(record.day), _text(record.released), record.paraphrase or "", record.at and record.at.isoformat(),
         record.vote, record.note, _json([(str(one.day), one.what) for one in record.corrections]),
         next(iter(record.was), record.id), 0, "")
    )  # fmt: skip
    rows["statement_speaker"] += (
        (n, position, one.id, one.role, one.organisation, one.side) for position, one in enumerate(entry.speakers)
    )
    rows["statement_side"] += _number(n, entry.sides)
    rows["statement_to"] += (
        (n, position, ref, None) if is_code(ref) else (n, position, None, ref)
        for position, ref in enumerate(dict.fromkeys(record.to))
    )
    rows["statement_about"] += _number(n, dict.fromkeys(record.about))
    rows["statement_topic"] += _number(n, dict.fromkeys(record.topics))
    relations = ((kind, other) for kind, others in record.relations for other in dict.fromkeys(others))
    rows["statement_relation"] += ((n, position, *one) for position, one in enumerate(relations))
    rows["former_id"] += ((one, n) for one in dict.fromkeys((*record.was, *record.merged)))


def _add_report(rows: dict[str, list[Row]], key: tuple[int, int, Source], entry: Entry, quoted: QuotedSpan) -> None:
    number, statement, source = key
    record, span, written = entry.report, entry.passage, entry.report.as_written
    passage = quoted.source.read(span, record.passage)
    translated = record.translated
    rows["report"].append(
        (number, statement, source.id, str(record.kind), record.form or source.form, passage.words,
         span.start, span.end,
         written.speaker, written.role, written.to, written.day, written.released, written.venue,
         _text(record.day), record.day_how, _json(record.via), record.attribution, record.inferred_how,
         record.recounted_by, _json(record.speaker), _json([one for one in record.locator if one[1]]),
         _json([translated.language, translated.by] if translated else []),
         _json([(one.language, one.by, one.text) for one in record.translations]))
    )  # fmt: skip
    rows["quotation"] += _list_quotations(number, entry, quoted)
    rows["clause"] += (
        (number, position, quoted.source.read(at).words, at.start, at.end)
        for position, at in enumerate(entry.words.clauses)
    )
    # Offsets from the start of the passage as it is read, which may be shorter than it is in the document.
    foreign = (
        (passage.locate(one.start), passage.locate(one.end))
        for one in quoted.touch(span.start, span.end)
        if not any(_overlap(one, own) for own in entry.quotations)
    )
    rows["foreign_words"] += ((number, span.start + start, span.start + end) for start, end in dict.fromkeys(foreign))
    rows["conflict"] += _list_conflicts(source.id, number, record.conflicts)


def _list_quotations(report: int, entry: Entry, quoted: QuotedSpan) -> Iterator[Row]:
    written = [quote.part or quote.exact for quote in entry.report.quotes]
    for position, (own, whole) in enumerate(zip(entry.quotations, entry.words.wholes, strict=True)):
        words = quoted.source.read(own, written[position] if position < len(written) else None).words
        before = quoted.source.text[whole.start : own.start]
        after = quoted.source.text[own.end : whole.end]
        # A comma or full stop within the marks makes no other words.
        if not any(char.isalnum() for char in before + after):
            before = after = ""
        yield report, position, words, own.start, own.end, _unbreak(before), _unbreak(after)


def _unbreak(text: str) -> str:
    """Words beside a part of a quotation as one reads them, on one line."""
    return re.sub(r"[^\S\n]*\n\s*", " ", text.replace("\r\n", "\n"))


def _list_conflicts(source: str, report: int | None, conflicts: Iterable[Conflict]) -> Iterator[Row]:
    for position, one in enumerate(conflicts):
        yield (
            source, report, position, one.field, one.reading, one.against, one.believed, one.because, one.with_source
        )  # fmt: skip


def _number(n: int, refs: Iterable[str]) -> Iterator[Row]:
    return ((n, position, ref) for position, ref in enumerate(refs))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
