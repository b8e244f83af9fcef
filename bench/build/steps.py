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
    "finding changes": [
        "build.builder:read_manifest",
        "build.builder:_is_complete",
        "build.builder:find_change",
        "build.builder:list_files",
    ],
    "copying": ["build.page_copy:StoreCopy.wait"],
    "tables": [
        "build.table_writer:TableWriter.create",
        "build.table_writer:TableWriter.take_in",
        "build.table_writer:TableWriter.take_out",
        "build.table_writer:TableWriter.join",
        "build.table_writer:TableWriter.add_vocabulary",
        "build.table_writer:TableWriter.create_indexes",
    ],
    "full-text index": [
        "build.derived_data:DerivedData.take_out",
        "build.derived_data:DerivedData.put_in",
        "build.derived_data:DerivedData.finish",
    ],
    "counts": ["build.builder:fill_aggregates", "build.incremental:_count_anew", "build.incremental:_measure"],
    "checking": ["build.builder:_check", "build.builder:_check_index", "build.incremental:_refuse_dangling"],
    "syncing": ["build.builder:_Builder._put", "build.builder:note_pages", "build.builder:_Builder._keep_manifest"],
}


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
