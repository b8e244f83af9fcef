"""Turns a panic of tantivy into an error: its class is no Exception, so nothing else would catch it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from bot.store.errors import StoreError

_PANIC = "PanicException"  # pyo3's, which no module exports


@contextlib.contextmanager
def panics_as_errors(what: str) -> Iterator[None]:
    """Raise StoreError for a panic within the block; `what` was at work, for the message."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise StoreError(f"{what} is damaged: {str(error)[:200]}.") from error
