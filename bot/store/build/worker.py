"""Builds a store beside the bot: a large one in a process of its own, which ends with the bot and can be killed by it.

This spares the bot's event loop and memory, and a build that dies takes nothing with it. The process is started here
and not by `concurrent.futures`, whose executors give back one result when all is done, and cannot kill a worker: a
build reports its progress, gives back a store before it is on the disk for good, and is killed when nobody waits.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing.forkserver
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.problems import CorpusError, Problem
from bot.store.errors import RemovalError, StoreError
from bot.store.files import current
from bot.store.metadata import Built

if TYPE_CHECKING:
    from bot.corpus.pipeline import Note

log = logging.getLogger(__name__)

# Bytes of a store, and of records, that are built faster than a process starts. More records than that are read apart:
# while they are parsed here, nobody would be answered.
_SMALL, _SMALL_DATA = 30_000_000, 2_000_000
_CONTEXT = get_context("forkserver")
_syncing: set[asyncio.Task[None]] = set()
_CONTEXT.set_forkserver_preload(["bot.store.build.builder"])


async def build_aside(data: Path, root: Path, folder: Path, note: Note | None = None, *, force: bool = False) -> Built:
    """Build as builder.build does, without blocking the event loop. Cancelling the awaiting task ends the build.

    A large store is returned as soon as it may be opened, while it is still being written to the disk for good; another
    build waits for that. `note` is called in another thread; `force` is builder.build's. Raises CorpusError,
    RemovalError and StoreError, the latter also where the process is killed: then the old store stays.
    """
    if await asyncio.to_thread(_is_small, data, folder):
        return await asyncio.to_thread(_build_here, data, root, folder, note, force)
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(sender, data, root, folder, force), name="build")
    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        try:
            await asyncio.shield(starting)
        except OSError as error:
            raise StoreError(f"The build could not be started, so the old store stays: {error.strerror}.") from error
        sender.close()
        built = await asyncio.to_thread(_receive, receiver, note)
    except BaseException:
        await asyncio.wait([starting])  # only what has started can be killed
        sender.close()
        if process.pid is not None:
            process.kill()
            await asyncio.to_thread(_end, process, receiver)
        raise
    syncing = asyncio.create_task(asyncio.to_thread(_wait_until_synced, process, receiver))
    _syncing.add(syncing)
    syncing.add_done_callback(_syncing.discard)
    return built


async def prepare_to_build(folder: Path) -> None:
    """Load what a large build starts from, so that the first one need not wait for it."""
    await asyncio.to_thread(begin_to_prepare, folder)


def begin_to_prepare(folder: Path) -> None:
    """Start to load what a large build starts from, in a process beside this one."""
    path = current(folder)
    if path is not None and path.stat().st_size > _SMALL:
        multiprocessing.forkserver.ensure_running()


def _is_small(data: Path, folder: Path) -> bool:
    path = current(folder)
    try:
        if path is not None and path.stat().st_size >= _SMALL:
            return False
        return sum(file.stat().st_size for file in data.rglob("*.*")) < _SMALL_DATA
    except OSError:
        return True  # and the build says what is wrong


def _receive(receiver: Connection, note: Note | None) -> Built:
    while True:
        try:
            kind, content = receiver.recv()
        except (EOFError, OSError) as error:
            raise StoreError("The build was ended before it was done, so the old store stays. Try again.") from error
        if kind == "built":
            built: Built = content
            return built
        if kind == "problems":
            raise CorpusError(Problem(*one) for one in content)
        if kind == "removal":
            raise RemovalError(*content)
        if kind == "trouble":
            raise StoreError(content)
        if note:
            note(*content)


def _wait_until_synced(process: ForkServerProcess, receiver: Connection) -> None:
    """Wait until a store that is in use already is on the disk for good."""
    try:
        kind, content = receiver.recv()
    except (EOFError, OSError):
        kind, content = "trouble", "the build was ended before that"
    if kind != "synced":
        log.warning("the new store is in use but not on the disk: %s; the next start builds it again", content)
    _end(process, receiver)


def _end(process: ForkServerProcess, receiver: Connection) -> None:
    process.join()
    receiver.close()


def _build_here(data: Path, root: Path, folder: Path, note: Note | None, force: bool) -> Built:
    # Imported where a store is built: a bot that only answers starts faster, and is smaller.
    from bot.store.build.builder import build

    return build(data, root, folder, note=note, force=force)


def _build(sender: Connection, data: Path, root: Path, folder: Path, force: bool) -> None:
    from bot.corpus.worker_pool import end_with_parent
    from bot.store.build.builder import build

    gc.freeze()  # modules are never garbage: collections skip them from now on
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all processes; the bot ends this one
    end_with_parent()
    try:
        built = build(
            data, root, folder, force=force, note=lambda *done: sender.send(("note", done)),
            ready=lambda built: sender.send(("built", built)),
        )  # fmt: skip
        sender.send(("synced" if built.fresh else "built", built))
    except CorpusError as error:
        sender.send(("problems", [(one.file, one.line, one.column, one.what, one.todo) for one in error.problems]))
    except RemovalError as error:
        sender.send(("removal", (error.removed, error.total)))
    except StoreError as error:
        sender.send(("trouble", str(error)))
