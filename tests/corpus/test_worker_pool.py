"""A process that reads is ended from outside, and what waits for it says so at once."""

from __future__ import annotations

import gc
import os
import signal
import struct
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from bot.corpus.worker_pool import run_in_processes

FATAL, FATAL_WHILE_HANDING_OVER, LARGE = 7, 8, 300_000


class Fatal:
    """What kills the process that hands it over, when some of it has gone already."""

    def __reduce__(self) -> tuple[type, tuple[()]]:
        (line,) = (one for one in gc.get_objects() if isinstance(one, Connection) and one.writable)
        os.write(line.fileno(), struct.pack("!i", LARGE) + bytes(LARGE // 2))
        os.kill(os.getpid(), signal.SIGKILL)
        return Fatal, ()


def work(thing: bytes) -> bytes | Fatal:
    if thing[0] == FATAL_WHILE_HANDING_OVER:
        return Fatal()
    if thing[0] == FATAL:
        os.kill(os.getpid(), signal.SIGKILL)
    return thing


def list_things(fatal_at: int, count: int, how: int = FATAL) -> Iterator[tuple[int, bytes, int]]:
    for number in range(count):
        thing = bytes([how if number == fatal_at else 0]) * LARGE
        yield number, thing, len(thing)


@pytest.mark.parametrize("fatal_at", [0, 5, 39])
def test_a_process_that_is_killed_ends_the_work_with_an_error(fatal_at: int) -> None:
    with pytest.raises(OSError, match="a process that read the records was ended"):
        list(run_in_processes(work, list_things(fatal_at, 40)))


def test_a_process_that_is_killed_while_it_hands_over_ends_the_work_with_an_error() -> None:
    with pytest.raises(OSError, match="a process that read the records was ended"):
        list(run_in_processes(work, list_things(5, 40, FATAL_WHILE_HANDING_OVER)))


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(IndexError):
        list(run_in_processes(work, [(0, b"", 0)]))


def test_what_is_done_in_processes_comes_in_order() -> None:
    assert [key for key, _ in run_in_processes(work, list_things(-1, 20))] == list(range(20))
