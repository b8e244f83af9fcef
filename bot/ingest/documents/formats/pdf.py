"""PDF: read by pdfium, compared with pdfminer.six page by page, because each loses characters that the other sees."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, TextBuilder
from bot.ingest.documents.formats.time_limit import OutOfTimeError, limit_time
from bot.ingest.documents.model import Block, BlockKind, Difference, DocumentFormat, Published
from bot.ingest.documents.structure.dates import parse_pdf_date
from bot.ingest.documents.text.characters import clean

MAX_PAGES = 1_000
# pdfminer takes 30 to 60 times as long as pdfium; what it has not read by then is read by one engine alone.
COMPARISON_SECONDS = 5.0
_MAX_DIFFERENCES = 20
_MAX_WORDS_SHOWN = 12
# FPDF_GetLastError, fpdfview.h.
_PASSWORD_ERROR = 4
_UNSUPPORTED_SECURITY = 5
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|стр\.?|-)?\s*\d{1,4}\s*(?:(?:of|/|von|de|из)\s*\d{1,4})?\W*", re.IGNORECASE
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")


def extract_pdf(data: bytes) -> Extraction:
    """Read a PDF. Raises DocumentError for one that is protected, damaged, without text, or too long."""
    import pypdfium2

    pages, pictures, created = _read_with_pdfium(data)
    warnings: list[str] = []
    empty = [number for number, text in enumerate(pages, 1) if not text.strip()]
    if len(empty) == len(pages):
        _refuse_empty(pictures)
    if empty:
        what = "hold pictures without text" if pictures.intersection(empty) else "hold no text"
        warnings.append(f"{_list_pages(empty)} {what if len(empty) > 1 else what.replace('hold', 'holds')}.")
    if b"%%EOF" not in data[-2048:]:
        warnings.append("The end of the file is missing: it may be cut off.")
    builder = TextBuilder()
    starts, divided = [], 0
    for raw in pages:
        # pdfium marks a hyphen at a line's end with U+FFFE and joins the lines; the page shows two lines.
        divided += raw.count("\ufffe")
        text, more = clean(raw.replace("\ufffe", "-\n"))
        warnings += [warning for warning in more if warning not in warnings]
        starts.append(builder.add(text.strip("\n"), "\n\n")[0])
    if divided:
        words = "word is" if divided == 1 else "words are"
        warnings.append(f"{divided:,} {words} divided by a hyphen at a line's end, as on the page.")
    text = builder.finish()
    differences, more = _compare(data, pages)
    return Extraction(
        DocumentFormat.PDF,
        text,
        "pypdfium2",
        f"{pypdfium2.PYPDFIUM_INFO.version} (pdfium {pypdfium2.PDFIUM_INFO.build})",
        blocks=tuple(_find_running_lines(text, starts)),
        published=_read_creation_date(created),
        pages=tuple(starts),
        differences=differences,
        warnings=(*warnings, *more),
    )


def _read_with_pdfium(data: bytes) -> tuple[list[str], set[int], str]:
    """Return the text of each page, the numbers of the pages that hold pictures, and the creation date."""
    import pypdfium2
    import pypdfium2.raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD_ERROR, _UNSUPPORTED_SECURITY):
            raise DocumentError(
                Reason.PROTECTED, "This PDF is protected by a password. Save it without one and try again."
            ) from error
        raise DocumentError(
            Reason.DAMAGED, "This PDF is damaged or cut off: it cannot be opened. Get the file again."
        ) from error
    if len(document) > MAX_PAGES:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"This PDF has {len(document):,} pages; at most {MAX_PAGES:,} are read. Save the pages that matter.",
        )
    pages, pictures = [], set()
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            pages.append(page.get_textpage().get_text_range())
            if next(iter(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])), None) is not None:
                pictures.add(number)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                Reason.DAMAGED, f"This PDF is damaged: page {number:,} cannot be read. Get the file again."
            ) from error
    return pages, pictures, document.get_metadata_dict().get("CreationDate", "")


def _refuse_empty(pictures: set[int]) -> None:
    if pictures:
        raise DocumentError(
            Reason.PICTURES,
            "This PDF holds pictures of text, no text. Have it recognised (OCR) first, or paste the text.",
        )
    raise DocumentError(Reason.EMPTY, "This PDF holds no text.")


def _read_creation_date(written: str) -> Published | None:
    found = parse_pdf_date(written)
    if found is None:
        return None
    day, at = found
    how = "the day on which the PDF was made, from its properties; the text names none"
    return Published(day, written, how, at=at, sure=False)


def _list_pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"{'Page' if len(numbers) == 1 else 'Pages'} {shown}"


def _find_running_lines(text: str, starts: Sequence[int]) -> Iterator[Block]:
    """Find page numbers, and lines that return at the head or foot of three pages in five."""
    edges: list[tuple[int, int, str]] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        lines = [
            (start + line.start(), start + line.end(), line[0].strip())
            for line in re.finditer(r"[^\n]*\S[^\n]*", text[start:end])
        ]
        edges += {*lines[:2], *lines[-2:]}
    seen = Counter(re.sub(r"\d+", "#", line) for _, _, line in edges)
    for start, end, line in sorted(edges):
        if _PAGE_NUMBER.fullmatch(line):
            yield Block(start, end, BlockKind.BOILERPLATE, "a page number")
        elif len(starts) >= 3 and seen[re.sub(r"\d+", "#", line)] >= max(3, 0.6 * len(starts)):
            yield Block(start, end, BlockKind.BOILERPLATE, "the same line at the edge of most pages")


def _compare(data: bytes, pages: Sequence[str]) -> tuple[tuple[Difference, ...], list[str]]:
    """Compare the words of each page with what pdfminer.six reads. Returns the differences and warnings."""
    differences: list[Difference] = []
    warnings: list[str] = []
    done = 0
    told_apart = False
    try:
        with limit_time(COMPARISON_SECONDS):
            for number, other in enumerate(_read_with_pdfminer(data), 1):
                if number > len(pages):
                    break
                difference = compare_pages(number, pages[number - 1], other)
                if difference and len(differences) < _MAX_DIFFERENCES:
                    differences.append(difference)
                told_apart = told_apart or "\u00a0" in other or bool(_LIGATURE.search(other))
                done = number
    except OutOfTimeError:
        pass
    except Exception as error:
        warnings.append(f"The second engine, pdfminer.six, failed on this PDF ({type(error).__name__}).")
    if done < len(pages):
        left = list(range(done + 1, len(pages) + 1))
        warnings.append(f"{_list_pages(left)} read by one engine alone; nothing was compared.")
    if differences:
        numbers = _list_pages([each.page for each in differences])
        warnings.append(f"{numbers}: the two engines read differently; compare the passages with the PDF.")
    if told_apart:
        warnings.append(
            "This PDF has ligatures or no-break spaces; its text here has plain letters and spaces instead."
        )
    return tuple(differences), warnings


def _read_with_pdfminer(data: bytes) -> Iterator[str]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer

    # all_texts: text inside forms, which pdfminer otherwise leaves as single characters.
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(all_texts=True)):
        yield "".join(element.get_text() for element in _walk(page) if isinstance(element, LTTextContainer))


def _walk(element: Any) -> Iterator[Any]:
    """List a page's outermost text containers, those in figures included."""
    from pdfminer.layout import LTFigure, LTTextContainer

    for child in element:
        if isinstance(child, LTTextContainer):
            yield child
        elif isinstance(child, LTFigure):
            yield from _walk(child)


def compare_pages(number: int, text: str, other: str) -> Difference | None:
    """Compare the words of a page as two engines read it; None where they agree."""
    ours, theirs = _split_words(text), _split_words(other)
    only_ours, only_theirs = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    if only_ours or only_theirs:
        return Difference(number, tuple(only_ours)[:_MAX_WORDS_SHOWN], tuple(only_theirs)[:_MAX_WORDS_SHOWN])
    return Difference(number, (), ()) if ours != theirs else None


def _split_words(text: str) -> list[str]:
    """Split into words, divided ones joined, ligatures and special spaces made plain."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\ufffe\u00ad]\\s*|-[ \t]*\r?\n\\s*", "", text).replace("-", " ")
    return re.findall(r"[\w]+|\(cid:\d+\)|[^\w\s]", text)
