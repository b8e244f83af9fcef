"""The file behind the connections: who may read it, and whether it is still the one that was opened.

SQLite goes on writing into a file that was deleted or replaced, and everything written there is lost. Where another
file's bytes were written into it, the two are mixed. SQLite sees neither, so the guard looks at the file itself: by its
inode, and for a mark that this opening left in it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import stat
import time
from pathlib import Path

from bot.state.errors import StateError

log = logging.getLogger(__name__)

# For the one who runs the bot alone: the file says who follows what.
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm")

Identity = tuple[int, int]  # device and inode
# Where the mark is not in the file yet, because the log holds it still, it is searched for again so often.
SEARCH_SECONDS = 60.0


_READ_BYTES = 2**20


class FileGuard:
    """Knows the state file and its write-ahead log by what they were when they were opened.

    The file is looked into over one descriptor, which stays open as long as SQLite's connections: whenever a process
    closes any descriptor of a file, it loses all its locks on it, SQLite's among them (fcntl(2), "advisory record
    locking"; sqlite.org/howtocorrupt.html, 2.2). Another process would then take the log for nobody's and delete it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Identity] = {}
        # Stands in the table `opening`; random, so that it is nowhere else.
        self.mark = secrets.token_hex(16)
        self._place: int | None = None
        self._descriptor: int | None = None
        self._searched = float("-inf")

    def remember(self) -> None:
        """Note what is there now. Raises OSError."""
        self._descriptor = os.open(self._path, os.O_RDONLY)
        self._known = {ending: found for ending in ("", "-wal") if (found := self._identify(ending))}
        self._is_marked()

    def close(self) -> None:
        """Let go of the file; SQLite's connections are closed before."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def find_trouble(self) -> str | None:
        """What is wrong with the file, as a sentence; None where it is the one that was opened."""
        if self._known and not self._is_marked():
            return (
                f"the state file {self._path} was overwritten while the bot was running. Nothing more is written; "
                "put a backup in its place, with nothing else beside it, and restart the bot"
            )
        for ending, identity in self._known.items():
            if self._identify(ending) != identity:
                return (
                    f"the state file {self._path}{ending} was deleted or replaced while the bot was running. "
                    "Nothing more is written; put it back, or a backup in its place, and restart the bot"
                )
        return None

    def check(self) -> None:
        """Raise StateError where what is written now would be lost."""
        if trouble := self.find_trouble():
            raise StateError(trouble)

    def _is_marked(self) -> bool:
        """Whether the file has this opening's mark, or may not have had it yet."""
        mark = self.mark.encode()
        if self._descriptor is None:
            return True
        if self._place is not None:
            if os.pread(self._descriptor, len(mark), self._place) == mark:
                return True
        elif time.monotonic() - self._searched < SEARCH_SECONDS:
            return True
        # SQLite moves it within the file now and then.
        self._searched = time.monotonic()
        place = _find(self._descriptor, mark)
        if place is None:
            return self._place is None
        self._place = place
        return True

    def _identify(self, ending: str) -> Identity | None:
        try:
            found = Path(f"{self._path}{ending}").stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _find(descriptor: int, mark: bytes) -> int | None:
    """Where the mark stands in a file. A map of it would be closed by a descriptor of its own; see FileGuard."""
    begin, kept = 0, b""
    while piece := os.pread(descriptor, _READ_BYTES, begin + len(kept)):
        place = (kept + piece).find(mark)
        if place >= 0:
            return begin + place
        begin += len(kept) + len(piece)
        kept = (kept + piece)[-len(mark) + 1 :]
        begin -= len(kept)
    return None


def make_private(path: Path) -> None:
    """Make the folder and an empty file where they are not there, and take the file's rights from everybody else.

    A folder that is there already may be somebody's with other things in it: that it can be read is logged. Raises
    OSError.
    """
    folder = path.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=PRIVATE_FOLDER)
    elif os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        log.warning("Others may list the folder %s of the state file; chmod 700 would keep them out", folder)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    for ending in _BESIDE:
        beside = Path(f"{path}{ending}")
        # Somebody else's file is what it is: whether it can be used shows when it is opened.
        with contextlib.suppress(OSError):
            if stat.S_IMODE(beside.stat().st_mode) & 0o077:
                beside.chmod(PRIVATE_FILE)
