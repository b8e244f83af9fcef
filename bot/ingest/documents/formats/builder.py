"""What a reader of one format hands on, and the builder that keeps the positions while a text grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.model import (
    MAX_TEXT_CHARACTERS,
    Attachment,
    Block,
    BlockKind,
    Difference,
    DocumentFormat,
    Found,
    Published,
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a document with what its format itself says; the rest is found in the text afterwards."""

    format: DocumentFormat
    text: str
    extractor: str
    extractor_version: str
    blocks: tuple[Block, ...] = ()
    title: Found | None = None
    authors: tuple[str, ...] = ()
    authors_how: str = ""
    publisher: Found | None = None
    published: Published | None = None
    address: Found | None = None
    pages: tuple[int, ...] = ()
    differences: tuple[Difference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
    classify: bool = True


class TextBuilder:
    """A text that grows by pieces, each with its kind: LF stands between pieces, an empty line between paragraphs."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []

    def add(self, text: str, separator: str, kind: BlockKind | None = None, why: str = "") -> tuple[int, int]:
        """Append a piece after `separator` (left out at the beginning) and return its span.

        Raises DocumentError where the text becomes longer than any document that is read.
        """
        if self.length:
            self._pieces.append(separator)
            self.length += len(separator)
        start = self.length
        self._pieces.append(text)
        self.length += len(text)
        check_length(self.length)
        if kind is not None:
            self.blocks.append(Block(start, self.length, kind, why))
        return start, self.length

    def finish(self) -> str:
        """Return the text."""
        return "".join(self._pieces)


def check_length(length: int) -> None:
    """Raise DocumentError for a text that is longer than any document that is read."""
    if length > MAX_TEXT_CHARACTERS:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"The document holds more than {MAX_TEXT_CHARACTERS:,} characters of text, which is the most that is read. "
            "Cut out the part that matters and try again.",
        )


def order_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Sort blocks by position and drop what an earlier one covers, so that no two overlap."""
    ordered: list[Block] = []
    for block in sorted(blocks, key=lambda each: (each.start, -each.end)):
        if block.start < block.end and (not ordered or block.start >= ordered[-1].end):
            ordered.append(block)
    return tuple(ordered)
