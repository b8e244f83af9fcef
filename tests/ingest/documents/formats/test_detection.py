"""Tests for bot.ingest.documents.formats.detection."""

import pytest

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.detection import find_format
from bot.ingest.documents.model import DocumentFormat
from tests.support.document_samples import make_docx, make_feed, make_mail, make_page, make_pdf

FILES = {
    DocumentFormat.TEXT: b"Varland protests.",
    DocumentFormat.HTML: make_page("<p>Varland protests.</p>"),
    DocumentFormat.PDF: make_pdf([["Varland protests."]]),
    DocumentFormat.DOCX: make_docx(["Varland protests."]),
    DocumentFormat.EML: b"Received: from a\r\nMessage-ID: <1@a.example>\r\n"
    + make_mail("Varland protests.").as_bytes(),
    DocumentFormat.FEED: make_feed(["<item><title>Varland protests</title></item>"]),
}


@pytest.mark.parametrize("expected", FILES)
def test_find_format_looks_at_the_bytes_before_the_name(expected: DocumentFormat) -> None:
    assert find_format(FILES[expected], "document", None) == (expected, [])


@pytest.mark.parametrize("expected", [DocumentFormat.HTML, DocumentFormat.PDF, DocumentFormat.DOCX])
def test_find_format_warns_of_a_wrong_name(expected: DocumentFormat) -> None:
    found, warnings = find_format(FILES[expected], "article.eml", None)
    assert found is expected
    assert warnings == [f"The file's name ends in .eml, but it is {expected}; it was read as that."]


def test_find_format_takes_a_memorandum_for_plain_text() -> None:
    memorandum = b"From: the Minister\nTo: all desks\nSubject: canal\n\nWe will not accept a toll."
    assert find_format(memorandum, "memo.txt", None)[0] is DocumentFormat.TEXT


def test_find_format_reads_a_page_without_a_head_by_its_name() -> None:
    assert find_format(b"<p>Varland protests.</p>", "page.html", None)[0] is DocumentFormat.HTML
    assert find_format(b"<p>Varland protests.</p>", "page", "text/html; charset=utf-8")[0] is DocumentFormat.HTML


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "an old Word"),
        (b"{\\rtf1 hello}", "an RTF file"),
        (b"PK\x03\x04" + b"\0" * 99, "an archive"),
        (b"\x1f\x8b\x08" + b"\0" * 99, "an archive"),
        (b"\0\0\0\x18ftypmp42", "a film"),
    ],
)
def test_find_format_names_what_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        find_format(data, "file.bin", None)
    assert caught.value.reason is Reason.UNKNOWN_FORMAT


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_find_format_does_not_read_text_as_what_its_name_says(name: str) -> None:
    with pytest.raises(DocumentError, match="does not begin like one"):
        find_format(b"Not found", name, None)
