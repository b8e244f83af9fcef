"""From bytes to a ReadDocument, within this process. Only a child with limits (child.py) and tests call it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, check_length, order_blocks
from bot.ingest.documents.formats.detection import find_format
from bot.ingest.documents.formats.feed import extract_entry, read_entries
from bot.ingest.documents.model import (
    MAX_DOCUMENT_BYTES,
    MAX_LINES,
    Block,
    BlockKind,
    DocumentFormat,
    FeedItem,
    Found,
    Published,
    ReadDocument,
    ReadFeed,
)
from bot.ingest.documents.structure.classification import Labels, classify
from bot.ingest.documents.structure.publication import find_text_agency, find_text_day, find_text_publisher
from bot.ingest.documents.text.characters import count_special, warn_of_special
from bot.ingest.documents.text.language_detection import find_language


def extract_document(data: bytes, name: str, media_type: str | None = None, url: str | None = None) -> ReadDocument:
    """Read a document. Raises DocumentError, MemoryError and RecursionError."""
    _check_size(data)
    document_format, warnings = find_format(data, name, media_type)
    if document_format is DocumentFormat.FEED:
        return _read_only_item(extract_feed(data, name, media_type))
    extraction = _extract(document_format, data, media_type, url)
    return _finish(extraction, data, name, media_type, warnings)


def extract_feed(data: bytes, name: str, media_type: str | None = None) -> ReadFeed:
    """Read a feed with all its items; `sha256` and `size` of an item's document are those of the item's content."""
    _check_size(data)
    contents = read_entries(data, media_type)
    items = []
    total = 0
    for entry in contents.entries:
        extraction = extract_entry(entry, contents.title)
        document = None
        if extraction is not None:
            total += len(extraction.text)
            check_length(total)
            document = _finish(extraction, entry.source.encode("utf-8", "replace"), name, "text/html", [])
        items.append(FeedItem(entry.key, entry.link, entry.title, entry.published, document))
    return ReadFeed(contents.title, contents.link, tuple(items), contents.warnings)


def _check_size(data: bytes) -> None:
    if not data:
        raise DocumentError(Reason.EMPTY, "The file is empty.")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"The file has {len(data) / 2**20:,.1f} MB; at most {MAX_DOCUMENT_BYTES // 2**20} MB are read. "
            "Cut out the part that matters and try again.",
        )


def _extract(document_format: DocumentFormat, data: bytes, media_type: str | None, url: str | None) -> Extraction:
    # Each reader imports its own libraries: a mail needs no PDF engine.
    if document_format is DocumentFormat.HTML:
        from bot.ingest.documents.formats.html import extract_html

        return extract_html(data, media_type, url)
    if document_format is DocumentFormat.PDF:
        from bot.ingest.documents.formats.pdf import extract_pdf

        return extract_pdf(data)
    if document_format is DocumentFormat.DOCX:
        from bot.ingest.documents.formats.docx import extract_docx

        return extract_docx(data)
    if document_format is DocumentFormat.EML:
        from bot.ingest.documents.formats.eml import extract_eml

        return extract_eml(data)
    from bot.ingest.documents.formats.plain_text import extract_plain_text

    return extract_plain_text(data, media_type)


def _read_only_item(feed: ReadFeed) -> ReadDocument:
    documents = [item.document for item in feed.items if item.document]
    if len(documents) > 1:
        raise DocumentError(
            Reason.SEVERAL_DOCUMENTS,
            f"This is a feed of {len(documents)} items, not one document. Take it in as a feed, or hand in one item.",
        )
    if not documents:
        raise DocumentError(Reason.EMPTY, "This feed has no item with text.")
    return documents[0]


def _finish(extraction: Extraction, data: bytes, name: str, media_type: str | None, before: list[str]) -> ReadDocument:
    """Classify the text, and find in it what the format did not say."""
    text = extraction.text
    if not text.strip():
        raise DocumentError(Reason.EMPTY, f"This {extraction.format} document holds no text, only blank space.")
    if text.count("\n") > MAX_LINES:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"The document has more than {MAX_LINES:,} lines, which is the most that is read. "
            "Cut out the part that matters and try again.",
        )
    labels = classify(text, extraction.blocks, extraction.title.value if extraction.title else None)
    # Blocks of the format that hold no whole line, such as a signature within a paragraph, stay as they are.
    blocks = order_blocks([*extraction.blocks, *labels.to_blocks()])
    published, warnings = _choose_day(extraction.published, labels)
    special = count_special(text)
    document = ReadDocument(
        name=name,
        format=extraction.format,
        media_type=media_type,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        text=text,
        text_sha256=sha256(text.encode("utf-8")).hexdigest(),
        extractor=extraction.extractor,
        extractor_version=extraction.extractor_version,
        blocks=blocks,
        title=extraction.title or _find_title(text, blocks),
        byline=_find_byline(text, labels, extraction),
        authors=extraction.authors or tuple(labels.authors),
        publisher=extraction.publisher or find_text_publisher(labels),
        agency=find_text_agency(labels),
        published=published,
        address=extraction.address,
        pages=extraction.pages,
        special_characters=special,
        differences=extraction.differences,
        attachments=extraction.attachments,
        warnings=tuple(dict.fromkeys([*before, *extraction.warnings, *warnings, *warn_of_special(special)])),
    )
    return _add_language(document)


def _add_language(document: ReadDocument) -> ReadDocument:
    running = "\n".join(document.text[start:end] for start, end in document.list_running_text())
    warnings = document.warnings
    if not running.strip():
        warnings = (*warnings, "Nothing in this document reads like running text: all of it is set aside.")
    return replace(document, language=find_language(running or document.text), warnings=warnings)


def _find_title(text: str, blocks: tuple[Block, ...]) -> Found | None:
    for block in blocks:
        if block.kind is BlockKind.HEADLINE:
            return Found(" ".join(text[block.start : block.end].split()), f"the headline: {block.why}", block.start)
    return None


def _find_byline(text: str, labels: Labels, extraction: Extraction) -> Found | None:
    bylines = labels.of_kind(BlockKind.BYLINE)
    # A line that names somebody comes before one that names a desk or an agency.
    named = [unit for unit in bylines if any(name in unit.text for name in (*labels.authors, *extraction.authors))]
    for unit in [*named, *bylines]:
        return Found(text[unit.start : unit.end], "the byline", unit.start)
    if extraction.authors:
        return Found(", ".join(extraction.authors), extraction.authors_how)
    return None


def _choose_day(stated: Published | None, labels: Labels) -> tuple[Published | None, list[str]]:
    """Choose between the day that the format states and the day in the text, and warn where they differ."""
    in_text, warnings = find_text_day(labels, known=stated.day if stated else None)
    if stated is None or in_text is None:
        return in_text or stated, warnings
    if not stated.sure:
        return in_text, warnings
    if in_text.at and stated.at and datetime.fromisoformat(in_text.at) == datetime.fromisoformat(stated.at):
        # One instant told in two zones: the reader of the page sees the day in the text.
        return (replace(stated, start=in_text.start) if in_text.day == stated.day else in_text), warnings
    if in_text.sure and in_text.day != stated.day:
        warnings.append(
            f"Two days of publication: {stated.day} ({stated.how}) "
            f"and {in_text.day} (“{in_text.written}”, {in_text.how})."
        )
    return stated, warnings
