"""The files that the room serves: those of the page, read once, and the bot's attachments, as downloads."""

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
MAX_NAME_CHARACTERS = 120


def read_pages() -> dict[str, tuple[bytes, str]]:
    """The page's files by the path under which they are served, with their types. Nothing else is ever read."""
    found = {f"/{file.name}": (file.read_bytes(), KINDS[file.suffix]) for file in sorted(STATIC.iterdir())}
    return found | {"/": found["/index.html"]}


def name_safely(name: str) -> str:
    """A file name without a path, control characters or anything that a shell or a desktop would act on."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = "".join(char for char in last if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    return cleaned.strip(" .")[-MAX_NAME_CHARACTERS:] or "file"


def send_attachment(world: LoopbackState, identity: str) -> web.Response:
    """An attached file by its number, always as a download. Raises HTTPNotFound."""
    attached = world.attachments.get(int(identity)) if identity.isascii() and identity.isdecimal() else None
    if attached is None:
        raise web.HTTPNotFound
    kind = attached.content_type.partition(";")[0].strip().lower()
    if kind in PICTURES:
        sent = kind
    else:
        sent = "text/plain; charset=utf-8" if kind.startswith("text/") else "application/octet-stream"
    name = name_safely(attached.filename)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return web.Response(
        body=attached.data, headers={**HEADERS, "Content-Type": sent, "Content-Disposition": disposition}
    )
