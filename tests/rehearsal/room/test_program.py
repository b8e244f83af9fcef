"""The program opens the room, says where, and leaves nothing behind when it is told to go."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.exit_codes import Exit
from bot.settings import HOME


def start(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "home").mkdir(exist_ok=True)
    away = ("DISCORD_TOKEN", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    env = {name: value for name, value in os.environ.items() if name not in away}
    env |= {"PYTHONPATH": str(HOME), "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home"), **more}
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "bot", "rehearse", *arguments],
        cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def read_address(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    line = program.stdout.readline()
    assert line, program.communicate()[1]
    found = re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", line)
    assert found, line
    return found[0]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_room_with_0_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    """With SIGTERM also: a browser that cannot be opened is said beside the address."""
    store = sorted((HOME / "var" / "store").glob("*")) if (HOME / "var" / "store").exists() else []
    began = time.monotonic()
    shown = number is signal.SIGTERM
    browser = {"BROWSER": "/bin/false"} if shown else {}
    program = start(tmp_path, "--port", "0", *([] if shown else ["--no-browser"]), **browser)
    address = read_address(program)
    if shown and program.stdout is not None:
        assert any("No browser could be opened" in program.stdout.readline() for _ in range(2))
    assert time.monotonic() - began < 60
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address.partition("?")[0], timeout=5)
    with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address, timeout=5) as page:
        assert b"rehearsal" in page.read()
    program.send_signal(number)
    output, errors = program.communicate(timeout=60)
    assert program.returncode == Exit.DONE
    assert errors == ""
    assert "Traceback" not in output
    assert list((tmp_path / "tmp").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "tmp"]
    assert (sorted((HOME / "var" / "store").glob("*")) if store else []) == store


def test_a_port_that_is_taken_is_one_line_with_the_way_out(tmp_path: Path, taken: int) -> None:
    program = start(tmp_path, "--port", str(taken))
    _, errors = program.communicate(timeout=90)
    assert program.returncode == Exit.PORT_TAKEN
    assert errors.count("\n") == 1
    assert f"port {taken} is taken" in errors
    assert "--port" in errors


@pytest.mark.parametrize("port", ["70000", "-1", "x"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    program = start(tmp_path, f"--port={port}")
    program.communicate(timeout=90)
    assert program.returncode == Exit.BAD_INPUT


def test_the_terminal_is_opened_on_request_and_has_no_port(tmp_path: Path) -> None:
    program = start(tmp_path, "--terminal")
    output, errors = program.communicate(timeout=90)
    assert (program.returncode, errors) == (Exit.DONE, "")
    assert "http://" not in output
    program = start(tmp_path, "--terminal", "--port", "1")
    _, errors = program.communicate(timeout=90)
    assert program.returncode == Exit.BAD_INPUT
    assert "--terminal" in errors


def test_records_that_will_not_compile_close_the_room_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "people.yaml").write_text("people:\n  jane-doe:\n    nmae: Jane Doe\n")
    program = start(tmp_path, "--port", "0", "--no-browser", "--data", "data")
    _, errors = program.communicate(timeout=90)
    assert program.returncode == Exit.BAD_DATA
    assert "data/people.yaml:" in errors
