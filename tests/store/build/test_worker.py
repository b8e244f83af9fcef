"""A large store is built in a process of its own: it ends with the bot, and whatever ends it, the old store stays."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.problems import CorpusError
from bot.store.build import worker as building
from bot.store.build.builder import build, current
from bot.store.build.worker import build_aside
from bot.store.errors import StoreError
from bot.store.files import lock_folder
from tests.support.small_corpus import ROOT, write_data

PATIENCE = 60.0


@pytest.fixture(autouse=True)
def nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_SMALL", 0)
    monkeypatch.setattr(building, "_SMALL_DATA", 0)


def reword(files: dict[str, Any]) -> None:
    files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."


def spoil(files: dict[str, Any]) -> None:
    files["a-irreversible"]["statements"][0]["tone"] = "no-such-tone"


async def wait_for_builder() -> int:
    """The process that builds, once there is one."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for child in multiprocessing.active_children():
            if child.name == "build" and child.pid:
                return child.pid
        await asyncio.sleep(0)
    raise AssertionError("no process builds")


async def is_kept(path: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*building._syncing)
    assert current(path.parent) == path


async def test_a_store_built_aside_is_the_same_and_becomes_the_current_one(small_data: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    built = await build_aside(small_data, ROOT, tmp_path / "aside", lambda step, *_: steps.append(step))
    await is_kept(built.path)
    here = build(small_data, ROOT, tmp_path / "here")
    assert built.path.read_bytes() == here.path.read_bytes()
    assert set(steps) == {"reading", "indexing"}


async def test_mistakes_come_back_whole(small_data: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as raised:
        await build_aside(write_data(tmp_path / "data", spoil), ROOT, tmp_path / "store")
    assert [(problem.file, problem.what) for problem in raised.value.problems] == [
        ("data/sources/a-irreversible.yaml", "there is no tone “no-such-tone”")
    ]


async def test_a_build_that_is_killed_says_so_and_the_old_store_stays(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path / "store")
    data = write_data(tmp_path / "data", reword)
    with lock_folder(tmp_path / "store", 0.0):  # so that it is killed while it is at work
        task = asyncio.create_task(build_aside(data, ROOT, tmp_path / "store"))
        os.kill(await wait_for_builder(), signal.SIGKILL)
        with pytest.raises(StoreError, match="ended before it was done, so the old store stays"):
            await task
    assert current(tmp_path / "store") == first.path
    assert (await build_aside(data, ROOT, tmp_path / "store")).version != first.version


async def test_a_build_that_nobody_waits_for_any_more_is_ended(small_data: Path, tmp_path: Path) -> None:
    build(small_data, ROOT, tmp_path / "store")
    with lock_folder(tmp_path / "store", 0.0):
        task = asyncio.create_task(build_aside(write_data(tmp_path / "data", reword), ROOT, tmp_path / "store"))
        await wait_for_builder()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not [child for child in multiprocessing.active_children() if child.name == "build"]


BUILD_AND_DIE = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.store.build import worker as building

async def main():
    building._SMALL = building._SMALL_DATA = 0
    task = asyncio.create_task(building.build_aside(*map(Path, sys.argv[1:])))
    while not (children := building._CONTEXT.active_children()):
        await asyncio.sleep(0.01)
    print(children[0].pid, flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_build_ends_with_a_bot_that_is_killed(small_data: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with lock_folder(tmp_path / "store", 0.0):
        command = [sys.executable, "-c", BUILD_AND_DIE, str(small_data), str(ROOT), str(tmp_path / "store")]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        builder = int(await asyncio.wait_for(process.stdout.readline(), PATIENCE))
        process.stdin.write(b"\n")
        await process.wait()
        ends = time.monotonic() + PATIENCE
        while Path(f"/proc/{builder}").exists() and time.monotonic() < ends:
            await asyncio.sleep(0.02)
        assert not Path(f"/proc/{builder}").exists()
