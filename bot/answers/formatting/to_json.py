"""An Answer as plain JSON values, in the shape that docs/answer-json.md describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bot.answers.model import Answer, Snippet, StatementItem

# Rows that the code keeps as tuples, with the key of each place. Every other record is written by its fields' names.
ROWS: Mapping[str, tuple[str, ...]] = {
    "Answer.understood": ("option", "meaning"),
    "Answer.figures": ("label", "number"),
    "HelpItem.options": ("name", "description", "required"),
    "PassageItem.marked": ("starts", "ends"),
    "StatementRecord.topics": ("id", "label"),
    "StatementRecord.event": ("id", "name"),
    "ReportRecord.locator": ("kind", "place"),
    "PersonRecord.names": ("name", "usage"),
    "PersonRecord.roles": ("title", "organisation", "country", "attested"),
    "CountryTally.acts": ("act", "statements"),
    "CountryTally.addressees": ("party", "statements"),
    "CountryTally.topics": ("id", "label", "statements"),
}
# Numbers of rows mean something within one store only; a snippet is written as `words`, by write_words; what decides
# between passages is no part of an answer.
LEFT_OUT = frozenset(("StatementRecord.n", "ReportRecord.n", "ReportRecord.quotes_others", "StatementItem.snippet"))


def to_json(answer: Answer) -> dict[str, Any]:
    """Write an answer as objects, lists, strings, numbers, booleans and null; days as ISO 8601 or EDTF text."""
    written: dict[str, Any] = write_record(answer)
    return written


def write_words(words: Snippet) -> dict[str, Any]:
    """Write the words that a card shows of a statement."""
    return {
        "kind": words.kind,
        "source": words.report.source.id,
        "quotations": list(words.quotations),
        "parts": [{"starts": start, "ends": end} for start, end in words.parts],
        "passage": words.passage,
        "marked": [{"starts": start, "ends": end} for start, end in words.marked],
        "paraphrase": words.paraphrase,
        "fragment": words.fragment,
    }


def write_record(record: Any) -> dict[str, Any]:
    """Write one record by the names of its fields, and all that it holds."""
    kind = type(record).__name__
    written: dict[str, Any] = {"kind": kind.removesuffix("Item").lower()} if kind.endswith("Item") else {}
    for field in fields(record):
        name = f"{kind}.{field.name}"
        if name not in LEFT_OUT:
            value = getattr(record, field.name)
            written[field.name] = _write_rows(value, ROWS[name]) if name in ROWS else _write(value)
    if isinstance(record, StatementItem):
        written["words"] = write_words(record.snippet)
    return written


def _write_rows(value: Any, keys: Sequence[str]) -> Any:
    if value is None:
        return None
    if value and not isinstance(value[0], tuple):
        return {key: _write(part) for key, part in zip(keys, value, strict=True)}
    return [{key: _write(part) for key, part in zip(keys, row, strict=True)} for row in value]


def _write(value: Any) -> Any:
    if is_dataclass(value):
        return write_record(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _write(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_write(part) for part in value]
    return value
