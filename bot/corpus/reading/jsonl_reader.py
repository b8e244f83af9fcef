"""Reads JSON Lines: records that a program wrote, one a line, to the same shapes as YAML.

    {"source": {"id": …, "title": …}}             begins a source; the lines after it are its
    {"statement": {"id": …, "report": {…}}}       one entry, as in the list under `statements` in YAML
    {"people": {"jane-doe": {"name": …}}}         entries of a vocabulary

A line is read by the standard library with a hook that refuses equal keys and what is neither text nor list nor
mapping. Whatever that does not take is read again, slowly, for problems with their columns. Places are looked for
when they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any, NoReturn

from bot.corpus.problems import Problem, show, suggest
from bot.corpus.reading.decoding import HIDDEN, decode_part, refuse_mark, take_off_bom
from bot.corpus.reading.jsonl_positions import COUNTED, ESCAPED_HALF, read_line
from bot.corpus.reading.yaml_reader import DEPTH_LIMIT, PROBLEMS_PER_FILE, Plain, Position, ReadFile

LINE_LIMIT = 1_000_000
KEYS = (
    "source", "statement", "people", "organisations", "events", "topics", "tones", "countries", "synonyms",
)  # fmt: skip
_ONE_KEY = f"write one object with one key: {', '.join(KEYS)}"


def read_json_lines(name: str, raw: bytes, line: int = 1, *, is_source: bool = True) -> tuple[ReadFile, list[Problem]]:
    """Read a file of JSON Lines, or those of its lines that belong to one source; `line` is the first one's number.

    `is_source` says whether sources may stand in the file. A line that cannot be read hides no other. Never raises
    for content.
    """
    problems: list[Problem] = []
    if line == 1:
        refused = refuse_mark(name, raw)
        if refused:
            return ReadFile(name, None, Position(1, 1)), [refused]
        raw, problems = take_off_bom(name, raw)
    reader = _LinesReader(name, is_source, problems)
    return reader.read(raw, line), reader.problems


class _LinesReader:
    """Takes line after line, and keeps plain data, places and problems."""

    def __init__(self, name: str, is_source: bool, problems: list[Problem]) -> None:
        self.problems = problems
        self._name = name
        self._is_source = is_source
        self._data: dict[str, Plain] = {}
        self._statements: list[Plain] = []
        self._entries: dict[str, dict[str, Plain]] = {}
        self._parts: dict[str | int, Position] = {}
        self._unread: list[str] = []
        self._has_broken_source = False

    def read(self, raw: bytes, first: int) -> ReadFile:
        lines = BytesIO(raw)
        for number, line in enumerate(lines, first):
            self._take(number, line.rstrip(b"\r\n"))
            if len(self.problems) >= PROBLEMS_PER_FILE:
                self._report(number, 1, "too many mistakes; the rest is not read", "begin with the ones above")
                self._unread.append(lines.read().decode("utf-8", "replace"))
                break
        is_headless = self._is_source and "source" not in self._parts
        statements = self._parts.get("statements")
        if is_headless and statements and not self._has_broken_source:
            todo = 'write the line {"source": …} above it, or move it below that of its source'
            self._report(statements.line, 1, "a statement with no source before it", todo)
        root = Position(first, 1, parts=self._parts)
        return ReadFile(self._name, self._data, root, unread="\n".join(self._unread), is_headless=is_headless)

    def _take(self, number: int, line: bytes) -> None:
        try:
            if len(line) > LINE_LIMIT or line.count(b"{") + line.count(b"[") > DEPTH_LIMIT or ESCAPED_HALF.search(line):
                raise ValueError
            text = line.decode()
            if _may_hide(line) and HIDDEN.search(text):
                raise ValueError
            ((key, value),) = _decode(text).items()
        except (ValueError, AttributeError, RecursionError):
            # Wrong, or in order and unusual: the slow way tells.
            self._take_slowly(number, line)
        else:
            self._keep(number, line, key, value)

    def _take_slowly(self, number: int, line: bytes) -> None:
        before = len(self.problems)
        value = self._read_slowly(number, line)
        if isinstance(value, dict) and len(value) == 1:
            ((key, inner),) = value.items()
            self._keep(number, line, key, inner)
            return
        if len(self.problems) == before:
            keys = list(value) if isinstance(value, dict) else []
            what = f"the line holds {len(keys)} keys, not one" if keys else "the line holds no record"
            self._report(number, 1, what, _ONE_KEY)
        self._set_aside(line)

    def _read_slowly(self, number: int, line: bytes) -> Plain | None:
        if not line.strip():
            self._report(number, 1, "an empty line", "take it out: each line holds a record")
            return None
        if len(line) > LINE_LIMIT:
            what = f"the line is longer than {LINE_LIMIT // 1_000_000} MB"
            self._report(number, 1, what, "write one record a line; a record fits in far less")
            return None
        text, found = decode_part(self._name, line)
        self.problems += [replace(problem, line=number) for problem in found]
        if text is None:
            return None
        value, _, found = read_line(self._name, number, text)
        self.problems += found
        return value

    def _keep(self, number: int, line: bytes, key: str, value: Plain) -> None:
        place = _LinePlace(number, line, (key,))
        if key == "statement" and self._has_broken_source and "source" in self._parts:
            self._set_aside(line)  # it belongs to the broken one, and must not be held against the document of another
        elif key == "statement":
            self._keep_statement(place, value)
        elif key == "source":
            if key in self._parts:
                todo = 'begin the line with {"source" and nothing before it'
                self._report(number, place.key_column, "a second source that cannot be told from the first", todo)
                self._set_aside(line)
                self._has_broken_source = True
                return
            self._data[key], self._parts[key] = value, place
        elif key in KEYS:
            self._keep_entries(place, line, key, value)
        else:
            what, todo = f"unknown key {show(key)}", suggest(key, KEYS, f"the keys here are: {', '.join(KEYS)}")
            self._report(number, place.key_column, what, todo)
            self._set_aside(line)

    def _keep_statement(self, place: Position, value: Plain) -> None:
        self._open("statements", place).parts[len(self._statements)] = place
        self._statements.append(value)
        self._data["statements"] = self._statements

    def _keep_entries(self, place: Position, line: bytes, section: str, value: Plain) -> None:
        if not isinstance(value, dict):
            todo = f'write {{"{section}": {{"the-id": {{…}}}}}}'
            self._report(place.line, place.column, f"`{section}` holds no keys", todo)
            self._set_aside(line)
            return
        entries = self._entries.setdefault(section, {})
        self._data[section] = entries
        held = self._open(section, place).parts
        # The quick way leaves out what is null, and an id without an entry would go unseen.
        for key in place.parts if b"null" in line else value:
            first = held.setdefault(key, _LinePlace(place.line, line, (section, str(key))))
            if first.line != place.line:
                what = f"the key `{key}` under `{section}` stands twice, here and in line {first.line}"
                self._report(place.line, place.parts[key].key_column, what, "keep one of them")
            elif str(key) in value:
                entries[str(key)] = value[str(key)]

    def _open(self, section: str, place: Position) -> Position:
        """The place of a list or mapping whose parts stand in lines of their own."""
        found = self._parts.get(section)
        if found is None:
            found = self._parts[section] = Position(place.line, 1, place.line, 1)
        return found

    def _set_aside(self, line: bytes) -> None:
        """Keep a line that is not used: what it names may be named elsewhere."""
        self._unread.append(line[:LINE_LIMIT].decode("utf-8", "replace"))
        self._has_broken_source = self._has_broken_source or line.lstrip(b' \t{"').startswith(b"source")

    def _report(self, line: int, column: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self._name, line, column, what, todo))


class _LinePlace(Position):
    """A place within a line that holds it, found when its column or parts are first asked for."""

    __slots__ = ("_path", "_raw")

    def __init__(self, line: int, raw: bytes, path: tuple[str | int, ...]) -> None:
        self.line = self.key_line = line
        self._raw, self._path = raw, path

    def find(self, path: Iterable[str | int]) -> Position:
        return _LinePlace(self.line, self._raw, (*self._path, *path))

    def __getattr__(self, name: str) -> object:
        if name not in ("column", "key_column", "parts"):
            raise AttributeError(name)
        _, whole, _ = read_line("", self.line, self._raw.decode("utf-8", "replace"))
        found = whole.find(self._path)
        self.column, self.key_column, self.parts = found.column, found.key_column, found.parts
        return getattr(self, name)


def _may_hide(line: bytes) -> bool:
    """Whether a line holds bytes of hidden characters; many times as fast as looking for the characters."""
    return (
        b"\x7f" in line or b"\xc2" in line or b"\xef\xbb\xbf" in line or b"\xef\xbf" in line
        or b"\xe2\x80\xa8" in line or b"\xe2\x80\xa9" in line
    )  # fmt: skip


def _take_object(pairs: list[tuple[str, Any]]) -> dict[str, Plain]:
    """A JSON object as YAML would have given it. Raises ValueError for what is to be looked at slowly."""
    made: dict[str, Plain] = {}
    for key, value in pairs:
        kind = type(value)
        if kind is list:
            for entry in value:
                if type(entry) is not str and type(entry) is not dict:
                    raise ValueError
        elif value is None:
            continue
        elif kind is int and key == COUNTED:
            value = str(value)  # noqa: PLW2901
        elif kind is not str and kind is not dict:
            raise ValueError
        made[key] = value
    if len(made) != len(pairs) and len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return made


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_decode = json.JSONDecoder(object_pairs_hook=_take_object, parse_constant=_refuse).decode
