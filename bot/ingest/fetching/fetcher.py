"""Fetching a document from a link: HTTPS to public addresses, within limits, as robots.txt allows, without cookies."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.ingest.fetching.bodies import ACCEPTED_ENCODINGS, read_body
from bot.ingest.fetching.connector import AddressNotAllowedError, make_connector
from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.links import check_url, find_name
from bot.ingest.fetching.policy import ANY_BYTES, ROBOT_NAME, Policy
from bot.ingest.fetching.robots import KEPT_SECONDS, MAX_ROBOTS_BYTES, RETRY_SECONDS, SiteRules, parse_robots

Result = TypeVar("Result")

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_SITES = 500
_MAX_RETRY_AFTER = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the bytes as they came, unpacked; `url` is where they came from after all redirects.

    `media_type` is the header Content-Type with its parameters, `name` a file name made of the link or of what the
    server calls it, safe to show and without folders. `etag` and `last_modified` are for asking again.
    """

    url: str
    requested: str
    name: str
    media_type: str
    data: bytes
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing new since the ETag or day that was sent along."""

    url: str


class Fetcher:
    """Fetches documents, and remembers each site's robots.txt for a day. Use it as an async context manager."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.policy = policy or Policy()
        self._resolver = resolver
        self._clock = clock
        self._sites: dict[str, SiteRules] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=make_connector(self.policy, self._resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self.policy.idle_seconds, sock_read=self.policy.idle_seconds
            ),
            headers={"User-Agent": self.policy.user_agent, "Accept-Encoding": ACCEPTED_ENCODINGS},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        hosts: frozenset[str] | None = None,
    ) -> Fetched | NotModified:
        """Fetch a link; with `etag` or `last_modified`, only if there is something new.

        `hosts` narrows the hosts that may be asked. Raises FetchError, whose text is fit for the reader.
        """
        headers = {"Accept": ", ".join(sorted(self.policy.media_types - {ANY_BYTES})) + ", */*;q=0.1"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            async with asyncio.timeout(self.policy.total_seconds):
                return await self._follow(url, headers, hosts)
        except TimeoutError:
            raise FetchError(
                FetchReason.TOO_SLOW,
                f"The server did not answer in full within {self.policy.total_seconds:.0f} seconds. Try again later.",
            ) from None

    async def _follow(
        self, requested: str, headers: dict[str, str], hosts: frozenset[str] | None
    ) -> Fetched | NotModified:
        url = check_url(requested, self.policy, hosts)
        seen = {url}
        for _ in range(self.policy.max_redirects + 1):
            await self._obey_robots(url, hosts)
            async with await self._get(url, headers) as response:
                if response.status not in _REDIRECTS:
                    return await self._take(response, requested, url)
                url = self._find_next(response, url, hosts)
            if url in seen:
                raise FetchError(FetchReason.TOO_MANY_REDIRECTS, "The server sends in a circle. Use another link.")
            seen.add(url)
        raise FetchError(
            FetchReason.TOO_MANY_REDIRECTS,
            f"The server sends on more than {self.policy.max_redirects} times. Use the last link of the chain.",
        )

    async def _take(self, response: aiohttp.ClientResponse, requested: str, url: URL) -> Fetched | NotModified:
        if response.status == 304:
            return NotModified(str(url))
        if response.status != 200:
            raise _refuse_status(response)
        media_type = response.headers.get("Content-Type", ANY_BYTES)[:200]
        essence = media_type.partition(";")[0].strip().lower()
        if essence not in self.policy.media_types:
            raise FetchError(
                FetchReason.WRONG_TYPE,
                f"What stands at this link is {essence!r}. Pages, plain text, PDF, DOCX, mails and feeds are fetched.",
            )
        data = await _guard(read_body(response, self.policy.max_bytes))
        return Fetched(
            str(url),
            requested,
            find_name(url, response.headers.get("Content-Disposition")),
            media_type,
            data,
            _clip(response.headers.get("ETag")),
            _clip(response.headers.get("Last-Modified")),
        )

    async def _get(self, url: URL, headers: dict[str, str]) -> aiohttp.ClientResponse:
        if self._session is None:
            raise RuntimeError("a Fetcher is used as an async context manager")
        return await _guard(self._session.get(url, headers=headers, allow_redirects=False))

    def _find_next(self, response: aiohttp.ClientResponse, url: URL, hosts: frozenset[str] | None) -> URL:
        location = response.headers.get("Location")
        if not location:
            raise FetchError(FetchReason.BAD_URL, "The server sends on without saying where to. Use another link.")
        try:
            following = url.join(URL(location))
        except ValueError as error:
            raise FetchError(FetchReason.BAD_URL, "The server sends on to what is no link. Use another one.") from error
        return check_url(str(following), self.policy, hosts)

    async def _obey_robots(self, url: URL, hosts: frozenset[str] | None) -> None:
        site = str(url.origin())
        known = self._sites.get(site)
        if known is None or known.expires <= self._clock():
            known = await self._read_robots(url, hosts)
            if len(self._sites) >= _MAX_SITES:
                self._sites.pop(next(iter(self._sites)))
            self._sites[site] = known
        allowed = await asyncio.to_thread(known.allow, str(url), ROBOT_NAME)
        if not allowed:
            raise FetchError(
                FetchReason.REFUSED_BY_ROBOTS,
                f"{url.host} asks robots not to fetch this page (robots.txt). Save the page and hand in the file.",
            )

    async def _read_robots(self, url: URL, hosts: frozenset[str] | None) -> SiteRules:
        """Read a site's robots.txt: none means that all is allowed, one that cannot be read that nothing is (2.3.1)."""
        robots = url.origin().with_path("/robots.txt")
        for _ in range(self.policy.max_redirects + 1):
            async with await self._get(robots, {"Accept": "text/plain, */*;q=0.1"}) as response:
                if response.status in _REDIRECTS:
                    robots = self._find_next(response, robots, hosts)
                    continue
                if response.status == 429 or response.status >= 500:
                    return SiteRules(None, closed=True, expires=self._clock() + RETRY_SECONDS)
                if response.status != 200:
                    return SiteRules(None, closed=False, expires=self._clock() + KEPT_SECONDS)
                try:
                    data = await _guard(read_body(response, MAX_ROBOTS_BYTES))
                except FetchError as error:
                    if error.reason is not FetchReason.TOO_LARGE:
                        raise
                    return SiteRules(None, closed=True, expires=self._clock() + RETRY_SECONDS)
                return await parse_robots(data, self._clock())
        # RFC 9309, 2.3.1.2: a chain of redirects that is too long counts as no file.
        return SiteRules(None, closed=False, expires=self._clock() + RETRY_SECONDS)


async def fetch(url: str, policy: Policy | None = None) -> Fetched:
    """Fetch one document. Raises FetchError."""
    async with Fetcher(policy) as fetcher:
        fetched = await fetcher.fetch(url)
    if isinstance(fetched, NotModified):
        raise FetchError(
            FetchReason.STATUS, "The server answers that nothing is new, though all was asked for.", status=304
        )
    return fetched


async def _guard(waiting: Awaitable[Result]) -> Result:
    """Turn what a connection raises into the reader's words."""
    try:
        return await waiting
    except AddressNotAllowedError as error:
        raise _refuse_address() from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise FetchError(FetchReason.NO_CONNECTION, "The certificate of this server is not valid.") from error
    except aiohttp.ClientConnectorDNSError as error:
        if isinstance(error.os_error, AddressNotAllowedError):
            raise _refuse_address() from error
        text = "There is no server of this name. Check the link."
        raise FetchError(FetchReason.NOT_FOUND_BY_NAME, text) from error
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, AddressNotAllowedError):
            raise _refuse_address() from error
        text = "No connection to this server. Try again later."
        raise FetchError(FetchReason.NO_CONNECTION, text) from error
    except aiohttp.ServerTimeoutError as error:
        text = "The server stopped answering. Try again later."
        raise FetchError(FetchReason.TOO_SLOW, text) from error
    except (aiohttp.ClientError, ConnectionError, ValueError) as error:
        text = "The server broke the answer off, or it is not HTTP. Try again later."
        raise FetchError(FetchReason.BROKEN_OFF, text) from error


def _refuse_address() -> FetchError:
    return FetchError(
        FetchReason.ADDRESS_NOT_ALLOWED, "This link leads into a private network, which is not fetched from."
    )


def _refuse_status(response: aiohttp.ClientResponse) -> FetchError:
    status = response.status
    if status in (404, 410):
        text = f"There is nothing at this link (status {status}). Check it, or use another one."
    elif status in (401, 402, 403, 451):
        text = f"This page is not open to the bot (status {status}). Save the page and hand in the file."
    elif status == 429:
        text = "The server asks to wait (status 429). Try again later."
    else:
        text = f"The server answers with status {status}. Try again later, or save the page and hand in the file."
    return FetchError(FetchReason.STATUS, text, status=status, retry_after=_read_retry_after(response))


def _read_retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or a date."""
    written = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", written):
        return min(float(written), _MAX_RETRY_AFTER)
    try:
        wait = parsedate_to_datetime(written).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, 0.0), _MAX_RETRY_AFTER)


def _clip(header: str | None) -> str | None:
    """A validator longer than this is no validator; cut short it would be another one."""
    return header if header and len(header) <= 500 else None
