"""Stores built from the small corpus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store.build.builder import Built, build
from bot.store.store import Store
from tests.support.small_corpus import ROOT, write_data


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def built(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(small_data, ROOT, tmp_path_factory.mktemp("stores") / "a store? of 100% #1")


@pytest_asyncio.fixture(scope="session", loop_scope="session")  # its threads serve whichever loop asks
async def store(built: Built) -> AsyncIterator[Store]:
    opened = await Store.open(built.path, readers=2, deadline=5.0)
    yield opened
    await opened.close()
