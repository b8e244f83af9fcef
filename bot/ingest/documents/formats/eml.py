"""EML: the standard library's parser, with a bound on nesting and charsets decoded by this package's own rules."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parseaddr

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.builder import Extraction, TextBuilder
from bot.ingest.documents.formats.html import extract_html
from bot.ingest.documents.model import Attachment, Block, BlockKind, DocumentFormat, Found, Published
from bot.ingest.documents.structure.dates import parse_stamp
from bot.ingest.documents.text.characters import clean
from bot.ingest.documents.text.decoding import decode

# A mail forwarded eight times is rare; the standard library itself gives up at about 300.
MAX_NESTING = 12
MAX_PARTS = 500
_TOO_DEEP = f"The mails within this mail are nested more than {MAX_NESTING} deep. Save the one that matters by itself."
# Below this share of the HTML part's length a plain part is only a hint to open the other one.
_MIN_PLAIN_SHARE = 0.3
_SIGNATURE = re.compile(r"(?:^|\n)-- ?\n")
_QUOTED = re.compile(r"(?:^>[^\n]*(?:\n|$))+", re.MULTILINE)


@dataclass
class _Reading:
    """What comes together while a mail is read."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    warnings: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    extractors: dict[str, str] = field(default_factory=dict)
    parts: int = 0

    def warn(self, *sentences: str) -> None:
        """Add warnings that are not there yet."""
        self.warnings += [each for each in sentences if each not in self.warnings]


def extract_eml(data: bytes) -> Extraction:
    """Read a mail. Raises DocumentError."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        reading = _Reading(extractors={"email": f"Python {_python_version()}"})
        _read_message(message, reading, depth=0)
        title = _header(message, "Subject")
        published = _read_day(message)
        sender = _header(message, "From")
    except RecursionError as error:
        raise DocumentError(Reason.TOO_DEEP, _TOO_DEEP) from error
    text = reading.builder.finish()
    if not any(span for span in _list_open(text, reading.builder.blocks)):
        names = ", ".join(each.name for each in reading.attachments[:5])
        hint = f" It carries {names}: hand that in by itself." if names else ""
        raise DocumentError(Reason.EMPTY, f"This mail holds no text.{hint}")
    name, address = parseaddr(sender)
    publisher = (name or address.rpartition("@")[2]).strip()
    return Extraction(
        DocumentFormat.EML,
        text,
        ", ".join(reading.extractors),
        ", ".join(reading.extractors.values()),
        blocks=tuple(reading.builder.blocks),
        title=Found(title, "the subject of the mail", 0) if title else None,
        publisher=Found(publisher, "the sender of the mail") if publisher else None,
        published=published,
        attachments=tuple(reading.attachments),
        warnings=tuple(reading.warnings),
    )


def _read_message(message: Message, reading: _Reading, depth: int) -> None:
    """Read a mail and what it forwards: its headers as set-aside lines, then its body."""
    if depth > MAX_NESTING:
        raise DocumentError(Reason.TOO_DEEP, _TOO_DEEP)
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise DocumentError(Reason.PROTECTED, "This mail is encrypted. Save it decrypted and try again.")
    builder = reading.builder
    subject = _header(message, "Subject")
    if subject:
        builder.add(subject, "\n\n", BlockKind.HEADLINE, "the subject of the mail")
    for name, kind in (("From", BlockKind.BYLINE), ("Date", BlockKind.DATE_LINE)):
        value = _header(message, name)
        if value:
            builder.add(f"{name}: {value}", "\n\n", kind, f"the mail's header {name}")
    bodies: dict[str, Message] = {}
    forwarded: list[Message] = []
    for part in _list_parts(message, reading, depth):
        kind_of_part = part.get_content_type()
        if kind_of_part == "message/rfc822":
            payload = part.get_payload()
            forwarded += [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
        elif kind_of_part in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            if kind_of_part in bodies and kind_of_part == "text/plain":
                _add_plain(part, reading)
            else:
                bodies.setdefault(kind_of_part, part)
        else:
            _note_attachment(part, reading)
    _add_body(bodies, reading)
    for each in forwarded:
        _read_message(each, reading, depth + 1)


def _list_parts(message: Message, reading: _Reading, depth: int) -> Iterator[Message]:
    """List the leaves of a mail in order, mails within it as one part each; multiparts count as nesting."""
    waiting = [(message, depth)]
    while waiting:
        part, level = waiting.pop()
        reading.parts += 1
        if level > MAX_NESTING:
            raise DocumentError(Reason.TOO_DEEP, _TOO_DEEP)
        if reading.parts > MAX_PARTS:
            raise DocumentError(Reason.TOO_LARGE, f"This mail has more than {MAX_PARTS} parts; save the text alone.")
        if any("Boundary" in type(defect).__name__ for defect in part.defects):
            reading.warn("The mail is cut off: the end of one of its parts is missing.")
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [(each, level + 1) for each in reversed(payload) if isinstance(each, Message)]
        else:
            yield part


def _add_body(bodies: dict[str, Message], reading: _Reading) -> None:
    """Add the plain part, or the HTML part where the plain one says next to nothing."""
    plain, html = bodies.get("text/plain"), bodies.get("text/html")
    if plain is not None and html is not None:
        plain_size, html_size = len(_decode_part(plain, _Reading())), _measure_html(html)
        if plain_size < _MIN_PLAIN_SHARE * html_size:
            reading.warn("The mail's plain text is much shorter than its HTML, which was read.")
            plain = None
    if plain is not None:
        _add_plain(plain, reading)
    elif html is not None:
        _add_html(html, reading)


def _add_plain(part: Message, reading: _Reading) -> None:
    text = _decode_part(part, reading).strip("\n")
    if not text.strip():
        return
    start, end = reading.builder.add(text, "\n\n")
    signature = _SIGNATURE.search(text)
    limit = signature.start() if signature else len(text)
    for match in _QUOTED.finditer(text, 0, limit):
        span = (start + match.start(), start + match.start() + len(match[0].rstrip("\n")))
        reading.builder.blocks.append(Block(*span, BlockKind.QUOTED_MAIL, "an earlier mail, marked by >"))
    if signature and text[signature.end() :].strip():
        at = start + signature.end()
        reading.builder.blocks.append(Block(at, end, BlockKind.BOILERPLATE, "the signature of the mail"))


def _add_html(part: Message, reading: _Reading) -> None:
    try:
        page = extract_html(_payload(part), f"text/html; charset={part.get_content_charset('utf-8')}")
    except DocumentError as error:
        if error.reason is not Reason.EMPTY:
            raise
        return
    reading.extractors[page.extractor] = page.extractor_version
    reading.warn(*page.warnings)
    if page.text.strip():
        start, _ = reading.builder.add(page.text, "\n\n")
        moved = [replace(each, start=each.start + start, end=each.end + start) for each in page.blocks]
        reading.builder.blocks.extend(moved)


def _measure_html(part: Message) -> int:
    source = re.sub(rb"(?is)<(script|style|head)\b.*?</\1>", b"", _payload(part))
    return len(re.sub(rb"<[^>]*>|\s+", b" ", source))


def _decode_part(part: Message, reading: _Reading) -> str:
    decoded, warnings = decode(_payload(part), part.get_content_charset(), lenient=True)
    text, more = clean(decoded)
    reading.warn(*warnings, *more)
    return text


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _note_attachment(part: Message, reading: _Reading) -> None:
    try:
        name = part.get_filename() or part.get_content_type()
    except (ValueError, LookupError, AttributeError):
        name = part.get_content_type()
    size = len(_payload(part))
    reading.attachments.append(Attachment(clean(str(name))[0].replace("\n", " ")[:200], part.get_content_type(), size))
    if part.get_content_maintype() != "image":
        reading.warn(f"The attachment {reading.attachments[-1].name} was not read; hand it in by itself.")


def _header(message: Message, name: str) -> str:
    """Return a header in one line, decoded; as it stands where it cannot be decoded."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        value = str(raw)
    return " ".join(clean(value)[0].split())[:1_000]


def _read_day(message: Message) -> Published | None:
    written = _header(message, "Date")
    found = parse_stamp(written) if written else None
    return Published(found[0], written, "the mail's header Date", at=found[1]) if found else None


def _list_open(text: str, blocks: list[Block]) -> Iterator[str]:
    position = 0
    for block in sorted(blocks, key=lambda each: each.start):
        yield text[position : block.start].strip()
        position = max(position, block.end)
    yield text[position:].strip()


def _python_version() -> str:
    import platform

    return platform.python_version()
