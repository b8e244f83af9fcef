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
        if not is_panic(error):
            raise
        raise describe_panic(error, what) from error


def is_panic(error: BaseException) -> bool:
    """Whether this is a panic of tantivy."""
    return type(error).__name__ == _PANIC


def describe_panic(panic: BaseException, what: str) -> StoreError:
    """The error to raise for a panic while `what` was at work."""
    return StoreError(f"{what} is damaged: {str(panic)[:200]}.")
