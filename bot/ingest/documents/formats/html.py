"""HTML: every visible line of the page is kept; trafilatura says which lines are the story, the rest is set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, TextBuilder, check_length
from bot.ingest.documents.formats.html_lines import HtmlLine, list_lines
from bot.ingest.documents.formats.html_metadata import PageMetadata, read_metadata
from bot.ingest.documents.model import BlockKind, DocumentFormat, Found, Published
from bot.ingest.documents.structure.dates import find_days
from bot.ingest.documents.structure.units import make_unit
from bot.ingest.documents.text.characters import clean
from bot.ingest.documents.text.decoding import decode, find_declared

# libxml2 itself stops at 2,048 and leaves the rest of the page out.
MAX_DEPTH = 1_000
_HEAD_BYTES = 4_096
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w:.-]+)", re.I
)
# Shorter lines are found in nearly any text: they must be a whole line of the story.
_MIN_FOUND_WITHIN = 25


def extract_html(data: bytes, media_type: str | None, url: str | None = None) -> Extraction:
    """Read a web page. `url` is the address that it came from. Raises DocumentError."""
    import trafilatura

    declared = find_declared(media_type)
    if not declared and (match := _META_CHARSET.search(data[:_HEAD_BYTES])):
        declared = (match[1] or match[2]).decode("ascii")
    decoded, warnings = decode(data, declared, lenient=True)
    decoded, more = clean(decoded)
    warnings += more
    root = parse_html(decoded)
    metadata = read_metadata(root)
    lines, more = list_lines(root)
    warnings += more
    check_length(sum(len(line.text) + 1 for line in lines))
    kinds, more = _judge_lines(lines, _extract_story(decoded), metadata)
    warnings += more
    builder = TextBuilder()
    title = None
    for line, (kind, why) in zip(lines, kinds, strict=True):
        start, _ = builder.add(line.text, "\n\n" if line.starts_paragraph else "\n", kind, why)
        if title is None and kind is BlockKind.HEADLINE:
            title = Found(line.text, "the heading of the page", start)
    if title is None and metadata.titles:
        title = Found(metadata.titles[0][0], metadata.titles[0][1])
    address = metadata.address
    return Extraction(
        DocumentFormat.HTML,
        builder.finish(),
        "lxml, trafilatura and htmldate",
        f"{_lxml_version()}, {trafilatura.__version__}, {_htmldate_version()}",
        blocks=tuple(builder.blocks),
        title=title,
        authors=metadata.authors,
        authors_how=metadata.authors_how,
        publisher=_find_publisher(metadata, url),
        published=metadata.published or _guess_day(decoded, url),
        address=Found(address, "the canonical address in the page's code") if address else None,
        warnings=tuple(warnings),
    )


def parse_html(text: str) -> Any:
    """Parse a page into lxml's tree. Raises DocumentError for one without elements or nested too deep."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
            raise MemoryError from error
        raise DocumentError(Reason.EMPTY, "This page is empty: it holds no text.") from error
    for entry in parser.error_log:
        if "xcessive depth" in entry.message:
            raise _too_deep()
        if entry.type_name == "ERR_NO_MEMORY":
            raise MemoryError
    depth = 0
    for event, _ in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _too_deep()
    return root


def _too_deep() -> DocumentError:
    return DocumentError(
        Reason.TOO_DEEP,
        f"The elements of this page are nested more than {MAX_DEPTH:,} deep. Paste the text of the story instead.",
    )


def _extract_story(text: str) -> str | None:
    """Return the story as trafilatura sees it, or None where it sees none."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True)
    except RecursionError:
        return None


def _judge_lines(
    lines: Sequence[HtmlLine], story: str | None, metadata: PageMetadata
) -> tuple[list[tuple[BlockKind | None, str]], list[str]]:
    """Say of each line what it is (None for running text) and why, and return warnings."""
    story_lines = {_fold(line) for line in (story or "").split("\n")}
    whole = "\n".join(story_lines) if not story else _fold(story)
    folded = [_fold(line.text) for line in lines]
    inside = [text in story_lines or (len(text) >= _MIN_FOUND_WITHIN and text in whole) for text in folded]
    warnings = []
    if not any(found and line.kind is None for found, line in zip(inside, lines, strict=True)):
        inside = [line.kind is None for line in lines]
        warnings.append("The story could not be told from the rest of the page: look for what does not belong to it.")
    else:
        fill_gaps(lines, inside)
    titles = {_fold(value) for value, _ in metadata.titles}
    headline = _choose_headline(lines, folded, titles)
    judged: list[tuple[BlockKind | None, str]] = []
    for index, line in enumerate(lines):
        day_line = len(line.text) <= 120 and any(day.iso for day in find_days(line.text))
        if headline is not None and folded[index] == folded[headline] and (line.kind is None or line.soft):
            judged.append((BlockKind.HEADLINE, "a heading of the page"))
        elif line.kind is BlockKind.BYLINE and day_line:
            judged.append((BlockKind.BYLINE, line.why))
        elif line.kind is not None and not (line.soft and inside[index]):
            judged.append((line.kind, line.why))
        elif not inside[index]:
            judged.append(_judge_outsider(line, day_line))
        elif line.is_heading or line.is_title:
            judged.append((BlockKind.SUBHEAD, "a heading within the story"))
        else:
            judged.append((None, ""))
    return judged, warnings


def _judge_outsider(line: HtmlLine, day_line: bool) -> tuple[BlockKind | None, str]:
    """Judge a line that trafilatura leaves out: stamps and bylines are told by the rules for lines afterwards."""
    from bot.ingest.documents.structure.bylines import find_byline
    from bot.ingest.documents.structure.line_rules import find_date_line

    unit = make_unit(0, line.text)
    if find_byline(unit) is not None:
        return BlockKind.BYLINE, "it names who wrote it"
    if day_line and find_date_line(unit):
        return BlockKind.DATE_LINE, "a day and nothing else"
    return BlockKind.BOILERPLATE, "no part of the story, by trafilatura"


def fill_gaps(lines: Sequence[HtmlLine], inside: list[bool]) -> None:
    """Count a sentence as part of the story where its neighbours in the same element are."""
    known = [index for index, found in enumerate(inside) if found]
    for before, after in pairwise(known):
        for index in range(before + 1, after):
            line = lines[index]
            siblings = line.parent in (lines[before].parent, lines[after].parent)
            if line.kind is None and siblings and make_unit(0, line.text).is_body:
                inside[index] = True


def _choose_headline(lines: Sequence[HtmlLine], folded: Sequence[str], titles: set[str]) -> int | None:
    """Choose the h1 that the metadata name, or else the longest: the first is often the site's name."""
    headings = [index for index, line in enumerate(lines) if line.is_title and (line.kind is None or line.soft)]
    for index in headings:
        if any(folded[index] and (folded[index] == title or title.startswith(folded[index])) for title in titles):
            return index
    if headings:
        return max(headings, key=lambda index: len(folded[index]))
    return next((index for index, text in enumerate(folded) if text in titles and lines[index].kind is None), None)


def _find_publisher(metadata: PageMetadata, url: str | None) -> Found | None:
    if metadata.publisher:
        return Found(*metadata.publisher)
    host = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "")
    return Found(host[1], "the address of the page") if host else None


def _guess_day(text: str, url: str | None) -> Published | None:
    """Ask htmldate for the day of a page whose code does not name it."""
    import htmldate

    try:
        day = htmldate.find_date(text, original_date=True, extensive_search=True, url=url)
    except (RecursionError, ValueError):
        return None
    if not day:
        return None
    return Published(day, day, "htmldate's guess from the page's code and address", sure=False)


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _lxml_version() -> str:
    import lxml.etree

    return ".".join(map(str, lxml.etree.LXML_VERSION[:3]))


def _htmldate_version() -> str:
    import htmldate

    return str(htmldate.__version__)
