"""Settings say at once what is wrong with them, where, and what to do."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import HOME, Settings, SettingsError, read_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings()
    assert Settings().data.folder == HOME / "data"


def test_a_config_in_the_current_folder_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("answers:\n  timezone: Asia/Seoul\n")
    monkeypatch.chdir(file.parent)
    assert read_settings().answers.timezone == "Asia/Seoul"


def test_what_is_written_holds_and_the_rest_keeps_its_default(file: Path) -> None:
    file.write_text(
        "admins:\n  users: [123456789012345678]\n  roles: 42\nanswers:\n  private: no\nstore:\n  folder: /x\n"
    )
    read = read_settings(file)
    assert read.admins.users == (123456789012345678,)
    assert read.admins.roles == (42,)
    assert read.answers.private is False
    assert read.store.folder == Path("/x")
    assert read.state == Settings().state


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("answers:\n  privat: true\n", ":2:3: ", "did you mean `private`?"),
        ("anwsers:\n  private: true\n", ":1:1: ", "did you mean `answers`?"),
        ("answers:\n  timezone: Mars/Olympus\n", ":2:13: ", "is no time zone; write it as Europe/Vienna"),
        ("answers:\n  language: klingonish-xx\n", ":2:13: ", "is no language"),
        ("store:\n  readers: 0\n", ":2:12: ", "`readers`"),
        ("store:\n  readers: many\n", ":2:12: ", "`readers`"),
        ("log:\n  level: inof\n", ":2:10: ", "did you mean `info`?"),
        ("admins:\n  users: [nobody]\n", ":2:11: ", "`users`"),
        ("answers: [\n", ":", "config.yaml"),
        ("answers:\n  private: true\n  private: false\n", ":3:3: ", "twice"),
    ],
)
def test_a_mistake_is_shown_with_line_and_way_out(file: Path, text: str, place: str, hint: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert f"config.yaml{place}" in str(caught.value)
    assert hint in str(caught.value)


def test_all_mistakes_are_shown_in_one_go(file: Path) -> None:
    file.write_text("log:\n  level: x\nstore:\n  readers: 99\nanswers:\n  zone: UTC\n")
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert str(caught.value).count("config.yaml:") == 3


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        read_settings(tmp_path / "nowhere.yaml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_settings_or_a_clear_refusal(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    with suppress(SettingsError):
        assert isinstance(read_settings(file), Settings)
