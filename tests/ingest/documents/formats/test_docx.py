"""Tests for bot.ingest.documents.formats.docx."""

import io
import zipfile

import pytest

from bot.ingest.documents.child.extraction import extract_document
from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.docx import MAX_UNPACKED_BYTES
from bot.ingest.documents.model import BlockKind
from tests.support.document_samples import ARTICLE_LINES, make_docx, replace_in_zip

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_body(inner: str) -> bytes:
    xml = f'<?xml version="1.0"?><w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>'
    return replace_in_zip(make_docx(["x"]), "word/document.xml", xml.encode())


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_docx_gives_paragraphs_and_takes_styles_at_their_word() -> None:
    document = extract_document(make_docx(ARTICLE_LINES, styles=["Title", "Subtitle"]), "a.docx")
    assert document.text == "\n\n".join(ARTICLE_LINES)
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds == {ARTICLE_LINES[0]: BlockKind.HEADLINE, ARTICLE_LINES[1]: BlockKind.TEASER}
    assert document.title is not None
    assert document.title.value == ARTICLE_LINES[0]


def test_docx_reads_tables_in_their_place() -> None:
    import docx

    written = docx.Document()
    written.add_paragraph("Before the table.")
    table = written.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Varland", "Ostria"
    written.add_paragraph("After the table.")
    out = io.BytesIO()
    written.save(out)
    assert extract_document(out.getvalue(), "a.docx").text.split("\n\n") == [
        *("Before the table.", "Varland", "Ostria", "After the table.")
    ]


def test_docx_reads_inserted_words_and_not_deleted_ones() -> None:
    data = make_body(
        f"<w:p>{run('We will ')}<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins>{run('never ')}</w:ins>"
        f"{run('accept a toll.')}</w:p>"
    )
    document = extract_document(data, "a.docx")
    assert document.text == "We will never accept a toll."
    assert any("tracked changes" in warning for warning in document.warnings)


def test_docx_leaves_hidden_words_out_and_says_so() -> None:
    data = make_body(f"<w:p>{run('Shown.')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>")
    document = extract_document(data, "a.docx")
    assert document.text == "Shown."
    assert "This DOCX has hidden words, which are left out." in document.warnings


def test_docx_tells_special_hyphens_and_breaks_from_letters() -> None:
    data = make_body(
        "<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t>"
        "<w:noBreakHyphen/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>"
    )
    assert extract_document(data, "a.docx").text == "co\u00adop\u2011x\ny"


def test_docx_without_text_is_empty() -> None:
    with pytest.raises(DocumentError) as caught:
        extract_document(make_docx([]), "a.docx")
    assert caught.value.reason is Reason.EMPTY


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_docx_cut_off_is_refused_as_damaged(share: float) -> None:
    data = make_docx(ARTICLE_LINES)
    with pytest.raises(DocumentError, match="damaged or cut off") as caught:
        extract_document(data[: int(share * len(data))], "a.docx")
    assert caught.value.reason is Reason.DAMAGED


def test_docx_with_a_bomb_is_refused_by_its_declared_sizes() -> None:
    data = replace_in_zip(make_docx(["x"]), "word/media/bomb.bin", bytes(MAX_UNPACKED_BYTES))
    assert len(data) < 2**20
    with pytest.raises(DocumentError, match="Unpacked") as caught:
        extract_document(data, "a.docx")
    assert caught.value.reason is Reason.TOO_LARGE


def test_docx_that_lies_about_its_size_is_refused_as_damaged() -> None:
    data = replace_in_zip(make_docx(["x"]), "word/document.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    lie = data.replace((5_000_007).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lie != data
    with pytest.raises(DocumentError) as caught:
        extract_document(lie, "a.docx")
    assert caught.value.reason is Reason.DAMAGED


def test_docx_without_its_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(DocumentError) as caught:
        extract_document(out.getvalue(), "a.docx")
    assert caught.value.reason is Reason.UNKNOWN_FORMAT


def test_docx_expands_no_entities() -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    xml = f"<!DOCTYPE w [{entities}]><w:document {NAMESPACE}><w:body><w:p>{run('&a8;')}</w:p></w:body></w:document>"
    with pytest.raises(DocumentError):
        extract_document(replace_in_zip(make_docx(["x"]), "word/document.xml", xml.encode()), "a.docx")
