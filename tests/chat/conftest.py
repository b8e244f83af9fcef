"""A Discord on loopback, a state file, the shipped records, and the real client with a scripted desk."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import discord
import pytest
import pytest_asyncio

import bot.chat.delivery.briefings
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.notifications.clock import Clock, WallClock
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import LoopbackState
from bot.rehearsal.loopback.validation.openapi import require_description
from bot.settings import HOME, Settings
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.bot_process import open_nursery
from tests.support.briefing_orders import Newsroom
from tests.support.invented_answers import DAY
from tests.support.manual_clock import ManualClock
from tests.support.scripted_service import ScriptedService, connected


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped records, compiled once for all that read them and no more."""
    folder = tmp_path_factory.mktemp("store")
    build(HOME / "data", HOME, folder)
    return folder


@pytest.fixture
def clock() -> Clock:
    """What service and client go by; a file of tests may have one that it moves."""
    return WallClock()


@pytest.fixture
async def loopback(clock: Clock) -> AsyncIterator[LoopbackDiscord]:
    """Every request of the bot must be one that Discord would take."""
    require_description()
    async with LoopbackDiscord(world=LoopbackState(clock=clock.now)) as running:
        yield running
        assert running.breaches == []


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state.sqlite")
    yield opened
    await opened.close()


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture(scope="session")
def records_service(store: Path) -> Iterator[AnswerService]:
    """The real desk on the shipped records. Nothing of it belongs to one event loop, so one does for all tests."""
    manager = StoreManager(store, readers=1, deadline=5.0)
    asyncio.run(manager.open())
    yield AnswerService(manager, data=HOME / "data", root=HOME, folder=store, today=lambda: DAY)
    asyncio.run(manager.close())


@pytest.fixture
async def client(
    loopback: LoopbackDiscord, service: ScriptedService | AnswerService, state: State, clock: Clock
) -> AsyncIterator[AttacheClient]:
    async with connected(loopback, service, state, clock=clock) as running:
        yield running


@pytest.fixture
async def newsroom(
    loopback: LoopbackDiscord, clock: ManualClock, state: State, store: Path, tmp_path: Path
) -> AsyncIterator[Newsroom]:
    """Where the bot runs in processes of its own; none outlives its test."""
    open_nursery(store)
    opened = Newsroom(loopback, clock, state, store, tmp_path / "state.sqlite")
    yield opened
    for process in opened.processes:
        await process.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits for seconds between its own attempts, and we for a request that hangs."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))

    library = types.SimpleNamespace(**{name: getattr(asyncio, name) for name in dir(asyncio)})
    library.sleep = sleep
    monkeypatch.setattr(discord.http, "asyncio", library)
    monkeypatch.setattr(bot.chat.delivery.briefings, "REQUEST_SECONDS", 2.0)


# One bot on the shipped records for a whole file: a test that left it broken would show in the next.


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _lasting_service() -> AsyncIterator[LoopbackDiscord]:
    require_description()
    async with LoopbackDiscord() as running:
        yield running


@pytest.fixture
def lasting_service(_lasting_service: LoopbackDiscord) -> Iterator[LoopbackDiscord]:
    """Every request of the bot must be one that Discord would take."""
    yield _lasting_service
    assert _lasting_service.breaches == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def attache(
    _lasting_service: LoopbackDiscord, store: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AttacheClient]:
    today = date(2024, 7, 1)
    state = await State.open(tmp_path_factory.mktemp("attache") / "state.sqlite")
    manager = StoreManager(store, readers=2, deadline=2.0)
    await manager.open()
    service = AnswerService(manager, data=HOME / "data", root=HOME, folder=store, today=lambda: today)
    async with connected(_lasting_service, service, state, settings) as client:
        client.today = lambda: today  # type: ignore[method-assign]
        yield client
    await service.close()
    await manager.close()
    await state.close()
