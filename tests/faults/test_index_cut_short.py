"""Index files that are cut short end the process by a signal, because they are mapped; the next start is clean."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.answers.model import Question
from bot.settings import HOME
from bot.store.files import current
from tests.faults.conftest import OpenService
from tests.support.small_corpus import ROOT

ASKED = Question("who-said", {"words": "irreversible"}, date(2024, 6, 28))
CUT_SHORT = """
import asyncio, json, sys
from datetime import date
from bot.answers.model import Question
from bot.app import open_service
from bot.settings import Settings
from bot.store.files import current, index_of
from pathlib import Path

async def main():
    settings = Settings.model_validate(json.loads(sys.argv[1]))
    async with open_service(settings) as service:
        store = current(Path(settings.store.folder))
        for path in index_of(store).rglob("*"):
            if path.is_file() and path.suffix != ".lock":
                with path.open("r+b") as file:
                    file.truncate(0)
        for words in ("mistake", "irreversible", "serious threat", "the"):
            await service.answer(Question("who-said", {"words": words}, date(2024, 6, 28)))
        print("alive")

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how mapped files behave differs from system to system")
async def test_the_start_after_index_files_were_cut_short_is_clean(
    start: OpenService, data: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as service:
        right = await service.answer(ASKED)
    before = current(folder)
    chosen = {"data": {"folder": str(data), "root": str(ROOT)}, "store": {"folder": str(folder), "readers": 1}}
    ended = subprocess.run(
        [sys.executable, "-c", CUT_SHORT, json.dumps(chosen)], cwd=HOME, capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGBUS, ended.stderr.decode()[-2000:]
    async with start() as service:
        assert current(folder) != before
        assert (await service.answer(ASKED)).entries == right.entries
        assert service.care.problem is None
    # The process may have noticed, and marked the store, before the signal ended it.
    assert "is not used: " in caplog.text
