"""A process that reads is ended from outside, and what waits for it says so at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from bot.corpus.processes import run_in_processes

FATAL, LARGE = 7, 300_000


def work(thing: bytes) -> bytes:
    if thing[0] == FATAL:
        os.kill(os.getpid(), signal.SIGKILL)
    return thing


def list_things(fatal_at: int, count: int) -> Iterator[tuple[int, bytes, int]]:
    for number in range(count):
        thing = bytes([FATAL if number == fatal_at else 0]) * LARGE
        yield number, thing, len(thing)


@pytest.mark.parametrize("fatal_at", [0, 5, 39])
def test_a_process_that_is_killed_ends_the_work_with_an_error(fatal_at: int) -> None:
    with pytest.raises(OSError, match="a process that read the records was ended"):
        list(run_in_processes(work, list_things(fatal_at, 40)))


def test_what_is_done_in_processes_comes_in_order() -> None:
    assert [key for key, _ in run_in_processes(work, list_things(-1, 20))] == list(range(20))
