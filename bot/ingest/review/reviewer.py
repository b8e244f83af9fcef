"""Carries out an editor's decisions on the drafts of one document. Every one is on the disk before it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.ingest.drafting.model import Band
from bot.ingest.review.corpus_writer import CorpusWriter, entry_key
from bot.ingest.review.draft_files import path_of, read_draft_file, write_draft_file
from bot.ingest.review.files import writing
from bot.ingest.review.model import (
    Decision,
    DraftFile,
    Entry,
    Reason,
    ReviewDraft,
    ReviewError,
    StaleDraftError,
    Status,
)

_STATEMENT_KEYS = (
    "speaker", "role", "side", "to", "about", "act", "tone", "topics", "event", "venue", "day", "released",
    "paraphrase",
)  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


class Reviewer:
    """The drafts of one document, and the corpus that approved ones go to.

    A decision names the version of the draft that the editor saw; where another editor was quicker, StaleDraftError is
    raised and nothing done. An approval writes the corpus first and the draft's status after: one that was cut off in
    between is finished by the next, and never done twice.
    """

    def __init__(self, data: Path, root: Path, source: str, now: Callable[[], datetime] = _now) -> None:
        self._data, self._source, self._now = data, source, now
        self._path = path_of(data, source)
        self._writer = CorpusWriter(data, root)

    def read(self) -> DraftFile:
        """Read the drafts as they are now. Raises ReviewError."""
        return read_draft_file(self._path)

    def approve(self, key: str, version: int | None, by: str) -> ReviewDraft:
        """Write a draft into the corpus. Raises ReviewError with what the check finds wrong; nothing is written."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = _open_draft(file, key, version)
            missing = _missing(draft)
            if missing:
                raise ReviewError(f"{key} lacks {missing}: edit it first.")
            self._writer.add(file.source, entry_key(draft.entry), draft.entry, draft.vocabulary)
            status = Status.MERGED if "same_as" in draft.entry else Status.APPROVED
            return self._put(file, replace(draft, status=status, decision=self._decide(by)))

    def approve_sure(self, by: str) -> tuple[list[ReviewDraft], list[tuple[ReviewDraft, str]]]:
        """Approve all open drafts that are *sure*; gives those approved, and those that the check refuses, with why."""
        approved: list[ReviewDraft] = []
        refused: list[tuple[ReviewDraft, str]] = []
        for draft in self.read().drafts:
            if draft.status is Status.OPEN and draft.band is Band.SURE:
                try:
                    approved.append(self.approve(draft.key, draft.version, by))
                except ReviewError as error:
                    refused.append((draft, str(error)))
        return approved, refused

    def refuse(self, key: str, version: int | None, by: str, reason: Reason) -> ReviewDraft:
        """Set a draft down as no statement."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = _open_draft(file, key, version)
            return self._put(file, replace(draft, status=Status.REFUSED, decision=self._decide(by, reason)))

    def edit(self, key: str, version: int | None, entry: Entry) -> ReviewDraft:
        """Put an edited entry in a draft's place; it stays open."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = _open_draft(file, key, version)
            report = entry.get("report")
            if not isinstance(report, Mapping) or "passage" not in report or not ("id" in entry or "same_as" in entry):
                raise ReviewError("An entry has `id` or `same_as`, and a `report` with its `passage`.")
            edited = tuple(dict.fromkeys([*draft.edited, *_list_changed(draft.entry, entry)]))
            return self._put(file, replace(draft, entry=entry, edited=edited))

    def merge(self, key: str, version: int | None, statement: str) -> ReviewDraft:
        """Make a draft one more report of a statement that the corpus holds; it stays open."""
        draft = self.read().draft(key)
        return self.edit(key, version, {"same_as": statement, "report": draft.entry["report"]})

    def undo(self, key: str) -> ReviewDraft:
        """Open a decided draft again; what it brought into the corpus is taken out. Raises ReviewError."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = file.draft(key)
            if draft.status is Status.OPEN:
                raise ReviewError(f"{key} is open: there is nothing to take back.")
            if draft.status in (Status.APPROVED, Status.MERGED):
                self._writer.take_out(file.id, entry_key(draft.entry))
            return self._put(file, replace(draft, status=Status.OPEN, decision=None))

    def list_decided(self, limit: int = 10) -> list[ReviewDraft]:
        """The drafts decided last, the newest first: what can be taken back."""
        decided = [draft for draft in self.read().drafts if draft.decision]
        return sorted(decided, key=lambda draft: draft.decision.at if draft.decision else "", reverse=True)[:limit]

    def _put(self, file: DraftFile, draft: ReviewDraft) -> ReviewDraft:
        draft = replace(draft, version=draft.version + 1)
        drafts = tuple(draft if one.key == draft.key else one for one in file.drafts)
        write_draft_file(self._path, replace(file, drafts=drafts))
        return draft

    def _decide(self, by: str, reason: Reason | None = None) -> Decision:
        return Decision(by, self._now().isoformat(timespec="milliseconds"), reason)


def _open_draft(file: DraftFile, key: str, version: int | None) -> ReviewDraft:
    draft = file.draft(key)
    if version is not None and draft.version != version:
        raise StaleDraftError(f"{key} was changed by somebody else meanwhile; look at it again.")
    if draft.status is not Status.OPEN:
        raise StaleDraftError(f"{key} is {draft.status} already; undo it first.")
    return draft


def _missing(draft: ReviewDraft) -> str:
    """What a new statement must have and this one lacks, in words."""
    if "same_as" in draft.entry:
        return ""
    lacking = [name for name in ("speaker", "act", "tone") if not draft.entry.get(name)]
    return " and ".join(f"the {name}" for name in lacking)


def _list_changed(before: Entry, after: Entry) -> list[str]:
    """The names of the fields that differ."""
    names = [name for name in ("id", "same_as", *_STATEMENT_KEYS) if before.get(name) != after.get(name)]
    old: Mapping[str, Any] = before["report"]
    new: Mapping[str, Any] = after["report"]
    return names + [f"report.{name}" for name in {**old, **new} if old.get(name) != new.get(name)]
