"""Only a bot on this machine is let in to the fake Discord: no page of a browser, whatever it knows."""

from __future__ import annotations

import aiohttp
import pytest

from bot.rehearsal.loopback.service import LoopbackDiscord


async def open_socket(url: str, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.ws_connect(url, headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as error:
            return error.status


async def test_each_start_has_a_random_token() -> None:
    first, second = LoopbackDiscord(), LoopbackDiscord()
    assert first.token != second.token
    assert len(first.token) >= 32


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "null"},
        {"Host": "example.org"},
        {"Host": "localhost"},
    ],
    ids=str,
)
async def test_a_page_is_refused_by_gateway_and_rest(loopback: LoopbackDiscord, headers: dict[str, str]) -> None:
    assert await open_socket(loopback.gateway_url, headers) == 403
    allowed = {"Authorization": f"Bot {loopback.token}"}
    async with aiohttp.ClientSession() as session:
        for path in ("/users/@me", "/gateway", "/interactions/1/token-1/callback", "/webhooks/1/token-1"):
            async with session.get(loopback.rest_base + path, headers=allowed | headers) as response:
                assert response.status == 403


async def test_a_bot_is_let_in_by_its_token_alone(loopback: LoopbackDiscord) -> None:
    assert await open_socket(loopback.gateway_url, {}) == 101
    async with aiohttp.ClientSession() as session:
        for token, status in ((loopback.token, 200), ("another", 401)):
            headers = {"Authorization": f"Bot {token}"}
            async with session.get(f"{loopback.rest_base}/users/@me", headers=headers) as response:
                assert response.status == status
