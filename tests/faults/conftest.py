"""A service on records that a test may change, and on a store that it may damage."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.answers.service import AnswerService
from bot.app import open_service
from bot.settings import Settings
from tests.support.small_corpus import ROOT, write_data

OpenService = Callable[[], AbstractAsyncContextManager[AnswerService]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def start(data: Path, folder: Path) -> OpenService:
    settings = Settings.model_validate(
        {"data": {"folder": data, "root": ROOT}, "store": {"folder": folder, "readers": 1}}
    )
    return lambda: open_service(settings)
