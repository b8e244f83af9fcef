"""The deadline of the question that a thread works on, where everything that works on it can look at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.errors import QueryTooSlow

# How many steps of SQLite's virtual machine pass between two looks at the clock: a few milliseconds. Each look waits
# for the interpreter while another thread computes.
STEPS = 20_000


class Ticket:
    """One question on its way: how many seconds it has, when it must end, and whether anybody still waits for it."""

    __slots__ = ("dropped", "ends", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.dropped = False
        self.ends = float("inf")

    def begin(self) -> None:
        """Let its time run from now on."""
        self.ends = time.monotonic() + self.seconds

    def left(self) -> float:
        """How many seconds it still has; below 0 where it has had its time."""
        return self.ends - time.monotonic()

    def is_over(self) -> bool:
        """Whether it has had its time, or nobody waits for it any more."""
        return self.dropped or self.left() < 0


class _Here(threading.local):
    ticket: Ticket | None = None


_here = _Here()


@contextmanager
def work_on(ticket: Ticket) -> Iterator[None]:
    """Make this the question that the thread works on, for the length of the block."""
    _here.ticket = ticket
    try:
        yield
    finally:
        _here.ticket = None


def is_over() -> bool:
    """Whether the thread works on a question that must end; False where it works on none."""
    return _here.ticket is not None and _here.ticket.is_over()


def check_deadline() -> None:
    """Raise QueryTooSlow where the question that the thread works on must end. Costs less than a microsecond."""
    ticket = _here.ticket
    if ticket is not None and ticket.is_over():
        raise QueryTooSlow(ticket.seconds)
