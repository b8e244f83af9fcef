"""What the file system said of the files that a store was made of, so that unchanged ones need not be read again.

Kept beside the store and no part of it. A file is taken to be unchanged where size, times and inode are those noted,
and the times lie so far before the noting that no later change could have left them the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.corpus.reading.data_files import FileStamp, stamp_of
from bot.store.files import name_unfinished, seen_beside

_TICK_NS = 2_000_000_000  # the coarsest clock of a file system


@dataclass(frozen=True)
class BuildManifest:
    """Stamps of data files (by their path within the data folder) and of documents (by their path under the root).

    `store` is the stamp of the store file when it was whole and on the disk.
    """

    data: str
    root: str
    noted_ns: int
    store: FileStamp | None
    files: Mapping[str, FileStamp] = field(default_factory=dict)
    documents: Mapping[str, FileStamp] = field(default_factory=dict)

    def has_file(self, key: str, stamp: FileStamp) -> bool:
        """Whether a data file is surely the one that was noted."""
        return self.files.get(key) == stamp and self._is_old(stamp)

    def has_document(self, name: str, stamp: FileStamp | None) -> bool:
        """Whether a document is surely the one that was noted."""
        return stamp is not None and self.documents.get(name) == stamp and self._is_old(stamp)

    def _is_old(self, stamp: FileStamp) -> bool:
        return max(stamp.mtime_ns, stamp.ctime_ns) < self.noted_ns - _TICK_NS


def read_seen(store: Path, data: Path, root: Path) -> BuildManifest:
    """What was seen when a store was made of these folders; nothing where that is not known."""
    nothing = BuildManifest(str(data), str(root), 0, None)
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(seen_beside(store).read_bytes())
        if (kept["data"], kept["root"]) == (nothing.data, nothing.root):
            return BuildManifest(
                nothing.data, nothing.root, kept["noted_ns"], FileStamp(*kept["store"]),
                {key: FileStamp._make(stamp) for key, stamp in kept["files"].items()},
                {key: FileStamp._make(stamp) for key, stamp in kept["documents"].items()},
            )  # fmt: skip
    return nothing


def write_seen(store: Path, seen: BuildManifest) -> None:
    """Keep what was seen, all at once; nothing where the folder may only be read."""
    kept = {
        "data": seen.data, "root": seen.root, "noted_ns": seen.noted_ns, "store": stamp_of(store.stat()),
        "files": dict(seen.files), "documents": dict(seen.documents),
    }  # fmt: skip
    unfinished = store.with_name(name_unfinished("seen"))
    with suppress(OSError):
        unfinished.write_text(json.dumps(kept, separators=(",", ":")), "utf-8")
        unfinished.replace(seen_beside(store))
