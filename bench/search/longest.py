"""`python -m bench.search.longest STORE`: the longest single call into the index, which no deadline can stop."""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bot.store.db.pool import make_uri
from bot.store.filters import Filter
from bot.store.index import reader
from bot.store.search.engine import open_engine
from bot.store.search.search import search
from bot.store.suggest.completion import complete_words

_COMMON = (
    "of", "the", "in", "to", "and", "a", "for", "on", "that", "by", "with", "it", "united", "nations", "world",
    "international",
)  # fmt: skip
_PAIRS = ["of the", "in the", "to the", "and the", "for the", "on the", "that the", "by the", "with the"]
SEARCHED = {
    "a phrase of the commonest words": '"of the"',
    "the same phrase thirty times": '"of the"' * 30,
    "two phrases": " ".join(f'"{pair}"' for pair in _PAIRS[:2]),
    "four phrases": " ".join(f'"{pair}"' for pair in _PAIRS[:4]),
    "nine phrases": " ".join(f'"{pair}"' for pair in _PAIRS),
    "all pairs of common words as phrases": " ".join(f'"{a} {b}"' for a in _COMMON for b in _COMMON),
    "eight thousand characters of common words": "of the " * 1_100,
    "the same as one phrase": f'"{"of the " * 1_100}"',
    "one word eight thousand letters long": "x" * 8_000,
    "six hundred words that nobody knows": " ".join(f"qwertz{i}" for i in range(600)),
    "four letters with two slips": "thta nato fith weapn",
    "the words of every speech": "united nations general assembly international community peace security development "
    "countries world people human rights economic states government support political region law cooperation",
}
COMPLETED = ("of th", "the of the of the t", "the the the the the the the the t", "of the " * 16, "t", "in the u")
FILTERS = {"": Filter(), ", days": Filter(since=date(1950, 1, 1), until=date(2020, 1, 1))}


class _Clock:
    """Sums up what calls into the index cost on the core, and keeps the longest."""

    def __init__(self) -> None:
        self.longest = 0.0

    @contextmanager
    def watch(self) -> Iterator[None]:
        watched = reader._call

        def time_call(call: Callable[..., Any], *values: Any, **options: Any) -> Any:
            began = time.thread_time()
            try:
                return watched(call, *values, **options)
            finally:
                self.longest = max(self.longest, time.thread_time() - began)

        reader._call = time_call
        try:
            yield
        finally:
            reader._call = watched


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search.longest", description=__doc__)
    parser.add_argument("store", type=Path)
    path = parser.parse_args().store
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None)
    engine = open_engine(path)
    asked: dict[str, Callable[[], object]] = {}
    for label, text in SEARCHED.items():
        for narrowed, f in FILTERS.items():
            asked[label + narrowed] = lambda text=text, f=f: search(db, engine, text, f, 60)  # type: ignore[misc]
    for typed in COMPLETED:
        asked[f"completing “{typed[:40].strip()}”"] = lambda typed=typed: complete_words(db, engine, typed, 25)  # type: ignore[misc]
    rows = []
    for label, ask in asked.items():
        clock = _Clock()
        with clock.watch():
            began = time.thread_time()
            ask()
            rows.append((clock.longest, time.thread_time() - began, label))
    print("longest call, whole question (ms on the core)")
    for longest, whole, label in sorted(rows, reverse=True):
        print(f"{1e3 * longest:8.0f} {1e3 * whole:8.0f}  {label}")
    engine.close()


if __name__ == "__main__":
    main()
