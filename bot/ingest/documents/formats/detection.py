"""Which format a file has: by its bytes first, since a name or a media type may be wrong."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.model import DocumentFormat

_READABLE = "Plain text, HTML, PDF, DOCX, EML and feeds can be read."
_OTHER_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Outlook file, or a DOCX protected by a password"),
    (b"{\\rtf", "an RTF file; save it as DOCX or plain text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "an archive; unpack it and hand in the document"),
    (b"Rar!", "an archive; unpack it and hand in the document"),
    (b"7z\xbc\xaf", "an archive; unpack it and hand in the document"),
    (b"BZh", "an archive; unpack it and hand in the document"),
    (b"\xfd7zXZ\x00", "an archive; unpack it and hand in the document"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_BY_SUFFIX = {
    ".txt": DocumentFormat.TEXT,
    ".text": DocumentFormat.TEXT,
    ".md": DocumentFormat.TEXT,
    ".html": DocumentFormat.HTML,
    ".htm": DocumentFormat.HTML,
    ".xhtml": DocumentFormat.HTML,
    ".pdf": DocumentFormat.PDF,
    ".docx": DocumentFormat.DOCX,
    ".eml": DocumentFormat.EML,
    ".rss": DocumentFormat.FEED,
    ".atom": DocumentFormat.FEED,
}
_BY_MEDIA_TYPE = {
    "text/plain": DocumentFormat.TEXT,
    "text/html": DocumentFormat.HTML,
    "application/xhtml+xml": DocumentFormat.HTML,
    "application/pdf": DocumentFormat.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": DocumentFormat.DOCX,
    "message/rfc822": DocumentFormat.EML,
    "application/rss+xml": DocumentFormat.FEED,
    "application/atom+xml": DocumentFormat.FEED,
}
_SNIFFED = 4_096
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|date|subject|received|return-path|message-id|mime-version|content-type|delivered-to|dkim-signature|"
    rb"reply-to|sender|x-[\w-]+|arc-[\w-]+|content-transfer-encoding|cc|list-[\w-]+|authentication-results)[ \t]*:",
    re.IGNORECASE,
)
_MAIL_ONLY = re.compile(rb"^(?:received|return-path|message-id|mime-version)[ \t]*:", re.IGNORECASE | re.MULTILINE)


def find_format(data: bytes, name: str, media_type: str | None) -> tuple[DocumentFormat, list[str]]:
    """Return a file's format, and a warning where its name or media type says another.

    Raises DocumentError for a format that is known and cannot be read.
    """
    suffix = PurePosixPath(name).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    stated = _BY_MEDIA_TYPE.get((media_type or "").partition(";")[0].strip().lower())
    sniffed = _sniff(data)
    if sniffed is None:
        guess = stated if stated not in (None, DocumentFormat.TEXT) else named or stated
        # A name cannot make a PDF or a DOCX of bytes that are none.
        if guess in (DocumentFormat.PDF, DocumentFormat.DOCX):
            raise DocumentError(
                Reason.DAMAGED, f"The file is called {guess} but does not begin like one: it is damaged or cut off."
            )
        return guess or DocumentFormat.TEXT, []
    if named not in (None, sniffed) and not (named is DocumentFormat.TEXT and sniffed is DocumentFormat.EML):
        return sniffed, [f"The file's name ends in {suffix}, but it is {sniffed}; it was read as that."]
    return sniffed, []


def _sniff(data: bytes) -> DocumentFormat | None:
    head = data[:_SNIFFED].lstrip(b"\xef\xbb\xbf")
    if b"%PDF-" in data[:1024]:
        return DocumentFormat.PDF
    if data.startswith(b"PK"):
        if b"word/" in data or b"[Content_Types].xml" in data[:_SNIFFED]:
            return DocumentFormat.DOCX
        raise DocumentError(
            Reason.UNKNOWN_FORMAT, f"The file is an archive; unpack it and hand in the document. {_READABLE}"
        )
    for magic, what in _OTHER_MAGIC:
        if data.startswith(magic):
            raise DocumentError(Reason.UNKNOWN_FORMAT, f"The file is {what}. {_READABLE}")
    if data[4:8] == b"ftyp":
        raise DocumentError(Reason.UNKNOWN_FORMAT, f"The file is a film or a sound file. {_READABLE}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    start = head.lstrip()
    if start.startswith(b"<"):
        if _FEED.search(head) and not _HTML.match(start):
            return DocumentFormat.FEED
        if _HTML.match(start):
            return DocumentFormat.HTML
    return DocumentFormat.EML if _looks_like_mail(head) else None


def _looks_like_mail(head: bytes) -> bool:
    """Tell a mail from a memorandum that begins with "From:": headers up to an empty line, one that only mails have."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = [line for line in block.splitlines() if not line.startswith((b" ", b"\t", b">From "))]
    headers = [line for line in lines if _MAIL_HEADER.match(line) or line.startswith(b"From ")]
    return len(headers) >= 2 and bool(_MAIL_ONLY.search(block)) and len(headers) * 2 >= len(lines)
