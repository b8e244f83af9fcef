"""Every key of the record format with its meaning and values, read from the model and its docstrings.

A docstring lists the keys of its record, one a line, each with its meaning after two spaces or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import get_type_hints

from pydantic import BaseModel

from bot.corpus import model
from bot.corpus.describing.forms import Form, Schema, form_of
from bot.corpus.reading.defaults import OF_REPORT, OF_STATEMENT

_KEY = re.compile(r"^    (?P<key>\w+)  +(?P<meaning>\S.*)$")

# The records as a file nests them, each under the heading by which people know it.
RECORDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("file", model.SourceFile),
    ("source", model.Source),
    ("published", model.Published),
    ("entry", model.SameStatement),
    ("statement", model.NewStatement),
    ("relations", model.Relations),
    ("corrections", model.Correction),
    ("report", model.Report),
    ("quotes", model.Quotation),
    ("clause", model.Clause),
    ("as_written", model.AsWritten),
    ("locator", model.Locator),
    ("translated", model.Translated),
    ("translations", model.Translation),
    ("conflicts", model.Conflict),
    ("exceptions", model.Exceptions),
    ("people", model.Person),
    ("roles", model.Role),
    ("organisations", model.Organisation),
    ("event_kinds", model.EventKind),
    ("events", model.Event),
    ("topics", model.Topic),
    ("tones", model.Tone),
    ("countries", model.Country),
    ("synonyms", model.Synonyms),
    ("withdrawn", model.Withdrawal),
)
# What the values of a key mean, where they are few and not plain from their names.
_VALUES: dict[tuple[type[BaseModel], str], type[StrEnum]] = {
    (model.Report, "kind"): model.Kind,
    (model.NewStatement, "act"): model.Act,
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one record.

    where       the heading of its record, such as `report`
    is_needed   whether a record must have it: here, or by a default
    by_default  whether `defaults` and `with` can give it
    meanings    of its values, where the model explains them
    """

    where: str
    name: str
    meaning: str
    form: Form
    is_needed: bool
    by_default: bool
    meanings: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The record and the key, such as report.kind."""
        return f"{self.where}.{self.name}"


@cache
def list_keys() -> tuple[Key, ...]:
    """Every key of every record, in the order of RECORDS and of the model."""
    return tuple(key for where, record in RECORDS for key in _list_keys(where, record))


def find_keys(name: str) -> list[Key]:
    """The keys of a name, or the one of a path such as report.kind."""
    return [key for key in list_keys() if name in (key.name, key.path)]


def list_fields(record: type[BaseModel]) -> dict[str, Form]:
    """The forms of a record's keys; records within it are named, as JSON Schema does."""
    hints = get_type_hints(record, include_extras=True)
    return {name: form_of(hints[name], refer) for name in record.model_fields}


def refer(record: type[BaseModel]) -> Schema:
    """How a schema names a record."""
    return {"$ref": f"#/$defs/{record.__name__}"}


def read_meanings(record: type[BaseModel]) -> dict[str, str]:
    """The meanings that the docstrings of a record and of those that it extends give to its keys."""
    found: dict[str, str] = {}
    for one in reversed(record.__mro__):
        if one.__module__ == model.__name__:
            found.update(_read_docstring(one.__doc__ or "", set(record.model_fields)))
    return found


def read_summary(record: type[BaseModel]) -> str:
    """What a record is: the beginning of its docstring."""
    return " ".join((record.__doc__ or "").strip().partition("\n\n")[0].split())


def _list_keys(where: str, record: type[BaseModel]) -> Iterator[Key]:
    meanings = read_meanings(record)
    for name, form in list_fields(record).items():
        values = _VALUES.get((record, name))
        explained = _read_docstring(values.__doc__ or "", {str(one) for one in values}) if values else {}
        given = {"statement": OF_STATEMENT, "report": OF_REPORT}.get(where, ())
        is_needed = record.model_fields[name].is_required()
        yield Key(where, name, meanings.get(name, ""), form, is_needed, name in given, tuple(explained.items()))


def _read_docstring(text: str, names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        match = _KEY.match(line)
        if match and match["key"] in names:
            last = match["key"]
            found[last] = match["meaning"]
        elif not line.strip():
            last = ""
        elif last and line.startswith("     "):
            found[last] += f" {line.strip()}"
    return found
