"""Brings a file of records from the old form to the new one: what every entry repeats is written once, as `defaults`.

Lines are taken out and put in; every other byte stays. The records say the same afterwards, or nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.corpus.reading.defaults import OF_REPORT, OF_STATEMENT
from bot.corpus.reading.record_parser import read_records
from bot.corpus.reading.yaml_reader import Plain, Position, ReadFile, read_yaml

_FEWEST = 3  # entries that repeat a value, for it to be worth a default
_SCHEMA = "# yaml-language-server: $schema="
# Values of one entry's own words: the same in all entries of a file by chance alone.
_NEVER = ("passage", "as_written", "day_how", "locator", "role")


def migrate_records(text: str, schema: str, *, is_source: bool) -> str:
    """The text in the new form, the same text where there is nothing to do; `schema` is the path of its JSON Schema."""
    read, problems = read_yaml("", text.encode())
    if problems or not isinstance(read.data, dict):
        return text
    migrated = _write_defaults(text, read.data, read.place) if is_source else text
    if migrated != text and _expand(migrated) != _expand(text):
        migrated = text
    if not migrated.startswith(_SCHEMA):
        migrated = f"{_SCHEMA}{schema}{_line_end(text)}{migrated}"
    return migrated


def _write_defaults(text: str, data: dict[str, Plain], place: Position) -> str:
    entries, at = data.get("statements"), place.find(("statements",))
    if not isinstance(entries, list) or "defaults" in data or any("with" in one for one in entries):
        return text
    lines = text.splitlines(keepends=True)
    gone: set[int] = set()
    shared: list[str] = []
    for key in (*OF_STATEMENT, *OF_REPORT):
        found = None if key in _NEVER else _find_shared(key, entries, at, lines)
        if found:
            shared.append(found[1])
            gone.update(found[0])
    if not shared:
        return text
    end = _line_end(text)
    head = f"defaults:{end}" + "".join(f"  {one}{end}" for one in shared) + end
    first = at.key_line - 1
    return "".join(
        (head if number == first else "") + ("" if number in gone else line) for number, line in enumerate(lines)
    )


def _find_shared(key: str, entries: list[Plain], at: Position, lines: Sequence[str]) -> tuple[set[int], str] | None:
    """The lines of a key that all entries have with one value, and that line as a default."""
    rows: set[int] = set()
    written: set[str] = set()
    for record, place in _list_records(key, entries, at):
        if key not in record:
            return None
        position = place.parts[key]
        row = position.key_line - 1
        line = lines[row].strip()
        if not line.startswith(f"{key}:") or position.line != position.key_line or _goes_on(lines, row):
            return None
        rows.add(row)
        written.add(line)
    return (rows, written.pop()) if len(rows) >= _FEWEST and len(written) == 1 else None


def _list_records(key: str, entries: list[Plain], at: Position) -> Iterator[tuple[dict[str, Plain], Position]]:
    """The statements that are brought in, or the reports, of which a key is."""
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            continue
        place = at.parts[index]
        if key in OF_REPORT:
            report = entry.get("report")
            yield (report, place.parts["report"]) if isinstance(report, dict) else ({}, place)
        elif "same_as" not in entry:
            yield entry, place


def _goes_on(lines: Sequence[str], row: int) -> bool:
    """Whether the value of a line is continued below it, or has a comment."""
    line = lines[row]
    indent = len(line) - len(line.lstrip())
    below = lines[row + 1] if row + 1 < len(lines) else ""
    is_deeper = bool(below.strip()) and len(below) - len(below.lstrip()) > indent
    return is_deeper or line.rstrip().endswith((":", "|", ">", ">-", "|-", "[", "{", ",")) or " #" in line


def _expand(text: str) -> list[object]:
    """What the records say, defaults filled in."""
    read, _ = read_yaml("", text.encode())
    file = read_records(ReadFile("", read.data, read.place), is_source=True)
    return [(one.entry.plain, one.report.plain if one.report else None) for one in file.reports]


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
