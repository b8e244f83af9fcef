"""Connections to allowed addresses only, decided on the address itself at the moment of connecting.

Checking a name beforehand is not enough: it may resolve to another address a moment later (DNS rebinding), and the
operating system reads "127.1" and "2130706433" as addresses that no resolver sees.
"""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.ingest.fetching.policy import Policy


class AddressNotAllowedError(OSError):
    """A name resolves to an address that may not be asked."""


class GuardedResolver(AbstractResolver):
    """Resolves names as the system does; one address that is not allowed refuses the whole name."""

    def __init__(self, policy: Policy, inner: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._inner = inner or aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Resolve a name. Raises AddressNotAllowedError, or OSError where the name is unknown."""
        results = await self._inner.resolve(host, port, family)
        for result in results:
            if not self._policy.is_address_allowed(result["host"]):
                raise AddressNotAllowedError(f"{host} resolves to {result['host']}")
        return results

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


def open_socket(policy: Policy, address: Any) -> socket.socket:
    """Open a socket for an address as getaddrinfo gives it. Raises AddressNotAllowedError."""
    family, kind, protocol, _, destination = address
    if not policy.is_address_allowed(str(destination[0])):
        raise AddressNotAllowedError(f"{destination[0]} is not a public address")
    return socket.socket(family, kind, protocol)


def make_connector(policy: Policy, resolver: AbstractResolver | None = None) -> aiohttp.TCPConnector:
    """Make a connector whose every socket is for an allowed address."""
    return aiohttp.TCPConnector(
        resolver=GuardedResolver(policy, resolver),
        # A cached answer would be checked all the same; a fresh one costs little at this pace.
        use_dns_cache=False,
        socket_factory=lambda address: open_socket(policy, address),
        ssl=policy.certificates or True,
        limit=8,
        force_close=True,
    )
