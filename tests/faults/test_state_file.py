"""The state file: private, forgotten for good, and never written to where that would be lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.answers.model import Question
from bot.notifications.order_status import collect_facts
from bot.state import State, StateError
from bot.state.backup import back_up
from bot.state.button_questions import MOST_OF_ONE
from bot.state.follows import Destination
from bot.state.subscriptions import Order

DAY = date(2024, 6, 28)
ADA, BEN = 0x1234_5678_9ABC_DEF0, 0x0FED_CBA9_8765_4321


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "state.sqlite"


@pytest.fixture
async def state(file: Path) -> AsyncIterator[State]:
    opened = await State.open(file)
    yield opened
    await opened.close()


def get_mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_file_log_folder_and_backup_are_for_the_bot_alone(state: State, file: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        back_up(file, tmp_path / "backup.sqlite")
    finally:
        os.umask(before)
    assert get_mode(file.parent) == 0o700
    assert {get_mode(path) for path in file.parent.iterdir()} == {0o600}
    assert len(list(file.parent.iterdir())) == 3
    assert get_mode(tmp_path / "backup.sqlite") == 0o600


async def test_a_file_that_others_could_read_is_closed_to_them(file: Path) -> None:
    await (await State.open(file)).close()
    file.chmod(0o644)
    state = await State.open(file)
    assert get_mode(file) == 0o600
    await state.close()


async def test_what_was_forgotten_is_in_no_file_any_more(state: State, file: Path) -> None:
    def is_anywhere(person: int) -> bool:
        return any(person.to_bytes(8, "big") in path.read_bytes() for path in file.parent.iterdir())

    for number in range(300):
        for person in (ADA, BEN):
            place = Destination("person", person) if number % 2 else Destination("channel", number)
            await state.follows.start(place, f"scope {number} {person}", 1.0, most=1000, set_by=person)
            await state.subscriptions.put(Order(number, f"daily-{person}", "07:30", "UTC", set_by=person), 0.0)
    assert is_anywhere(ADA)
    await state.personal.forget(ADA)
    assert not is_anywhere(ADA)
    assert is_anywhere(BEN)


async def test_what_an_older_program_left_behind_is_overwritten(file: Path) -> None:
    await (await State.open(file)).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO synced_commands VALUES (1, 'remnant-of-an-older-program')")
        db.execute("DELETE FROM synced_commands")
        db.execute("PRAGMA user_version = 6")
        for column in ("posting DROP COLUMN retry_at", "posting DROP COLUMN retry_until", "reload DROP COLUMN origin"):
            db.execute(f"ALTER TABLE {column}")
    state = await State.open(file)
    await state.close()
    assert b"remnant-of-an-older-program" not in file.read_bytes()


@pytest.mark.parametrize("gone", ["deleted", "replaced", "log deleted"])
async def test_a_file_deleted_or_replaced_while_running_takes_no_order(
    state: State, file: Path, tmp_path: Path, gone: str
) -> None:
    order = Order(1, "daily", "07:30", "UTC")
    await state.subscriptions.put(order, 0.0)
    if gone == "log deleted":
        file.with_name("state.sqlite-wal").unlink()
    else:
        if gone == "replaced":
            shutil.copy(file, tmp_path / "other")
        file.unlink()
        if gone == "replaced":
            (tmp_path / "other").replace(file)
    with pytest.raises(StateError, match="deleted or replaced while the bot was running"):
        await state.subscriptions.remove(1, "daily")
    with pytest.raises(StateError, match="deleted or replaced"):
        await state.subscriptions.put(order, 0.0)
    with pytest.raises(StateError, match="deleted or replaced"):
        await state.follows.start(Destination("channel", 1), "KR", 0.0, most=5)
    (fact,) = await collect_facts(state, 0.0)
    assert "deleted or replaced" in fact.text


@pytest.mark.parametrize("by", ["an older backup", "a backup of now", "nothing", "noise"])
async def test_a_file_overwritten_in_its_place_takes_no_order(
    state: State, file: Path, tmp_path: Path, by: str
) -> None:
    await state.subscriptions.put(Order(1, "daily", "07:30", "UTC"), 0.0)
    if by == "an older backup":
        other = await State.open(tmp_path / "other")
        await other.close()
        content = (tmp_path / "other").read_bytes()
    elif by == "a backup of now":
        back_up(file, tmp_path / "backup")
        content = (tmp_path / "backup").read_bytes()
    else:
        content = b"" if by == "nothing" else os.urandom(file.stat().st_size)
    inode = file.stat().st_ino
    file.write_bytes(content)
    assert file.stat().st_ino == inode
    with pytest.raises(StateError, match="was overwritten while the bot was running"):
        await state.subscriptions.remove(1, "daily")
    (fact,) = await collect_facts(state, 0.0)
    assert "overwritten" in fact.text


async def test_a_file_that_is_written_to_all_the_time_is_not_taken_for_another(state: State, file: Path) -> None:
    other = await State.open(file)
    for number in range(300):
        for one in (state, other):
            await one.follows.start(Destination("channel", number), f"scope {number} {'x' * 500}", 1.0, most=1000)
    for one in (state, other):
        await one.personal.forget(ADA)
        await one._connection.execute("VACUUM")
        await one._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        assert one.find_trouble() is None
    await (await State.open(file)).close()
    assert state.find_trouble() is None
    await other.close()


async def test_every_tables_errors_are_errors_of_the_state(state: State) -> None:
    for table in ("subscription", "posting", "follow", "alert", "lease", "question", "reload", "known_block"):
        await state._connection.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    place = Destination("channel", 1)
    for attempt in (
        state.subscriptions.list_all, state.postings.list_open,
        lambda: state.follows.list_of(place),
        state.alerts.list_open, lambda: state.leases.take("one", "me", 0.0, 1.0),
        lambda: state.remember(Question("status", {}, DAY)), state.alerts.find_version,
        lambda: state.personal.show(1),
    ):  # fmt: skip
        with pytest.raises(StateError):
            await attempt()


async def test_a_damaged_file_is_refused_at_the_start(file: Path) -> None:
    state = await State.open(file)
    for number in range(200):
        await state.subscriptions.put(Order(number, "daily", "07:30", "UTC"), 0.0)
    await state.close()
    raw = bytearray(file.read_bytes())
    raw[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    file.write_bytes(raw)
    with pytest.raises(StateError, match=r"state\.sqlite"):
        await State.open(file)


@pytest.mark.parametrize("kind", ["device", "folder", "link", "pipe"])
async def test_a_backup_replaces_only_a_regular_file(state: State, file: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "target"
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to("/dev/null" if kind == "device" else tmp_path / "elsewhere")
    with pytest.raises(StateError, match="no regular file"):
        back_up(file, target, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["target", "var"]


async def test_the_questions_of_one_person_are_bounded_and_nobody_elses(state: State) -> None:
    def ask(number: int) -> Question:
        return Question("who-said", {"words": str(number)}, DAY)

    tokens = []
    for number in range(MOST_OF_ONE + 100):
        await state.remember_all([ask(number)], asker=ADA)
        tokens.append(await state.remember(ask(number)) if number == 0 else "")
    await state.remember_all([ask(1)], asker=BEN)
    assert await state.recall(tokens[0]) is None
    (count,) = (await state._connection.execute_fetchall("SELECT count(*) FROM question"))[0]
    assert count == MOST_OF_ONE + 1


async def test_all_questions_are_bounded_the_longest_unused_go(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.button_questions.MOST", 50)
    tokens = [await state.remember(Question("who-said", {"words": str(number)}, DAY)) for number in range(80)]
    assert await state.recall(tokens[0]) is None
    assert await state.recall(tokens[-1]) is not None
