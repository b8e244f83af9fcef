"""A backup taken while the bot is running is whole, replaces nothing by mistake, and can be restored."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.state import State, StateError
from bot.state.backup import back_up
from bot.state.subscriptions import Order


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "state.sqlite"


async def test_a_backup_of_a_state_in_use_holds_all_that_was_done_and_nothing_half(file: Path, tmp_path: Path) -> None:
    state = await State.open(file)
    written = 0

    async def write() -> None:
        nonlocal written
        while True:
            await state.subscriptions.put(Order(written + 1, "daily", "07:30", "UTC"), 0.0)
            written += 1

    writing = asyncio.create_task(write())
    for number in range(5):
        await asyncio.sleep(0.02)
        before = written
        await asyncio.to_thread(back_up, file, tmp_path / f"{number}.sqlite")
        after = written
        with sqlite3.connect(tmp_path / f"{number}.sqlite") as copy:
            (held,) = copy.execute("SELECT count(*) FROM subscription").fetchone()
        copy.close()
        assert before <= held <= after + 1
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert written > 5
    await state.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [*(f"{number}.sqlite" for number in range(5)), "var"]


async def test_a_restored_backup_takes_the_place_of_what_came_after_it(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite"
    state = await State.open(file)
    await state.subscriptions.put(Order(1, "daily", "07:30", "UTC"), 0.0)
    back_up(file, backup)
    await state.subscriptions.put(Order(2, "daily", "07:30", "UTC"), 0.0)
    # The bot is killed: its write-ahead log stays beside the file. As docs/running.md says, it goes with it.
    left = [file.read_bytes(), file.with_name("state.sqlite-wal").read_bytes()]
    await state.close()
    file.write_bytes(left[0])
    file.with_name("state.sqlite-wal").write_bytes(left[1])

    for path in file.parent.glob("state.sqlite*"):
        path.unlink()
    shutil.copy(backup, file)
    state = await State.open(file)
    assert [kept.order.channel for kept in await state.subscriptions.list_all()] == [1]
    await state.close()


def make_state(file: Path) -> None:
    async def make() -> None:
        await (await State.open(file)).close()

    asyncio.run(make())


def test_a_file_that_is_there_is_replaced_only_where_that_is_asked_for(file: Path, tmp_path: Path) -> None:
    make_state(file)
    target = tmp_path / "backup.sqlite"
    target.write_text("the only copy of something else")
    with pytest.raises(StateError, match="--force"):
        back_up(file, target)
    assert target.read_text() == "the only copy of something else"
    assert back_up(file, target, force=True) == target.stat().st_size > 0
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_the_state_file_is_not_backed_up_onto_itself(file: Path) -> None:
    make_state(file)
    with pytest.raises(StateError, match="itself"):
        back_up(file, file, force=True)
    make_state(file)


@pytest.mark.parametrize("content", [None, b"no database, but long enough to be looked at " * 50])
def test_what_cannot_be_backed_up_leaves_nothing_behind(file: Path, tmp_path: Path, content: bytes | None) -> None:
    file.parent.mkdir()
    if content:
        file.write_bytes(content)
    with pytest.raises(StateError, match=r"state\.sqlite"):
        back_up(file, tmp_path / "backup.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_folder_that_is_not_there_is_named(file: Path, tmp_path: Path) -> None:
    make_state(file)
    with pytest.raises(StateError, match="nowhere"):
        back_up(file, tmp_path / "nowhere" / "backup.sqlite")


def test_a_copy_that_fails_half_way_leaves_the_older_backup(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_state(file)
    target = tmp_path / "backup.sqlite"
    target.write_text("yesterday's")

    def fail(state: Path, temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr("bot.state.backup._copy", fail)
    with pytest.raises(StateError, match="no space left"):
        back_up(file, target, force=True)
    assert target.read_text() == "yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "var"]


def test_a_disk_without_hard_links_takes_a_backup_as_well(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("not supported")

    make_state(file)
    monkeypatch.setattr("bot.state.backup.os.link", refuse)
    assert back_up(file, tmp_path / "backup.sqlite") > 0
