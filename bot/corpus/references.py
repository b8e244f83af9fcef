"""Whether every name that a record uses exists: people, organisations, events, topics, tones, sources, countries.

Works on the records as written, so that a record with a mistake in one key still has its other keys looked up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from pydantic import BaseModel

from bot.corpus.countries import list_countries
from bot.corpus.model import CODE_PATTERN
from bot.corpus.problems import Problem, show, suggest
from bot.corpus.records import Written, WrittenFile, walk_texts

# Looking for the nearest name costs a pass over all of them; after so many mistakes the reader has enough to do.
_SUGGESTIONS = 500
_CODE = re.compile(CODE_PATTERN)
_WORD = re.compile("[A-Za-z0-9]+(?:-[a-z0-9]+)*")

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
    "events": {("participants",): "actor", ("countries",): "country", ("part_of",): "event"},
    "topics": {},
    "tones": {},
    "countries": {},
    "synonyms": {},
}  # fmt: skip
_NAMES = {
    "actor": "person or organisation", "addressee": "country, person or organisation", "organisation": "organisation",
    "event": "event", "topic": "topic", "tone": "tone", "source": "source", "statement": "statement",
}  # fmt: skip
_WHERE = {
    "actor": "add it under `people` or `organisations`", "addressee": "add it under `people` or `organisations`",
    "organisation": "add it under `organisations`", "event": "add it under `events`", "topic": "add it under `topics`",
    "tone": "add it under `tones`", "source": "name a source by the id in its file",
    "statement": "name the id of a statement that another entry brings in",
}  # fmt: skip


def check_references(files: Collection[WrittenFile], unread: str) -> Iterator[Problem]:
    """Every name in the files that stands for nothing.

    `unread` is the text of files that could not be read: a name that occurs there may well be defined there, and
    is not held against the file that uses it.
    """
    yield from _Lookup(files, unread).check(files)


class _Lookup:
    def __init__(self, files: Collection[WrittenFile], unread: str) -> None:
        ids = {section: {entry.id for file in files for entry in file.vocabulary[section]} for section in _SECTIONS}
        actors = ids["people"] | ids["organisations"]
        self._known = {
            "actor": actors,
            "addressee": actors,
            "organisation": ids["organisations"],
            "event": ids["events"],
            "topic": ids["topics"],
            "tone": ids["tones"],
            "source": {file.source.id for file in files if file.source},
            "statement": {report.statement.id for file in files for report in file.reports if report.statement},
        }
        self._unread = set(_WORD.findall(unread))
        self._suggested = 0

    def check(self, files: Collection[WrittenFile]) -> Iterator[Problem]:
        for file in files:
            for section, paths in _SECTIONS.items():
                for entry in file.vocabulary[section]:
                    yield from self._check_paths(entry, paths)
                    if section == "countries" and _CODE.match(entry.id) and entry.id not in list_countries():
                        what, todo = self._word_country(entry.id)
                        yield Problem(entry.file, entry.place.key_line, entry.place.key_column, what, todo)
            if file.source:
                yield from self._check_paths(file.source, _SOURCE)
            for report in file.reports:
                if report.statement:
                    yield from self._check_paths(report.statement, _STATEMENT)
                else:
                    yield from self._check_value(report.entry, ("same_as",), report.same_as, "statement")
                if report.report:
                    yield from self._check_paths(report.report, _REPORT)

    def _check_paths(self, entry: Written[BaseModel], paths: _Paths) -> Iterator[Problem]:
        for path, kind in paths.items():
            for at, value in walk_texts(entry.plain, path):
                yield from self._check_value(entry, at, value, kind)

    def _check_value(
        self, entry: Written[BaseModel], path: tuple[str | int, ...], value: str, kind: str
    ) -> Iterator[Problem]:
        if kind == "country" or (kind == "addressee" and _CODE.match(value)):
            if _CODE.match(value) and value not in list_countries():
                yield entry.blame(path, *self._word_country(value))
            return
        known = self._known[kind]
        # What is no id at all is reported as such, with the record's other values.
        if value in known or value in self._unread or not re.fullmatch("[a-z0-9-]+", value):
            return
        what = f"there is no {_NAMES[kind]} {show(value)}"
        yield entry.blame(path, what, self._suggest(value, known, _WHERE[kind]))

    def _word_country(self, code: str) -> tuple[str, str]:
        todo = "take the code from ISO 3166-1; a union or world body is an organisation, named by its id"
        return f"{show(code)} is no country's code", todo

    def _suggest(self, word: str, known: Collection[str], otherwise: str) -> str:
        self._suggested += 1
        return suggest(word, known, otherwise) if self._suggested <= _SUGGESTIONS else otherwise
