"""Watching a folder for new documents, such as a mailbox of EML files. A state goes in, the next comes out.

A file is delivered once it has kept its size and time from one scan to the next: what is still being written, or
copied in from a slow disk, changes.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.ingest.documents.model import MAX_DOCUMENT_BYTES

SUFFIXES = frozenset((".eml", ".html", ".htm", ".pdf", ".docx", ".txt"))
# A clock with steps of two seconds (FAT) shows no change within them.
SETTLE_SECONDS = 3.0
MAX_FILES = 10_000
# What programs call a file that is not finished, or a lock beside one that is open.
_UNFINISHED = (".", "~$", "._")


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file as a scan saw it: name, size in bytes, time of its last change in ns, and whether it was delivered."""

    name: str
    size: int
    changed: int
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class FolderState:
    """What is known of a folder between two scans."""

    files: tuple[ScannedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What a scan found: the next state, the files that are ready, in order of their change, and problems in words."""

    state: FolderState
    ready: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()


def scan_folder(folder: Path, state: FolderState, now: float) -> FolderScan:
    """Scan a folder once, without folders in it; `now` is the time in seconds since 1970.

    A file that changed after it was delivered is delivered again; one that is gone is forgotten. Links are not
    followed: they may lead anywhere. Never raises for what the folder holds.
    """
    try:
        entries = _list_files(folder)
    except OSError as error:
        return FolderScan(state, problems=(f"{folder}: {error.strerror or error}. Check the folder and its rights.",))
    problems = []
    if len(entries) > MAX_FILES:
        problems.append(f"{folder} holds {len(entries):,} documents; the first {MAX_FILES:,} by name are looked at.")
    known = {file.name: file for file in state.files}
    files, ready = [], []
    for name, size, changed in sorted(entries)[:MAX_FILES]:
        before = known.get(name)
        same = before is not None and (before.size, before.changed) == (size, changed)
        delivered = before is not None and same and before.delivered
        if same and not delivered and size and now - changed / 1e9 >= SETTLE_SECONDS:
            delivered = True
            if size > MAX_DOCUMENT_BYTES:
                limit = MAX_DOCUMENT_BYTES // 2**20
                problems.append(f"{name} has {size / 2**20:,.1f} MB; at most {limit} MB are read.")
            else:
                ready.append((changed, name))
        files.append(ScannedFile(name, size, changed, delivered))
    return FolderScan(FolderState(tuple(files)), tuple(folder / name for _, name in sorted(ready)), tuple(problems))


def _list_files(folder: Path) -> list[tuple[str, int, int]]:
    """List the regular files with a document's suffix: name, size, time of change."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_UNFINISHED) or Path(entry.name).suffix.lower() not in SUFFIXES:
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(status.st_mode):
                found.append((entry.name, status.st_size, status.st_mtime_ns))
    return found


def read_file(path: Path) -> bytes | None:
    """Read a file that a scan found ready; None where it changed meanwhile, is gone, or is none any more.

    Raises OSError where it may not be read.
    """
    try:
        # Without waiting for a writer, should the file have become a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        if path.is_symlink():
            return None
        raise
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode) or before.st_size > MAX_DOCUMENT_BYTES:
            return None
        data = file.read(MAX_DOCUMENT_BYTES + 1)
        after = os.fstat(descriptor)
    unchanged = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if unchanged and len(data) == after.st_size else None
