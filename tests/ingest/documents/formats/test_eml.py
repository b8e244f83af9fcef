"""Tests for bot.ingest.documents.formats.eml."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.child.extraction import extract_document
from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.model import BlockKind, ReadDocument
from tests.support.document_samples import make_mail

READOUT = "Foreign Minister Tomas Brede met the Ostrian ambassador today.\n\n“We will not accept a toll,” he said.\n"


def read(message: EmailMessage | bytes) -> ReadDocument:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return extract_document(data, "readout.eml", "message/rfc822")


def nest_mails(depth: int) -> bytes:
    head = b"From: a@varland.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    return head * depth + make_mail(READOUT).as_bytes()


def nest_parts(depth: int) -> bytes:
    body = b"Content-Type: text/plain\n\nhello\n"
    for number in range(depth):
        mark = b"m%d" % number
        head = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\n\n--' + mark + b"\n"
        body = head + body + b"\n--" + mark + b"--\n"
    return b"From: a@varland.example\nMIME-Version: 1.0\n" + body


def test_eml_gives_subject_sender_and_day_from_its_headers() -> None:
    document = read(make_mail(READOUT))
    assert document.title is not None
    assert document.title.value == "Readout"
    assert document.publisher is not None
    assert document.publisher.value == "Press Office of Varland"
    assert document.published is not None
    assert (document.published.day, document.published.at) == ("2031-06-12", "2031-06-12T18:30:00+02:00")
    assert document.published.how == "the mail's header Date"
    running = "".join(document.text[start:end] for start, end in document.list_running_text())
    assert running.strip() == READOUT.strip()


def test_eml_sets_earlier_mails_and_signature_aside() -> None:
    document = read(make_mail(READOUT + "\n> On Monday you wrote\n> that all is well\n\n-- \nPress Office\n"))
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds["> On Monday you wrote\n> that all is well"] is BlockKind.QUOTED_MAIL
    assert kinds["Press Office"] is BlockKind.BOILERPLATE


def test_eml_reads_html_where_the_plain_part_says_nothing() -> None:
    story = "".join(
        f"<p>Paragraph {number} tells how the talks on the canal went on in Veldt.</p>" for number in range(9)
    )
    document = read(make_mail("See HTML.", html=f"<html><body><h1>Talks</h1>{story}</body></html>"))
    assert "Paragraph 8 tells" in document.text
    assert "See HTML." not in document.text
    assert any("much shorter" in warning for warning in document.warnings)


def test_eml_reads_the_plain_part_where_both_say_the_same() -> None:
    document = read(make_mail(READOUT, html=f"<html><body><p>{READOUT}</p></body></html>"))
    assert document.extractor == "email"


def test_eml_names_attachments_and_does_not_read_them() -> None:
    message = make_mail(READOUT)
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="communiqué.pdf")
    document = read(message)
    assert [(each.name, each.size) for each in document.attachments] == [("communiqué.pdf", 8)]
    assert "The attachment communiqué.pdf was not read; hand it in by itself." in document.warnings


def test_eml_reads_a_forwarded_mail_below_its_own_headers() -> None:
    outer = make_mail("See below.", subject="Fwd: Readout")
    outer.add_attachment(make_mail(READOUT))
    document = read(outer)
    headlines = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.HEADLINE]
    assert headlines == ["Fwd: Readout", "Readout"]
    assert "“We will not accept a toll,” he said." in document.text


def test_eml_with_an_unknown_charset_is_read_with_a_warning() -> None:
    data = make_mail(READOUT).as_bytes().replace(b'charset="utf-8"', b'charset="x-varland-8"')
    document = read(data)
    assert "“We will not accept a toll,”" in document.text
    assert any("x-varland-8" in warning for warning in document.warnings)


def test_eml_cut_off_within_a_part_says_so() -> None:
    data = make_mail(READOUT, html=f"<p>{READOUT}</p>").as_bytes()
    document = read(data[: data.rindex(b"--===")])
    assert "The mail is cut off: the end of one of its parts is missing." in document.warnings


@pytest.mark.parametrize(
    "data", [nest_mails(1_000), nest_mails(200), nest_mails(13), nest_parts(1_000), nest_parts(20)]
)
def test_eml_nested_too_deep_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="nested more than 12 deep") as caught:
        read(data)
    assert caught.value.reason is Reason.TOO_DEEP


def test_eml_nested_a_few_times_is_read() -> None:
    assert "We will not accept" in read(nest_mails(5)).text


def test_eml_encrypted_is_refused_as_protected() -> None:
    with pytest.raises(DocumentError) as caught:
        read(b"From: a@varland.example\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nAAAA")
    assert caught.value.reason is Reason.PROTECTED


def test_eml_without_text_names_what_it_carries() -> None:
    message = EmailMessage()
    message["From"] = "press@varland.example"
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="toll.pdf")
    with pytest.raises(DocumentError, match=r"It carries toll\.pdf: hand that in by itself") as caught:
        read(message)
    assert caught.value.reason is Reason.EMPTY


HEADERS = st.sampled_from(
    ["From: =?x?q?=41?= <", "Date: Thu, 99 Jun", "Subject: =?utf-8?b?////?=", "Content-Type: multipart/mixed",
     "Content-Type: text/html; charset=", "Content-Transfer-Encoding: base64", "Content-Type: message/rfc822",
     'Content-Disposition: attachment; filename*=utf-9\'\'%ff', "", "Hello there, all of you.", "--x", ">q"]
)  # fmt: skip


@given(st.lists(HEADERS | st.text(max_size=12), max_size=20))
def test_eml_answers_any_mail_with_ordered_blocks_or_its_error(lines: list[str]) -> None:
    try:
        document = read("\n".join(["From: a@varland.example", *lines]).encode("utf-8", "replace"))
    except DocumentError:
        return
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        position = block.end
