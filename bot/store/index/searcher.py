"""An index of words, opened without writing into its folder, and asked with an eye to the deadline.

tantivy takes a lock file in the folder that it opens, which may not be ours to write to. So it is shown a private
folder of links instead. That can go at once, since all files are mapped into memory by then: nothing stays behind.
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

T = TypeVar("T")

_MOST_HITS = 1_000
_TRIES = 100
_PAUSE = 0.01  # seconds
_IN_MEMORY = "/dev/shm"  # noqa: S108 -- where it is there, a link costs no access to a busy disk


class DeadlineSearcher:
    """tantivy's searcher, which nobody can stop while it looks: every call looks at the deadline before and after."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @property
    def num_docs(self) -> int:
        """How many documents there are."""
        return self._searcher.num_docs

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold the term in the field."""
        return _watch(self._searcher.doc_freq, field, term)

    def search(self, query: Query, limit: int, **options: Any) -> SearchResult:
        """The best documents, at most a thousand however many are asked for."""
        return _watch(self._searcher.search, query, min(limit, _MOST_HITS), **options)

    def fast_field_values(self, field: str, addresses: Sequence[DocAddress]) -> list[Any]:
        """What each document has in a field."""
        return _watch(self._searcher.fast_field_values, field, list(addresses))

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The terms of a field that begin so and how many documents hold each, the most frequent first."""
        return _watch(self._searcher.terms_with_prefix, field, prefix, limit=limit)

    def doc(self, address: DocAddress) -> Document:
        """What is kept of a document."""
        return _watch(self._searcher.doc, address)


def open_index(folder: Path) -> tuple[Schema, DeadlineSearcher]:
    """Open an index that nobody writes to any more. Raises StoreError where there is none."""
    try:
        with _link(folder) as linked:
            index = Index.open(str(linked))
            index.config_reader("manual")
            index.reload()
            return index.schema, DeadlineSearcher(index.searcher())
    except (ValueError, OSError) as error:
        raise StoreError(f"The index of words {folder.parent.name} cannot be opened: {error}.") from error


def _watch(call: Callable[..., T], *values: Any, **options: Any) -> T:
    check_deadline()
    found = call(*values, **options)
    check_deadline()
    return found


@contextlib.contextmanager
def _link(folder: Path) -> Iterator[Path]:
    """A private folder that stands for this one, for the length of the block."""
    private = Path(tempfile.mkdtemp(prefix="attache-", dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None))
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
        except OSError:  # a thread that looks whether the index has changed has just locked it anew
            time.sleep(_PAUSE)
        else:
            return
