"""HTTP bodies: JSON answers, Discord's error shape, and requests with their files."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.rehearsal.loopback.state import Json, Message

MAX_BODY_BYTES = 30 * 1024 * 1024  # Discord's own limit for a bot is lower and is checked as a rule


class ApiError(Exception):
    """An answer in Discord's error shape: HTTP status, Discord's code, a message, and the places of the errors."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    field: str
    filename: str
    content_type: str
    data: bytes

    @property
    def index(self) -> int | None:
        """The n of ``files[n]``, which an attachment's id refers to."""
        number = self.field.removeprefix("files[").removesuffix("]")
        return int(number) if number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body: the JSON (None if there is none) and the files beside it."""

    data: Any = None
    files: tuple[Upload, ...] = ()
    unreadable: str | None = None


@dataclass(slots=True)
class Call:
    """A request on its way through the service, as the routes see it."""

    request: web.Request
    body: Body
    afterwards: list[Callable[[], object]] = field(default_factory=list)

    def number(self, name: str) -> int:
        """A snowflake of the path; a path that holds none of that kind is a form error as with Discord."""
        raw = self.request.match_info[name]
        if not raw.isdecimal():
            errors = {name: form_error("NUMBER_TYPE_COERCE", f"Value {raw!r} is not snowflake.")}
            raise ApiError(400, 50035, "Invalid Form Body", errors)
        return int(raw)

    def note_delivery(self, message: Message | None) -> None:
        """Once the bot has its answer, remember when it knew of the message: before that nobody can click on it."""

        def stamp() -> None:
            if message is not None:
                message.delivered_at = time.perf_counter()

        self.afterwards.append(stamp)

    def form(self) -> Json:
        """The body as an object; anything else is a form error."""
        if not isinstance(self.body.data, dict):
            raise ApiError(400, 50109, "The request body contains invalid JSON.")
        return self.body.data


def form_error(code: str, message: str) -> Json:
    """One field's error, as Discord nests it under ``errors``."""
    return {"_errors": [{"code": code, "message": message}]}


def answer_json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON answer whose content type is exactly ``application/json``: the client compares it as a whole."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})})


async def read_body(request: web.Request) -> Body:
    """Read JSON, or a multipart form with ``payload_json`` and files; what cannot be read is said, not raised."""
    if not request.can_read_body:
        return Body()
    if not request.content_type.startswith("multipart/"):
        return parse_json(await request.read(), ())
    files: list[Upload] = []
    payload = b"null"
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            return Body(unreadable="a multipart form inside a multipart form")
        data = bytes(await part.read())
        if part.name == "payload_json":
            payload = data
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(part.name or "", part.filename or "file", kind, data))
    return parse_json(payload, tuple(files))


def parse_json(raw: bytes, files: tuple[Upload, ...]) -> Body:
    """The body for some JSON text; empty text is no body."""
    if not raw:
        return Body(files=files)
    try:
        return Body(json.loads(raw), files)
    except ValueError as error:
        return Body(files=files, unreadable=f"the body is not JSON: {error}")
