"""A copy of the state file while the bot is running: whole, or not there at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from bot.state.errors import StateError
from bot.state.file_guard import PRIVATE_FILE


def back_up(state: Path, target: Path, *, force: bool = False) -> int:
    """Copy the state file to `target` as it is at one moment, whoever writes to it meanwhile; gives the copy's bytes.

    Nobody else may read the copy.

    The copy is checked and on the disk before it takes its name. Raises StateError where there is no state file, it
    cannot be read or the copy not written, or where the target exists, which `force` allows for a regular file.
    """
    if not state.is_file():
        raise StateError(f"there is no state file {state} to back up")
    if target.exists() and not force:
        raise StateError(f"{target} exists already; name another file, or add --force to replace it")
    if os.path.lexists(target) and not _is_regular(target):
        raise StateError(f"{target} is no regular file, so it is not replaced; name another one")
    if target.exists() and target.samefile(state):
        raise StateError(f"{target} is the state file itself; name another file")
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
        _copy(state, temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        size = temporary.stat().st_size
        if force:
            temporary.replace(target)
        else:
            _take_name(temporary, target)
        _sync_folder(target.parent)
    except FileExistsError as error:
        raise StateError(f"{target} exists already; name another file, or add --force to replace it") from error
    except (OSError, sqlite3.Error) as error:
        raise StateError(f"the state file {state} cannot be backed up to {target}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)
    return size


def _is_regular(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _copy(state: Path, temporary: Path) -> None:
    with (
        closing(sqlite3.connect(f"{state.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as source,
        closing(sqlite3.connect(temporary, isolation_level=None)) as copy,
    ):
        source.backup(copy)
        # One file with all that is in it, and nothing beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        # A mark says that a process has this very file open.
        copy.execute("PRAGMA secure_delete = ON")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'opening'").fetchone():
            copy.execute("DELETE FROM opening")
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")


def _take_name(temporary: Path, target: Path) -> None:
    """Give the copy its name. Raises FileExistsError where a file of that name has come up meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links: a rename would replace what is there.
        if target.exists():
            raise FileExistsError(target) from None
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
