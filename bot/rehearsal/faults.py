"""Faults on order: the next request of a kind fails in the way that a test or a person asked for."""

import re
from dataclasses import dataclass, field
from typing import Literal

Failure = int | Literal["drop", "lose", "timeout"]


@dataclass(slots=True)
class Fault:
    """How the next ``times`` requests fail whose method and path fit.

    ``failure``: an HTTP status; ``drop`` cuts the connection before the request is carried out, ``lose`` after it,
    so that only the answer is lost; ``timeout`` never answers.
    """

    method: str
    pattern: re.Pattern[str]
    failure: Failure
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: float = 0.05


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault wait behind those already waiting."""
        self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The first waiting fault that fits a request, used up by one; None if none fits."""
        for fault in self._waiting:
            if fault.method in ("*", method) and fault.pattern.search(path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all faults."""
        self._waiting.clear()
