"""Measures in a process how long its event loop stood still, and how much memory it holds."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.002
STALL = 0.020


@dataclass(slots=True)
class Stalls:
    """Between two looks, taken every 2 ms: how late the loop came, by the clock and at work itself, in seconds.

    Where other processes keep the machine busy the clock runs on while nobody works: then the loop was late and did
    not stall. Where the loop's own thread works on and on, or waits for the interpreter's lock, it was ours.
    """

    looks: int = 0
    late: int = 0
    worst: float = 0.0
    worked_long: int = 0
    worst_work: float = 0.0
    lateness: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_EVERY)
            late = time.perf_counter() - began - _EVERY
            work = time.thread_time() - worked
            self.looks += 1
            self.lateness.append(late)
            self.late += late > STALL
            self.worst = max(self.worst, late)
            self.worked_long += work > STALL
            self.worst_work = max(self.worst_work, work)

    def take(self) -> dict[str, float]:
        """Give what was seen since the last time, and begin anew."""
        lateness = sorted(self.lateness)
        found = {
            "looks": self.looks, "late": self.late, "worst": self.worst,
            "worked_long": self.worked_long, "worst_work": self.worst_work,
            "p999": lateness[int(0.999 * len(lateness))] if lateness else 0.0,
        }  # fmt: skip
        self.looks = self.late = self.worked_long = 0
        self.worst = self.worst_work = 0.0
        self.lateness.clear()
        return found


def read_memory() -> dict[str, float]:
    """Resident memory in MiB: all of it, what is the process's own (not pages of files), and the most there was."""
    found = {"resident": 0.0, "own": 0.0, "most": 0.0}
    names = {"VmRSS": "resident", "RssAnon": "own", "VmHWM": "most"}
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in names:
            found[names[name]] = int(rest.split()[0]) / 1024
    return found
