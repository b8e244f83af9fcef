"""One line of JSON read slowly: every value with its column, every mistake with what to do about it.

The quick way (jsonl_reader) keeps no places. Whoever needs one has the line read again here: places are wanted where
something is wrong, and keeping them for every value costs more than all the rest of reading.
"""

from __future__ import annotations

import json
import re
from json import JSONDecodeError

from bot.corpus.problems import Problem, name_character
from bot.corpus.reading.yaml_reader import DEPTH_LIMIT, Plain, Position

# The one key whose value is a count; YAML knows texts alone, so it becomes one here too.
COUNTED = "occurrence"
ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_COUNT = re.compile(r"-?(?:0|[1-9][0-9]*)")
_WORD = re.compile(r"-?[A-Za-z_]+")
_DECODER = json.JSONDecoder()
_WHOLE = "write each record whole, in one line"

_STRINGS: tuple[tuple[str, str, str], ...] = (
    ("Unterminated string", "a quotation mark opens here and is never closed",
     f'close it; a quotation mark within a text is \\". {_WHOLE[0].upper()}{_WHOLE[1:]}'),
    ("Invalid control character", "a control character stands in a text",
     r"write it as an escape: \t for a tab, \n for a line's end"),
    ("Invalid \\u", "this escape names no character", r"write four hexadecimal digits: \u00a0"),
    ("Invalid \\", "a backslash is followed by a character that it cannot stand before", r"write \\ for a backslash"),
)  # fmt: skip


def read_line(name: str, number: int, text: str) -> tuple[Plain | None, Position, list[Problem]]:
    """The value that a line holds, None where it is no JSON; its place, and what is wrong with it."""
    reader = _LineReader(name, number, text)
    return (*reader.read(), reader.problems)


class _Stop(Exception):  # noqa: N818 -- not an error: what follows in the line cannot be told apart
    pass


class _LineReader:
    """Goes through one line from left to right."""

    def __init__(self, name: str, number: int, text: str) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._number = number
        self._text = text
        self._at = 0

    def read(self) -> tuple[Plain | None, Position]:
        try:
            value, place = self._read_value(0)
            if self._peek():
                self._stop("something follows the record", "write one record a line, and nothing beside it")
        except _Stop:
            return None, Position(self._number, 1)
        return value, place

    def _read_value(self, depth: int) -> tuple[Plain | None, Position]:
        char = self._peek()
        place = Position(self._number, self._at + 1)
        if char in ("{", "["):
            if depth >= DEPTH_LIMIT:
                self._stop(f"more than {DEPTH_LIMIT} levels inside one another", "no record is that deep")
            self._at += 1
            return (self._read_object if char == "{" else self._read_list)(place, depth + 1), place
        if char == '"':
            return self._read_text(), place
        return self._read_bare(char), place

    def _read_object(self, place: Position, depth: int) -> Plain:
        made: dict[str, Plain] = {}
        while self._go_on("}", is_first=not place.parts):
            if self._peek() != '"':
                what = "a key without double quotation marks" if self._peek() else "the record ends before it is whole"
                self._stop(what, f'write {{"key": …}}. {_WHOLE[0].upper()}{_WHOLE[1:]}')
            key_column = self._at + 1
            key = self._read_text()
            if self._peek() != ":":
                self._stop("no colon after a key", 'write {"key": …}')
            self._at += 1
            value, found = self._read_value(depth)
            found.key_line, found.key_column = self._number, key_column
            first = place.parts.setdefault(key, found)
            if first is not found:
                what = f"the key `{key}` stands twice, here and in column {first.key_column}"
                self._report(key_column, what, "keep one of them")
            elif value is not None:
                if key == COUNTED or not isinstance(value, _Number):
                    made[key] = str(value) if isinstance(value, str) else value
                else:
                    made[key] = self._refuse_number(value, found)
        return made

    def _read_list(self, place: Position, depth: int) -> Plain:
        made: list[Plain] = []
        is_first = True
        while self._go_on("]", is_first=is_first):
            is_first = False
            value, found = self._read_value(depth)
            if value is None:
                self._report(found.column, "an empty entry in a list", "fill it in, or take it out")
                continue
            place.parts[len(made)] = found
            made.append(self._refuse_number(value, found) if isinstance(value, _Number) else value)
        return made

    def _go_on(self, closing: str, *, is_first: bool) -> bool:
        """Whether another entry follows; past the comma before it, or past what closes the list or mapping."""
        char = self._peek()
        if char == closing:
            self._at += 1
            return False
        if is_first:
            return True
        if char != ",":
            if not char:
                self._stop("the record ends before it is whole", _WHOLE)
            self._stop(f"a comma or {closing} is missing", "separate entries by commas")
        self._at += 1
        if self._peek() == closing:
            self._stop(f"a comma stands before {closing}", "take it out, or write what is missing after it")
        return True

    def _read_text(self) -> str:
        begin = self._at
        try:
            text, self._at = _DECODER.raw_decode(self._text, begin)
        except JSONDecodeError as error:
            self._at = error.pos
            for said, what, todo in _STRINGS:
                if error.msg.startswith(said):
                    self._stop(what, todo)
            self._stop("this text cannot be read", "compare it with a line beside it")
        half = _HALF.search(text)
        if half:
            what = f"the escape \\u{ord(half[0]):04x} is one half of a character, and its other half is not there"
            self._report(begin + 1, what, "write both halves, or the character itself")
            text = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
        return str(text)

    def _read_bare(self, char: str) -> Plain | None:
        """A value without quotation marks: a number, null, or what cannot stand there."""
        number = _NUMBER.match(self._text, self._at)
        if number:
            self._at = number.end()
            return _Number(number[0])
        word = _WORD.match(self._text, self._at)
        if word and word[0] == "null":
            self._at = word.end()
            return None
        if word and word[0] in ("true", "false", "NaN", "Infinity", "-Infinity"):
            self._report(self._at + 1, f"`{word[0]}` stands where a text or a list is meant", "no key takes this value")
            self._at = word.end()
            return word[0]
        if word:
            self._stop(f"the word {word[0]} stands without quotation marks", 'write "…", or null for nothing')
        if not char:
            self._stop("the record ends before it is whole", _WHOLE)
        if char in "#/":
            self._stop("a comment", "take it out: JSON has none")
        if char in "'‘’“”":
            self._stop(f"{name_character(char)} where a value begins", 'put texts in straight double marks: "…"')
        self._stop(f"no value can begin with {name_character(char)}", 'put texts in double quotation marks: "…"')
        return None

    def _refuse_number(self, number: str, place: Position) -> str:
        self._report(place.column, f"the number {number[:20]} stands where a text is meant", 'put it in marks: "…"')
        return str(number)

    def _peek(self) -> str:
        """The next character that is no space; empty at the line's end."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def _report(self, column: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self._name, self._number, column, what, todo))

    def _stop(self, what: str, todo: str) -> None:
        self._report(self._at + 1, what, todo)
        raise _Stop


class _Number(str):
    """A number as it is written; told apart from a text until it is known whether one may stand there."""

    __slots__ = ()
