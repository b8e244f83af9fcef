"""Runs the same work on many things in several processes: results in order, memory bounded, nothing left behind."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, TypeVar

K = TypeVar("K")
A = TypeVar("A")
T = TypeVar("T")

_AT_ONCE = 200_000  # bytes that a process takes at once
_WAITING = 3  # batches for each process, so that none waits for the next one
# The one who calls may have threads, which a plain fork would break.
_CONTEXT = get_context("forkserver")


def run_in_processes(work: Callable[[A], T], things: Iterable[tuple[K, A, int]]) -> Iterator[tuple[K, T]]:
    """`work` done on each thing (its key, itself, its size in bytes), in their order.

    Raises OSError where a process is ended from outside.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pending: deque[tuple[list[K], Future[list[T]]]] = deque()
    processes: list[_Process] = []
    idle: SimpleQueue[_Process] = SimpleQueue()

    def do(batch: list[A]) -> list[T]:
        process = idle.get()
        try:
            done: list[T] = process.do(batch)
        finally:
            idle.put(process)
        return done

    threads = ThreadPoolExecutor(count, "reading")
    try:
        for _ in range(count):
            processes.append(_Process(work))
            idle.put(processes[-1])
        for keys, batch in _batch(things):
            pending.append((keys, threads.submit(do, batch)))
            while len(pending) >= count * _WAITING:
                yield from _collect(*pending.popleft())
        while pending:
            yield from _collect(*pending.popleft())
    finally:
        threads.shutdown(cancel_futures=True)
        for process in processes:
            process.end()


class _Process:
    """A process that works, on a line of its own: where it ends, however that is, whoever waits for it hears so.

    With a line or a lock in common, one that is killed while it hands over what it made leaves the others waiting.
    """

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, work), name="reading")
        self._process.start()
        theirs.close()

    def do(self, batch: list[Any]) -> list[Any]:
        """The work done on a batch. Raises OSError where the process has ended, and what the work raises."""
        try:
            self._line.send(batch)
            made, error = self._line.recv()
        except (EOFError, OSError) as ended:
            raise OSError("a process that read the records was ended") from ended
        if error is not None:
            raise error
        found: list[Any] = made
        return found

    def end(self) -> None:
        """End the process."""
        self._line.close()
        self._process.join()


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


def _serve(line: Connection, work: Callable[[Any], Any]) -> None:
    end_with_parent()
    while True:
        try:
            batch = line.recv()
        except EOFError:
            return
        made, error = None, None
        try:
            made = [work(one) for one in batch]
        except Exception as raised:
            error = raised
        line.send((made, error))


def end_with_parent() -> None:
    """Let this process end when the one that started it does, however that ends: nobody would take what it makes."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
