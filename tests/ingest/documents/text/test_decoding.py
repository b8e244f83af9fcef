"""Tests for bot.ingest.documents.text.decoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.text.decoding import decode, find_codec, find_declared

RUSSIAN = "Министр иностранных дел заявил, что договор носит оборонительный характер."
GERMAN = "Der Außenminister erklärte, die Gespräche seien „nützlich“ gewesen – mehr nicht."
KOREAN = "외교부 대변인은 러시아가 실수를 해서는 안 된다고 경고했다."


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_decode_takes_the_byte_order_mark_off(codec: str) -> None:
    assert decode(GERMAN.encode(codec), None) == (GERMAN, [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_decode_recognises_utf16_without_its_mark(codec: str) -> None:
    assert decode(GERMAN.encode(codec), None)[0] == GERMAN


@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (GERMAN, "cp1252"), (KOREAN, "cp949")]
)
def test_decode_guesses_an_unstated_encoding_and_says_so(text: str, codec: str) -> None:
    decoded, warnings = decode(text.encode(codec), None)
    assert decoded == text
    assert "not stated" in warnings[0]
    assert "must read right" in warnings[0]


def test_decode_believes_the_declared_encoding() -> None:
    assert decode(RUSSIAN.encode("iso8859-5"), "iso-8859-5") == (RUSSIAN, [])


def test_decode_reads_latin1_as_the_web_does() -> None:
    assert decode("“no” – he said".encode("cp1252"), "iso-8859-1")[0] == "“no” – he said"


def test_decode_says_where_a_document_names_the_wrong_encoding() -> None:
    text, warnings = decode(GERMAN.encode(), "cp949")
    assert text == GERMAN
    assert "says that it is cp949" in warnings[0]


def test_decode_tries_another_encoding_where_the_name_is_unknown() -> None:
    text, warnings = decode(GERMAN.encode(), "x-unknown-8")
    assert text == GERMAN
    assert "'x-unknown-8'" in warnings[0]


def test_decode_refuses_a_mixture_and_names_the_byte() -> None:
    with pytest.raises(DocumentError, match=r"byte 0xE9 at position \d+ \(line 2\)") as caught:
        decode(GERMAN.encode() + b"\ncaf\xe9 ferm\xe9", None)
    assert caught.value.reason is Reason.ENCODING


def test_decode_replaces_single_broken_bytes_of_a_page() -> None:
    text, _ = decode(GERMAN.encode() * 30 + b" caf\xe9", "utf-8", lenient=True)
    assert text.endswith("caf\ufffd")


def test_decode_refuses_bytes_that_are_no_text() -> None:
    with pytest.raises(DocumentError, match="zero bytes") as caught:
        decode(bytes(range(256)) * 4, None)
    assert caught.value.reason is Reason.UNKNOWN_FORMAT


def test_find_declared_reads_the_charset_of_a_media_type() -> None:
    assert find_declared('text/html; Charset="EUC-KR"') == "EUC-KR"
    assert find_declared("text/html") is None


@pytest.mark.parametrize("label", ["rot13", "hex", "", "no such thing", "\x00"])
def test_find_codec_refuses_what_is_no_encoding_of_text(label: str) -> None:
    assert find_codec(label) is None


@given(st.text())
def test_decode_gives_utf8_back_as_it_was(text: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode(), None) == (text, [])


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "euc-kr", "iso-8859-1", "utf-16", "nonsense"]))
def test_decode_answers_any_bytes_with_a_text_or_its_error(data: bytes, declared: str | None) -> None:
    for lenient in (False, True):
        try:
            text, _ = decode(data, declared, lenient=lenient)
        except DocumentError:
            continue
        assert bool(text) == bool(data.strip(b"\xef\xbb\xbf\xff\xfe")) or len(data) < 5
