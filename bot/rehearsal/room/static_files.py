"""What the room serves: the page's own files, read once, and the files that the bot attached, as downloads."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.rehearsal.loopback.state import LoopbackState
from bot.rehearsal.room.access import HEADERS

STATIC = Path(__file__).parent / "static"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Pictures that run nothing; whatever else claims to be a picture is a download.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
LONGEST_NAME = 120


def read_pages() -> dict[str, tuple[bytes, str]]:
    """The page's files by the path under which they are served, with their types. Nothing else is ever read."""
    found = {f"/{file.name}": (file.read_bytes(), KINDS[file.suffix]) for file in sorted(STATIC.iterdir())}
    return found | {"/": found["/index.html"]}


def name_safely(name: str) -> str:
    """A file name without a path, control characters or anything that a shell or a desktop would act on."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    return kept.strip(" .")[-LONGEST_NAME:] or "file"


def send_attachment(world: LoopbackState, identity: str) -> web.Response:
    """An attached file by its number, always as a download. Raises HTTPNotFound."""
    held = world.attachments.get(int(identity)) if identity.isascii() and identity.isdecimal() else None
    if held is None:
        raise web.HTTPNotFound
    kind = held.content_type.partition(";")[0].strip().lower()
    if kind in PICTURES:
        sent = kind
    else:
        sent = "text/plain; charset=utf-8" if kind.startswith("text/") else "application/octet-stream"
    name = name_safely(held.filename)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return web.Response(body=held.data, headers={**HEADERS, "Content-Type": sent, "Content-Disposition": disposition})
