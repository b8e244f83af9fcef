"""Reads YAML as its author sees it: every scalar a text, every key and value with its line and column.

The events of PyYAML's C parser go through a builder of our own. PyYAML's loaders keep the last of two equal keys
without a word, turn `NO` into False and `0123` into 83, and expand aliases that can grow a small file beyond all
memory; here equal keys, aliases, anchors and tags are refused in the same pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from bot.corpus.problems import Problem, show
from bot.corpus.reading.decoding import decode_file
from bot.corpus.reading.yaml_errors import explain_syntax

FILE_LIMIT = 8_000_000
# Keys, items and values of one file, and of one list or mapping in it: far more than any source or vocabulary has.
NODE_LIMIT, SIZE_LIMIT = 400_000, 50_000
DEPTH_LIMIT = 16
PROBLEMS_PER_FILE = 100
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


@dataclass(slots=True)
class Position:
    """Where a value stands, and the places of the values in it by key or index; lines and columns count from 1.

    The places of keys without a value are held too, so that "empty" can be told from "missing".
    """

    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    parts: dict[str | int, Position] = field(default_factory=dict)

    def find(self, path: Iterable[str | int]) -> Position:
        """The place at the end of `path`, passing over steps that are not written in the file."""
        place = self
        for step in path:
            place = place.parts.get(step, place)
        return place


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A data file as read, or the lines of it that belong to one source.

    data         None where nothing of it can be used
    text         what the file holds, where decodable
    unread       lines that cannot be used though others can: what they name may be defined in them
    is_headless  whether no source is known to be missing where none stands: it is a problem already, or none is wanted
    """

    name: str
    data: Plain | None
    place: Position
    text: str = ""
    unread: str = ""
    is_headless: bool = False


def read_yaml(name: str, raw: bytes) -> tuple[ReadFile, list[Problem]]:
    """Read the bytes of one file. `name` is how problems name it. Never raises for content."""
    if len(raw) > FILE_LIMIT:
        what = f"the file is larger than {FILE_LIMIT // 1_000_000} MB"
        return ReadFile(name, None, Position(1, 1)), [
            Problem(name, 1, 1, what, "split it; a source's records fit in far less")
        ]
    text, problems = decode_file(name, raw)
    if text is None:
        return ReadFile(name, None, Position(1, 1), raw.decode("utf-8", "replace")), problems
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except _Stop:
        builder.usable = False
    except yaml.YAMLError as error:
        builder.problems.append(explain_syntax(name, text, error))
        builder.usable = False
    data = builder.data if builder.usable else None
    return ReadFile(name, data, builder.place, text), [*problems, *builder.problems]


class _Stop(Exception):  # noqa: N818 -- not an error: the rest of the file is not worth reading
    pass


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled; `key` is the one whose value comes next."""

    data: list[Plain] | dict[str, Plain]
    place: Position
    key: str | None = None
    key_at: tuple[int, int] = (0, 0)
    doubled: bool = False


class _Builder:
    """Takes the parser's events, one by one, and keeps plain data, places and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.data: Plain = {}
        self.place = Position(1, 1)
        self.usable = True
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._stop(line, column, f"more than {NODE_LIMIT:,} keys and values in one file", "split the file")
        if self._open and len(self._open[-1].data) > SIZE_LIMIT:
            what = f"more than {SIZE_LIMIT:,} entries in one list or mapping"
            self._stop(line, column, what, "split it over several files")
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event, line, column)
            self._take_scalar(event.value, event.implicit[0] and event.value in _NULLS, line, column)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_extras(event, line, column)
            if self._awaits_key():
                self._stop(line, column, "a list or mapping stands as a key", "write a plain text before the colon")
            if len(self._open) >= DEPTH_LIMIT:
                self._stop(line, column, f"more than {DEPTH_LIMIT} levels inside one another", "no record is that deep")
            data: list[Plain] | dict[str, Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open.append(_Open(data, Position(line, column)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            self._put(done.data, done.place)
        elif isinstance(event, yaml.AliasEvent):
            self._report(line, column, f"an alias, *{event.anchor}", "write the value out; aliases are not read")
            # What an alias stands for stays unknown, so that nothing sound can be said of the rest of the file.
            self.usable = False
            self._take_scalar("", False, line, column)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(line, column, "a second document begins here (---)", "keep one document a file")

    def _take_scalar(self, value: str, absent: bool, line: int, column: int) -> None:
        if self._awaits_key():
            top = self._open[-1]
            first = top.place.parts.get(value)
            top.key, top.key_at, top.doubled = value, (line, column), first is not None
            if first is not None:
                what = f"the key `{value}` stands twice, here and in line {first.key_line}, column {first.key_column}"
                self._report(line, column, what, "keep one of them")
        else:
            self._put(None if absent else value, Position(line, column))

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].key is None and isinstance(self._open[-1].data, dict)

    def _put(self, value: Plain | None, place: Position) -> None:
        if not self._open:
            self.place = place
            self.data = {} if value is None else value
            return
        top = self._open[-1]
        if isinstance(top.data, list):
            if value is None:
                self._report(place.line, place.column, "an empty entry in a list", "fill it in or take its dash away")
                return
            top.place.parts[len(top.data)] = place
            top.data.append(value)
            return
        key, top.key = top.key, None
        if key is None or top.doubled:
            return
        place.key_line, place.key_column = top.key_at
        top.place.parts[key] = place
        if value is not None:
            top.data[key] = value

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int, column: int
    ) -> None:
        if event.anchor is not None:
            self._report(
                line, column, f"an anchor, &{event.anchor}", "take it away; if it is text, put it in quotation marks"
            )
        if event.tag is not None:
            self._report(
                line, column, f"a tag, {show(event.tag)}", "take it away; if it is text, put it in quotation marks"
            )

    def _report(self, line: int, column: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self.name, line, column, what, todo))
        if len(self.problems) >= PROBLEMS_PER_FILE:
            self._stop(line, column, "too many mistakes; the rest of the file is not read", "begin with the ones above")

    def _stop(self, line: int, column: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self.name, line, column, what, todo))
        raise _Stop
