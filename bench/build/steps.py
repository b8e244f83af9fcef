"""Times the steps of a build from outside: which functions belong to which step, and how long each was at work."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any

REST = "reading and checking"
_STEPS = {
    "looking for changes": ["build:read_seen", "build:_is_whole", "build:find_change", "build:list_files"],
    "copying": ["copying:Copy.wait"],
    "tables": [
        "content:Content.create", "content:Content.take_in", "content:Content.take_out", "content:Content.join",
        "content:Content.add_vocabulary", "content:Content.create_indexes",
    ],
    "index of words": ["indexing:Derived.take_out", "indexing:Derived.put_in", "indexing:Derived.finish"],
    "counts": ["build:fill_aggregates", "increment:_count_anew", "increment:_measure"],
    "looking it over": ["build:_check", "build:_check_index", "increment:_refuse_dangling"],
    "syncing": ["build:_Builder._put", "build:note_pages", "build:_Builder._keep_seen"],
}  # fmt: skip


class Stopwatch:
    """Seconds by step; a step within a step counts for itself alone. What is in no step is reading and checking."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)
        self._open = [REST]
        self._since = time.perf_counter()

    def wind(self) -> None:
        """Put the functions of bot.store that make up the steps behind the watch."""
        for step, places in _STEPS.items():
            for place in places:
                module, _, path = place.partition(":")
                owner: Any = import_module(f"bot.store.{module}")
                *parents, name = path.split(".")
                for parent in parents:
                    owner = getattr(owner, parent)
                setattr(owner, name, self._timed(step, getattr(owner, name)))

    def take(self) -> dict[str, float]:
        """The seconds so far; then the watch begins anew."""
        self._turn()
        found = dict(self._seconds)
        self._seconds.clear()
        return found

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*given: Any, **named: Any) -> Any:
            self._turn()
            self._open.append(step)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._open.pop()

        return run

    def _turn(self) -> None:
        now = time.perf_counter()
        self._seconds[self._open[-1]] += now - self._since
        self._since = now
