"""From the bytes of a data file to its text: UTF-8 alone, and no character that an editor would hide."""

from __future__ import annotations

import re

from bot.corpus.problems import Problem, name_character

_SHOWN_PER_FILE = 20
# U+0085, U+2028 and U+2029 end a line in YAML and in few editors: line numbers would drift, words be joined.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BREAK = re.compile("\r\n|\r|\n")
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE_AS = "save the file as UTF-8 without a byte order mark"


def decode_file(name: str, raw: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a data file, or None where it has none that can be read, with what is wrong with its encoding.

    A byte order mark of UTF-8 is a problem but no hindrance: the text comes without it.
    """
    refused = refuse_mark(name, raw)
    if refused:
        return None, [refused]
    raw, problems = take_off_bom(name, raw)
    text, found = decode_part(name, raw, 3 * len(problems))
    return text, [*problems, *found]


def refuse_mark(name: str, raw: bytes) -> Problem | None:
    """The problem with a file that begins with the mark of another encoding."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Problem(name, 1, 1, f"the file is saved as {encoding}, not as UTF-8", _SAVE_AS)
    return None


def take_off_bom(name: str, raw: bytes) -> tuple[bytes, list[Problem]]:
    """The bytes of a file without a byte order mark of UTF-8, and the problem, if there was one."""
    if not raw.startswith(b"\xef\xbb\xbf"):
        return raw, []
    return raw[3:], [Problem(name, 1, 1, "the file begins with a byte order mark", _SAVE_AS)]


def decode_part(name: str, raw: bytes, skipped: int = 0) -> tuple[str | None, list[Problem]]:
    """The text of a part of a file, or None where it has none that can be read; `skipped` bytes stand before it."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = locate(raw[: error.start].decode("utf-8"))
        offset = skipped + error.start
        what = f"byte 0x{raw[error.start]:02X} at offset {offset} is not UTF-8{_guess(raw, error.start)}"
        return None, [Problem(name, line, column, what, _SAVE_AS)]
    if text.count("\x00") * 3 > len(text):
        return None, [Problem(name, 1, 1, "the file looks like UTF-16: every other byte is zero", _SAVE_AS)]
    problems = []
    for count, match in enumerate(HIDDEN.finditer(text)):
        if count == _SHOWN_PER_FILE:
            break
        line, column = locate(text[: match.start()])
        char = match[0]
        offset = skipped + len(text[: match.start()].encode("utf-8"))
        what = f"the character {name_character(char)} at byte offset {offset} may not stand in the file"
        todo = f'take it out, or write "\\u{ord(char):04x}" in double quotes'
        problems.append(Problem(name, line, column, what, todo))
    return (None if problems else text), problems


def locate(before: str) -> tuple[int, int]:
    """Line and column, counted from 1, of what follows the text `before`."""
    breaks = 0
    start = 0
    for match in _BREAK.finditer(before):
        breaks += 1
        start = match.end()
    return breaks + 1, len(before) - start + 1


def _guess(raw: bytes, at: int) -> str:
    char = raw[at : at + 1].decode("cp1252", errors="ignore")
    return f" (in Windows-1252 it would be {name_character(char)})" if char else ""
