"""The YAML parser's complaints in plain words: where to look and what to do."""

from __future__ import annotations

import re

import yaml

from bot.corpus.problems import Problem, name_character

_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*:[^\s/]")
_RESERVED = "@`%!&*|>,]}"

# What the parser says, and what it means to somebody who writes a record.
_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    ("exceeded maximum nesting depth", "far too many levels inside one another", "no record is that deep"),
    ("unknown escape character", "a backslash in double quotes is followed by a character that it cannot stand before",
     r"write \\ for a backslash, or put the text in single quotes"),
    ("invalid Unicode character escape", "this escape names no character", r"write four hexadecimal digits: \u00a0"),
    ("did not find expected hexdecimal number", "this escape names no character", r"write it as \xa0 or \u00a0"),
    ("did not find expected alphabetic or numeric character", "a value begins with * or &, which YAML keeps for itself",
     "put the value in quotation marks"),
    ("did not find expected ',' or ']'", "a list in [brackets] is not closed, or a comma is missing",
     "close it with ], separate its entries by commas, and quote entries that hold a comma, colon or bracket"),
    ("did not find expected ',' or '}'", "a mapping in {braces} is not closed, or a comma is missing",
     "close it with }, separate its entries by commas, and quote values that hold a comma, colon or brace"),
    ("did not find expected '-' indicator", "this line stands in a list but does not begin with a dash",
     "begin it with '- ', or indent it as its neighbours are"),
    ("did not find expected key", "this line does not fit the lines above it",
     "indent it by spaces as its neighbours are; if a quoted value stands here, write '' for a single quote inside it"),
    ("block sequence entries are not allowed", "a dash begins a list where none can stand",
     "put the dash on a line of its own below its key, or quote the value"),
    ("found incompatible YAML document", "the file asks for another version of YAML", "take the %YAML line out"),
    ("found undefined tag handle", "a value begins with !, which YAML keeps for tags",
     "put the value in quotation marks"),
    ("expected whitespace or line break", "something follows a tag or a block mark | or > on its line",
     "begin the text on the next line, indented, or put the value in quotation marks"),
    ("did not find expected comment or line break", "text follows the block mark | or > on its line",
     "begin the text on the next line, indented, or put the value in quotation marks"),
    ("found a tab character", "a tab stands where spaces belong", "indent by spaces"),
    ("found unexpected document indicator", "--- or ... stands inside a quoted value",
     "close the quotation mark first"),
    ("did not find expected <document start>", "text stands after the end of the file's records",
     "keep everything in one block of keys, indented alike, without --- or ... lines"),
)  # fmt: skip


def explain_syntax(name: str, text: str, error: yaml.YAMLError) -> Problem:
    """The parser's error as a problem: its place in the file, what is wrong and what to do."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(name, 1, 1, "the file is not YAML", "compare it with a file beside it")
    said = error.problem or ""
    line, column = error.problem_mark.line + 1, error.problem_mark.column + 1
    if "unexpected end of stream" in said or "document indicator" in said:
        mark = error.context_mark or error.problem_mark
        what = "a quotation mark opens here and is never closed"
        return Problem(name, mark.line + 1, mark.column + 1, what, "close it; write '' for a single quote inside '…'")
    if "mapping values are not allowed" in said:
        missed = _find_missed_space(name, text, line - 1)
        todo = "put a value that holds ': ' in quotation marks, and indent keys as their neighbours are"
        return missed or Problem(name, line, column, "a colon where no key can stand", todo)
    if "could not find expected ':'" in said:
        mark = error.context_mark or error.problem_mark
        what, todo = "a line without `key:`", "write `key: value`; indent text that goes on below its key"
        missed = _find_missed_space(name, text, mark.line + 1)
        return missed or Problem(name, mark.line + 1, mark.column + 1, what, todo)
    if "cannot start any token" in said:
        return _explain_character(name, text, line, column)
    for part, what, todo in _PLAIN_WORDS:
        if part in said:
            return Problem(name, line, column, what, todo)
    todo = "compare the line with its neighbours; text with : or # or a leading sign goes in quotation marks"
    return Problem(name, line, column, f"the YAML cannot be read here: {said or 'no reason given'}", todo)


def _find_missed_space(name: str, text: str, line: int) -> Problem | None:
    here = _line(text, line)
    if not _NO_SPACE_AFTER_COLON.match(here):
        return None
    return Problem(
        name, line, here.index(":") + 2, "no space after the colon", "write `key: value` with a space between"
    )


def _explain_character(name: str, text: str, line: int, column: int) -> Problem:
    here = _line(text, line)
    char = here[column - 1 : column]
    if char == "\t" or "\t" in here[: column - 1]:
        return Problem(name, line, here.index("\t") + 1, "a tab stands where spaces belong", "indent by spaces")
    if char and char in _RESERVED:
        what = f"a value begins with {char}, which YAML keeps for itself"
        return Problem(name, line, column, what, "put the value in quotation marks")
    shown = name_character(char) if char else "the end of the line"
    return Problem(name, line, column, f"no value can begin with {shown}", "put the value in quotation marks")


def _line(text: str, number: int) -> str:
    lines = re.split("\r\n|\r|\n", text)
    return lines[number - 1] if 0 < number <= len(lines) else ""
