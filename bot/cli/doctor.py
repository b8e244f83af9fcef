"""doctor: looks at what lies on the disk, and says what is not as it should be and what to do about it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings

_OTHERS = 0o077


def find_trouble(settings: Settings) -> list[str]:
    """What others on this machine may read or change, one line each."""
    return list(_find_wide(settings)) if os.name == "posix" else []


def _find_wide(settings: Settings) -> Iterator[str]:
    state, drafts = settings.state.file, settings.data.folder / "drafts"
    folders = [("state file", state.parent), ("store", settings.store.folder), ("drafts", drafts)]
    files = [("state file", Path(f"{state}{ending}")) for ending in ("", "-wal", "-shm")]
    files += [("token", settings.discord.token_file)] if settings.discord.token_file else []
    files += [("drafts", path) for path in sorted(drafts.glob("*.yaml"))]
    for what, path in folders:
        if mode := _wide_mode(path):
            yield f"the folder {path} of the {what} is open to others ({mode:03o}); do: chmod 700 {path}"
    for what, path in files:
        if mode := _wide_mode(path):
            yield f"{path} ({what}) is open to others ({mode:03o}); do: chmod 600 {path}"


def _wide_mode(path: Path) -> int | None:
    """The rights of what is there, where anybody but its owner has some."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
    return mode if mode & _OTHERS else None
