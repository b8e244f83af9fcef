"""Tests for bot.ingest.documents.child.sandbox, each in a process of its own."""

import subprocess
import sys

import pytest

from bot.settings import HOME


def run(*lines: str, head: str = "limit_resources(); shut_in()") -> str:
    """Run lines in a limited process and return the last line that it printed."""
    script = "\n".join(["from bot.ingest.documents.child.sandbox import *", head, *lines])
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=HOME, capture_output=True, text=True, check=False, timeout=60
    )
    return (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]


@pytest.mark.parametrize(
    "line",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('written.txt', 'w')",
        "import os; os.open('written.txt', os.O_WRONLY | os.O_CREAT)",
        "import os; os.remove('README.md')",
    ],
)
def test_shut_in_refuses_ways_out_and_changes(line: str) -> None:
    assert run(line).startswith("PermissionError")


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_shut_in_refuses_sockets_below_python() -> None:
    lines = (
        "import ctypes",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "print(libc.socket(2, 1, 0), ctypes.get_errno())",
    )
    assert run(*lines) == "-1 1"


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_shut_in_refuses_other_programs_below_python() -> None:
    lines = (
        "import ctypes",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "argv = (ctypes.c_char_p * 2)(b'/bin/true', None)",
        "print(libc.execv(b'/bin/true', argv), ctypes.get_errno())",
    )
    assert run(*lines) == "-1 1"


def test_shut_in_still_lets_files_be_read() -> None:
    assert run("print(open('README.md').read()[:1])") == "#"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no limit of address space")
def test_limit_resources_bounds_the_memory() -> None:
    assert run("bytearray(600 * 2**20)", head="limit_resources()") == "MemoryError"


def test_limit_resources_bounds_the_processor_time() -> None:
    script = "import bot.ingest.documents.child.sandbox as s; s.CPU_SECONDS = 1; s.limit_resources()\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, check=False, timeout=30)
    assert done.returncode < 0
