"""The state file keeps what it was told, over restarts, and refuses what it cannot understand."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.model import Question
from bot.state import State, StateError
from bot.state.migrations import migrate, steps

# Discord passes lone surrogates on, so they are part of "any text".
ANY_TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=50)
ASKED = Question("who-said", {"words": "irreversible", "country": "KR"}, date(2024, 6, 28))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state.sqlite"


async def test_a_question_is_recalled_after_a_restart(file: Path) -> None:
    state = await State.open(file)
    token = await state.remember(ASKED)
    await state.set_page(token, 1, "2024-06-27:13", 7)
    await state.close()

    state = await State.open(file)
    try:
        assert await state.recall(token) == ASKED
        assert await state.page(token, 1) == ("2024-06-27:13", 7)
        assert await state.page(token, 2) is None
    finally:
        await state.close()


async def test_the_same_question_has_one_token_and_another_day_another(file: Path) -> None:
    state = await State.open(file)
    try:
        token = await state.remember(ASKED)
        shuffled = Question("who-said", {"country": "KR", "words": "irreversible"}, ASKED.asked_on)
        assert await state.remember(shuffled) == token
        assert await state.remember(Question("who-said", ASKED.options, date(2024, 6, 29))) != token
        assert len(token) == 10
    finally:
        await state.close()


async def test_an_unused_question_is_forgotten_with_its_pages_and_a_used_one_is_kept(file: Path) -> None:
    now = 0.0
    state = await State.open(file, keep_days=30, clock=lambda: now)
    try:
        unused = await state.remember(ASKED)
        await state.set_page(unused, 0, None, 0)
        used = await state.remember(Question("timeline", {}, ASKED.asked_on))
        now = 20 * 86_400.0
        assert await state.recall(used) is not None
        now = 31 * 86_400.0
        await state.remember(Question("sources", {}, ASKED.asked_on))
        assert await state.recall(unused) is None
        assert await state.page(unused, 0) is None
        assert await state.recall(used) is not None
    finally:
        await state.close()


async def test_a_page_of_an_unknown_question_is_not_noted(file: Path) -> None:
    state = await State.open(file)
    try:
        await state.set_page("neverasked", 0, None, 0)
        assert await state.page("neverasked", 0) is None
    finally:
        await state.close()


async def test_the_hash_of_synced_commands_is_kept_by_application(file: Path) -> None:
    state = await State.open(file)
    try:
        assert await state.command_hash(7) is None
        await state.set_command_hash(7, "aa")
        await state.set_command_hash(7, "bb")
        await state.set_command_hash(2**63 - 1, "cc")
        assert await state.command_hash(7) == "bb"
        assert await state.command_hash(2**63 - 1) == "cc"
    finally:
        await state.close()


async def test_a_newer_file_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StateError, match=r"step 999.*run the newer program"):
        await State.open(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("content", [b"this is no database at all, but long enough to be looked at" * 20])
async def test_a_file_that_is_no_database_is_refused_by_name(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(StateError, match=r"state\.sqlite.*not a database"):
        await State.open(file)
    assert file.read_bytes() == content


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(StateError, match="taken"):
        await State.open(tmp_path / "taken" / "state.sqlite")


def test_a_step_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.migrations.steps", lambda: [*steps(), "CREATE TABLE half (a); SELECT nonsense;"])
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(steps()),)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    connection.close()


@settings(max_examples=25, deadline=None)
@given(options=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4))
async def test_any_options_come_back_as_typed(
    tmp_path_factory: pytest.TempPathFactory, options: dict[str, str]
) -> None:
    state = await State.open(tmp_path_factory.getbasetemp() / "any.sqlite")
    try:
        question = Question("who-said", options, date(2024, 2, 29))
        assert await state.recall(await state.remember(question)) == question
    finally:
        await state.close()
