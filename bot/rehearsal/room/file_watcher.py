"""A file watcher by polling: reports a change once the files have stopped changing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

Picture = dict[str, tuple[int, int]]


def take_picture(folders: Sequence[Path]) -> Picture:
    """Every file below the folders with its time of change and its size; hidden files and editors' leavings apart."""
    picture: Picture = {}
    for folder in folders:
        for where, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in names:
                if name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")):
                    continue
                path = f"{where}{os.sep}{name}"
                try:
                    stat = os.stat(path)  # noqa: PTH116 a Path for each of thousands of files costs more than the call
                except OSError:
                    continue  # deleted meanwhile
                picture[path] = (stat.st_mtime_ns, stat.st_size)
    return picture


async def watch(
    folders: Sequence[Path],
    tell: Callable[[], Awaitable[None]],
    *,
    interval: float,
    started: asyncio.Event | None = None,
) -> None:
    """Await ``tell`` after each change of a file, when two polls ``interval`` seconds apart found the same.

    Polling works on every system and on shared folders, unlike the system's notifications, and costs a few
    milliseconds for thousands of files, in a thread. ``started`` is set after the first poll. Ends by cancellation.
    """
    reported = await asyncio.to_thread(take_picture, folders)
    if started is not None:
        started.set()
    before = reported
    while True:
        await asyncio.sleep(interval)
        now = await asyncio.to_thread(take_picture, folders)
        if now == before and now != reported:
            reported = now
            await tell()
        before = now
