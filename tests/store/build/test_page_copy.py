"""A copy of a store is that store, whether it is copied whole or made of the one before it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from bot.store.build import incremental
from bot.store.build.builder import build
from bot.store.build.page_copy import copy_store, make_spare, renew_older
from bot.store.files import changed_pages_of, hold, prune, publish, spare_of
from tests.support.changing_corpus import ChangingCorpus


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two stores of one folder, of which the second came of the first by a change."""
    corpus = ChangingCorpus(tmp_path_factory.mktemp("corpus"), 7)
    folder = tmp_path_factory.mktemp("store")
    older = build(corpus.data, corpus.root, folder).path
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(incremental, "_MOST_CHANGED", 10.0)  # a small corpus changes by more than a tenth at once
        for _ in range(32):
            corpus.change()
            corpus.write()
            built = build(corpus.data, corpus.root, folder)
            if built.touched:
                return older, built.path
            older = built.path
    raise AssertionError("no change was a small one")


@pytest.fixture
def stores(kept: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """These two for one test, as they were."""
    shutil.copytree(kept[0].parent, tmp_path / "folder", copy_function=os.link)
    return tmp_path / "folder" / kept[0].name, tmp_path / "folder" / kept[1].name


def test_the_store_before_it_becomes_the_store_byte_for_byte(stores: tuple[Path, Path], tmp_path: Path) -> None:
    older, newer = stores
    assert older.read_bytes() != newer.read_bytes()
    shutil.copy2(older, tmp_path / "saved")
    assert renew_older(newer, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == newer.read_bytes()
    assert not older.exists()


def test_a_large_store_has_a_spare_for_its_first_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.build.builder._SPARED_FROM", 0)
    corpus = ChangingCorpus(tmp_path / "corpus", 7)
    store = build(corpus.data, corpus.root, tmp_path / "folder").path
    spare = spare_of(store)
    assert spare.read_bytes() == store.read_bytes()
    inode = spare.stat().st_ino
    assert renew_older(store, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_ino == inode
    assert (tmp_path / "copy").read_bytes() == store.read_bytes()
    assert store.exists()


def test_a_spare_goes_when_its_store_is_no_longer_the_current_one(
    stores: tuple[Path, Path],
) -> None:
    for store in stores:
        spare_of(store).touch()
    publish(stores[1].parent, stores[1])
    prune(stores[1].parent)
    assert [spare_of(store).exists() for store in stores] == [False, True]


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EACCES])
def test_a_spare_for_which_there_is_no_room_is_none(
    stores: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    def refuse(path: Path, copy: Path) -> NoReturn:
        copy.touch()
        raise OSError(why, "no")

    before = changed_pages_of(stores[1]).read_bytes()
    monkeypatch.setattr("bot.store.build.page_copy.copy_store", refuse)
    make_spare(stores[1])
    assert not spare_of(stores[1]).exists()
    assert changed_pages_of(stores[1]).read_bytes() == before


def test_a_store_in_use_is_left_as_it_is(stores: tuple[Path, Path], tmp_path: Path) -> None:
    older, newer = stores
    before = older.read_bytes()
    held = hold(older)
    try:
        assert not renew_older(newer, tmp_path / "copy")
    finally:
        os.close(held)
    assert older.read_bytes() == before
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    "noted", ["", "{}", '{"before": ["", 0, 0, 0], "store": ["", 0, 0, 0], "page_size": 1, "pages": [1]}', "[]"]
)
def test_where_the_pages_are_not_known_nothing_is_taken(stores: tuple[Path, Path], tmp_path: Path, noted: str) -> None:
    older, newer = stores
    changed_pages_of(newer).unlink()
    changed_pages_of(newer).write_text(noted)
    assert not renew_older(newer, tmp_path / "copy")
    assert older.exists()


@pytest.mark.parametrize("which", [0, 1])
def test_where_a_store_is_not_what_it_was_nothing_is_taken(
    stores: tuple[Path, Path], tmp_path: Path, which: int
) -> None:
    older, newer = stores
    os.utime(stores[which], ns=(1, 1))
    assert not renew_older(newer, tmp_path / "copy")
    assert older.exists()


@pytest.mark.parametrize("why", [errno.EXDEV, errno.EOPNOTSUPP, None])
def test_a_store_is_copied_whole_by_whatever_the_file_system_can(
    stores: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int | None
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(why, "no")

    if why:
        monkeypatch.setattr(os, "copy_file_range", refuse)
    copy_store(stores[1], tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == stores[1].read_bytes()
