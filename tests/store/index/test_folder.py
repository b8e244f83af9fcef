"""A store is opened without writing beside it: from a folder that one may only read, and leaving nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.build.builder import Built, build
from bot.store.errors import StoreError
from bot.store.files import index_of
from bot.store.filters import Filter
from bot.store.index import folder as opening
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm
from bot.store.store import Store
from tests.support.searching import search_store
from tests.support.small_corpus import ROOT, write_data

# Root may write anywhere, so it becomes somebody else; everything is asked once before that, since the program itself
# may lie where nobody else can read it.
ASK_AS_NOBODY = """
import asyncio, os, sys
from pathlib import Path
from bot.store.build.builder import build
from bot.store.filters import Filter
from bot.store.manager import StoreManager
from tests.support.searching import search_store

data, root, folder = map(Path, sys.argv[1:])

async def ask():
    built = build(data, root, folder)
    manager = StoreManager(folder, readers=2, deadline=10.0)
    await manager.open()
    async with manager.use() as store:
        hits = await search_store(store, "irreversable mistake", Filter())
        page = await store.timeline(Filter(side="KR"), None, 2)
        words = await store.complete_words("irrev")
        print(built.fresh, hits[0].statement.id, page.total, len(words) > 0)
    await manager.close()

asyncio.run(ask())
folder.chmod(0o555)
for path in folder.rglob("*"):
    path.chmod(0o555 if path.is_dir() else 0o444)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    (folder / "written").touch()
except PermissionError:
    asyncio.run(ask())
"""


@pytest.fixture
def folder(small_data: Path) -> Iterator[Path]:
    """A folder with a store, and its data and documents beside it, in a place where anybody can go."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    folder = place / "store"
    shutil.copytree(small_data, place / "data")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    (place / "data").chmod(0o755)
    build(place / "data", place, folder)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(place)


def list_all(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_store_in_a_folder_that_may_only_be_read_answers_every_question(folder: Path) -> None:
    held = list_all(folder)
    done = subprocess.run(
        [sys.executable, "-c", ASK_AS_NOBODY, str(folder.parent / "data"), str(folder.parent), str(folder)],
        cwd=ROOT, timeout=60, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["False lim-irreversible 5 True"] * 2, done.stderr
    assert list_all(folder) == held


async def test_opening_writes_nothing_beside_a_store_and_leaves_nothing_elsewhere(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MEMORY_FOLDER", "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = list_all(built.path.parent)
    for _ in range(20):
        IndexReader(index_of(built.path))
    store = await Store.open(built.path, readers=1, deadline=5.0)
    assert list(tmp_path.iterdir()) == []
    assert (await search_store(store, "irreversible", Filter()))[0].statement.id == "lim-irreversible"
    await store.close()
    assert list_all(built.path.parent) == held


def test_whoever_may_read_a_store_may_read_its_index(built: Built) -> None:
    mode = built.path.stat().st_mode
    for path in index_of(built.path).rglob("*"):
        assert path.is_dir() or path.stat().st_mode == mode, path.name


def test_an_index_is_found_by_a_relative_path(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.path.parent)
    texts = IndexReader(index_of(Path(built.path.name)))
    assert texts.find_any([IndexTerm("mistak", 1.0)], Filter(), 10)


def test_where_no_private_folder_can_be_made_the_store_says_so(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MEMORY_FOLDER", "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StoreError, match=r"The index .*\.index cannot be opened: .*gone"):
        IndexReader(index_of(built.path))


def test_a_build_into_a_folder_that_may_only_be_read_says_so_where_the_records_have_changed(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    first = build(small_data, ROOT, folder)

    def refuse(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("bot.store.build.builder.lock_folder", refuse)
    again = build(small_data, ROOT, folder)
    assert (again.path, again.fresh, again.counts) == (first.path, False, first.counts)

    def reword(files: dict[str, dict[str, Any]]) -> None:
        files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."

    with pytest.raises(StoreError, match=r"cannot be written in .*: permission denied"):
        build(write_data(tmp_path / "data", reword), ROOT, folder)
