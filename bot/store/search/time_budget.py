"""A time budget that knows how fast the machine is just now, from work that was done."""

from __future__ import annotations

from time import thread_time

_OLD_SHARE = 0.9  # of what was learnt before, in the moving average
_LEAST, _MOST = 0.5, 4.0  # times as slow as estimated


class TimeBudget:
    """How many times as long as estimated work takes just now, as an exponential moving average.

    Safe to share between threads: of what two learn at once, one may be lost.
    """

    def __init__(self) -> None:
        self.slower = 1.0

    def left(self, ends: float) -> float:
        """Seconds of estimated work that fit in until the thread has worked until `ends` (`time.thread_time`)."""
        return (ends - thread_time()) / self.slower

    def learn(self, took: float, estimated: float) -> None:
        """Learn from work that took so many seconds and was estimated to take so many."""
        self.slower = _OLD_SHARE * self.slower + (1 - _OLD_SHARE) * min(_MOST, max(_LEAST, took / estimated))
