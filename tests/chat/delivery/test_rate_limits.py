"""What the delivery relies on of discord.py's private rate limiting: a new version that differs fails here first."""

from __future__ import annotations

import asyncio

import discord
from discord.http import Ratelimit

from bot.chat.client import AttacheClient
from bot.chat.delivery.rate_limits import is_limited_globally, reopen_buckets


async def test_the_library_holds_all_requests_back_by_an_event(client: AttacheClient) -> None:
    gate = client.http._global_over
    assert isinstance(gate, asyncio.Event)
    assert not is_limited_globally(client)
    gate.clear()
    asking = asyncio.create_task(client.http.request(discord.http.Route("GET", "/gateway")))
    _, waiting = await asyncio.wait({asking}, timeout=0.2)
    assert is_limited_globally(client)
    assert waiting
    gate.set()
    await asking


async def test_a_bucket_left_closed_by_a_cut_off_request_opens_again(client: AttacheClient) -> None:
    bucket = client.http.get_ratelimit("POST:a bucket of this test")
    assert isinstance(bucket, Ratelimit)
    assert bucket in client.http._buckets.values()
    bucket.remaining, bucket.outgoing, bucket.expires = 0, 0, None
    reopen_buckets(client)
    assert bucket.remaining == bucket.limit
    async with asyncio.timeout(1), bucket:
        assert bucket.outgoing == 1


async def test_a_bucket_that_is_in_use_stays_closed(client: AttacheClient) -> None:
    bucket = client.http.get_ratelimit("POST:another bucket of this test")
    async with bucket:
        assert bucket.remaining == 0
        reopen_buckets(client)
        assert bucket.remaining == 0
