"""The bot's search in a process that holds nothing else: what else is kept in memory slows every look into it."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from bench.search.engines import Ask, Complete, open_own
from bench.search.measuring import Answered, Work, ask_each, call_each
from bot.chat.runtime.garbage_collection import collect_seldom


@dataclass(frozen=True, slots=True)
class Apart:
    """The search of one store; every question is asked in so many `passes`."""

    path: Path
    passes: int
    process: Executor

    def open(self) -> tuple[float, float]:
        """Open the store: seconds, and MiB more resident."""
        return self.process.submit(_open, self.path).result()

    def ask(self, asked: Sequence[str]) -> Answered:
        """Put all these questions."""
        return self.process.submit(_ask, self.path, asked, self.passes).result()

    def complete(self, typed: Sequence[str]) -> tuple[list[list[str]], Work]:
        """Complete all of this."""
        return self.process.submit(_complete, self.path, typed, self.passes).result()

    def resident(self) -> float:
        """MiB resident now above what there was before the store was opened."""
        return self.process.submit(_measure_more, self.path).result()


@contextmanager
def start_apart(path: Path, passes: int) -> Iterator[Apart]:
    """The process, for the length of a block."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        yield Apart(path, passes, process)


@cache
def _own(path: Path) -> tuple[Ask, Complete, float, float]:
    began, before = time.perf_counter(), _resident()
    ask, complete = open_own(path)
    return ask, complete, time.perf_counter() - began, before


def _open(path: Path) -> tuple[float, float]:
    _, _, seconds, before = _own(path)
    return seconds, _resident() - before


def _ask(path: Path, asked: Sequence[str], passes: int) -> Answered:
    with collect_seldom():
        return ask_each(_own(path)[0], asked, passes)


def _complete(path: Path, typed: Sequence[str], passes: int) -> tuple[list[list[str]], Work]:
    with collect_seldom():
        return call_each(_own(path)[1], typed, passes)


def _measure_more(path: Path) -> float:
    return _resident() - _own(path)[3]


def _resident() -> float:
    """Resident memory now, in MiB, the index's mapped pages included."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
