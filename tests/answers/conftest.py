"""A desk on the store compiled from the shipped records."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answers.model import Answer, Question
from bot.answers.service import Desk
from bot.store.build.builder import build
from bot.store.manager import Shelf
from tests.support.shipped_records import ROOT, TODAY


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    build(ROOT / "data", ROOT, folder)
    return folder


@pytest_asyncio.fixture
async def desk(shipped_store) -> AsyncIterator[Desk]:
    shelf = Shelf(shipped_store, readers=1, deadline=5.0)
    await shelf.open()
    desk = Desk(shelf, data=ROOT / "data", root=ROOT, folder=shipped_store, today=lambda: TODAY, locale="en")
    yield desk
    await desk.close()
    await shelf.close()


@pytest.fixture
def ask(desk):
    async def ask_the_desk(command: str, after: str | None = None, limit: int = 100, **options: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in options.items()}
        return await desk.answer(Question(command, named, TODAY, after=after, skipped=1 if after else 0), limit)

    return ask_the_desk
