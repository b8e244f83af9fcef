"""What is reviewed: a draft in the form of a corpus entry, its status, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.ingest.drafting.model import Band

Entry = Mapping[str, Any]


class Status(StrEnum):
    """Where a draft stands. `merged` reports a statement that the corpus held already."""

    OPEN = "open"
    APPROVED = "approved"
    MERGED = "merged"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a draft is no statement."""

    NOT_A_STATEMENT = "not a statement"
    NOT_ITS_WORDS = "not the speaker's words"
    TWICE = "drafted twice"
    NOT_WANTED = "not wanted here"


class ReviewError(Exception):
    """A decision that cannot be carried out; the text is fit for the editor."""


class StaleDraftError(ReviewError):
    """Somebody else changed the draft since it was shown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when (an ISO instant in UTC), and for a refusal why."""

    by: str
    at: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """One draft.

    key      its name within the document, such as d07; a draft keeps it for good
    version  counts its changes, so that two editors do not overwrite each other
    entry    the entry of `statements` as it would be written; `vocabulary` the people and bodies that it brings
    rules    field → the rule that gave it, in words for the editor
    proposed id of a statement that the corpus holds and this may report, if one is near
    edited   names of the fields that an editor changed
    undone   how often a decision on it was taken back
    by_hand  whether an editor added it, because the drafting had missed the statement
    """

    key: str
    band: Band
    entry: Entry
    rules: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    proposed: str | None = None
    status: Status = Status.OPEN
    version: int = 1
    decision: Decision | None = None
    edited: tuple[str, ...] = ()
    undone: int = 0
    by_hand: bool = False

    @property
    def id(self) -> str:
        """The id of the statement that the entry brings in or reports."""
        return str(self.entry.get("id") or self.entry.get("same_as"))

    @property
    def passage(self) -> str:
        """The passage of its report."""
        return str(self.entry["report"]["passage"])


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A stretch of the text, by its characters, that is no running text: a headline, caption, byline, boilerplate …"""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A document under review.

    source     its source record
    set_aside  quotations of which no draft was made, each with the reason
    parts      what of the text was set aside, in order
    """

    source: Entry
    drafts: tuple[ReviewDraft, ...]
    set_aside: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[DocumentPart, ...] = ()

    @property
    def id(self) -> str:
        """The id of the source, which is the file's name as well."""
        return str(self.source["id"])

    def draft(self, key: str) -> ReviewDraft:
        """Return the draft of this key. Raises ReviewError where there is none."""
        for draft in self.drafts:
            if draft.key == key:
                return draft
        raise ReviewError(f"There is no draft {key} in {self.id}; it has {len(self.drafts)}, d01 and on.")

    def list_sure(self) -> list[ReviewDraft]:
        """The open drafts that are *sure*."""
        return [draft for draft in self.drafts if draft.status is Status.OPEN and draft.band is Band.SURE]

    def count(self, *statuses: Status) -> int:
        """How many drafts have one of these statuses."""
        return sum(draft.status in statuses for draft in self.drafts)
