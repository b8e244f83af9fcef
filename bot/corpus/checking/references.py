"""Which names a record uses: people, organisations, events, topics, tones, sources, statements, countries.

Works on the records as written, so that a record with a mistake in one key still has its other keys looked up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pydantic import BaseModel

from bot.corpus.countries import list_countries
from bot.corpus.model import CODE_PATTERN, EVENT_KINDS
from bot.corpus.problems import Problem, show, suggest
from bot.corpus.reading.record_parser import Written, WrittenFile, walk_texts

_CODE = re.compile(CODE_PATTERN)
_ID = re.compile("[a-z0-9-]+")

_Paths: TypeAlias = dict[tuple[str, ...], str]

# Where each kind of record names another one: the path (`*` for each entry of a list) and what it must be.
_STATEMENT: _Paths = {
    ("speaker",): "actor", ("to",): "addressee", ("about",): "country", ("side",): "country", ("tone",): "tone",
    ("topics",): "topic", ("event",): "event",
}  # fmt: skip
_REPORT: _Paths = {("via",): "organisation", ("recounted_by",): "actor", ("conflicts", "*", "with_source"): "source"}
_SOURCE: _Paths = {("agency",): "organisation", ("conflicts", "*", "with_source"): "source"}
_SECTIONS: dict[str, _Paths] = {
    "people": {("roles", "*", "organisation"): "organisation", ("roles", "*", "country"): "country"},
    "organisations": {("country",): "country"},
    "events": {("kind",): "event_kind", ("participants",): "actor", ("countries",): "country", ("part_of",): "event"},
}
_NAMES = {
    "actor": "person or organisation", "addressee": "country, person or organisation", "organisation": "organisation",
    "event": "event", "topic": "topic", "tone": "tone", "source": "source", "statement": "statement",
    "event_kind": "kind of event",
}  # fmt: skip
_WHERE = {
    "actor": "add it under `people` or `organisations`", "addressee": "add it under `people` or `organisations`",
    "organisation": "add it under `organisations`", "event": "add it under `events`", "topic": "add it under `topics`",
    "tone": "add it under `tones`", "source": "name a source by the id in its file",
    "statement": "name the id of a statement that another entry brings in",
    "event_kind": f"take one of {', '.join(EVENT_KINDS)}, or add it under `event_kinds`",
}  # fmt: skip
# Under which sections a name of a kind can be found; sources and statements are no vocabulary.
SECTIONS_OF: dict[str, tuple[str, ...]] = {
    "actor": ("people", "organisations"), "addressee": ("people", "organisations"), "organisation": ("organisations",),
    "event": ("events",), "topic": ("topics",), "tone": ("tones",), "source": (), "statement": (),
    "event_kind": ("event_kinds",),
}  # fmt: skip


class ReferenceTarget(Protocol):
    """All names that anything in the corpus stands for."""

    def has(self, kind: str, name: str) -> bool:
        """Whether there is such a thing, or may be one in what could not be read."""

    def list_like(self, kind: str, name: str) -> Collection[str]:
        """Names of that kind among which the one may be that was meant; none where enough was suggested already."""


@dataclass(frozen=True, slots=True)
class Used:
    """A name that a record uses, where it stands, and what kind of thing it must stand for."""

    entry: Written[BaseModel]
    path: tuple[str | int, ...]
    name: str
    kind: str

    @property
    def is_country(self) -> bool:
        """Whether a country's code stands here."""
        return self.kind == "country" or (self.kind == "addressee" and _CODE.match(self.name) is not None)

    def check_country(self) -> Problem | None:
        """What is wrong with a country's code; what looks like none is reported as such, with the record."""
        if _CODE.match(self.name) and self.name not in list_countries():
            return self.entry.blame(self.path, *_word_country(self.name))
        return None

    def word_absence(self, whole: ReferenceTarget) -> Problem:
        """What is wrong and what to do where it stands for nothing."""
        what = f"there is no {_NAMES[self.kind]} {show(self.name)}"
        given = EVENT_KINDS if self.kind == "event_kind" else ()
        todo = suggest(self.name, {*given, *whole.list_like(self.kind, self.name)}, _WHERE[self.kind])
        return self.entry.blame(self.path, what, todo)


def list_used(file: WrittenFile) -> Iterator[Used]:
    """Every name in a file that must stand for something, and every country's code; what is no name is passed over."""
    for used in _list_all(file):
        is_given = used.kind == "event_kind" and used.name in EVENT_KINDS
        if used.is_country or (_ID.fullmatch(used.name) and not is_given):
            yield used


def check_country_keys(file: WrittenFile) -> Iterator[Problem]:
    """Every key under `countries` that is no country's code."""
    for entry in file.vocabulary["countries"]:
        if _CODE.match(entry.id) and entry.id not in list_countries():
            what, todo = _word_country(entry.id)
            yield Problem(entry.file, entry.place.key_line, entry.place.key_column, what, todo)


def _list_all(file: WrittenFile) -> Iterator[Used]:
    for section, paths in _SECTIONS.items():
        for entry in file.vocabulary[section]:
            yield from _list_paths(entry, paths)
    if file.source:
        yield from _list_paths(file.source, _SOURCE)
    for report in file.reports:
        if report.statement:
            yield from _list_paths(report.statement, _STATEMENT)
        else:
            yield Used(report.entry, ("same_as",), report.same_as, "statement")
        if report.report:
            yield from _list_paths(report.report, _REPORT)


def _list_paths(entry: Written[BaseModel], paths: _Paths) -> Iterator[Used]:
    for path, kind in paths.items():
        if path[0] in entry.plain:
            yield from (Used(entry, at, value, kind) for at, value in walk_texts(entry.plain, path))


def _word_country(code: str) -> tuple[str, str]:
    todo = "take the code from ISO 3166-1; a union or world body is an organisation, named by its id"
    return f"{show(code)} is no country's code", todo
