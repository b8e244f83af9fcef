"""Plain text: decoded and cleaned, otherwise left as it is."""

from __future__ import annotations

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, check_length
from bot.ingest.documents.model import DocumentFormat
from bot.ingest.documents.text.characters import clean, is_binary
from bot.ingest.documents.text.decoding import decode, find_declared

# Changes with what decode and clean make of the same bytes.
VERSION = "2"


def extract_plain_text(data: bytes, media_type: str | None) -> Extraction:
    """Read a plain text. Raises DocumentError."""
    decoded, warnings = decode(data, find_declared(media_type))
    check_length(len(decoded))
    if is_binary(decoded):
        raise DocumentError(
            Reason.UNKNOWN_FORMAT,
            "The file is not a text: much of it is control characters. Plain text, HTML, PDF, DOCX, EML and feeds can "
            "be read.",
        )
    text, more = clean(decoded)
    return Extraction(DocumentFormat.TEXT, text, "plain text", VERSION, warnings=(*warnings, *more))
