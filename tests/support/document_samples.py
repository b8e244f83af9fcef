"""Documents made for tests: small ones in every format, with invented officials of invented countries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

ARTICLE_LINES = (
    "Varland summons Ostrian envoy over canal toll",
    "By Ilse Marn",
    "VELDT, 12 June 2031 (Varland News Agency) - Varland's ministry summoned the Ostrian ambassador on Thursday.",
    "“We will not accept a toll on the canal,” Foreign Minister Tomas Brede told reporters after the meeting in Veldt.",
    "Ostria's embassy said that the ambassador had explained the position of his government in a frank conversation.",
    "Brede added that both sides would meet again within a week, and that the talks would stay confidential.",
)


def make_pdf(
    pages: Sequence[Sequence[str]], *, picture: bool = False, encrypt: str | None = None, font_size: int = 11
) -> bytes:
    """Write a PDF of lines in Helvetica (Windows-1252); `picture` puts a grey picture on every page."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, extra: bytes = b"") -> bytes:
        return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)

    catalog, tree = add(b""), add(b"")
    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    image = add(
        stream(
            b"\x80" * 64,
            b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
        )
    )
    kids = []
    for lines in pages:
        drawn = b"BT /F1 %d Tf 40 800 Td 14 TL\n" % font_size
        for line in lines:
            raw = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn += b"(" + raw + b") Tj T*\n"
        drawn += b"ET\n"
        if picture:
            drawn += b"q 400 0 0 600 50 100 cm /Im1 Do Q\n"
        content = add(stream(drawn))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> /XObject << /Im1 %d 0 R >> >> >>" % (tree, content, font, image)
            )
        )
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R >>" % tree
    numbers = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[tree - 1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (numbers, len(kids))
    trailer = b""
    if encrypt:
        # A user password's hash that no password gives: the file opens for nobody, which is what a reader meets.
        locked = add(b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32))
        trailer = b"/Encrypt %d 0 R /ID [<00> <00>]" % locked
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (len(objects) + 1, catalog, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def make_docx(lines: Sequence[str], *, styles: Sequence[str] = (), title: str = "") -> bytes:
    """Write a DOCX with python-docx; `styles` names the style of each line, where it has one."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    for number, line in enumerate(lines):
        style = styles[number] if number < len(styles) else ""
        document.add_paragraph(line, style=style or None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replace_in_zip(data: bytes, name: str, content: bytes) -> bytes:
    """Rewrite one member of an archive, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info.filename))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


def make_mail(body: str, *, subject: str = "Readout", html: str | None = None) -> EmailMessage:
    """Write a mail of Varland's press office."""
    message = EmailMessage()
    message["From"] = "Press Office of Varland <press@mfa.varland.example>"
    message["To"] = "desk@example.org"
    message["Subject"] = subject
    message["Date"] = "Thu, 12 Jun 2031 18:30:00 +0200"
    message["Message-ID"] = "<readout-1@mfa.varland.example>"
    message.set_content(body)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def make_page(body: str, head: str = "") -> bytes:
    """Write a web page with a navigation, a footer, and the given body between them."""
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
        f"<title>Varland Gazette</title>{head}</head><body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<main>{body}</main><footer>All rights reserved. Varland Gazette 2031.</footer></body></html>"
    ).encode()


def make_feed(items: Sequence[str], title: str = "Varland News") -> bytes:
    """Write an RSS feed of items that are XML already."""
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>"
        f"<link>https://news.varland.example/</link>{''.join(items)}</channel></rss>"
    ).encode()
