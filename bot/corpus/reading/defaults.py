"""Keys that a source file writes once for many entries: `defaults` for all of it, and `with` for a block of entries.

    defaults: {day: 2024-06-26, via: kr-mofa}
    statements:
      - with: {event: lee-meets-rudenko, venue: Moscow}
        statements: [...]

What an entry, or a nearer block, writes itself counts before them. An empty list (`via: []`) takes a default away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.corpus.model import Defaults
from bot.corpus.reading.yaml_reader import Plain, Position

OF_REPORT = ("via", "recounted_by", "locator", "translated", "passage", "as_written", "day_how")
OF_STATEMENT = tuple(key for key in Defaults.model_fields if key not in OF_REPORT)


@dataclass(frozen=True, slots=True)
class Given:
    """Values that count where an entry writes none, with their positions."""

    values: dict[str, Plain]
    position: Position

    def add(self, values: dict[str, Plain], position: Position) -> Given:
        """These values before the ones there are."""
        parts = dict(self.position.parts)
        parts.update((key, position.parts[key]) for key in values if key in position.parts)
        return Given({**self.values, **values}, Position(position.line, position.column, parts=parts))


def read_given(plain: Plain | None, position: Position) -> Given:
    """The defaults under a key; none where nothing, or no mapping, is there."""
    return Given(plain, position) if isinstance(plain, dict) else Given({}, Position(1, 1))


def fill_entry(plain: Plain, position: Position, given: Given) -> tuple[Plain, Position]:
    """An entry with what it does not write itself, and the positions of all its keys."""
    if not given.values or not isinstance(plain, dict):
        return plain, position
    if "same_as" not in plain:
        plain, position = _fill(plain, position, given, OF_STATEMENT)
    report = plain.get("report")
    if isinstance(report, dict):
        filled, place = _fill(report, position.find(("report",)), given, OF_REPORT)
        plain = {**plain, "report": filled}
        position = _with_parts(position, {**position.parts, "report": place})
    return plain, position


def walk_entries(
    entries: list[Plain], position: Position, given: Given, check: Callable[[dict[str, Plain], Position], None]
) -> Iterator[tuple[Plain, Position, Given]]:
    """Every entry of a list and of the blocks in it, with the defaults that count for it; `check` is shown each block.

    An entry with the key `with` is a block.
    """
    for index, plain in enumerate(entries):
        place = position.parts[index]
        if not isinstance(plain, dict) or "with" not in plain:
            yield plain, place, given
            continue
        check(plain, place)
        block, inner = read_given(plain["with"], place.find(("with",))), plain.get("statements")
        if isinstance(inner, list):
            nearer = given.add(block.values, block.position)
            yield from walk_entries(inner, place.find(("statements",)), nearer, check)


def _fill(
    plain: dict[str, Plain], position: Position, given: Given, keys: tuple[str, ...]
) -> tuple[dict[str, Plain], Position]:
    missing = {key: given.values[key] for key in keys if key in given.values and key not in plain}
    if not missing:
        return plain, position
    parts = dict(position.parts)
    parts.update((key, given.position.find((key,))) for key in missing)
    return {**missing, **plain}, _with_parts(position, parts)


def _with_parts(position: Position, parts: dict[str | int, Position]) -> Position:
    return Position(position.line, position.column, position.key_line, position.key_column, parts)
