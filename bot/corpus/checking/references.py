"""Which names a record uses: people, organisations, events, topics, tones, sources, statements, countries.

Works on the records as written, so that a record with a mistake in one key still has its other keys looked up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from pydantic import BaseModel

from bot.corpus.countries import is_foreign_code, is_known_code
from bot.corpus.model import CODE_PATTERN, EVENT_KINDS, TRANSLATORS, Relations
from bot.corpus.problems import Problem, show, suggest
from bot.corpus.reading.record_parser import Written, WrittenFile, walk_texts

_CODE = re.compile(CODE_PATTERN)
_ID = re.compile("[a-z0-9-]+")

_Paths: TypeAlias = dict[tuple[str, ...], str]
_Groups: TypeAlias = dict[str, list[tuple[tuple[str, ...], str]]]

# Where each kind of record names another one: the path (`*` for each entry of a list) and what it must be.
_STATEMENT: _Paths = {
    ("speaker",): "actor", ("to",): "addressee", ("about",): "addressee", ("side",): "country", ("tone",): "tone",
    ("topics",): "topic", ("event",): "event",
    **{("relations", name): "statement" for name in Relations.model_fields},
}  # fmt: skip
_REPORT: _Paths = {
    ("speaker",): "actor", ("via",): "organisation", ("recounted_by",): "actor", ("translated", "by"): "translator",
    ("translations", "*", "by"): "translator", ("conflicts", "*", "with_source"): "source",
}  # fmt: skip
_SOURCE: _Paths = {("agency",): "organisation", ("conflicts", "*", "with_source"): "source"}
_SECTIONS: dict[str, _Paths] = {
    "people": {("roles", "*", "organisation"): "organisation", ("roles", "*", "country"): "country"},
    "organisations": {("country",): "country"},
    "countries": {("members",): "country", ("seat",): "country"},
    "withdrawn": {("instead",): "statement"},
    "events": {("kind",): "event_kind", ("participants",): "actor", ("countries",): "country", ("part_of",): "event"},
}
_NAMES = {
    "actor": "person or organisation", "addressee": "country, person or organisation", "organisation": "organisation",
    "event": "event", "topic": "topic", "tone": "tone", "source": "source", "statement": "statement",
    "event_kind": "kind of event", "translator": "organisation",
}  # fmt: skip
_WHERE = {
    "actor": "add it under `people` or `organisations`", "addressee": "add it under `people` or `organisations`",
    "organisation": "add it under `organisations`", "event": "add it under `events`", "topic": "add it under `topics`",
    "tone": "add it under `tones`", "source": "name a source by the id in its file",
    "statement": "name the id of a statement that another entry brings in",
    "event_kind": f"take one of {', '.join(EVENT_KINDS)}, or add it under `event_kinds`",
    "translator": f"take one of {', '.join(TRANSLATORS)}, or an organisation's id",
}  # fmt: skip
# Names of a kind that stand for something without an entry.
_GIVEN = {"event_kind": tuple(EVENT_KINDS), "translator": TRANSLATORS}


def _group(paths: _Paths) -> _Groups:
    """Paths by their first key: of a record only the keys that it has are looked at."""
    groups: _Groups = {}
    for path, kind in paths.items():
        groups.setdefault(path[0], []).append((path, kind))
    return groups


_STATEMENT_GROUPS, _REPORT_GROUPS, _SOURCE_GROUPS = _group(_STATEMENT), _group(_REPORT), _group(_SOURCE)
_SECTION_GROUPS = {section: _group(paths) for section, paths in _SECTIONS.items()}
# Under which sections a name of a kind can be found; sources and statements are no vocabulary.
SECTIONS_OF: dict[str, tuple[str, ...]] = {
    "actor": ("people", "organisations"), "addressee": ("people", "organisations"), "organisation": ("organisations",),
    "country": ("countries",), "event": ("events",), "topic": ("topics",), "tone": ("tones",), "source": (),
    "statement": (), "event_kind": ("event_kinds",), "translator": ("organisations",),
}  # fmt: skip


class ReferenceTarget(Protocol):
    """All names that anything in the corpus stands for."""

    def has(self, kind: str, name: str) -> bool:
        """Whether there is such a thing, or may be one in what could not be read."""

    def find_new_id(self, statement: str) -> str | None:
        """The id that a renamed or merged statement has now; None for any other name."""

    def list_like(self, kind: str, name: str) -> Collection[str]:
        """Names of that kind among which the one may be that was meant; none where enough was suggested already."""


@dataclass(frozen=True, slots=True)
class Used:
    """A name that a record uses, where it stands, and what kind of thing it must stand for."""

    entry: Written[BaseModel]
    path: tuple[str | int, ...]
    name: str
    kind: str

    def word_absence(self, whole: ReferenceTarget) -> Problem:
        """What is wrong and what to do where it stands for nothing."""
        if self.kind == "country":
            return self.entry.blame(self.path, *_word_country(self.name))
        what = f"there is no {_NAMES[self.kind]} {show(self.name)}"
        renamed = whole.find_new_id(self.name) if self.kind == "statement" else None
        if renamed:
            return self.entry.blame(self.path, what, f"it is called `{renamed}` now: name it so")
        todo = suggest(
            self.name, {*_GIVEN.get(self.kind, ()), *whole.list_like(self.kind, self.name)}, _WHERE[self.kind]
        )
        return self.entry.blame(self.path, what, todo)


def list_used(file: WrittenFile) -> Iterator[Used]:
    """Every name in a file that an entry must define; what is no name, and what needs no entry, is passed over."""
    for used in _list_all(file):
        if _CODE.match(used.name) and used.kind in ("country", "addressee"):
            if not is_known_code(used.name):
                yield replace(used, kind="country")
        elif _ID.fullmatch(used.name) and used.kind != "country" and used.name not in _GIVEN.get(used.kind, ()):
            yield used


def check_country_keys(file: WrittenFile) -> Iterator[Problem]:
    """Every key under `countries` that is a country's code in another list, or a slip in one."""
    for entry in file.vocabulary["countries"]:
        if is_foreign_code(entry.id):
            what, todo = f"{show(entry.id)} is a country's code of three letters", "take its code of two letters"
        elif len(entry.id) == 2 and entry.id.isalpha() and not is_known_code(entry.id) and not entry.plain.get("name"):
            what = f"{show(entry.id)} is no country's code"
            todo = "take the code from ISO 3166-1, or give a party that is in no list its `name`"
        else:
            continue
        if _CODE.match(entry.id):
            yield Problem(entry.file, entry.place.key_line, entry.place.key_column, what, todo)


def _list_all(file: WrittenFile) -> Iterator[Used]:
    for section, groups in _SECTION_GROUPS.items():
        for entry in file.vocabulary[section]:
            yield from _list_paths(entry, groups)
    if file.source:
        yield from _list_paths(file.source, _SOURCE_GROUPS)
    for report in file.reports:
        if report.statement:
            yield from _list_paths(report.statement, _STATEMENT_GROUPS)
        else:
            yield Used(report.entry, ("same_as",), report.same_as, "statement")
        if report.report:
            yield from _list_paths(report.report, _REPORT_GROUPS)


def _list_paths(entry: Written[BaseModel], groups: _Groups) -> Iterator[Used]:
    plain = entry.plain
    for key in plain:
        for path, kind in groups.get(key, ()):
            value = plain[key]
            if isinstance(value, str):
                yield Used(entry, path, value, kind)
            else:
                yield from (Used(entry, at, one, kind) for at, one in walk_texts(plain, path))


def _word_country(code: str) -> tuple[str, str]:
    todo = "take the code from ISO 3166-1, or add a union, an alliance or another party under `countries`"
    return f"{show(code)} is no country's code", todo
