"""How quickly the machine works just now, as learnt from work that was done."""

from __future__ import annotations

from time import thread_time

_BEFORE = 0.9  # what was learnt before counts so much
_LEAST, _MOST = 0.5, 4.0


class TimeBudget:
    """How many times as long as estimated work takes.

    Safe to share between threads: of what two learn at once, one thing may be lost.
    """

    def __init__(self) -> None:
        self.slower = 1.0

    def left(self, ends: float) -> float:
        """Seconds of estimated work for which there is time until the thread has worked until `ends`."""
        return (ends - thread_time()) / self.slower

    def learn(self, took: float, estimated: float) -> None:
        """Learn from a piece of work: its seconds, and those that it was estimated to take."""
        self.slower = _BEFORE * self.slower + (1 - _BEFORE) * min(_MOST, max(_LEAST, took / estimated))
