"""The deadline of the query that a thread runs, where everything that the query calls can check it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from bot.store.errors import QueryTooSlow

P = ParamSpec("P")
T = TypeVar("T")

# Steps of SQLite's virtual machine between two checks of the deadline, a few milliseconds. Each check takes the
# interpreter lock, for which it waits while another thread computes.
STEPS_BETWEEN_CHECKS = 20_000


class Deadline:
    """How many seconds a query may take, when they have passed, and whether its caller has given up waiting."""

    __slots__ = ("_ends", "cancelled", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.cancelled = False
        self._ends = float("inf")

    def start(self) -> None:
        """Count the seconds from now on."""
        self._ends = time.monotonic() + self.seconds

    def seconds_left(self) -> float:
        """How many seconds are left, below 0 once they have passed; infinite before start()."""
        return self._ends - time.monotonic()

    def has_passed(self) -> bool:
        """Whether the query must end: its seconds have passed, or nobody waits for it any more."""
        return self.cancelled or self.seconds_left() < 0


class _Local(threading.local):
    deadline: Deadline | None = None


_local = _Local()


@contextmanager
def deadline_scope(deadline: Deadline) -> Iterator[None]:
    """Make this the deadline of the current thread for the length of the block."""
    _local.deadline = deadline
    try:
        yield
    finally:
        _local.deadline = None


def current_deadline() -> Deadline | None:
    """The deadline of the current thread, None outside of deadline_scope()."""
    return _local.deadline


def has_passed() -> bool:
    """Whether the current thread's deadline has passed; False where it has none. SQLite's progress handler."""
    return _local.deadline is not None and _local.deadline.has_passed()


def check_deadline() -> None:
    """Raise QueryTooSlow where the current thread's deadline has passed. Costs less than a microsecond."""
    deadline = _local.deadline
    if deadline is not None and deadline.has_passed():
        raise QueryTooSlow(deadline.seconds)


def call_within_deadline(call: Callable[P, T], *values: P.args, **options: P.kwargs) -> T:
    """Make a call that cannot be stopped: the deadline is checked before it and after it. Raises QueryTooSlow."""
    deadline = _local.deadline
    if deadline is None:
        return call(*values, **options)
    if deadline.has_passed():
        raise QueryTooSlow(deadline.seconds)
    found = call(*values, **options)
    if deadline.has_passed():
        raise QueryTooSlow(deadline.seconds)
    return found
