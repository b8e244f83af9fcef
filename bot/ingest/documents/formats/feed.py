"""RSS and Atom, read by feedparser: each item with the text that the feed itself gives of it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, TextBuilder
from bot.ingest.documents.formats.html import parse_html
from bot.ingest.documents.formats.html_lines import list_lines
from bot.ingest.documents.model import BlockKind, DocumentFormat, Found, Published
from bot.ingest.documents.structure.dates import parse_stamp
from bot.ingest.documents.text.characters import clean

MAX_ITEMS = 500
_MAX_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An item as feedparser gives it; `source` is its content, as HTML."""

    key: str
    link: str | None
    title: str | None
    published: Published | None
    authors: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class FeedContents:
    """A feed's own title and link, its entries, and warnings."""

    title: str | None
    link: str | None
    entries: tuple[FeedEntry, ...]
    warnings: tuple[str, ...]


def read_entries(data: bytes, media_type: str | None) -> FeedContents:
    """Read a feed's entries. Raises DocumentError for what is no feed."""
    import feedparser

    # As a file: feedparser would take a string for an address or a path.
    headers = {"content-type": media_type} if media_type else {}
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not feed.version and not feed.entries:
        raise DocumentError(Reason.DAMAGED, "This is no RSS or Atom feed, or it is damaged: no item can be read.")
    warnings = []
    if feed.bozo and not isinstance(feed.get("bozo_exception"), feedparser.exceptions.ThingsNobodyCaresAboutButMe):
        warnings.append("The feed is not well-formed XML; items may be missing or cut off.")
    if len(feed.entries) > MAX_ITEMS:
        warnings.append(f"The feed has {len(feed.entries):,} items; the first {MAX_ITEMS} were read.")
    entries = [_read_entry(entry) for entry in feed.entries[:MAX_ITEMS]]
    return FeedContents(
        _line(feed.feed.get("title")),
        _web_address(feed.feed.get("link")),
        tuple(entry for entry in entries if entry),
        tuple(warnings),
    )


def extract_entry(entry: FeedEntry, feed_title: str | None) -> Extraction | None:
    """Make a document of an item: its title as headline, then its content; None where it has no content."""
    import feedparser

    builder = TextBuilder()
    warnings: list[str] = []
    if entry.title:
        builder.add(entry.title, "", BlockKind.HEADLINE, "the title of the item")
    try:
        lines, warnings = list_lines(parse_html(clean(entry.source)[0])) if entry.source.strip() else ([], [])
    except DocumentError as error:
        if error.reason is not Reason.EMPTY:
            raise
        lines = []
    if not lines:
        return None
    for number, line in enumerate(lines):
        kind = BlockKind.SUBHEAD if line.is_heading or line.is_title else line.kind
        why = "a heading within the item" if line.is_heading or line.is_title else line.why
        builder.add(line.text, "\n\n" if line.starts_paragraph or not number else "\n", kind, why if kind else "")
    return Extraction(
        DocumentFormat.FEED,
        builder.finish(),
        "feedparser",
        str(feedparser.__version__),
        blocks=tuple(builder.blocks),
        title=Found(entry.title, "the title of the item", 0) if entry.title else None,
        authors=entry.authors,
        authors_how="the authors that the feed names",
        publisher=Found(feed_title, "the title of the feed") if feed_title else None,
        published=entry.published,
        address=Found(entry.link, "the link of the item") if entry.link else None,
        warnings=tuple(warnings),
    )


def _read_entry(entry: Any) -> FeedEntry | None:
    link = _web_address(entry.get("link"))
    key = _line(entry.get("id")) or link or _line(entry.get("title"))
    if not key:
        return None
    contents = [each.get("value") or "" for each in entry.get("content") or []]
    source = max([*contents, entry.get("summary") or ""], key=len)
    authors = [_line(each.get("name")) for each in entry.get("authors") or [] if isinstance(each, dict)]
    return FeedEntry(
        key, link, _line(entry.get("title")), _read_day(entry), tuple(name for name in authors if name), source
    )


def _read_day(entry: Any) -> Published | None:
    for name, sure in (("published", True), ("updated", False), ("created", False)):
        written = entry[name] if name in entry.keys() else None  # noqa: SIM118 (get() maps "updated" to "published")
        found = parse_stamp(written) if isinstance(written, str) else None
        if found and written:
            return Published(found[0], written[:100], f"“{name}” of the item in the feed", at=found[1], sure=sure)
    return None


def _web_address(value: object) -> str | None:
    return value[:2_000] if isinstance(value, str) and re.match(r"https?://\S+$", value) else None


def _line(value: object) -> str | None:
    """Return a value in one line without elements, or None."""
    if not isinstance(value, str):
        return None
    text = clean(re.sub(r"</?[A-Za-z][^<>]{0,500}>", "", value))[0]
    return " ".join(text.split())[:_MAX_VALUE] or None
