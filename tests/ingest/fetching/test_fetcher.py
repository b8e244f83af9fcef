"""Tests for bot.ingest.fetching.fetcher, against a server on loopback that misbehaves in every way."""

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.fetcher import Fetched, Fetcher, NotModified, fetch
from bot.ingest.fetching.policy import Policy
from tests.support.loopback_server import Server, make_policy, respond, serve

PAGE = b"<html><body><p>Varland will not accept a toll.</p></body></html>"


class Names(AbstractResolver):
    """Resolves names by a table; several addresses are given one after the other."""

    def __init__(self, **names: list[str]) -> None:
        self.names = names
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        addresses = self.names[host.partition(".")[0]]
        given = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in given.split()
        ]

    async def close(self) -> None:
        return


async def fail(server: Server, path: str = "/", policy: Policy | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(server.url(path), policy or make_policy())
    assert str(caught.value).endswith(".")
    return caught.value


async def test_fetch_gives_the_bytes_and_what_is_said_of_them() -> None:
    async with serve() as server:
        server.answers["/canal.html"] = respond(PAGE, "text/html; charset=utf-8", ETag='"1"', Last_Modified="Thu")
        fetched = await fetch(server.url("/canal.html#top"), make_policy())
    assert fetched == Fetched(
        server.url("/canal.html"),
        server.url("/canal.html#top"),
        "canal.html",
        "text/html; charset=utf-8",
        PAGE,
        '"1"',
        "Thu",
    )


async def test_fetch_names_the_bot_and_sends_no_cookies() -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="302 Found", Location="/page", Set_Cookie="track=1; Path=/")
        server.answers["/page"] = respond(PAGE)
        await fetch(server.url(), make_policy(contact="https://desk.example/bot"))
    assert all(request.headers["user-agent"].startswith("Attache/") for request in server.requests)
    assert all("(+https://desk.example/bot)" in request.headers["user-agent"] for request in server.requests)
    assert not any("cookie" in request.headers for request in server.requests)


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(PAGE, mtime=0), zlib.compress(PAGE), zlib.compress(PAGE)[2:-4]],
    ids=["gzip", "zlib", "raw deflate"],
)
async def test_fetch_unpacks_what_is_packed(packed: bytes) -> None:
    encoding = "gzip" if packed.startswith(b"\x1f\x8b") else "deflate"
    async with serve() as server:
        server.answers["/"] = respond(packed, Content_Encoding=encoding)
        assert (await fetch(server.url(), make_policy())).data == PAGE


async def test_fetch_follows_redirects_and_says_where_it_ended() -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="301 Moved", Location="/b/")
        server.answers["/b/"] = respond(status="307 Temporary", Location="../c")
        server.answers["/c"] = respond(PAGE)
        fetched = await fetch(server.url(), make_policy())
    assert fetched.url == server.url("/c")


async def test_fetch_asks_only_for_what_is_new() -> None:
    async with serve() as server, Fetcher(make_policy()) as fetcher:
        server.answers["/"] = respond(status="304 Not Modified")
        found = await fetcher.fetch(server.url(), etag='"1"', last_modified="Thu, 12 Jun 2031 18:30:00 GMT")
    assert found == NotModified(server.url())
    assert server.requests[-1].headers["if-none-match"] == '"1"'
    assert server.requests[-1].headers["if-modified-since"] == "Thu, 12 Jun 2031 18:30:00 GMT"


async def test_fetch_of_the_open_web_refuses_loopback() -> None:
    async with serve() as server:
        server.answers["/"] = respond(PAGE)
        open_web = Policy(schemes=frozenset(("http",)), ports=None)
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(FetchError) as caught:
                await fetch(server.url(host=host), open_web)
            assert caught.value.reason is FetchReason.ADDRESS_NOT_ALLOWED
    assert server.requests == []


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://192.168.0.1:80/"],
)
async def test_fetch_refuses_redirects_into_private_networks(location: str) -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="302 Found", Location=location)
        assert (await fail(server)).reason is FetchReason.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize("location", ["ftp://gazette.example/", "file:///etc/passwd", "http://a:b@127.0.0.1/"])
async def test_fetch_refuses_redirects_to_what_is_no_link(location: str) -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="302 Found", Location=location)
        assert (await fail(server)).reason is FetchReason.BAD_URL


async def test_fetch_refuses_a_name_with_one_private_address() -> None:
    names = Names(gazette=["127.0.0.1 10.0.0.1"])
    async with serve() as server, Fetcher(make_policy(), resolver=names) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(server.url(host="gazette.example"))
    assert caught.value.reason is FetchReason.ADDRESS_NOT_ALLOWED
    assert server.requests == []


async def test_fetch_checks_a_name_that_changes_its_address_each_time() -> None:
    names = Names(gazette=["127.0.0.1", "127.0.0.2"])
    async with serve() as server, Fetcher(make_policy(), resolver=names) as fetcher:
        server.answers["/"] = respond(PAGE)
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(server.url(host="gazette.example"))
    assert caught.value.reason is FetchReason.ADDRESS_NOT_ALLOWED
    assert names.asked == ["gazette.example", "gazette.example"]
    assert server.paths() == []


async def test_fetch_checks_the_address_of_a_redirect_by_name() -> None:
    names = Names(gazette=["127.0.0.1"], inside=["10.0.0.1"])
    async with serve() as server, Fetcher(make_policy(), resolver=names) as fetcher:
        server.answers["/"] = respond(status="302 Found", Location=server.url(host="inside.example"))
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(server.url(host="gazette.example"))
    assert caught.value.reason is FetchReason.ADDRESS_NOT_ALLOWED


async def test_fetch_ends_a_circle_and_a_long_chain_of_redirects() -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="302 Found", Location="/a")
        server.answers["/a"] = respond(status="302 Found", Location="/")
        assert "circle" in str(await fail(server))
        for number in range(20):
            server.answers[f"/{number}"] = respond(status="302 Found", Location=f"/{number + 1}")
        error = await fail(server, "/0")
    assert error.reason is FetchReason.TOO_MANY_REDIRECTS
    assert "/6" not in server.paths()


async def test_fetch_refuses_a_redirect_without_a_place() -> None:
    async with serve() as server:
        server.answers["/"] = respond(status="302 Found")
        assert (await fail(server)).reason is FetchReason.BAD_URL


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "application/zip", "application/json", "nonsense"])
async def test_fetch_refuses_types_that_are_no_documents(media_type: str) -> None:
    async with serve() as server:
        server.answers["/"] = respond(PAGE, media_type)
        assert (await fail(server)).reason is FetchReason.WRONG_TYPE


async def test_fetch_takes_bytes_without_a_type() -> None:
    async with serve() as server:
        server.answers["/"] = respond(PAGE, None)
        assert (await fetch(server.url(), make_policy())).media_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "nothing at this link"),
        ("410 Gone", "nothing"),
        ("403 Forbidden", "not open"),
        ("500 Oops", "status 500"),
    ],
)
async def test_fetch_says_what_a_status_means(status: str, words: str) -> None:
    async with serve() as server:
        server.answers["/"] = respond(b"", status=status)
        error = await fail(server)
    assert (error.reason, error.status) == (FetchReason.STATUS, int(status[:3]))
    assert words in str(error)


async def test_fetch_passes_on_how_long_to_wait() -> None:
    async with serve() as server:
        server.answers["/"] = respond(b"", status="429 Too Many", Retry_After="120")
        assert (await fail(server)).retry_after == 120.0
        server.answers["/"] = respond(b"", status="503 Busy", Retry_After="99999999999")
        assert (await fail(server)).retry_after is None


async def test_fetch_refuses_a_body_that_says_it_is_too_large() -> None:
    async with serve() as server:
        server.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n"
        assert (await fail(server)).reason is FetchReason.TOO_LARGE


async def test_fetch_stops_an_endless_body_at_the_limit() -> None:
    sent = 0

    async def pour(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"a" * 10_000)
            sent += 10_000
            await writer.drain()

    async with serve() as server:
        server.answers["/"] = pour
        error = await fail(server, policy=make_policy(max_bytes=100_000))
        await asyncio.sleep(0.05)
    assert error.reason is FetchReason.TOO_LARGE
    assert sent < 20_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_fetch_stops_a_packed_bomb_at_the_limit(encoding: str) -> None:
    plain = bytes(50_000_000)
    packed = gzip.compress(plain) if encoding == "gzip" else zlib.compress(plain)
    async with serve() as server:
        server.answers["/"] = respond(packed, Content_Encoding=encoding)
        error = await fail(server, policy=make_policy(max_bytes=1_000_000))
    assert error.reason is FetchReason.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(PAGE, mtime=0)[:-12], "gzip", FetchReason.BROKEN_OFF),
        (b"this is not gzip at all", "gzip", FetchReason.BROKEN_OFF),
        (PAGE, "br", FetchReason.WRONG_TYPE),
    ],
    ids=["cut off", "no gzip", "not asked for"],
)
async def test_fetch_refuses_packing_that_is_damaged_or_unknown(
    body: bytes, encoding: str, reason: FetchReason
) -> None:
    async with serve() as server:
        server.answers["/"] = respond(body, Content_Encoding=encoding)
        assert (await fail(server)).reason is reason


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["short", "no chunk", "no last chunk", "ssh", "nothing", "long header", "negative length", "tls"],
)
async def test_fetch_answers_a_broken_answer_with_its_error(answer: bytes) -> None:
    async with serve() as server:
        server.answers["/"] = answer
        assert (await fail(server)).reason is FetchReason.BROKEN_OFF


async def test_fetch_answers_a_reset_connection_with_its_error() -> None:
    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\nsome")
        await writer.drain()
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    async with serve() as server:
        server.answers["/"] = reset
        assert (await fail(server)).reason is FetchReason.BROKEN_OFF


async def test_fetch_ends_a_server_that_says_nothing() -> None:
    async def wait(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with serve() as server:
        server.answers["/"] = wait
        error = await fail(server, policy=make_policy(idle_seconds=0.2))
    assert error.reason is FetchReason.TOO_SLOW


async def test_fetch_ends_a_server_that_drips() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serve() as server:
        server.answers["/"] = drip
        error = await fail(server, policy=make_policy(total_seconds=0.5))
    assert error.reason is FetchReason.TOO_SLOW


async def test_fetch_of_a_closed_port_is_no_connection() -> None:
    async with serve() as server:
        pass
    assert (await fail(server)).reason is FetchReason.NO_CONNECTION


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
async def test_fetch_refuses_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate, key)
    policy = Policy(ports=None, is_address_allowed=lambda address: address == "127.0.0.1")
    vouching = replace(policy, certificates=ssl.create_default_context(cafile=str(certificate)))
    async with serve(own) as server:
        server.answers["/"] = respond(PAGE)
        url = server.url().replace("http:", "https:")
        assert (await fetch(url, vouching)).data == PAGE
        with pytest.raises(FetchError, match="certificate") as caught:
            await fetch(url, policy)
    assert caught.value.reason is FetchReason.NO_CONNECTION


async def test_fetch_obeys_robots_and_reads_it_once_a_day() -> None:
    now = 0.0
    async with serve() as server, Fetcher(make_policy(), clock=lambda: now) as fetcher:
        server.answers["/robots.txt"] = respond(b"User-agent: Attache\nDisallow: /private/\n", "text/plain")
        server.answers["/open"] = respond(PAGE)
        await fetcher.fetch(server.url("/open"))
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(server.url("/private/page"))
        assert len(server.requests) == 2
        now = 25 * 3600.0
        await fetcher.fetch(server.url("/open"))
    assert caught.value.reason is FetchReason.REFUSED_BY_ROBOTS
    assert [request.path for request in server.requests].count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (respond(b"", status="404 Not Found"), True),
        (respond(b"", status="403 Forbidden"), True),
        (respond(b"", status="503 Busy"), False),
        (respond(b"User-agent: *\nDisallow: /\n"), False),
        (respond(b"User-agent: Other\nDisallow: /\n"), True),
        (respond(b"User-agent: *\nDisallow: /" + b"*a" * 50), False),
        (respond(b"#" * 600_000), False),
        (respond(bytes(range(256)) * 10), True),
        (respond(status="302 Found", Location="/elsewhere"), True),
    ],
    ids=["none", "forbidden", "busy", "all", "another", "wildcards", "too long", "bytes", "elsewhere"],
)
async def test_fetch_reads_robots_as_the_standard_says(robots: bytes, allowed: bool) -> None:
    async with serve() as server:
        server.answers["/robots.txt"] = robots
        server.answers["/page"] = respond(PAGE)
        if allowed:
            assert (await fetch(server.url("/page"), make_policy())).data == PAGE
        else:
            assert (await fail(server, "/page")).reason is FetchReason.REFUSED_BY_ROBOTS
            assert server.paths() == []


async def test_fetch_obeys_robots_where_a_redirect_leads() -> None:
    async with serve() as server:
        server.answers["/robots.txt"] = respond(b"User-agent: *\nDisallow: /closed\n", "text/plain")
        server.answers["/"] = respond(status="302 Found", Location="/closed")
        assert (await fail(server)).reason is FetchReason.REFUSED_BY_ROBOTS
    assert server.paths() == ["/"]
