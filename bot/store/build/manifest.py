"""The build manifest: stamps of the files that a store was built from, so that unchanged ones need not be read again.

It is kept beside the store and is no part of it. A file counts as unchanged where its size, times and inode are those
in the manifest, and the times are so far before the manifest that no later change can have left them the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.corpus.reading.data_files import FileStamp, stamp_of
from bot.store.files import manifest_of, replace_text

_TICK_NS = 2_000_000_000  # of the coarsest clock of a file system


@dataclass(frozen=True)
class BuildManifest:
    """Stamps of data files (by path within the data folder) and of documents (by path under the root).

    data, root  the folders that the store was built from
    noted_ns    when the stamps were taken, in nanoseconds since 1970
    store       the stamp of the store file when it was complete and on the disk
    """

    data: str
    root: str
    noted_ns: int
    store: FileStamp | None
    files: Mapping[str, FileStamp] = field(default_factory=dict)
    documents: Mapping[str, FileStamp] = field(default_factory=dict)

    def has_file(self, key: str, stamp: FileStamp) -> bool:
        """Whether a data file is certainly the one in the manifest."""
        return self.files.get(key) == stamp and self._is_old(stamp)

    def has_document(self, name: str, stamp: FileStamp | None) -> bool:
        """Whether a document is certainly the one in the manifest."""
        return stamp is not None and self.documents.get(name) == stamp and self._is_old(stamp)

    def _is_old(self, stamp: FileStamp) -> bool:
        return max(stamp.mtime_ns, stamp.ctime_ns) < self.noted_ns - _TICK_NS


def read_manifest(store: Path, data: Path, root: Path) -> BuildManifest:
    """The manifest of a store, if it was built from these folders; an empty one where there is none."""
    empty = BuildManifest(str(data), str(root), 0, None)
    with suppress(OSError, ValueError, KeyError, TypeError):
        fields = json.loads(manifest_of(store).read_bytes())
        if (fields["data"], fields["root"]) == (empty.data, empty.root):
            return BuildManifest(
                empty.data,
                empty.root,
                fields["noted_ns"],
                FileStamp(*fields["store"]),
                {key: FileStamp._make(stamp) for key, stamp in fields["files"].items()},
                {key: FileStamp._make(stamp) for key, stamp in fields["documents"].items()},
            )
    return empty


def write_manifest(store: Path, manifest: BuildManifest) -> None:
    """Write the manifest of a store with the stamp that it has now; not where the folder may only be read."""
    with suppress(OSError):
        fields = {
            "data": manifest.data,
            "root": manifest.root,
            "noted_ns": manifest.noted_ns,
            "store": stamp_of(store.stat()),
            "files": dict(manifest.files),
            "documents": dict(manifest.documents),
        }
        replace_text(manifest_of(store), json.dumps(fields, separators=(",", ":")))
