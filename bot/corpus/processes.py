"""Runs the same work on many things in several processes: results in order, memory bounded, nothing left behind."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeVar

K = TypeVar("K")
A = TypeVar("A")
T = TypeVar("T")

_AT_ONCE = 200_000  # bytes that a process takes at once
_WAITING = 3  # batches for each process, so that none waits for the next one

_work: Callable[[Any], Any]


def run_in_processes(work: Callable[[A], T], things: Iterable[tuple[K, A, int]]) -> Iterator[tuple[K, T]]:
    """`work` done on each thing (its key, itself, its size in bytes), in their order.

    Raises OSError where a process is ended from outside.
    """
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    context = get_context("forkserver")  # the one who calls may have threads, which a plain fork would break
    pending: deque[tuple[list[K], Future[list[T]]]] = deque()
    try:
        with ProcessPoolExecutor(processes, context, _begin, (work,)) as pool:
            try:
                for keys, batch in _batch(things):
                    pending.append((keys, pool.submit(_do, batch)))
                    while len(pending) >= processes * _WAITING:
                        yield from _collect(*pending.popleft())
                while pending:
                    yield from _collect(*pending.popleft())
            finally:
                pool.shutdown(cancel_futures=True)
    except BrokenProcessPool as error:
        raise OSError("a process that read the records was ended") from error


def _collect(keys: list[K], future: Future[list[T]]) -> Iterator[tuple[K, T]]:
    return zip(keys, future.result(), strict=True)


def _batch(things: Iterable[tuple[K, A, int]]) -> Iterator[tuple[list[K], list[A]]]:
    keys: list[K] = []
    batch: list[A] = []
    size = 0
    for key, thing, bytes_of_it in things:
        keys.append(key)
        batch.append(thing)
        size += bytes_of_it
        if size >= _AT_ONCE:
            yield keys, batch
            keys, batch, size = [], [], 0
    if keys:
        yield keys, batch


def _begin(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 -- a process does one work for as long as it lives
    _work = work
    end_with_parent()


def end_with_parent() -> None:
    """Let this process end when the one that started it does, however that ends: nobody would take what it makes."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(batch: list[Any]) -> list[Any]:
    return [_work(one) for one in batch]
