"""From plain data to typed records, entry by entry, so that one mistake hides no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.corpus.model import (
    CODE_PATTERN,
    ID_PATTERN,
    Code,
    Defaults,
    Id,
    NewStatement,
    Report,
    SameStatement,
    Source,
    SourceFile,
    Statement,
)
from bot.corpus.model import Vocabulary as VocabularyFile
from bot.corpus.problems import Problem, show
from bot.corpus.reading.defaults import Given, fill_entry, read_given, walk_entries
from bot.corpus.reading.validation_messages import PATTERNS, list_keys, word_error, word_unknown_key
from bot.corpus.reading.yaml_reader import Plain, Position, ReadFile
from bot.corpus.vocabulary import SECTIONS

_ID: TypeAdapter[str] = TypeAdapter(Id)
_CODE: TypeAdapter[str] = TypeAdapter(Code)

R = TypeVar("R", bound=BaseModel)
R_co = TypeVar("R_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class Written(Generic[R_co]):
    """One record as written: its id (empty where it has none), plain data, place, and itself where it is in order.

    `place` is that of the entry in which it stands at the path `within`: places are looked for when one is wanted.
    """

    file: str
    id: str
    plain: dict[str, Plain]
    place: Position
    record: R_co | None
    within: tuple[str, ...] = ()

    def blame(self, path: tuple[str | int, ...], what: str, todo: str) -> Problem:
        """A problem with the value at the end of `path` within the record."""
        place = self.place.find((*self.within, *path))
        return Problem(self.file, place.line, place.column, what, todo)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """An entry of a source file: the report, the statement it brings in, or the id of the one it repeats."""

    source: str
    statement: Written[Statement] | None
    same_as: str
    entry: Written[BaseModel]
    report: Written[Report] | None


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """All records of one file, the sound and the unsound ones."""

    vocabulary: dict[str, list[Written[BaseModel]]]
    source: Written[Source] | None
    reports: list[WrittenReport]
    problems: list[Problem]


def read_records(file: ReadFile, is_source: bool) -> WrittenFile:
    """Every record in a file, and what is wrong with its keys and values."""
    if file.data is None:
        return WrittenFile({section: [] for section in SECTIONS}, None, [], [])
    if not isinstance(file.data, dict):
        at, todo = file.place, "begin it with a key, such as `people:`"
        problem = Problem(file.name, at.line, at.column, "the file holds no keys", todo)
        return WrittenFile({section: [] for section in SECTIONS}, None, [], [problem])
    # Lines of JSON that stand before the first source bring in entries of the vocabularies alone.
    is_source = is_source and not (file.is_headless and "statements" not in file.data)
    reader = _RecordReader(file, file.data)
    reader.refuse_unknown_keys(SourceFile if is_source else VocabularyFile)
    vocabulary = {section: list(reader.read_section(section, record)) for section, record in SECTIONS.items()}
    source = reader.read_source() if is_source else None
    reports = list(reader.read_entries(source.id)) if source else []
    return WrittenFile(vocabulary, source, reports, reader.problems)


class _RecordReader:
    """Reads the records of one file and keeps what is wrong with them."""

    def __init__(self, file: ReadFile, data: dict[str, Plain]) -> None:
        self.problems: list[Problem] = []
        self._file = file.name
        self._data = data
        self._place = file.place
        self._is_headless = file.is_headless
        self._is_json = file.name.endswith(".jsonl")

    def refuse_unknown_keys(self, kind: type[BaseModel]) -> None:
        for key, place in self._place.parts.items():
            if key in kind.model_fields:
                continue
            what, todo = word_unknown_key(str(key), list_keys(kind, ()))
            if key in SourceFile.model_fields:
                todo = "keep sources and statements in a file of their own in sources/"
            self._report_key(place, what, todo)

    def read_section(self, section: str, record: type[BaseModel]) -> Iterator[Written[BaseModel]]:
        entries, section_place = self._data.get(section, {}), self._place.find((section,))
        if not isinstance(entries, dict):
            todo = "write each entry's id, a colon, and its keys indented below"
            todo = 'write {"id": {…}} for each entry' if self._is_json else todo
            self._report(section_place, f"`{section}` holds no keys", todo)
            return
        if section not in self._place.parts:
            return
        for step, place in section_place.parts.items():
            key = str(step)
            try:
                (_CODE if section == "countries" else _ID).validate_python(key)
            except ValidationError:
                looks, todo = PATTERNS[CODE_PATTERN if section == "countries" else ID_PATTERN]
                self._report_key(place, f"the key {show(key)} under `{section}` is not {looks}", todo)
            # An entry without any keys is an empty record: pydantic then says which keys it misses.
            yield self._validate(key, entries.get(key, {}), place, record)

    def read_source(self) -> Written[Source]:
        plain, place = self._data.get("source"), self._place.find(("source",))
        if plain is None and self._is_headless:
            return Written(self._file, "", {}, place, None)
        if plain is None:
            todo = "say which document the file records: `source:` with id, title, file and sha256"
            self._report(place, "`source` is missing or empty", todo)
            return Written(self._file, "", {}, place, None)
        return self._validate(_text(plain, "id"), plain, place, Source)

    def read_entries(self, source: str) -> Iterator[WrittenReport]:
        given = self._read_defaults(self._data, self._place, "defaults")
        entries, list_place = self._data.get("statements", []), self._place.find(("statements",))
        if not isinstance(entries, list):
            self._report(list_place, "`statements` is not a list", "begin each entry with a dash")
            return
        for written, position, default in walk_entries(entries, list_place, given, self._check_block):
            plain, place = fill_entry(written, position, default)
            same_as = _text(plain, "same_as")
            if same_as:
                same = self._validate("", plain, place, SameStatement)
                yield WrittenReport(source, None, same_as, same, self._read_report(same, same.record))
            else:
                new = self._validate(_text(plain, "id"), plain, place, NewStatement)
                yield WrittenReport(source, new, "", new, self._read_report(new, new.record))

    def _read_defaults(self, plain: dict[str, Plain], place: Position, key: str) -> Given:
        if key in plain:
            self._validate("", plain[key], place.find((key,)), Defaults)
        return read_given(plain.get(key), place.find((key,)))

    def _check_block(self, plain: dict[str, Plain], place: Position) -> None:
        """What is wrong with a block of entries: its defaults, or what stands beside them."""
        self._read_defaults(plain, place, "with")
        for key in plain:
            if key not in ("with", "statements"):
                what, todo = f"`{key}` is beside `with`", "write it under `with`: it then counts for the whole block"
                self._report_key(place.find((key,)), what, todo)
        if not isinstance(plain.get("statements"), list):
            todo = "write the entries of the block under `statements`, each with a dash"
            self._report(place, "a block without entries", todo)

    def _read_report(
        self, entry: Written[BaseModel], record: NewStatement | SameStatement | None
    ) -> Written[Report] | None:
        """The report of an entry; where the entry is at fault elsewhere, the report on its own."""
        plain = entry.plain.get("report")
        if not isinstance(plain, dict):
            return None
        report = record.report if record else None
        if report is None:
            # Its own mistakes, if it has any, came with those of the entry.
            with suppress(ValidationError):
                report = Report.model_validate(plain)
        return Written(self._file, "", plain, entry.place, report, ("report",))

    def _validate(self, identity: str, plain: Plain, place: Position, record: type[R]) -> Written[R]:
        valid: R | None = None
        try:
            valid = record.model_validate(plain)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                self._report_error(one, place, record)
        return Written(self._file, identity, plain if isinstance(plain, dict) else {}, place, valid)

    def _report_error(self, error: ErrorDetails, place: Position, record: type[BaseModel]) -> None:
        path = error["loc"]
        last = path[-1] if path else ""
        unknown = error["type"] == "extra_forbidden"
        empty = error["type"] == "missing" and last in place.find(path[:-1]).parts
        what, todo = word_error(record, error, empty=empty, json=self._is_json)
        if unknown and record is SameStatement and last in NewStatement.model_fields:
            what = f"`{last}` stands beside `same_as`"
            todo = "keep same_as and report alone: the rest is said where the statement was first recorded"
        (self._report_key if unknown or empty else self._report)(place.find(path), what, todo)

    def _report(self, place: Position, what: str, todo: str) -> None:
        self.problems.append(Problem(self._file, place.line, place.column, what, todo))

    def _report_key(self, place: Position, what: str, todo: str) -> None:
        self.problems.append(Problem(self._file, place.key_line, place.key_column, what, todo))


def _text(plain: Plain, key: str) -> str:
    value = plain.get(key) if isinstance(plain, dict) else None
    return value if isinstance(value, str) else ""


def walk_texts(
    plain: Plain, path: tuple[str, ...], at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts at the end of a path, each with where it stands; `*`, like the end, goes through a list."""
    for index, step in enumerate(path):
        if step == "*":
            for number, value in enumerate(plain if isinstance(plain, list) else ()):
                yield from walk_texts(value, path[index + 1 :], (*at, number))
            return
        if not isinstance(plain, dict) or step not in plain:
            return
        plain, at = plain[step], (*at, step)
    if isinstance(plain, str):
        yield at, plain
    elif isinstance(plain, list):
        for number, value in enumerate(plain):
            if isinstance(value, str):
                yield (*at, number), value
            else:
                yield from walk_texts(value, (), (*at, number))
