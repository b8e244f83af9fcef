"""The real bot on a copy of the shipped records, its room, and one browser for all tests that open a page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.support.browser import browser  # a fixture
from tests.support.room_page import EmptyRoom, RoomHouse, keep_empty_room, keep_house, prepare_home


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped records and sources and the store made of them; never changed, only copied."""
    return prepare_home(tmp_path_factory.mktemp("shipped"))


@pytest_asyncio.fixture(loop_scope="session")
async def home(shipped: Path, tmp_path: Path) -> Path:
    """A home of the test's own, which it may change before it asks for the house."""
    return Path(shutil.copytree(shipped, tmp_path / "home"))


@pytest_asyncio.fixture(loop_scope="session")
async def house(browser: Browser, home: Path) -> AsyncIterator[RoomHouse]:
    """The real bot at home, and its room."""
    async with AsyncExitStack() as stack:
        yield await keep_house(stack, browser, home)


@pytest_asyncio.fixture(loop_scope="session")
async def empty_room(browser: Browser) -> AsyncIterator[EmptyRoom]:
    """A room without a bot, for messages that no bot of ours would send."""
    async with AsyncExitStack() as stack:
        yield await keep_empty_room(stack, browser)
