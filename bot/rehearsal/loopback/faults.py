"""Faults on order: the next request of a kind fails in the way that a test or a person asked for."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Literal

Failure = int | Literal["drop", "lose", "timeout", "hold"]


@dataclass(slots=True)
class Fault:
    """How the next ``times`` requests fail whose method and path fit, after ``spared`` ones that do not.

    ``failure``: an HTTP status; ``drop`` cuts the connection before the request is carried out, ``lose`` after it,
    so that only the answer is lost; ``timeout`` never answers, ``hold`` neither, but carries the request out.
    ``everywhere``: a 429 that is for all routes. ``struck`` is set when the last of these requests has got so far.
    """

    method: str
    pattern: re.Pattern[str]
    failure: Failure
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: float = 0.05
    spared: int = 0
    everywhere: bool = False
    struck: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_used_up(self) -> bool:
        return self.times <= 0


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.forgotten = 0

    def add(self, fault: Fault) -> None:
        """Let a fault wait behind those already waiting."""
        self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The first waiting fault that fits a request, used up by one; None if none fits."""
        for fault in self._waiting:
            if fault.method in ("*", method) and fault.pattern.search(path):
                if fault.spared > 0:
                    fault.spared -= 1
                    continue
                fault.times -= 1
                if fault.is_used_up:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all faults; ``forgotten`` counts how often, so that what hangs hangs no more."""
        self._waiting.clear()
        self.forgotten += 1
