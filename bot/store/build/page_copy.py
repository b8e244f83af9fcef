"""Copies a store for the next one to be written into: completely, or only the pages in which two stores differ.

A change writes a few of hundreds of thousands of pages. Their numbers are kept beside the new store (`.pages`). Once
nobody uses the store before it any more, that one becomes a copy of the new store by taking over these pages alone. A
large store that was built from nothing has none before it, and so gets a spare copy (`.spare`) at once.
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

from bot.store.files import changed_pages_of, digests_of, index_of, name_unfinished, remove, replace_text, spare_of

_CHUNK_BYTES = 64 << 20
_UNSUPPORTED = (errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP, errno.EINVAL)
# Bytes of the headers of a write-ahead log and of each frame in it: https://www.sqlite.org/fileformat2.html#walformat
_WAL_HEADER, _FRAME_HEADER = 32, 24


class CopyOrigin(NamedTuple):
    """A store file at some time: its name and what identifies its content."""

    name: str
    size: int
    mtime_ns: int
    inode: int


class StoreCopy:
    """A copy that a thread makes beside other work. What is still at `path` at the end of the block is removed."""

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
        for leftover in (self.path, index_of(self.path), digests_of(self.path)):
            remove(leftover)

    def begin(self, store: Path) -> None:
        """Begin to copy a store and its index; a second call does nothing."""
        if self._made is None:
            self._made = self._pool.submit(self._copy, store)

    def wait(self) -> None:
        """Wait until the copy is complete, if it was begun. Raises OSError."""
        if self._made:
            self._made.result()

    def _copy(self, store: Path) -> None:
        self.origin = _identify(store)
        copy_index(index_of(store), index_of(self.path))
        if not renew_older(store, self.path):
            copy_store(store, self.path)


def copy_store(path: Path, copy: Path) -> None:
    """Copy a store file inside the kernel; where the file system can, the copy shares the blocks."""
    with path.open("rb") as source, copy.open("xb") as target:
        size, done = path.stat().st_size, 0
        with contextlib.suppress(_UnsupportedError):
            while done < size:
                done += _copy_range(source.fileno(), target.fileno(), min(_CHUNK_BYTES, size - done))
        while done < size:
            done += os.sendfile(target.fileno(), source.fileno(), done, size - done)


def copy_index(index: Path, copy: Path) -> None:
    """Copy an index: hard links to its segments, which never change, and copies of the list of segments."""
    for part in index.iterdir():
        (copy / part.name).mkdir(parents=True)
        for file in part.iterdir():
            if file.suffix == ".json":
                shutil.copyfile(file, copy / part.name / file.name)
            elif file.suffix != ".lock":
                (copy / part.name / file.name).hardlink_to(file)


def note_pages(store: Path, origin: CopyOrigin, pages: list[int], page_size: int) -> None:
    """Write in which pages a store differs from the one it was copied from; not where the folder may only be read."""
    fields = {"before": origin, "store": _identify(store), "page_size": page_size, "pages": pages}
    with contextlib.suppress(OSError):
        replace_text(changed_pages_of(store), json.dumps(fields, separators=(",", ":")))


def make_spare(store: Path) -> None:
    """Copy a store that was built from nothing, for its first change to be written into; not where there is no room."""
    spare = spare_of(store)
    try:
        remove(spare)
        copy_store(store, spare)
    except OSError:
        remove(spare)
    else:
        note_pages(store, _identify(spare), [], 0)


def renew_older(store: Path, copy: Path) -> bool:
    """Turn the store before a store into a copy of it; False where that one is gone, in use, or has changed."""
    try:
        fields = json.loads(changed_pages_of(store).read_bytes())
        before, page_size, pages = CopyOrigin._make(fields["before"]), fields["page_size"], fields["pages"]
        older = store.with_name(before.name)
        with older.open("r+b") as target, store.open("rb") as source:
            fcntl.flock(target.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            expected = CopyOrigin._make(fields["store"])
            if _identify(older) != before or _identify(store) != expected or older.samefile(store):
                return False
            older.rename(copy)
            for first, last in _list_stretches(pages):
                start = (first - 1) * page_size
                os.pwrite(target.fileno(), os.pread(source.fileno(), (last - first + 1) * page_size, start), start)
            target.truncate(store.stat().st_size)
            return True
    except (OSError, ValueError, KeyError, TypeError):
        remove(copy)
        return False


def list_written(log: Path) -> list[int]:
    """The numbers of all pages in a write-ahead log of SQLite that was not restarted, and page 1."""
    pages = {1}  # it says how the file is journalled, which is written without the log
    with log.open("rb") as file:
        header = file.read(_WAL_HEADER)
        page_size = int.from_bytes(header[8:12], "big")
        while (
            len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == header[16:24]
        ):  # of this log, not of an earlier one
            pages.add(int.from_bytes(frame[:4], "big"))
            file.seek(page_size, os.SEEK_CUR)
    return sorted(pages)


class _UnsupportedError(Exception):
    """The file system cannot copy by itself."""


def _copy_range(source: int, target: int, count: int) -> int:
    try:
        return os.copy_file_range(source, target, count)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            raise _UnsupportedError from error
        raise


def _list_stretches(pages: list[int]) -> Iterator[tuple[int, int]]:
    """Pages in a row, as the first and the last."""
    first = last = 0
    for page in pages:
        if page != last + 1 or not first:
            if first:
                yield first, last
            first = page
        last = page
    if first:
        yield first, last


def _identify(store: Path) -> CopyOrigin:
    found = store.stat()
    return CopyOrigin(store.name, found.st_size, found.st_mtime_ns, found.st_ino)
