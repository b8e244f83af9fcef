"""The shelf: a new store takes the old one's place, and no question goes unanswered."""

from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.store.build.builder import Built, build
from bot.store.errors import StoreError
from bot.store.filters import Filter
from bot.store.manager import StoreManager
from tests.support.searching import search_store
from tests.support.small_corpus import ROOT, write_data


@pytest.fixture(scope="module")
def two(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """Two stores in one folder; the second one is current."""
    folder = tmp_path_factory.mktemp("two")

    def reword(files: dict[str, Any]) -> None:
        files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."

    first = build(small_data, ROOT, folder)
    return first, build(write_data(tmp_path_factory.mktemp("other"), reword), ROOT, folder)


async def test_the_current_store_is_opened(two: tuple[Built, Built]) -> None:
    manager = StoreManager(two[1].path.parent, readers=1)
    await manager.open()
    assert manager.version == two[1].version
    await manager.close()


async def test_a_folder_without_a_store_is_one_clear_sentence(tmp_path: Path) -> None:
    manager = StoreManager(tmp_path)
    with pytest.raises(StoreError, match="There is no store"):
        await manager.open()
    with pytest.raises(StoreError, match="not open"):
        async with manager.use():
            pass
    await manager.close()


async def test_stores_are_swapped_under_load_without_one_failed_question(two: tuple[Built, Built]) -> None:
    manager = StoreManager(two[0].path.parent, readers=2, deadline=10.0)
    await manager.open()
    seen: set[str] = set()
    answered = 0
    swapping = True

    async def ask() -> None:
        nonlocal answered
        while swapping:
            async with manager.use() as store:
                page = await store.timeline(Filter(side="KR"), None, 2)
                assert page.total == 5
                hits = await search_store(store, "irreversible", Filter())
                assert hits[0].statement.id == "lim-irreversible"
                seen.add(store.info.version)
                answered += 1

    askers = [asyncio.create_task(ask()) for _ in range(40)]
    for turn in range(4):
        await manager.swap(two[turn % 2].path)
        assert manager.version == two[turn % 2].version
    swapping = False
    await asyncio.gather(*askers)
    await manager.close()
    assert answered > 200
    assert seen == {two[0].version, two[1].version}


async def test_the_old_store_serves_whom_it_began_to_serve_and_then_closes(two: tuple[Built, Built]) -> None:
    before = set(threading.enumerate())
    manager = StoreManager(two[0].path.parent, readers=1)
    await manager.open()
    async with manager.use() as old:
        await manager.swap(two[0].path)
        assert old.info.version == two[1].version
        assert await old.read(lambda session: session.statement("summons")) is not None
        closing = asyncio.create_task(manager.close())
        await asyncio.sleep(0)
        assert not closing.done()
        assert await old.read(lambda session: session.statement("summons")) is not None
    await asyncio.wait_for(closing, 10)
    with pytest.raises(StoreError, match="closed"):
        await old.read(lambda session: session.statement("summons"))
    left = [thread for thread in set(threading.enumerate()) - before if not thread.name.startswith("asyncio")]
    for thread in left:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)


async def test_a_store_that_will_not_open_leaves_the_old_one_in_its_place(
    two: tuple[Built, Built], tmp_path: Path
) -> None:
    manager = StoreManager(two[0].path.parent, readers=1)
    await manager.open()
    broken = tmp_path / "store-0000000000000000.sqlite"
    broken.write_bytes(b"no store at all " * 1000)
    short = tmp_path / "store-0000000000000001.sqlite"
    shutil.copyfile(two[0].path, short)
    with short.open("r+b") as file:
        file.truncate(9000)
    for path in (broken, short, tmp_path / "gone"):
        with pytest.raises(StoreError):
            await manager.swap(path)
    async with manager.use() as store:
        assert await store.read(lambda session: session.statement("summons")) is not None
    await manager.close()


async def test_a_store_of_another_format_asks_to_be_built_again(
    two: tuple[Built, Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.store.FORMAT", "attache-store-0")
    manager = StoreManager(two[0].path.parent, readers=1)
    with pytest.raises(StoreError, match="Build it again"):
        await manager.open()
