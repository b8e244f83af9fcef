"""Starts builds in processes of their own, and watches how much memory they and their children take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_EVERY = 0.05


@dataclass(slots=True)
class Watched:
    """A process at work.

    `peak` is the most memory in MiB that it and its children held together, files left out; `times` the seconds that
    each of them has worked on a core so far.
    """

    process: subprocess.Popen[str]
    peak: float = 0.0
    times: dict[int, float] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def hear(self) -> dict[str, Any]:
        """What it says next. Raises SystemExit where it has nothing more to say."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args!r} ended before it was done")
        told: dict[str, Any] = json.loads(line)
        return told

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def watch(self) -> None:
        while not self._done.is_set():
            held = 0.0
            for pid in _list_family(self.process.pid):
                with suppress(OSError):  # it may have ended meanwhile
                    held += _measure_memory(pid)
                    self.times[pid] = _measure_work(pid)
            self.peak = max(self.peak, held)
            self._done.wait(_EVERY)

    def stop(self) -> None:
        self._done.set()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


@contextmanager
def start(what: str, data: Path, root: Path, folder: Path) -> Iterator[Watched]:
    """A child at work on a corpus."""
    command = [sys.executable, "-m", "bench.build.child", what, *map(str, (data, root, folder))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    watched = Watched(process)
    watching = threading.Thread(target=watched.watch)
    watching.start()
    try:
        yield watched
    finally:
        watched.stop()
        watching.join()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A store as built: seconds by the clock and by step, at work on all cores, MiB at most, rows by kind of record."""

    path: Path
    seconds: float
    steps: dict[str, float]
    work: float
    peak: float
    counts: dict[str, int]


def compile_once(corpus: Path, folder: Path) -> Compiled:
    """Build a corpus from nothing."""
    with start("build", corpus / "data", corpus, folder) as child:
        told = child.hear()
    if not told["fresh"]:
        raise SystemExit(f"{told['path']} was there already: there was nothing to measure")
    return Compiled(
        Path(told["path"]), told["seconds"], told["steps"], sum(child.times.values()), child.peak, told["counts"]
    )


def _measure_memory(pid: int) -> float:
    """MiB that a process holds, of what it shares with others its part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:"))) / 1024


def _measure_work(pid: int) -> float:
    """Seconds that a process has worked, in its own code and in the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _list_family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text("ascii").split():
                yield from _list_family(int(child))
    except OSError:
        return
