"""What may be fetched, and how much of it: the limits that every request and every redirect is held to."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from bot import __version__
from bot.ingest.documents.model import MAX_DOCUMENT_BYTES
from bot.ingest.fetching.addresses import is_public

# The name by which robots.txt can address the bot.
ROBOT_NAME = "Attache"
# Without a media type, or with the one for "any bytes", the bytes themselves are looked at when they are read.
ANY_BYTES = "application/octet-stream"
DOCUMENT_TYPES = frozenset(
    (
        *("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "message/rfc822", ANY_BYTES),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
    )
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of fetching. The defaults are for the open web; only tests have a reason to allow other addresses.

    `hosts` are the only host names that may be asked, subdomains included; None allows all. `contact` is a URL or mail
    address that the user agent names, so that a site's owner can ask who is reading.
    """

    schemes: frozenset[str] = frozenset(("https",))
    ports: frozenset[int] | None = frozenset((443,))
    hosts: frozenset[str] | None = None
    is_address_allowed: Callable[[str], bool] = is_public
    media_types: frozenset[str] = DOCUMENT_TYPES
    max_bytes: int = MAX_DOCUMENT_BYTES
    max_redirects: int = 5
    # For one document, with its redirects and robots.txt.
    total_seconds: float = 30.0
    # Between two pieces of an answer.
    idle_seconds: float = 10.0
    contact: str | None = None
    certificates: ssl.SSLContext | None = None

    @property
    def user_agent(self) -> str:
        """The user agent: name, version, contact."""
        return f"{ROBOT_NAME}/{__version__}" + (f" (+{self.contact})" if self.contact else "")

    def allows_host(self, host: str) -> bool:
        """Whether a host may be asked by its name."""
        host = host.rstrip(".").lower()
        return self.hosts is None or any(host == each or host.endswith(f".{each}") for each in self.hosts)
