"""DOCX: opened by python-docx after its declared sizes were summed; text taken from the XML, where nothing is hidden.

`Paragraph.text` of python-docx leaves out inserted words of tracked changes, text boxes and special hyphens.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, TextBuilder
from bot.ingest.documents.model import BlockKind, DocumentFormat, Published
from bot.ingest.documents.structure.dates import parse_stamp
from bot.ingest.documents.text.characters import clean

MAX_ENTRIES = 5_000
# Unpacked; a report of 300 pages with pictures has 20 MB. A parsed tree takes five to ten times its XML.
MAX_UNPACKED_BYTES = 64 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK))
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
    # A character of a font such as Wingdings: there is no such character in Unicode.
    f"{_W}sym": "\ufffd",
}
_DAMAGED = "This DOCX is damaged or cut off: {}. Get the file again, or save it anew in the program that wrote it."


@dataclass(slots=True)
class _Marks:
    """What a document has that its text does not show."""

    changes: bool = False
    hidden: bool = False
    numbering: bool = False
    footnotes: bool = False

    def list_warnings(self) -> list[str]:
        """Return a warning for each."""
        sentences = {
            "This DOCX has tracked changes: inserted words are in the text, deleted ones are not.": self.changes,
            "This DOCX has hidden words, which are left out.": self.hidden,
            "Numbers that Word sets before paragraphs are not in the text.": self.numbering,
            "Footnotes are not in the text.": self.footnotes,
        }
        return [sentence for sentence, there in sentences.items() if there]


def check_archive(data: bytes) -> None:
    """Sum the sizes that an archive declares before anything is unpacked. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    # zipfile raises NotImplementedError for what it cannot unpack: an archive over several disks, a newer version.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentError(Reason.DAMAGED, _DAMAGED.format("its archive cannot be opened")) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError(
            Reason.PROTECTED, "This DOCX is protected by a password. Save it without one and try again."
        )
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"Unpacked, this DOCX has {unpacked / 2**20:,.0f} MB in {len(entries):,} parts; at most "
            f"{MAX_UNPACKED_BYTES // 2**20} MB in {MAX_ENTRIES:,} parts are read. Save the text alone.",
        )
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names and not any(name.startswith("word/") for name in names):
        raise DocumentError(Reason.UNKNOWN_FORMAT, "The file is an archive and no Word document. Unpack it first.")


def extract_docx(data: bytes) -> Extraction:
    """Read a DOCX. Raises DocumentError."""
    check_archive(data)
    import docx
    import docx.opc.exceptions
    import lxml.etree

    try:
        document = docx.Document(io.BytesIO(data))
        return _extract(document, str(docx.__version__))
    except lxml.etree.XMLSyntaxError as error:
        if error.code == lxml.etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DocumentError(Reason.DAMAGED, _DAMAGED.format("a part of it is no XML")) from error
    except (zipfile.BadZipFile, docx.opc.exceptions.PackageNotFoundError) as error:
        raise DocumentError(Reason.DAMAGED, _DAMAGED.format("a part of it cannot be read")) from error
    except (KeyError, ValueError, AttributeError, IndexError, EOFError, OSError) as error:
        # zlib's and python-docx's own answers to archives whose parts are missing or broken.
        raise DocumentError(Reason.DAMAGED, _DAMAGED.format(f"{type(error).__name__} in a part of it")) from error


def _extract(document: Any, version: str) -> Extraction:
    marks = _Marks(footnotes=any("footnotes" in relation.reltype for relation in document.part.rels.values()))
    marks.footnotes = marks.footnotes and document.element.body.find(f".//{_W}footnoteReference") is not None
    builder = TextBuilder()
    warnings: list[str] = []

    def add(paragraphs: Iterator[Any], kind: BlockKind | None, why: str) -> None:
        for paragraph in paragraphs:
            text, more = clean(_read_paragraph(paragraph, marks))
            warnings.extend(warning for warning in more if warning not in warnings)
            if text.strip():
                named = (kind, why) if kind else _judge_style(document, paragraph)
                builder.add(text, "\n\n", *named)

    section = document.sections[0] if len(document.sections) else None
    if section is not None and not section.header.is_linked_to_previous:
        add(section.header._element.iter(f"{_W}p"), BlockKind.BOILERPLATE, "the page header")
    add(_list_paragraphs(document.element.body), None, "")
    if section is not None and not section.footer.is_linked_to_previous:
        add(section.footer._element.iter(f"{_W}p"), BlockKind.BOILERPLATE, "the page footer")
    if not builder.finish().strip():
        if document.element.body.find(".//{*}blip") is not None:
            raise DocumentError(
                Reason.PICTURES,
                "This DOCX holds pictures, no text. Have them recognised (OCR) first, or paste the text.",
            )
        raise DocumentError(Reason.EMPTY, "This DOCX holds no text.")
    return Extraction(
        DocumentFormat.DOCX,
        builder.finish(),
        "python-docx",
        version,
        blocks=tuple(builder.blocks),
        published=_read_day(document),
        warnings=(*warnings, *marks.list_warnings()),
    )


def _list_paragraphs(body: Any) -> Iterator[Any]:
    """List the paragraphs in document order, those of tables and text boxes included, each once."""
    for paragraph in body.iter(f"{_W}p"):
        if not any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors()):
            yield paragraph


def _read_paragraph(paragraph: Any, marks: _Marks) -> str:
    """Return the text of a paragraph, without that of text boxes within it, which are paragraphs of their own."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in (f"{_W}ins", f"{_W}moveTo") or tag in _LEFT_OUT:
            marks.changes = marks.changes or tag not in (f"{_W}instrText", _FALLBACK)
        if tag in _LEFT_OUT or tag == f"{_W}p":
            continue
        if tag == f"{_W}pPr":
            marks.numbering = marks.numbering or element.find(f"{_W}numPr") is not None
            continue
        if tag == f"{_W}r" and _is_hidden(element):
            marks.hidden = True
            continue
        if tag == f"{_W}t":
            pieces.append(element.text or "")
        elif tag in _CHARACTERS:
            pieces.append(_CHARACTERS[tag])
        waiting += reversed(element)
    return "".join(pieces)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")


def _judge_style(document: Any, paragraph: Any) -> tuple[BlockKind | None, str]:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document.part).style
    name = (style.name or "") if style is not None else ""
    folded = name.casefold()
    if folded in ("title", "heading 1"):
        return BlockKind.HEADLINE, f"its style is called {name}"
    if folded.startswith("heading"):
        return BlockKind.SUBHEAD, f"its style is called {name}"
    kind = {"subtitle": BlockKind.TEASER, "caption": BlockKind.CAPTION}.get(folded)
    return (kind, f"its style is called {name}") if kind else (None, "")


def _read_day(document: Any) -> Published | None:
    created = document.core_properties.created
    found = parse_stamp(created.isoformat()) if created else None
    if not found:
        return None
    how = "the day on which the file was made, from its properties; the text names none"
    return Published(found[0], created.isoformat(), how, sure=False)
