"""What was read of a document. Every position is an offset into `ReadDocument.text`, in characters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# 100 times a long article; the largest attachment that most Discord servers accept is 10 MB.
MAX_DOCUMENT_BYTES = 32 * 2**20
# About 700 pages of print: the longest speech of a UN General Debate has 100,000.
MAX_TEXT_CHARACTERS = 2_000_000
# A text of that many characters with lines of 20 on average; each line takes half a kilobyte while rules look at it.
MAX_LINES = 100_000


class DocumentFormat(StrEnum):
    """How a document was written, found in its bytes rather than in its name."""

    TEXT = "plain text"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    EML = "EML"
    FEED = "feed"


class BlockKind(StrEnum):
    """What a part of the text is, where it is not the running text itself."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    TEASER = "teaser"
    BYLINE = "byline"
    DATE_LINE = "date line"
    CAPTION = "caption"
    READ_ALSO = "read also"
    QUOTED_MAIL = "quoted mail"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that is set aside and stays visible: text[start:end], its kind, and the rule that said so."""

    start: int
    end: int
    kind: BlockKind
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A fact about a document, and how it was found. `start` is its position, where it stands in the text."""

    value: str
    how: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication: as an ISO date, in the words of the document, and how it was found.

    `at` is the instant with its UTC offset, where the document gives one. `sure` is False where the day may be another
    one, as when it stands at the head of a page that may have been fetched later.
    """

    day: str
    written: str
    how: str
    at: str | None = None
    sure: bool = True
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """The language of the running text (ISO 639-1), with the classifier's probability (0 to 1)."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True)
class SpecialCharacters:
    """Characters that look like others or like nothing. They stay in the text; a comparison of words must know them."""

    kind: str
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a PDF's page (counted from 1) that only one of two engines read.

    Both are empty where only the order differs.
    """

    page: int
    only_pdfium: tuple[str, ...]
    only_pdfminer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail, which is named and not read."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as it was read: its text, what is set aside in it, and what it says of itself.

    `sha256` is of the bytes as they came, `text_sha256` of the text in UTF-8. `pages` holds the position at which each
    page begins, for formats that have pages. What `blocks` does not cover is running text.
    """

    name: str
    format: DocumentFormat
    media_type: str | None
    size: int
    sha256: str
    text: str
    text_sha256: str
    extractor: str
    extractor_version: str
    blocks: tuple[Block, ...] = ()
    title: Found | None = None
    byline: Found | None = None
    authors: tuple[str, ...] = ()
    publisher: Found | None = None
    agency: Found | None = None
    published: Published | None = None
    language: Language | None = None
    address: Found | None = None
    pages: tuple[int, ...] = ()
    special_characters: tuple[SpecialCharacters, ...] = ()
    differences: tuple[Difference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()

    def list_running_text(self) -> list[tuple[int, int]]:
        """Return the spans of the text that no block covers, blank ones left out."""
        spans: list[tuple[int, int]] = []
        position = 0
        for block in self.blocks:
            if self.text[position : block.start].strip():
                spans.append((position, block.start))
            position = max(position, block.end)
        if self.text[position:].strip():
            spans.append((position, len(self.text)))
        return spans


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a feed: its key (guid, or else link) and the document in it, None where it holds no text."""

    key: str
    link: str | None
    title: str | None
    published: Published | None
    document: ReadDocument | None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed as it was read, its items in the feed's own order."""

    title: str | None
    link: str | None
    items: tuple[FeedItem, ...]
    warnings: tuple[str, ...] = ()
