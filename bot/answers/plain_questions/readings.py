"""What a question is read as: a command, its options, and the stretch of the question that each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.answers.options.errors import OptionError

# A reading that no command takes: what answers the statements of a party.
REPLIES = "replies"


@dataclass(frozen=True, slots=True)
class Part:
    """An option of a reading, and the stretch text[start:end] of the question that it was read from."""

    option: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A command with its parts. Of several readings of one `rank` one alone may find something, or none is meant.

    `more` are options that no stretch of the question gives; with `negated` only what negates that word counts.
    """

    command: str
    parts: tuple[Part, ...]
    rank: int = 0
    more: Mapping[str, str] = field(default_factory=dict)
    negated: str = ""

    @property
    def options(self) -> dict[str, str]:
        """The options as typed."""
        return {part.option: part.value for part in self.parts} | dict(self.more)


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """A question as read: its readings, the surest first, and its words of meaning with their places."""

    text: str
    readings: tuple[Reading, ...]
    content: tuple[tuple[str, int, int], ...] = ()


class Unread(Exception):  # noqa: N818 -- an answer as much as an error
    """A question that is of no known form."""


class Unresolved(Exception):  # noqa: N818
    """A stretch text[start:end] of a question that stands for nobody, or for several."""

    def __init__(self, error: OptionError, start: int, end: int) -> None:
        super().__init__(str(error))
        self.error = error
        self.start = start
        self.end = end
