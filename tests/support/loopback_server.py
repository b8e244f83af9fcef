"""A server on loopback that answers as a test tells it to, down to the bytes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.ingest.fetching.policy import Policy

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """A request as it came: path, and headers by lower-case names."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """A running server: `answers` by path; what is not there is answered with 404. `requests` holds what came."""

    port: int = 0
    answers: dict[str, Answer | bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the URL of a path."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, robots.txt left out."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
            request = Request(head[0].split(" ")[1], {name.lower(): value for name, value in headers.items()})
            self.requests.append(request)
            answer = self.answers.get(request.path, respond(b"", status="404 Not Found"))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def respond(body: bytes = b"", media_type: str | None = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """Write an answer with its right length; keyword arguments are headers, with hyphens for underscores."""
    lines = [f"HTTP/1.1 {status}"]
    fields = {"Content-Length": str(len(body)), **({"Content-Type": media_type} if media_type else {})}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@asynccontextmanager
async def serve(certificates: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Run a server on loopback, over TLS where certificates are given."""
    server = Server()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0, ssl=certificates)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def make_policy(**changes: object) -> Policy:
    """Make a policy that allows this one loopback address, and nothing else that is not public."""
    return Policy(
        schemes=frozenset(("http",)),
        ports=None,
        is_address_allowed=lambda address: address == "127.0.0.1",
        **{"total_seconds": 5.0, "idle_seconds": 1.0, **changes},  # type: ignore[arg-type]
    )
