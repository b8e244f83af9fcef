"""robots.txt (RFC 9309): read once a day for each site, by protego."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Protocol

# RFC 9309, 2.5: at least 500 KiB must be read.
MAX_ROBOTS_BYTES = 500 * 1024
# RFC 9309, 2.4: not longer than 24 hours.
KEPT_SECONDS = 24 * 3600
# Where the file could not be read, sooner.
RETRY_SECONDS = 600
# Each wildcard of a rule multiplies the ways in which it can be matched.
_MAX_WILDCARDS = 8


class Rules(Protocol):
    """The rules of one site."""

    def can_fetch(self, url: str, user_agent: str) -> bool:
        """Whether a robot may fetch a URL."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of a site, or None for rules where all is allowed or, with `closed`, nothing; until `expires`."""

    rules: Rules | None
    closed: bool
    expires: float

    def allow(self, url: str, robot: str) -> bool:
        """Whether the robot may fetch a URL."""
        if self.closed:
            return False
        return self.rules is None or self.rules.can_fetch(url, robot)


async def parse_robots(data: bytes, now: float) -> SiteRules:
    """Parse a robots.txt in a thread; a file whose rules cannot be weighed in reasonable time closes the site."""
    text = data[:MAX_ROBOTS_BYTES].decode("utf-8", errors="replace")
    if any(re.sub(r"\*+", "*", line).count("*") > _MAX_WILDCARDS for line in text.splitlines()):
        return SiteRules(None, closed=True, expires=now + KEPT_SECONDS)
    from protego import Protego

    rules = await asyncio.to_thread(Protego.parse, text)
    return SiteRules(rules, closed=False, expires=now + KEPT_SECONDS)
