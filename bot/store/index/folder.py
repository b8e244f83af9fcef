"""An index in its folder, opened without writing into it.

tantivy creates a lock file in the folder that it opens, which the bot may not be allowed to. So it opens a private
folder of symbolic links instead. That is removed at once, since all files are mapped into memory by then.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tantivy import Index, Schema, Searcher

from bot.store.errors import StoreError
from bot.store.index.panics import panics_as_errors

_TRIES = 100
_PAUSE_SECONDS = 0.01
_MEMORY_FOLDER = "/dev/shm"  # noqa: S108 -- where there is one, links cost no access to a busy disk


def open_index(folder: Path) -> tuple[Schema, Searcher]:
    """Open an index that nobody writes to any more: its schema and searcher. Raises StoreError where there is none."""
    try:
        with panics_as_errors(f"The index {folder.parent.name}"), _link(folder) as linked:
            index = Index.open(str(linked))
            index.config_reader("manual")
            index.reload()
            return index.schema, index.searcher()
    except (ValueError, OSError) as error:
        raise StoreError(f"The index {folder.parent.name} cannot be opened: {error}.") from error


@contextlib.contextmanager
def _link(folder: Path) -> Iterator[Path]:
    """A private folder with links to the files of this one, for the length of the block."""
    place = _MEMORY_FOLDER if os.access(_MEMORY_FOLDER, os.W_OK) else None
    private = Path(tempfile.mkdtemp(prefix="attache-", dir=place))
    try:
        for path in folder.resolve().iterdir():
            if path.suffix != ".lock":
                (private / path.name).symlink_to(path)
        yield private
    finally:
        _remove(private)


def _remove(private: Path) -> None:
    for _ in range(_TRIES):
        for path in private.iterdir():
            path.unlink(missing_ok=True)
        try:
            private.rmdir()
        except OSError:  # a thread of tantivy that watches for changes has just made the lock file again
            time.sleep(_PAUSE_SECONDS)
        else:
            return
