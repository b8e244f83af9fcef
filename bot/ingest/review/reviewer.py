"""Carries out an editor's decisions on the drafts of one document. Every one is on the disk before it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.corpus.problems import CorpusError
from bot.ingest.drafting.model import Span
from bot.ingest.review.corpus_writer import Addition, CorpusWriter, entry_key
from bot.ingest.review.draft_files import path_of, read_draft_file, write_draft_file
from bot.ingest.review.entries import make_missed
from bot.ingest.review.files import writing
from bot.ingest.review.known_parties import read_names
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

MAX_PASSAGE_CHARACTERS = 3_000
_STATEMENT_KEYS = (
    "speaker", "role", "side", "to", "about", "act", "tone", "topics", "event", "venue", "day", "released",
    "paraphrase",
)  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


def read_text(root: Path, file: DraftFile) -> str:
    """The text of a document under review. Raises ReviewError where its file is gone."""
    try:
        return (root / str(file.source["file"])).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"The text of {file.id} cannot be read: {type(error).__name__}.") from error


class Reviewer:
    """The drafts of one document, and the corpus that approved ones go to.

    A decision names the version of the draft that the editor saw; where another editor was quicker, StaleDraftError is
    raised and nothing done. An approval writes the corpus first and the draft's status after: one that was cut off in
    between is finished by the next, and never done twice.
    """

    def __init__(self, data: Path, root: Path, source: str, now: Callable[[], datetime] = _now) -> None:
        self._data, self._root, self._source, self._now = data, root, source, now
        self._path = path_of(data, source)
        self._writer = CorpusWriter(data, root)

    def read(self) -> DraftFile:
        """Read the drafts as they are now. Raises ReviewError."""
        return read_draft_file(self._path)

    def approve(self, key: str, version: int | None, by: str) -> ReviewDraft:
        """Write a draft into the corpus. Raises ReviewError with what the check finds wrong; nothing is written."""
        return self._approve_all([(key, version)], by)[0]

    def approve_many(
        self, drafts: Sequence[tuple[str, int | None]], by: str
    ) -> tuple[list[ReviewDraft], list[tuple[ReviewDraft, str]]]:
        """Approve drafts, each a key with the version that the editor saw, with one check of the corpus for all.

        Gives those approved, and those that stay open, with why: where the check refuses all of them together, halves
        are tried. Raises StaleDraftError where one was changed meanwhile, and nothing is done; ReviewError where the
        corpus has mistakes of its own.
        """
        with writing(self._data / "drafts"):
            file = self.read()
            open_drafts = [_open_draft(file, key, version) for key, version in drafts]
        ready = [draft for draft in open_drafts if not _missing(draft)]
        lacking = [(draft, f"It lacks {_missing(draft)}: edit it first.") for draft in open_drafts if _missing(draft)]
        if not ready:
            return [], lacking
        try:
            return self._approve_all([(draft.key, draft.version) for draft in ready], by), lacking
        except StaleDraftError:
            raise
        except ReviewError as error:
            if len(ready) == 1:
                return [], [*lacking, (ready[0], str(error))]
        self._writer.check()
        approved: list[ReviewDraft] = []
        for half in (ready[: len(ready) // 2], ready[len(ready) // 2 :]):
            more, refused = self.approve_many([(draft.key, draft.version) for draft in half], by)
            approved += more
            lacking += refused
        return approved, lacking

    def approve_sure(self, by: str) -> tuple[list[ReviewDraft], list[tuple[ReviewDraft, str]]]:
        """Approve all open drafts that are *sure*; gives those approved, and those that stay open, with why."""
        return self.approve_many([(draft.key, draft.version) for draft in self.read().list_sure()], by)

    def propose(self, proposals: Mapping[str, str]) -> None:
        """Note for drafts which statement of the corpus they may report, by key; a decided draft stays as it is."""
        with writing(self._data / "drafts"):
            file = self.read()
            drafts = tuple(
                replace(draft, proposed=proposals[draft.key])
                if draft.key in proposals and draft.status is Status.OPEN
                else draft
                for draft in file.drafts
            )
            write_draft_file(self._path, replace(file, drafts=drafts))

    def refuse(self, key: str, version: int | None, by: str, reason: Reason) -> ReviewDraft:
        """Set a draft down as no statement."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = self._untouched_draft(file, key, version)
            return self._put(file, replace(draft, status=Status.REFUSED, decision=self._decide(by, reason)))

    def edit(self, key: str, version: int | None, entry: Entry) -> ReviewDraft:
        """Put an edited entry in a draft's place; it stays open."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = self._untouched_draft(file, key, version)
            report = entry.get("report")
            if not isinstance(report, Mapping) or "passage" not in report or not ("id" in entry or "same_as" in entry):
                raise ReviewError("An entry has `id` or `same_as`, and a `report` with its `passage`.")
            edited = tuple(dict.fromkeys([*draft.edited, *_list_changed(draft.entry, entry)]))
            return self._put(file, replace(draft, entry=entry, edited=edited))

    def merge(self, key: str, version: int | None, statement: str) -> ReviewDraft:
        """Make a draft one more report of a statement that the corpus holds; it stays open."""
        draft = self.read().draft(key)
        return self.edit(key, version, {"same_as": statement, "report": draft.entry["report"]})

    def add(self, start: int, end: int) -> ReviewDraft:
        """Add a draft for a statement that was missed: the characters from `start` to `end` of the text.

        White space at either end is left out. Raises ReviewError where nothing, or too much, is left.
        """
        with writing(self._data / "drafts"):
            file = self.read()
            text = read_text(self._root, file)
            chosen = text[max(start, 0) : max(end, 0)]
            passage = Span(max(start, 0) + len(chosen) - len(chosen.lstrip()), max(start, 0) + len(chosen.rstrip()))
            if not chosen.strip():
                raise ReviewError("Select the words of the statement in the source first.")
            if passage.end - passage.start > MAX_PASSAGE_CHARACTERS:
                raise ReviewError(f"A passage has at most {MAX_PASSAGE_CHARACTERS:,} characters; select less.")
            try:
                taken = read_names(self._data, self._root).ids
            except CorpusError as error:
                raise ReviewError(f"The records have {len(error.problems)} mistakes; mend them first.") from error
            key = f"d{max((int(one.key[1:]) for one in file.drafts if one.key[1:].isdecimal()), default=0) + 1:02d}"
            draft = make_missed(text, passage, {*taken, *(one.id for one in file.drafts)}, key=key, source=file.id)
            write_draft_file(self._path, replace(file, drafts=(*file.drafts, draft)))
            return draft

    def undo(self, key: str, version: int | None = None) -> ReviewDraft:
        """Open a decided draft again; what it brought into the corpus is taken out. Raises ReviewError."""
        with writing(self._data / "drafts"):
            file = self.read()
            draft = file.draft(key)
            if version is not None and draft.version != version:
                raise StaleDraftError(f"{key} was changed by somebody else meanwhile; look at it again.")
            if draft.status is Status.OPEN:
                raise ReviewError(f"{key} is open: there is nothing to take back.")
            if draft.status in (Status.APPROVED, Status.MERGED):
                self._writer.take_out(file.id, entry_key(draft.entry))
            return self._put(file, replace(draft, status=Status.OPEN, decision=None, undone=draft.undone + 1))

    def list_decided(self, limit: int = 10) -> list[ReviewDraft]:
        """The drafts decided last, the newest first: what can be taken back."""
        decided = [draft for draft in self.read().drafts if draft.decision]
        return sorted(decided, key=lambda draft: draft.decision.at if draft.decision else "", reverse=True)[:limit]

    def _approve_all(self, drafts: Sequence[tuple[str, int | None]], by: str) -> list[ReviewDraft]:
        with writing(self._data / "drafts"):
            file = self.read()
            meant = [_open_draft(file, key, version) for key, version in drafts]
            for draft in meant:
                if missing := _missing(draft):
                    raise ReviewError(f"{draft.key} lacks {missing}: edit it first.")
            self._writer.add(file.source, [Addition(draft.entry, draft.vocabulary) for draft in meant])
            decision = self._decide(by)
            approved = [
                replace(
                    draft,
                    status=Status.MERGED if "same_as" in draft.entry else Status.APPROVED,
                    decision=decision,
                    version=draft.version + 1,
                )
                for draft in meant
            ]
            by_key = {draft.key: draft for draft in approved}
            write_draft_file(
                self._path, replace(file, drafts=tuple(by_key.get(draft.key, draft) for draft in file.drafts))
            )
            return approved

    def _untouched_draft(self, file: DraftFile, key: str, version: int | None) -> ReviewDraft:
        """An open draft whose entry is not in the corpus: an approval that was cut off has to be finished first."""
        draft = _open_draft(file, key, version)
        if self._writer.holds(file.id, entry_key(draft.entry)):
            raise ReviewError(f"{key} is in the corpus already: its approval was cut off. Approve it to finish that.")
        return draft

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
