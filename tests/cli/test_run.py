"""The program starts, answers, leaves and fails as the README says: real processes, real sockets, loopback only."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.cli.run import read_token
from bot.exit_codes import Exit, ExitError
from bot.settings import HOME, read_settings

# Runs `python -m bot run` as it is, but for where Discord is: on loopback, in the same process.
LOOPBACK_RUN = """
import asyncio, os, signal, sys
from bot.chat.api_endpoint import point_at
from bot.cli.main import main
from bot.rehearsal.loopback.service import LoopbackDiscord
import bot.cli.run as running

serve = running.serve

async def serve_on_loopback(settings, desk, state, token, stop, *, review):
    async with LoopbackDiscord() as discord:
        point_at(discord.rest_base, discord.gateway_url)
        scene = asyncio.create_task(play(discord, stop))
        try:
            await serve(settings, desk, state, discord.token if token == "right" else token, stop, review=review)
        finally:
            scene.cancel()
            await asyncio.gather(scene, return_exceptions=True)

async def play(discord, stop):
    {scene}

running.serve = serve_on_loopback
sys.exit(main(["run", "--config", sys.argv[1]]))
"""
ASK_THEN_TERM = """
    await discord.wait_for_commands()
    await discord.wait_for_bot()
    asked = asyncio.create_task(discord.slash("member", "briefings", "who-said", {"words": "irreversible"}))
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGNAL)
    print("ANSWERED" if "Lim Soo-suk" in (await (await asked).settled()).text else "LOST", flush=True)
"""


def run(*arguments: str, cwd: Path, env: dict[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd, env={**clean, "PYTHONPATH": str(HOME), "PYTHONWARNINGS": "", **(env or {})},
        capture_output=True, text=True, timeout=30, check=False, **more,
    )  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(f"store:\n  folder: {tmp_path}/store\nstate:\n  file: {tmp_path}/state.sqlite\n")
    return file


def play(scene: str, config: Path, token: str = "right") -> subprocess.CompletedProcess[str]:
    script = LOOPBACK_RUN.replace("{scene}", scene)
    return run("-c", script, str(config), cwd=config.parent, env={"DISCORD_TOKEN": token})


@pytest.mark.parametrize("signal", ["SIGTERM", "SIGINT"])
def test_a_signal_lets_the_answer_under_way_finish_and_ends_with_0(config: Path, signal: str) -> None:
    ended = play(ASK_THEN_TERM.replace("SIGNAL", signal), config)
    assert (ended.returncode, ended.stdout) == (Exit.DONE, "ANSWERED\n"), ended.stderr


def test_no_token_is_one_line_that_says_what_to_do(config: Path) -> None:
    ended = run("-m", "bot", "run", cwd=config.parent)
    assert ended.returncode == Exit.NO_TOKEN
    assert ended.stderr.count("\n") == 1
    assert "DISCORD_TOKEN" in ended.stderr
    assert "rehearse" in ended.stderr


def test_a_refused_token_is_one_line_and_never_printed(config: Path) -> None:
    ended = play("await asyncio.sleep(60)", config, token="not-the-right-one")
    assert ended.returncode == Exit.BAD_TOKEN
    assert "refused the token" in ended.stderr.splitlines()[-1]
    assert "not-the-right-one" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_refused_intent_is_one_line(config: Path) -> None:
    ended = play(
        "import bot.rehearsal.loopback.gateway; bot.rehearsal.loopback.gateway.PRIVILEGED = 1; await asyncio.sleep(60)",
        config,
    )
    assert ended.returncode == Exit.MISSING_INTENT
    assert "intent" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_the_token_can_come_from_a_file(config: Path) -> None:
    (config.parent / "token").write_text("not-the-right-one\n")
    config.write_text(f"{config.read_text()}discord:\n  token_file: {config.parent}/token\n")
    ended = play("await asyncio.sleep(60)", config, token="")
    assert ended.returncode == Exit.BAD_TOKEN


@pytest.mark.parametrize(
    "token", ["two\nlines", "with space", "t\u00f6ken", "x" * 100_000], ids=["lines", "space", "letters", "long"]
)
def test_a_token_that_is_none_is_one_line_and_never_printed(
    config: Path, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    (config.parent / "token").write_text(token)
    config.write_text(f"{config.read_text()}discord:\n  token_file: {config.parent}/token\n")
    with pytest.raises(ExitError) as raised:
        read_token(read_settings(config))
    assert raised.value.code is Exit.NO_TOKEN
    assert "\n" not in str(raised.value)
    assert token not in str(raised.value)


def test_settings_with_mistakes_are_shown_by_line(config: Path) -> None:
    config.write_text("store:\n  raeders: 4\n")
    ended = run("-m", "bot", "run", cwd=config.parent)
    assert ended.returncode == Exit.BAD_SETTINGS
    assert "config.yaml:2:3: " in ended.stderr
    assert "did you mean `readers`" in ended.stderr


def test_records_that_will_not_compile_are_named_by_file_and_line(config: Path) -> None:
    (config.parent / "data").mkdir()
    (config.parent / "data" / "people.yaml").write_text("people:\n  jane-doe:\n    nmae: Jane Doe\n")
    ended = run("-m", "bot", "run", "--data", "data", cwd=config.parent, env={"DISCORD_TOKEN": "right"})
    assert ended.returncode == Exit.BAD_DATA
    assert "data/people.yaml:" in ended.stderr
    assert "Traceback" not in ended.stderr
    ended = run("-m", "bot", "check", "--data", "data", cwd=config.parent)
    assert ended.returncode == Exit.BAD_DATA
    assert "data/people.yaml:3:5: " in ended.stderr


def test_a_state_file_that_is_none_is_named(config: Path) -> None:
    (config.parent / "state.sqlite").write_text("no database, but long enough to be looked at " * 30)
    ended = play("await asyncio.sleep(60)", config)
    assert ended.returncode == Exit.NO_STATE
    assert "state.sqlite" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_ask_answers_in_the_terminal_and_as_json(config: Path) -> None:
    ended = run("-m", "bot", "ask", "/who-said words: irreversible country: KR", cwd=config.parent)
    assert ended.returncode == Exit.DONE
    assert "Lim Soo-suk" in ended.stdout
    ended = run("-m", "bot", "ask", "--json", "/who-said words: irreversible country: KR", cwd=config.parent)
    answer = json.loads(ended.stdout)
    assert answer["status"] == "found"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/who-siad words: x", "/who-said"),
        ("/who-said", "words:"),
        ("/who-said words: x contry: KR", "country:"),
        ("/reload", "bot build"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_was_meant(
    config: Path, capsys: pytest.CaptureFixture[str], line: str, hint: str
) -> None:
    assert main(["ask", "--config", str(config), line]) == Exit.BAD_INPUT
    told = capsys.readouterr().err
    assert hint in told
    assert told.startswith("attache: ")


def test_the_rehearsal_takes_lines_from_a_pipe(config: Path) -> None:
    ended = run("-m", "bot", "rehearse", cwd=config.parent, input="/who-said words: irreversible\n1\n")
    assert ended.returncode == Exit.DONE, ended.stderr
    assert "Lim Soo-suk" in ended.stdout
    assert "Statement lim-irreversible-mistake" in ended.stdout
    assert ended.stderr == ""


def test_a_backup_is_taken_and_a_file_that_is_there_is_kept(config: Path) -> None:
    ended = run("-m", "bot", "backup", "copy.sqlite", cwd=config.parent, env={})
    assert ended.returncode == Exit.NO_STATE
    assert "there is no state file" in ended.stderr
    assert not (config.parent / "copy.sqlite").exists()
    assert play("await discord.wait_for_commands(); stop.set()", config).returncode == Exit.DONE
    ended = run("-m", "bot", "backup", "copy.sqlite", cwd=config.parent)
    assert ended.returncode == Exit.DONE, ended.stderr
    assert (config.parent / "copy.sqlite").read_bytes().startswith(b"SQLite format 3")
    ended = run("-m", "bot", "backup", "copy.sqlite", cwd=config.parent)
    assert ended.returncode == Exit.NO_STATE
    assert "--force" in ended.stderr
    assert run("-m", "bot", "backup", "--force", "copy.sqlite", cwd=config.parent).returncode == Exit.DONE


def test_a_scope_in_the_settings_that_means_nothing_is_one_line(config: Path) -> None:
    briefing = "briefings:\n  channels:\n    - channel: 7\n      time: 7:30\n      scope: 'topics: cheese'\n"
    config.write_text(config.read_text() + briefing)
    ended = play("await asyncio.sleep(60)", config)
    assert ended.returncode == Exit.BAD_SETTINGS
    assert "cheese" in ended.stderr
    assert "Traceback" not in ended.stderr
