"""Tests for bot.ingest.documents.formats.pdf."""

import pytest

from bot.ingest.documents.child.extraction import extract_document
from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.pdf import compare_pages
from bot.ingest.documents.model import BlockKind, Difference
from tests.support.document_samples import ARTICLE_LINES, make_pdf


def test_pdf_gives_text_and_the_beginning_of_each_page() -> None:
    document = extract_document(make_pdf([ARTICLE_LINES, ["The second page begins here."]]), "a.pdf")
    assert document.text == "\n".join(ARTICLE_LINES) + "\n\nThe second page begins here."
    assert [document.text[start : start + 10] for start in document.pages] == ["Varland su", "The second"]
    assert document.extractor == "pypdfium2"
    assert document.differences == ()
    assert document.published is not None
    assert document.published.day == "2031-06-12"


def test_pdf_keeps_the_hyphen_that_divides_a_word_and_says_so() -> None:
    document = extract_document(make_pdf([["A long com-", "muniqué was read."]]), "a.pdf")
    assert document.text == "A long com-\nmuniqué was read."
    assert "1 word is divided by a hyphen at a line's end, as on the page." in document.warnings


def test_pdf_sets_page_numbers_and_running_heads_aside() -> None:
    words = ("locks", "banks", "fees", "pilots")
    pages = [
        ["Varland Gazette", *(f"Line {at} is about the {word}." for at in words), f"Page {number} of 4"]
        for number, word in enumerate(words, 1)
    ]
    document = extract_document(make_pdf(pages), "a.pdf")
    aside = [document.text[block.start : block.end] for block in document.blocks if block.kind is BlockKind.BOILERPLATE]
    assert aside == [line for number in range(1, 5) for line in ("Varland Gazette", f"Page {number} of 4")]


def test_pdf_of_pictures_has_an_answer_of_its_own() -> None:
    with pytest.raises(DocumentError, match="holds pictures of text") as caught:
        extract_document(make_pdf([[], []], picture=True), "a.pdf")
    assert caught.value.reason is Reason.PICTURES


def test_pdf_without_anything_is_empty() -> None:
    with pytest.raises(DocumentError, match="holds no text") as caught:
        extract_document(make_pdf([[]]), "a.pdf")
    assert caught.value.reason is Reason.EMPTY


def test_pdf_names_the_pages_that_are_pictures() -> None:
    document = extract_document(make_pdf([ARTICLE_LINES, []], picture=True), "a.pdf")
    assert "Page 2 holds pictures without text." in document.warnings


def test_pdf_with_a_password_is_refused_as_protected() -> None:
    with pytest.raises(DocumentError, match="protected by a password") as caught:
        extract_document(make_pdf([["secret"]], encrypt="x"), "a.pdf")
    assert caught.value.reason is Reason.PROTECTED


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_pdf_cut_off_is_refused_as_damaged(share: float) -> None:
    data = make_pdf([ARTICLE_LINES] * 20)
    with pytest.raises(DocumentError) as caught:
        extract_document(data[: int(share * len(data))], "a.pdf")
    assert caught.value.reason is Reason.DAMAGED


def test_pdf_with_a_broken_end_is_read_with_a_warning() -> None:
    data = make_pdf([ARTICLE_LINES])
    document = extract_document(data[: data.rindex(b"%%EOF")], "a.pdf")
    assert ARTICLE_LINES[3] in document.text
    assert any("cut off" in warning for warning in document.warnings)


def test_compare_pages_shows_words_that_only_one_engine_read() -> None:
    assert compare_pages(3, "No toll on the canal", "No to11 on the canal (cid:7)") == Difference(
        3, ("toll",), ("to11", "(cid:7)")
    )


def test_compare_pages_shows_another_order_and_ignores_spaces() -> None:
    assert compare_pages(1, "left right", "right left") == Difference(1, (), ())
    assert compare_pages(1, "the \ufb01rst com\ufffemuniqué", "the  first com-\nmuniqué") is None
