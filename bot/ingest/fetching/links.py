"""Links: which may be asked for, and the file name that one suggests."""

from __future__ import annotations

import re
from email.message import Message
from ipaddress import ip_address

from yarl import URL

from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.policy import Policy

_MAX_URL = 2_000
_MAX_NAME = 120


def check_url(written: str, policy: Policy, hosts: frozenset[str] | None = None) -> URL:
    """Parse a link and hold it to the policy; the fragment is dropped. Raises FetchError."""
    text = written.strip()
    if len(text) > _MAX_URL or re.search(r"[\s\x00-\x1f\x7f\\]", text):
        raise FetchError(FetchReason.BAD_URL, "This is no link: it is too long, or holds blanks or backslashes.")
    try:
        url = URL(text).with_fragment(None)
        # As it goes out: ASCII, with full-width digits made plain.
        host, port = url.raw_host, url.port
    except ValueError as error:
        raise FetchError(FetchReason.BAD_URL, "This is no link. Write it as https://example.org/page.") from error
    if not host or url.scheme not in policy.schemes:
        allowed = " or ".join(f"{scheme}://" for scheme in sorted(policy.schemes))
        raise FetchError(FetchReason.BAD_URL, f"Only links that begin with {allowed} are fetched.")
    if url.user is not None or url.password is not None:
        raise FetchError(FetchReason.BAD_URL, "A link with a name or password in it is not fetched.")
    if policy.ports is not None and port not in policy.ports:
        raise FetchError(FetchReason.BAD_URL, f"Port {port} is not fetched from. Use the link without a port.")
    _check_host(host, policy)
    if not policy.allows_host(host) or (hosts is not None and not _is_among(host, hosts)):
        raise FetchError(FetchReason.HOST_NOT_ALLOWED, f"{host} is not among the hosts that may be fetched from.")
    return url


def _is_among(host: str, hosts: frozenset[str]) -> bool:
    host = host.rstrip(".").lower()
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def _check_host(host: str, policy: Policy) -> None:
    """Refuse addresses that are not allowed, and forms of them that only the operating system understands."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        # WHATWG URL, "ends in a number checker": such a host is an IPv4 address in disguise (127.1, 0x7f000001).
        if re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", last):
            raise FetchError(FetchReason.BAD_URL, "This link names a server by a number that is no address.") from None
        return
    if not policy.is_address_allowed(host):
        raise FetchError(
            FetchReason.ADDRESS_NOT_ALLOWED, "This link leads into a private network, which is not fetched from."
        )


def find_name(url: URL, disposition: str | None) -> str:
    """Return a file name for what stands at a link: what the server calls it, or the last part of the path."""
    name = ""
    if disposition:
        header = Message()
        header["Content-Disposition"] = re.sub(r"[\r\n]", " ", disposition[:500])
        try:
            name = header.get_filename() or ""
        except (ValueError, LookupError):
            name = ""
    # The part of the path may itself be a path once its escapes are read.
    name = re.split(r"[/\\]", name or url.name)[-1]
    name = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    name = f"{stem[: _MAX_NAME - len(suffix) - 1]}{dot}{suffix}" if len(suffix) < 12 else name[:_MAX_NAME]
    return name or (url.host or "document")
