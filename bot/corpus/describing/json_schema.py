"""JSON Schema of the files of records, so that editors complete and check them while one types.

A schema says what a key may hold; the check says more. A key that `defaults` or `with` may give is required nowhere.
"""

from __future__ import annotations

import json

from pydantic import BaseModel

from bot.corpus import model
from bot.corpus.describing.forms import Schema
from bot.corpus.describing.keys import RECORDS, list_fields, read_meanings, read_summary, refer
from bot.corpus.reading.defaults import OF_REPORT, OF_STATEMENT
from bot.corpus.vocabulary import SECTIONS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_GIVEN_BY_DEFAULT: dict[type[BaseModel], tuple[str, ...]] = {
    model.NewStatement: OF_STATEMENT,
    model.Report: OF_REPORT,
}
_ENTRY: Schema = {"$ref": "#/$defs/Entry"}


def make_schemas() -> dict[str, Schema]:
    """The schemas by file name: of a source's file, of a vocabulary's, and of a line of JSON Lines."""
    return {
        "source.json": _make(model.SourceFile, "A source: one file under data/sources/"),
        "vocabulary.json": _make(model.Vocabulary, "Vocabularies: a file of data/"),
        "line.json": _make_line(),
    }


def write_schema(schema: Schema) -> str:
    """A schema as it is in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _make(record: type[BaseModel], title: str) -> Schema:
    return {"$schema": _DIALECT, "title": title, **_describe(record), "$defs": _definitions()}


def _make_line() -> Schema:
    """One object with one key; see docs/records.md."""
    keys = {
        "source": refer(model.Source),
        "statement": {"anyOf": [refer(model.SameStatement), refer(model.NewStatement)]},
        **{name: schema for name, schema in _describe(model.Vocabulary)["properties"].items() if name in SECTIONS},
    }
    line = {"type": "object", "properties": keys, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return {"$schema": _DIALECT, "title": "A line of JSON Lines", **line, "$defs": _definitions()}


def _definitions() -> dict[str, Schema]:
    records: list[type[BaseModel]] = [*(record for _, record in RECORDS[1:]), model.Defaults]
    return {"Entry": _describe_entry(), **{record.__name__: _describe(record) for record in records}}


def _describe(record: type[BaseModel]) -> Schema:
    meanings = read_meanings(record) | _inherit_meanings(record)
    properties = {
        name: {**form.schema, **({"description": meanings[name]} if name in meanings else {})}
        for name, form in list_fields(record).items()
    }
    if record is model.SourceFile:
        properties["statements"] = {"type": "array", "items": _ENTRY, "description": meanings["statements"]}
    given = _GIVEN_BY_DEFAULT.get(record, ())
    needed = [name for name, field in record.model_fields.items() if field.is_required() and name not in given]
    return {
        "type": "object", "description": read_summary(record), "properties": properties,
        "additionalProperties": False, **({"required": needed} if needed else {}),
    }  # fmt: skip


def _inherit_meanings(record: type[BaseModel]) -> dict[str, str]:
    """The defaults of statements and reports mean what they mean there."""
    if record is not model.Defaults:
        return {}
    both = read_meanings(model.Report) | read_meanings(model.NewStatement)
    return {name: meaning for name, meaning in both.items() if name in model.Defaults.model_fields}


def _describe_entry() -> Schema:
    """An entry, or a block of entries that share what is under `with`; told apart by their keys, for clear messages."""
    block = {
        "type": "object", "description": "A block of entries that share keys",
        "properties": {"with": refer(model.Defaults), "statements": {"type": "array", "items": _ENTRY}},
        "required": ["with", "statements"], "additionalProperties": False,
    }  # fmt: skip
    return {
        "type": "object",
        "if": {"required": ["with"]},
        "then": block,
        "else": {
            "if": {"required": ["same_as"]},
            "then": refer(model.SameStatement),
            "else": refer(model.NewStatement),
        },
    }
