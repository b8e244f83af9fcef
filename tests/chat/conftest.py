"""A Discord on loopback, a state file, and the real client with a scripted desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scripted import ScriptedDesk, connected

from bot.chat.client import AttacheClient
from bot.rehearsal.description import require_description
from bot.rehearsal.service import LoopbackDiscord
from bot.state import State


@pytest.fixture
async def service() -> AsyncIterator[LoopbackDiscord]:
    """Every request of the bot must be one that Discord would take."""
    require_description()
    async with LoopbackDiscord() as running:
        yield running
        assert running.breaches == []


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state.sqlite")
    yield opened
    await opened.close()


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def client(service: LoopbackDiscord, desk: ScriptedDesk, state: State) -> AsyncIterator[AttacheClient]:
    async with connected(service, desk, state) as running:
        yield running
