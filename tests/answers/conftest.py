"""A desk on the store compiled from the shipped records."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answers.model import Answer, Question
from bot.answers.service import AnswerService
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.shipped_records import ROOT, TODAY, paraphrase_records


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    build(ROOT / "data", ROOT, folder)
    return folder


@asynccontextmanager
async def open_service(store: Path, root: Path) -> AsyncIterator[AnswerService]:
    manager = StoreManager(store, readers=1, deadline=5.0)
    await manager.open()
    service = AnswerService(manager, data=root / "data", root=root, folder=store, today=lambda: TODAY, locale="en")
    yield service
    await service.close()
    await manager.close()


@pytest_asyncio.fixture
async def service(shipped_store: Path) -> AsyncIterator[AnswerService]:
    async with open_service(shipped_store, ROOT) as service:
        yield service


@pytest_asyncio.fixture
async def paraphrased(tmp_path: Path) -> AsyncIterator[AnswerService]:
    """A desk on the shipped records with a paraphrase for each statement."""
    root = paraphrase_records(tmp_path)
    build(root / "data", root, root / "store")
    async with open_service(root / "store", root) as service:
        yield service


@pytest.fixture
def ask(service: AnswerService) -> Any:
    async def ask_the_service(command: str, after: str | None = None, limit: int = 100, **options: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in options.items()}
        return await service.answer(Question(command, named, TODAY, after=after, skipped=1 if after else 0), limit)

    return ask_the_service
