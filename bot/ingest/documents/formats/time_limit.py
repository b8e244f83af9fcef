"""A time limit for one step of a child process, by the timer of the process."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """A step took too long. No Exception, so that no library takes it for an error of its own and goes on."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError within the block after so many seconds. Main thread only; blocks do not nest."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
