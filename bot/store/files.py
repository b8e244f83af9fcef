"""The store's folder: versioned files, the pointer to the current one, and the locks that say what is in use.

A lock is flock(2)'s: the system gives it back when its holder ends, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from bot.store.errors import StoreError

POINTER = "current"
_LOCK = "build.lock"
_STORE = re.compile(r"store-[0-9a-f]{16}\.sqlite")
_INDEX = ".index"
_SEEN = ".seen"
_PAGES = ".pages"
_TWIN = ".twin"
_UNFINISHED = ".unfinished-"
_LOOK_EVERY = 0.05


def name_store(version: str) -> str:
    """The file name of a version."""
    return f"store-{version}.sqlite"


def index_of(path: Path) -> Path:
    """The folder beside a store file that holds its index of words."""
    return path.with_suffix(_INDEX)


def seen_beside(path: Path) -> Path:
    """The file beside a store file that tells which data files it was made of."""
    return path.with_suffix(_SEEN)


def pages_beside(path: Path) -> Path:
    """The file beside a store file that tells in which pages it differs from the one before it."""
    return path.with_suffix(_PAGES)


def twin_of(path: Path) -> Path:
    """The copy of a store file that waits for the first change."""
    return path.with_suffix(_TWIN)


def name_unfinished(version: str) -> str:
    """A name under which a store is written before it is whole."""
    return f"{_UNFINISHED}{version}-{os.getpid()}-{time.monotonic_ns()}"


def current(folder: Path) -> Path | None:
    """The store that the pointer names, or None where there is none yet, or its file is gone."""
    try:
        name = (folder / POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    path = folder / name
    return path if _STORE.fullmatch(name) and path.is_file() else None


def publish(folder: Path, path: Path) -> None:
    """Make `path`, a store in `folder`, the current one: all at once, and safe against a loss of power."""
    unfinished = folder / name_unfinished(POINTER)
    with unfinished.open("x", encoding="utf-8") as file:
        file.write(f"{path.name}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / POINTER)
    sync_folder(folder)


def prune(folder: Path, keep: int = 2) -> list[Path]:
    """Unlink old stores: all but the current one, the newest `keep`, and those that somebody has open."""
    pointed = current(folder)
    stores = [path for path in folder.iterdir() if _STORE.fullmatch(path.name)]
    stores.sort(key=lambda path: (path == pointed, path.stat().st_mtime_ns, path.name), reverse=True)
    unlinked = [path for path in stores[keep:] if path != pointed and _unlink_unused(path)]
    for ending in (_INDEX, _SEEN, _PAGES):
        for beside in folder.glob(f"store-*{ending}"):
            if not beside.with_suffix(".sqlite").exists():
                remove(beside)
    for twin in folder.glob(f"store-*{_TWIN}"):
        if twin.with_suffix(".sqlite") != pointed:
            remove(twin)
    return unlinked


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; nothing where it is gone already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Have a file's content on the disk before going on."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk before going on."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


@contextlib.contextmanager
def lock_folder(folder: Path, wait: float) -> Iterator[None]:
    """Be the only one who builds in `folder`; what builds that ended midway left behind is removed.

    Raises StoreError where another build still runs after `wait` seconds.
    """
    with (folder / _LOCK).open("a") as file:
        ends = time.monotonic() + wait
        while not _try_lock(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= ends:
                raise StoreError(f"Another build is at work in {folder}. Try again when it is done.")
            time.sleep(_LOOK_EVERY)
        for path in folder.glob(f"{_UNFINISHED}*"):
            remove(path)
        yield


def hold(path: Path) -> int:
    """Mark a store as in use until the descriptor given back is closed."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _unlink_unused(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if not _try_lock(descriptor, fcntl.LOCK_EX):
            return False
        path.unlink()
        return True
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
