"""Ingestion and review for callers on an event loop: what touches the disk runs in threads.

One document is taken in at a time. The errors are those of what is called, each with a text fit for the editor:
DocumentError, FetchError, ReviewError, and the drafting process's own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

from bot.corpus.checking.part_results import CheckedPart
from bot.corpus.pipeline import CorpusPipeline
from bot.corpus.problems import CorpusError
from bot.ingest.fetching import Fetched, fetch
from bot.ingest.review.draft_files import list_draft_files, read_draft_file
from bot.ingest.review.intake import Drafter, Intake, Taken
from bot.ingest.review.model import Decision, DraftFile, Entry, Reason, ReviewDraft, ReviewError, Status
from bot.ingest.review.reviewer import Reviewer, read_text

_CONTEXT_CHARACTERS = 600
_PAUSE_SECONDS = 300

Fetch = Callable[[str], Awaitable[Fetched]]
Refused = tuple[ReviewDraft, str]


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """How reviewing goes, over all documents, of nobody by name.

    documents  under review or reviewed; `open` drafts that are undecided
    unchanged  of the accepted ones, how many entered as they were drafted; `edited` field → accepted drafts in which
               it was changed
    undone     how often a decision was taken back
    by_hand    drafts that an editor added, because the drafting had missed the statement
    seconds    median of the seconds from one decision of an editor to the next, pauses left out; None where nobody
               has decided twice in a row
    """

    documents: int
    open: int
    accepted: int
    unchanged: int
    refused: int
    undone: int
    by_hand: int
    seconds: float | None
    edited: Mapping[str, int]


class ReviewService:
    """Documents, drafts and decisions of one corpus."""

    def __init__(self, data: Path, root: Path, drafter: Drafter, fetch: Fetch = fetch) -> None:
        self._data, self._root, self._fetch = data, root, fetch
        self._intake = Intake(data, root, drafter)
        self._taking = asyncio.Lock()

    async def take_file(
        self, content: bytes, name: str, media_type: str | None = None, url: str | None = None
    ) -> Taken:
        """Take in a document that is there. Raises DocumentError, ReviewError, and what the drafter raises."""
        async with self._taking:
            return await self._intake.take(content, name, media_type, url)

    async def take_link(self, url: str) -> Taken:
        """Fetch a document and take it in. Raises FetchError as well."""
        fetched = await self._fetch(url)
        return await self.take_file(fetched.data, fetched.name, fetched.media_type, fetched.url)

    async def read(self, source: str) -> DraftFile:
        """The drafts of a document. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).read)

    async def list_files(self) -> tuple[list[DraftFile], list[str]]:
        """The documents that have drafts, by id, and what is wrong with those that cannot be read."""
        return await asyncio.to_thread(self._list_files)

    async def approve(
        self, source: str, drafts: Sequence[tuple[str, int]], by: str
    ) -> tuple[list[ReviewDraft], list[Refused]]:
        """Approve drafts with one check; see Reviewer.approve_many."""
        return await asyncio.to_thread(self._reviewer(source).approve_many, drafts, by)

    async def refuse(self, source: str, key: str, version: int, by: str, reason: Reason) -> ReviewDraft:
        """Set a draft down as no statement. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).refuse, key, version, by, reason)

    async def edit(self, source: str, key: str, version: int, entry: Entry) -> ReviewDraft:
        """Put an edited entry in a draft's place. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).edit, key, version, entry)

    async def merge(self, source: str, key: str, version: int, statement: str) -> ReviewDraft:
        """Make a draft one more report of a statement that is held. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).merge, key, version, statement)

    async def add(self, source: str, start: int, end: int) -> ReviewDraft:
        """Add a draft for a statement that was missed; see Reviewer.add. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).add, start, end)

    async def undo(self, source: str, key: str, version: int) -> ReviewDraft:
        """Take a decision back. Raises ReviewError."""
        return await asyncio.to_thread(self._reviewer(source).undo, key, version)

    async def list_decided(self, source: str) -> list[ReviewDraft]:
        """The last ten decisions on a document's drafts, the newest first."""
        return await asyncio.to_thread(self._reviewer(source).list_decided)

    async def propose(self, source: str, proposals: Mapping[str, str]) -> None:
        """Note which statements of the corpus drafts may report, by key."""
        await asyncio.to_thread(self._reviewer(source).propose, proposals)

    async def read_tones(self) -> frozenset[str]:
        """The ids of the tones that a record may have. Raises ReviewError where the corpus has mistakes."""
        return await asyncio.to_thread(self._read_tones)

    async def read_text(self, file: DraftFile) -> str:
        """The text of a document, to which the positions in it refer. Raises ReviewError."""
        return await asyncio.to_thread(read_text, self._root, file)

    async def read_before(self, file: DraftFile, draft: ReviewDraft) -> str:
        """The paragraph before a draft's passage, as the source has it; empty where there is none."""
        return await asyncio.to_thread(self._read_before, file, draft)

    async def count(self) -> ReviewFigures:
        """The figures of all documents."""
        return count_decisions((await self.list_files())[0])

    def _reviewer(self, source: str) -> Reviewer:
        return Reviewer(self._data, self._root, source)

    def _list_files(self) -> tuple[list[DraftFile], list[str]]:
        files: list[DraftFile] = []
        problems: list[str] = []
        for path in list_draft_files(self._data):
            try:
                files.append(read_draft_file(path))
            except ReviewError as error:
                problems.append(str(error))
        return files, problems

    def _read_tones(self) -> frozenset[str]:
        pipeline = CorpusPipeline(self._root, _keep_nothing)
        try:
            for _ in pipeline.read_folder(self._data, may_be_empty=True):
                pass
        except CorpusError as error:
            raise ReviewError(f"The records have {len(error.problems)} mistakes; mend them first.") from error
        return frozenset(pipeline.join.vocabulary.tones)

    def _read_before(self, file: DraftFile, draft: ReviewDraft) -> str:
        try:
            text = read_text(self._root, file)
        except ReviewError:
            return ""
        at = -1
        for _ in range(int(draft.entry["report"].get("occurrence", 1))):
            at = text.find(draft.passage, at + 1)
        if at < 0:
            return ""
        before = text[:at].rstrip()
        begin = max(before.rfind("\n\n") + 2, len(before) - _CONTEXT_CHARACTERS, 0) if before else 0
        return before[begin:].lstrip()


def count_decisions(files: Sequence[DraftFile]) -> ReviewFigures:
    """Count what was decided."""
    drafts = [draft for file in files for draft in file.drafts]
    accepted = [draft for draft in drafts if draft.status in (Status.APPROVED, Status.MERGED)]
    edited: dict[str, int] = {}
    for draft in accepted:
        for name in draft.edited:
            edited[name] = edited.get(name, 0) + 1
    return ReviewFigures(
        documents=len(files),
        open=sum(draft.status is Status.OPEN for draft in drafts),
        accepted=len(accepted),
        unchanged=sum(not draft.edited for draft in accepted),
        refused=sum(draft.status is Status.REFUSED for draft in drafts),
        undone=sum(draft.undone for draft in drafts),
        by_hand=sum(draft.by_hand for draft in drafts),
        seconds=_measure_pace([draft.decision for draft in drafts if draft.decision]),
        edited=edited,
    )


def _measure_pace(decisions: Sequence[Decision]) -> float | None:
    by_editor: dict[str, list[datetime]] = {}
    for decision in decisions:
        by_editor.setdefault(decision.by, []).append(datetime.fromisoformat(decision.at))
    gaps = [
        (after - before).total_seconds()
        for instants in by_editor.values()
        for before, after in pairwise(sorted(instants))
        # Drafts approved together are one decision.
        if 0 < (after - before).total_seconds() <= _PAUSE_SECONDS
    ]
    return median(gaps) if gaps else None


def _keep_nothing(part: CheckedPart) -> None:
    """What is made of a part."""
