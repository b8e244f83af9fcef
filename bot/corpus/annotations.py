"""What checking adds to the records: who speaks for whom, and where words stand in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source's text: offsets in characters, `start` included, `end` not."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a person or organisation id, and in which post.

    `role` is the title in truth of a person on the statement's day, `organisation` the id of the body in which the
    post is held (for an organisation that speaks, itself), `side` the country for which they speak. Each is None where
    the records do not give it: an international body has no side.
    """

    id: str
    kind: Literal["person", "organisation"]
    role: str | None
    organisation: str | None
    side: str | None
