"""Copies a store for the next one to be written into: whole, or by the pages in which the one before it differs.

What a change writes is a few pages of hundreds of thousands. Their numbers are kept beside the store that came of it;
the store before it, which nobody uses any more, then becomes a copy of it by taking over these pages alone.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from bot.store.files import index_of, name_unfinished, pages_beside, remove, twin_of

_AT_ONCE = 64 << 20
_CANNOT = (errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP, errno.EINVAL)
_WAL_HEAD, _FRAME_HEAD = 32, 24


class CopyOrigin(NamedTuple):
    """A store file as it was at some time."""

    name: str
    size: int
    mtime_ns: int
    inode: int


class StoreCopy:
    """A copy that is made beside other work. What stays where it was copied to at the end of the block is removed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / name_unfinished("store")
        self.origin: CopyOrigin | None = None
        self._pool = ThreadPoolExecutor(1, "copy")
        self._made: Future[None] | None = None

    def __enter__(self) -> StoreCopy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        remove(self.path)
        remove(index_of(self.path))

    def begin(self, store: Path) -> None:
        """Begin to copy a store and its index; nothing where that has begun."""
        if self._made is None:
            self._made = self._pool.submit(self._copy, store)

    def wait(self) -> None:
        """Wait until all is copied that was begun. Raises OSError."""
        if self._made:
            self._made.result()

    def _copy(self, store: Path) -> None:
        self.origin = _look_at(store)
        copy_index(index_of(store), index_of(self.path))
        if not renew_older(store, self.path):
            copy_store(store, self.path)


def copy_store(path: Path, copy: Path) -> None:
    """Copy a store file, by the system alone; a file system that can shares the blocks."""
    with path.open("rb") as source, copy.open("xb") as target:
        size, done = path.stat().st_size, 0
        with contextlib.suppress(_CannotError):
            while done < size:
                done += _copy_range(source.fileno(), target.fileno(), min(_AT_ONCE, size - done))
        while done < size:
            done += os.sendfile(target.fileno(), source.fileno(), done, size - done)


def copy_index(index: Path, copy: Path) -> None:
    """Copy an index: its segments, which never change, by links; what tells which of them count, for itself."""
    for part in index.iterdir():
        (copy / part.name).mkdir(parents=True)
        for file in part.iterdir():
            if file.suffix == ".json":
                shutil.copyfile(file, copy / part.name / file.name)
            elif file.suffix != ".lock":
                (copy / part.name / file.name).hardlink_to(file)


def note_pages(store: Path, origin: CopyOrigin, pages: list[int], page_size: int) -> None:
    """Keep in which pages a store differs from the one that it was made of; nothing where that cannot be written."""
    kept = {"before": origin, "store": _look_at(store), "page_size": page_size, "pages": pages}
    unfinished = store.with_name(name_unfinished("pages"))
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(kept, separators=(",", ":")), "utf-8")
        unfinished.replace(pages_beside(store))


def make_twin(store: Path) -> None:
    """Copy a store that was built from nothing, for its first change to be written into; nothing where it cannot be."""
    twin = twin_of(store)
    try:
        remove(twin)
        copy_store(store, twin)
    except OSError:
        remove(twin)
    else:
        note_pages(store, _look_at(twin), [], 0)


def renew_older(store: Path, copy: Path) -> bool:
    """Make a copy of a store from the one before it; False where that is not there, or in use, or not as it was."""
    try:
        kept = json.loads(pages_beside(store).read_bytes())
        before, page_size, pages = CopyOrigin._make(kept["before"]), kept["page_size"], kept["pages"]
        older = store.with_name(before.name)
        with older.open("r+b") as target, store.open("rb") as source:
            fcntl.flock(target.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _look_at(older) != before or _look_at(store) != CopyOrigin._make(kept["store"]) or older.samefile(store):
                return False
            older.rename(copy)
            for first, last in _list_stretches(pages):
                start = (first - 1) * page_size
                held = os.pread(source.fileno(), (last - first + 1) * page_size, start)
                os.pwrite(target.fileno(), held, start)
            target.truncate(store.stat().st_size)
            return True
    except (OSError, ValueError, KeyError, TypeError):
        remove(copy)
        return False


def list_written(log: Path) -> list[int]:
    """The numbers of all pages in a write-ahead log of SQLite (see its file format) that nobody has begun anew."""
    pages = {1}  # how the file is journalled stands there, and is written beside the log
    with log.open("rb") as file:
        head = file.read(_WAL_HEAD)
        page_size = int.from_bytes(head[8:12], "big")
        while len(frame := file.read(_FRAME_HEAD)) == _FRAME_HEAD and frame[8:16] == head[16:24]:
            pages.add(int.from_bytes(frame[:4], "big"))
            file.seek(page_size, os.SEEK_CUR)
    return sorted(pages)


class _CannotError(Exception):
    """The file system copies nothing by itself."""


def _copy_range(source: int, target: int, count: int) -> int:
    try:
        return os.copy_file_range(source, target, count)
    except OSError as error:
        if error.errno in _CANNOT:
            raise _CannotError from error
        raise


def _list_stretches(pages: list[int]) -> Iterator[tuple[int, int]]:
    """Pages in a row: the first and the last."""
    first = last = 0
    for page in pages:
        if page != last + 1 or not first:
            if first:
                yield first, last
            first = page
        last = page
    if first:
        yield first, last


def _look_at(store: Path) -> CopyOrigin:
    found = store.stat()
    return CopyOrigin(store.name, found.st_size, found.st_mtime_ns, found.st_ino)
