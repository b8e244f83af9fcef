"""Opens an index without writing into its folder, and checks the deadline at every call into tantivy.

tantivy creates a lock file in the folder that it opens, which the bot may not be allowed to. So it opens a private
folder of symbolic links instead. That is removed at once, since all files are mapped into memory by then.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tantivy import DocAddress, Document, Index, Query, Schema, Searcher, SearchResult

from bot.store.db.deadlines import check_deadline
from bot.store.errors import StoreError
from bot.store.index.panics import panics_as_errors

T = TypeVar("T")

_MOST_HITS = 1_000
_TRIES = 100
_PAUSE_SECONDS = 0.01
_MEMORY_FOLDER = "/dev/shm"  # noqa: S108 -- where there is one, links cost no access to a busy disk


class DeadlineSearcher:
    """tantivy's searcher, with the deadline checked before and after each call; the call itself cannot be stopped."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @property
    def num_docs(self) -> int:
        """How many documents the index has."""
        return self._searcher.num_docs

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents contain the term in the field."""
        return _check_around(self._searcher.doc_freq, field, term)

    def search(self, query: Query, limit: int, **options: Any) -> SearchResult:
        """The best `limit` documents, but never more than a thousand."""
        return _check_around(self._searcher.search, query, min(limit, _MOST_HITS), **options)

    def fast_field_values(self, field: str, addresses: Sequence[DocAddress]) -> list[Any]:
        """The value of a field in each of the documents."""
        return _check_around(self._searcher.fast_field_values, field, list(addresses))

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The terms of a field with a prefix, and how many documents contain each, the most frequent first."""
        return _check_around(self._searcher.terms_with_prefix, field, prefix, limit=limit)

    def doc(self, address: DocAddress) -> Document:
        """The stored fields of a document."""
        return _check_around(self._searcher.doc, address)


def open_index(folder: Path) -> tuple[Schema, DeadlineSearcher]:
    """Open an index that nobody writes to any more: its schema and searcher. Raises StoreError where there is none."""
    try:
        with panics_as_errors(f"The index {folder.parent.name}"), _link(folder) as linked:
            index = Index.open(str(linked))
            index.config_reader("manual")
            index.reload()
            return index.schema, DeadlineSearcher(index.searcher())
    except (ValueError, OSError) as error:
        raise StoreError(f"The index {folder.parent.name} cannot be opened: {error}.") from error


def _check_around(call: Callable[..., T], *values: Any, **options: Any) -> T:
    check_deadline()
    try:
        with panics_as_errors("The index of the store"):
            found = call(*values, **options)
    except (ValueError, OSError) as error:
        raise StoreError(f"The index of the store cannot be read: {str(error)[:200]}.") from error
    check_deadline()
    return found


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
