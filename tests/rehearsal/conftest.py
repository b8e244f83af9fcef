"""A loopback Discord, and the small client connected to it."""

from collections.abc import AsyncIterator

import pytest

from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.validation.openapi import require_description
from tests.support.small_bot import Bot, connected


@pytest.fixture
async def loopback() -> AsyncIterator[LoopbackDiscord]:
    require_description()
    async with LoopbackDiscord() as running:
        yield running


@pytest.fixture
async def bot(loopback: LoopbackDiscord) -> AsyncIterator[Bot]:
    async with connected(loopback, Bot()) as client:
        yield client
