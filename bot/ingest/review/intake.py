"""Takes a document in: read in a limited child process, kept as it came and as text, drafted, put up for review."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from anyascii import anyascii

from bot.corpus.problems import CorpusError
from bot.ingest.documents import NearDuplicates, ReadDocument, read_document
from bot.ingest.documents.model import BlockKind, DocumentFormat
from bot.ingest.drafting.model import Block, Drafted, DraftInput, Known, Span
from bot.ingest.drafting.model import BlockKind as DraftBlockKind
from bot.ingest.review.draft_files import path_of, write_draft_file
from bot.ingest.review.entries import EntryMaker
from bot.ingest.review.files import replace_file, writing
from bot.ingest.review.known_parties import CorpusNames, read_names
from bot.ingest.review.model import DocumentPart, DraftFile, ReviewError

_ENDINGS = {
    DocumentFormat.TEXT: "txt",
    DocumentFormat.HTML: "html",
    DocumentFormat.PDF: "pdf",
    DocumentFormat.DOCX: "docx",
    DocumentFormat.EML: "eml",
    DocumentFormat.FEED: "xml",
}
# What the engine calls the parts that are set aside; a date line and a "read also" are furniture to it.
_BLOCKS = {
    BlockKind.HEADLINE: DraftBlockKind.HEADLINE,
    BlockKind.SUBHEAD: DraftBlockKind.SUBHEAD,
    BlockKind.TEASER: DraftBlockKind.TEASER,
    BlockKind.BYLINE: DraftBlockKind.BYLINE,
    BlockKind.CAPTION: DraftBlockKind.CAPTION,
}
_SLUG_WORDS = 6
_SEED = re.compile(r"seeds/[^\s\"',]+\.txt")


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken in: its drafts, where they lie, and what the editor should know of the reading."""

    file: DraftFile
    path: Path
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document that was read, before it is drafted."""

    document: ReadDocument
    names: CorpusNames
    warnings: tuple[str, ...]
    source: Mapping[str, Any]


class Drafter(Protocol):
    """Drafts a document: the drafting process, or in tests whatever gives the drafts that are wanted."""

    async def draft(self, document: DraftInput, known: Known) -> Drafted:
        """Draft a document against the parties that the corpus holds."""
        ...


@dataclass(frozen=True, slots=True)
class ArchivedSource:
    """A document that was kept: its source record, and what the editor should know of the reading."""

    source: Mapping[str, Any]
    warnings: tuple[str, ...]


class SourceArchive:
    """Reads documents and keeps them under root/seeds/, each with a source record of what it says of itself."""

    def __init__(self, data: Path, root: Path) -> None:
        self._data, self._root = data, root

    async def keep(
        self, content: bytes, name: str, media_type: str | None = None, url: str | None = None
    ) -> ArchivedSource:
        """Read and keep a document. Raises DocumentError and ReviewError, as `Intake.take` does."""
        document = await read_document(content, name, media_type, url=url)
        begun = await asyncio.to_thread(self._begin, document, url)
        await asyncio.to_thread(self._keep, document, content, begun.source)
        return ArchivedSource(begun.source, begun.warnings)

    def _begin(self, document: ReadDocument, url: str | None) -> _Begun:
        names = self._read_names()
        warnings = (*document.warnings, *self._resemblances(document))
        return _Begun(document, names, warnings, self._describe(document, names, url))

    def _read_names(self) -> CorpusNames:
        try:
            return read_names(self._data, self._root)
        except CorpusError as error:
            raise ReviewError(
                f"The records have {len(error.problems)} mistakes; `python -m bot check` shows them. Mend them first."
            ) from error

    def _resemblances(self, document: ReadDocument) -> list[str]:
        """Say which documents are there with nearly this text. Raises ReviewError where it is the very same."""
        known: list[tuple[str, str]] = []
        named = self._list_named()
        for path in sorted((self._root / "seeds").rglob("*.txt")):
            if path.relative_to(self._root).as_posix() not in named:
                continue
            held = path.read_bytes()
            if hashlib.sha256(held).hexdigest() in (document.sha256, document.text_sha256):
                raise ReviewError(f"This document is there already, as {path.relative_to(self._root).as_posix()}.")
            known.append((path.relative_to(self._root).as_posix(), held.decode("utf-8", "replace")))
        near = NearDuplicates(known).find(document.text)
        return [
            f"Nearly the text of {one.key} ({one.jaccard:.0%} of its phrases): a second report of the same statements?"
            for one in near
        ]

    def _list_named(self) -> set[str]:
        """The texts that records or drafts name. One that nobody names was left by an intake that was cut off."""
        named: set[str] = set()
        for path in (*self._data.rglob("*.yaml"), *self._data.rglob("*.jsonl")):
            named.update(_SEED.findall(path.read_text("utf-8", "replace")))
        return named

    def _describe(self, document: ReadDocument, names: CorpusNames, url: str | None) -> dict[str, Any]:
        """The source record; what the document does not say is left out."""
        title = document.title.value if document.title else _first_line(document.text)
        source: dict[str, Any] = {"id": "", "title": title[:500]}
        if document.publisher:
            source["publisher"] = document.publisher.value
            source["publisher_how"] = document.publisher.how
        if document.authors:
            source["authors"] = list(document.authors)
        if document.published:
            published = {
                "day": document.published.day,
                "at": document.published.at,
                "written": document.published.written,
            }
            source["published"] = {key: value for key, value in published.items() if value}
            source["published"]["how"] = document.published.how
        address = url or (document.address.value if document.address else None)
        if address and re.match(r"https?://\S+$", address):
            source["url"] = address
        if document.language:
            source["language"] = document.language.code
        source["id"] = self._new_id(source, names, document)
        source["file"] = f"seeds/{source['id']}.txt"
        source["sha256"] = document.text_sha256
        if _is_kept_as_text(document):
            source["sha256"] = document.sha256
        else:
            kept = f"seeds/{source['id']}.{_ENDINGS[document.format]} (SHA-256 {document.sha256})"
            source["notes"] = [f"Taken from {kept} by {document.extractor} {document.extractor_version}."]
        return source

    def _new_id(self, source: Mapping[str, Any], names: CorpusNames, document: ReadDocument) -> str:
        day = source.get("published", {}).get("day", "")
        words = str(source.get("publisher") or source["title"]).split()[:_SLUG_WORDS]
        plain = "-".join(re.findall(r"[a-z0-9]+", anyascii(" ".join(words)).lower()))[:48] or "document"
        wanted = f"{plain}-{day}" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else plain
        key, number = wanted, 1
        while key in names.sources or path_of(self._data, key).exists() or self._is_other_text(key, document):
            number += 1
            key = f"{wanted}-{number}"
        return key

    def _is_other_text(self, key: str, document: ReadDocument) -> bool:
        path = self._root / "seeds" / f"{key}.txt"
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != document.text_sha256

    def _keep(self, document: ReadDocument, content: bytes, source: Mapping[str, Any]) -> None:
        seeds = self._root / "seeds"
        seeds.mkdir(parents=True, exist_ok=True)
        if _is_kept_as_text(document):
            replace_file(seeds / f"{source['id']}.txt", content)
            return
        replace_file(seeds / f"{source['id']}.{_ENDINGS[document.format]}", content)
        replace_file(seeds / f"{source['id']}.txt", document.text.encode())


class Intake(SourceArchive):
    """Takes documents into a data folder and the seeds/ under its root, and drafts their statements."""

    def __init__(self, data: Path, root: Path, drafter: Drafter) -> None:
        super().__init__(data, root)
        self._drafter = drafter

    async def take(self, content: bytes, name: str, media_type: str | None = None, url: str | None = None) -> Taken:
        """Read, keep and draft a document.

        Raises DocumentError where it cannot be read, ReviewError where it is there already or the corpus is broken.
        """
        document = await read_document(content, name, media_type, url=url)
        begun = await asyncio.to_thread(self._begin, document, url)
        drafted = await self._drafter.draft(_input_of(document, begun.source), begun.names.known)
        return await asyncio.to_thread(self._finish, begun, content, drafted)

    def _finish(self, begun: _Begun, content: bytes, drafted: Drafted) -> Taken:
        with writing(self._data / "drafts"):
            path = path_of(self._data, str(begun.source["id"]))
            if path.exists():
                raise ReviewError(f"{path.stem} was taken in by somebody else meanwhile. Try again.")
            self._keep(begun.document, content, begun.source)
            file = self._make_file(begun.document, drafted, begun.names, begun.source)
            write_draft_file(path, file)
        return Taken(file, path, begun.warnings)

    def _make_file(
        self, document: ReadDocument, drafted: Drafted, names: CorpusNames, source: Mapping[str, Any]
    ) -> DraftFile:
        tones = dict.fromkeys(names.tones)
        maker = EntryMaker(document.text, names.known, tones, names.ids, str(source["id"]))
        set_aside = tuple((one.quotation.of(document.text), one.reason) for one in drafted.set_aside)
        parts = tuple(DocumentPart(block.start, block.end, str(block.kind)) for block in document.blocks)
        return DraftFile(source, maker.make(drafted), set_aside, tuple(document.warnings), parts)


def _is_kept_as_text(document: ReadDocument) -> bool:
    """Whether the document is its own text, byte for byte, so that one file is both."""
    return document.format is DocumentFormat.TEXT and document.sha256 == document.text_sha256


def _input_of(document: ReadDocument, source: Mapping[str, Any]) -> DraftInput:
    blocks = tuple(
        Block(Span(block.start, block.end), _BLOCKS.get(block.kind, DraftBlockKind.BOILERPLATE))
        for block in document.blocks
    )
    day = document.published.day if document.published else None
    return DraftInput(document.text, blocks, str(source["title"]), source.get("publisher"), day)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "Untitled")
