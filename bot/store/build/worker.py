"""Builds a store beside the bot: what is large in a process of its own, which ends with the bot and can be ended by it.

The bot's loop and memory are spared, and a build that dies takes nothing with it.
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
from bot.store.errors import StoreError
from bot.store.files import current
from bot.store.metadata import Built

if TYPE_CHECKING:
    from bot.corpus.pipeline import Note

log = logging.getLogger(__name__)

_SMALL = 30_000_000  # bytes of a store that is built sooner than a process has started
_CONTEXT = get_context("forkserver")
_keeping: set[asyncio.Task[None]] = set()
_CONTEXT.set_forkserver_preload(["bot.store.build.builder"])


async def build_aside(data: Path, root: Path, folder: Path, note: Note | None = None) -> Built:
    """Build as builder.build does, without holding the loop up. Where the awaiting task is cancelled, it is ended.

    A large store is given back as soon as it may be opened; that it is kept on the disk, too, goes on meanwhile, and
    another build waits for it. `note` is called in another thread. Raises CorpusError and StoreError, the latter also
    where the build is ended from outside: then the old store stays.
    """
    if await asyncio.to_thread(_is_small, data, folder):
        return await asyncio.to_thread(_build_here, data, root, folder, note)
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(sender, data, root, folder), name="build")
    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(starting)
        sender.close()
        built = await asyncio.to_thread(_receive, receiver, note)
    except BaseException:
        await asyncio.wait([starting])  # only what has started can be ended
        sender.close()
        process.kill()
        await asyncio.to_thread(_end, process, receiver)
        raise
    keeping = asyncio.create_task(asyncio.to_thread(_keep, process, receiver))
    _keeping.add(keeping)
    keeping.add_done_callback(_keeping.discard)
    return built


async def prepare_to_build(folder: Path) -> None:
    """Have what a large build starts from at hand, so that the first one need not wait for it."""
    await asyncio.to_thread(begin_to_prepare, folder)


def begin_to_prepare(folder: Path) -> None:
    """Let what a large build starts from load beside this process."""
    path = current(folder)
    if path is not None and path.stat().st_size > _SMALL:
        multiprocessing.forkserver.ensure_running()


def _is_small(data: Path, folder: Path) -> bool:
    path = current(folder)
    try:
        if path is not None:
            return path.stat().st_size < _SMALL
        return sum(file.stat().st_size for file in data.rglob("*.*")) < _SMALL
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
        if kind == "trouble":
            raise StoreError(content)
        if note:
            note(*content)


def _keep(process: ForkServerProcess, receiver: Connection) -> None:
    """Wait until a store that serves already is on the disk for good."""
    try:
        kind, content = receiver.recv()
    except (EOFError, OSError):
        kind, content = "trouble", "the build was ended before that"
    if kind != "kept":
        log.warning("the new store serves, and is not kept on the disk: %s; the next start builds it again", content)
    _end(process, receiver)


def _end(process: ForkServerProcess, receiver: Connection) -> None:
    process.join()
    receiver.close()


def _build_here(data: Path, root: Path, folder: Path, note: Note | None) -> Built:
    # What a build takes is loaded where one is made: a bot that only answers is ready sooner, and smaller.
    from bot.store.build.builder import build

    return build(data, root, folder, note=note)


def _build(sender: Connection, data: Path, root: Path, folder: Path) -> None:
    from bot.corpus.worker_pool import end_with_parent
    from bot.store.build.builder import build

    gc.freeze()  # what is loaded never goes: it need not be looked through for garbage
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all; it is the bot that ends this
    end_with_parent()
    try:
        built = build(
            data, root, folder, note=lambda *done: sender.send(("note", done)),
            ready=lambda built: sender.send(("built", built)),
        )  # fmt: skip
        sender.send(("kept" if built.fresh else "built", built))
    except CorpusError as error:
        sender.send(("problems", [(one.file, one.line, one.column, one.what, one.todo) for one in error.problems]))
    except StoreError as error:
        sender.send(("trouble", str(error)))
