"""From bytes to characters: byte order mark, declared encoding, UTF-8, and a guess that is said to be one."""

from __future__ import annotations

import codecs
import re

from bot.ingest.documents.errors import DocumentError, Reason

# The longer mark first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a name means on the web (WHATWG Encoding Standard, "names and labels"): the superset that documents really use.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Enough for a guess; the guesser reads every candidate encoding over it.
_GUESSED_BYTES = 100_000
# What press offices and mail programs have used; a longer list makes short texts Turkish or Vietnamese by accident.
_GUESSED_CODECS = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
]
# A page with more than one broken byte in this many is not what it says it is.
_BYTES_PER_BROKEN = 1_000
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_SAVE = "Save it as UTF-8 and try again."


def find_declared(media_type: str | None) -> str | None:
    """Return the charset that a media type names, as in `text/html; charset=euc-kr`."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    return match[1] if match else None


def find_codec(label: str) -> str | None:
    """Return Python's codec for an encoding's label, or None where it is unknown or no encoding of text."""
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(info.name, info.name)


def decode(data: bytes, declared: str | None, *, lenient: bool = False) -> tuple[str, list[str]]:
    """Decode a document's bytes.

    `declared` is the encoding that the document or its carrier names. With `lenient`, a few broken bytes become
    U+FFFD, as in a browser; otherwise one is an error. Returns the text and warnings. Raises DocumentError.
    """
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], marked, f"The file begins with the mark of {marked.upper()}"), []
    warnings = []
    codec = find_codec(declared) if declared else None
    if declared and codec is None:
        warnings.append(f"The encoding that the document names, {declared[:40]!r}, is unknown; another one was tried.")
    for candidate in dict.fromkeys(filter(None, (codec, "utf-8"))):
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if "\x00" in text:
            break
        if codec and candidate != codec:
            warnings.append(f"The document says that it is {codec}; it is {candidate}.")
        return text, warnings
    if b"\x00" in data:
        return _decode_with_zeros(data), warnings
    if lenient:
        text = data.decode(codec or "utf-8", errors="replace")
        broken = text.count("\ufffd")
        if broken * _BYTES_PER_BROKEN <= len(data) or broken == 1:
            return text, warnings
    text, guess = _guess(data)
    return text, [*warnings, guess]


def _decode_strictly(data: bytes, codec: str, reason: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise DocumentError(
            Reason.ENCODING, f"{reason}, but {_name_byte(data, error.start)} is not valid in it. {_SAVE}"
        ) from error


def _decode_with_zeros(data: bytes) -> str:
    """Decode UTF-16 without its mark: in Western text every other byte is zero."""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    half = min(len(data), 4000) // 2
    if len(data) % 2 == 0 and half and max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half:
        return _decode_strictly(data, "utf-16-le" if odd > even else "utf-16-be", "The file looks like UTF-16")
    raise DocumentError(
        Reason.UNKNOWN_FORMAT,
        "The file is not a text: it holds zero bytes. Plain text, HTML, PDF, DOCX, EML and feeds can be read.",
    )


def _guess(data: bytes) -> tuple[str, str]:
    """Decode with the guessed codec; a mixture of UTF-8 and something else is an error, as is a codec that fails.

    Returns the text and the warning that names the guess, with the first word that hangs on it.
    """
    from charset_normalizer import from_bytes

    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _MULTIBYTE.search(data) and _is_mostly_utf8(data):
            place = _name_byte(data, error.start)
            raise DocumentError(
                Reason.ENCODING, f"The text mixes encodings: most of it is UTF-8, but {place} is not. {_SAVE}"
            ) from error
    best = from_bytes(data[:_GUESSED_BYTES], cp_isolation=_GUESSED_CODECS).best()
    if best is None:
        raise DocumentError(Reason.ENCODING, f"The encoding of the text could not be found out. {_SAVE}")
    codec = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    text = _decode_strictly(data, codec, f"The text was taken for {codec}")
    word = re.search(r"[^\W\d_]*[^\x00-\x7f]\w*", text)
    sample = f": “{word[0][:30]}” must read right" if word else ""
    return text, f"The encoding is not stated; it was taken for {codec}{sample}."


def _is_mostly_utf8(data: bytes) -> bool:
    """Compare multi-byte sequences that are valid UTF-8 with bytes that are not."""
    decoded = data.decode("utf-8", errors="replace")
    broken = decoded.count("\ufffd")
    valid = sum(1 for character in decoded if character > "\x7f") - broken
    return valid > broken


def _name_byte(data: bytes, at: int) -> str:
    line = data.count(b"\n", 0, at) + 1
    return f"byte 0x{data[at]:02X} at position {at:,} (line {line:,})"
