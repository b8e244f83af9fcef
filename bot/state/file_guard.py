"""The file behind the connections: who may read it, and whether it is still the one that was opened.

SQLite goes on writing into a file that was deleted or replaced, and everything written there is lost.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
from pathlib import Path

from bot.state.errors import StateError

log = logging.getLogger(__name__)

# For the one who runs the bot alone: the file says who follows what.
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_BESIDE = ("", "-wal", "-shm")

Identity = tuple[int, int]  # device and inode


class FileGuard:
    """Knows the state file and its write-ahead log by what they were when they were opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Identity] = {}

    def remember(self) -> None:
        """Note what is there now."""
        self._known = {ending: found for ending in ("", "-wal") if (found := self._identify(ending))}

    def find_trouble(self) -> str | None:
        """What is wrong with the file, as a sentence; None where it is the one that was opened."""
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

    def _identify(self, ending: str) -> Identity | None:
        try:
            found = Path(f"{self._path}{ending}").stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def make_private(path: Path) -> None:
    """Make the folder and an empty file where they are not there, and take the file's rights from everybody else.

    A folder that is there already may be somebody's with other things in it: that it can be read is logged. Raises
    OSError.
    """
    folder = path.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=PRIVATE_FOLDER)
    elif os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        log.info("Others may list the folder %s of the state file; chmod 700 would keep them out", folder)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    for ending in _BESIDE:
        beside = Path(f"{path}{ending}")
        # Somebody else's file is what it is: whether it can be used shows when it is opened.
        with contextlib.suppress(OSError):
            if stat.S_IMODE(beside.stat().st_mode) & 0o077:
                beside.chmod(PRIVATE_FILE)
