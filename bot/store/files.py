"""The folder of stores: versioned files, the pointer to the current one, and locks on what is in use.

Locks are those of flock(2), which the system releases when their holder ends, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bot.store.errors import StoreError

POINTER = "current"
_LOCK = "build.lock"
# A version that is made anew, because its store was damaged, has a number after it.
_STORE = re.compile(r"store-[0-9a-f]{16}(-\d+)?\.sqlite")
_INDEX = ".index"
_MANIFEST = ".manifest"
_DIGESTS = ".digests"
_PAGES = ".pages"
_SPARE = ".spare"
_RETIRED = (".seen", ".twin")  # of earlier versions: removed wherever they are
_UNFINISHED = ".unfinished-"
_RETRY_SECONDS = 0.05


def name_store(folder: Path, version: str) -> str:
    """A file name for a version, that no store in `folder` has."""
    names = (f"store-{version}{f'-{number}' if number else ''}.sqlite" for number in count())
    return next(name for name in names if not (folder / name).exists())


def index_of(path: Path) -> Path:
    """The folder beside a store file with its full-text index."""
    return path.with_suffix(_INDEX)


def manifest_of(path: Path) -> Path:
    """The file beside a store file with the stamps of the files that it was built from."""
    return path.with_suffix(_MANIFEST)


def digests_of(path: Path) -> Path:
    """The file beside a store file that holds the digests of its bytes."""
    return path.with_suffix(_DIGESTS)


def changed_pages_of(path: Path) -> Path:
    """The file beside a store file with the numbers of the pages in which it differs from the one before it."""
    return path.with_suffix(_PAGES)


def spare_of(path: Path) -> Path:
    """The copy of a store file that the first change is written into."""
    return path.with_suffix(_SPARE)


def name_unfinished(what: str) -> str:
    """A name under which a file is written until it is complete."""
    return f"{_UNFINISHED}{what}-{os.getpid()}-{time.monotonic_ns()}"


def current(folder: Path) -> Path | None:
    """The store that the pointer names; None where there is none yet, or its file is gone."""
    try:
        name = (folder / POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    path = folder / name
    return path if _STORE.fullmatch(name) and path.is_file() else None


def list_stores(folder: Path) -> list[Path]:
    """All stores of a folder: the current one, then the others, the newest first."""
    pointed = current(folder)
    try:
        stores = [(path.stat().st_mtime_ns, path) for path in folder.iterdir() if _STORE.fullmatch(path.name)]
    except OSError:
        stores = []
    return [path for _, path in sorted(stores, key=lambda one: (one[1] == pointed, *one), reverse=True)]


def publish(folder: Path, path: Path) -> None:
    """Make `path`, a store in `folder`, the current one: atomically, and safe against a loss of power."""
    replace_text(folder / POINTER, f"{path.name}\n", durably=True)


def replace_text(path: Path, text: str, *, durably: bool = False) -> None:
    """Write a file beside the one of this name and put it in its place: readers see the old text or the new one.

    `durably` returns only once it is on the disk. Raises OSError.
    """
    unfinished = path.with_name(name_unfinished(path.name))
    with unfinished.open("x", encoding="utf-8") as file:
        file.write(text)
        if durably:
            file.flush()
            os.fsync(file.fileno())
    unfinished.replace(path)
    if durably:
        sync_folder(path.parent)


def prune(folder: Path, keep: int = 2) -> list[Path]:
    """Remove old stores: all but the current one, the newest `keep`, and those that are open; and what is left of them.

    Returns the removed store files.
    """
    pointed = current(folder)
    stores = list_stores(folder)
    unlinked = [path for path in stores[keep:] if path != pointed and _unlink_unused(path)]
    for ending in (_INDEX, _MANIFEST, _DIGESTS, _PAGES):
        for beside in folder.glob(f"store-*{ending}"):
            if not beside.with_suffix(".sqlite").exists():
                remove(beside)
    for spare in folder.glob(f"store-*{_SPARE}"):
        if spare.with_suffix(".sqlite") != pointed:
            remove(spare)
    for ending in _RETIRED:
        for path in folder.glob(f"store-*{ending}"):
            remove(path)
    return unlinked


def remove(path: Path) -> None:
    """Remove a file, or a folder with everything in it; nothing happens where it is gone already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Return once a file's content is on the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Return once the names in a folder are on the disk."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


@contextlib.contextmanager
def lock_folder(folder: Path, wait: float) -> Iterator[None]:
    """Be the only build in `folder` for the length of the block; unfinished files of earlier builds are removed.

    Raises StoreError where another build still runs after `wait` seconds.
    """
    with (folder / _LOCK).open("a") as file:
        ends = time.monotonic() + wait
        while not _try_lock(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= ends:
                raise StoreError(f"Another build is at work in {folder}. Try again when it is done.")
            time.sleep(_RETRY_SECONDS)
        for path in folder.glob(f"{_UNFINISHED}*"):
            remove(path)
        yield


def hold(path: Path) -> int:
    """Mark a store as in use until the descriptor that is returned is closed. Raises OSError."""
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
