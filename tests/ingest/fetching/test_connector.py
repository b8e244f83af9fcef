"""Tests for bot.ingest.fetching.connector."""

import socket

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.ingest.fetching.connector import AddressNotAllowedError, GuardedResolver, make_connector, open_socket
from bot.ingest.fetching.policy import Policy
from tests.support.loopback_server import respond, serve


class Fixed(AbstractResolver):
    """Resolves every name to the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in self.addresses
        ]

    async def close(self) -> None:
        self.closed = True


async def test_guarded_resolver_gives_public_addresses() -> None:
    inner = Fixed("8.8.8.8", "9.9.9.9")
    resolver = GuardedResolver(Policy(), inner)
    assert [each["host"] for each in await resolver.resolve("gazette.example")] == ["8.8.8.8", "9.9.9.9"]
    await resolver.close()
    assert inner.closed


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1"])
async def test_guarded_resolver_refuses_a_name_for_one_private_address(private: str) -> None:
    with pytest.raises(AddressNotAllowedError, match="resolves to"):
        await GuardedResolver(Policy(), Fixed("8.8.8.8", private)).resolve("gazette.example")


@pytest.mark.parametrize("private", ["127.0.0.1", "127.1", "2130706433", "10.1.2.3"])
def test_open_socket_refuses_private_addresses_in_any_form(private: str) -> None:
    with pytest.raises(AddressNotAllowedError):
        open_socket(Policy(), (socket.AF_INET, socket.SOCK_STREAM, 0, "", (private, 443)))


async def test_connector_refuses_an_address_that_no_resolver_sees() -> None:
    async with serve() as server, aiohttp.ClientSession(connector=make_connector(Policy())) as session:
        server.answers["/"] = respond(b"inside")
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await session.get(server.url())
    assert isinstance(caught.value.os_error, AddressNotAllowedError)
    assert server.requests == []
