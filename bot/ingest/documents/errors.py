"""The one error that reading a document ends in, with a reason for programs and a text for the reader."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a document could not be read."""

    TOO_LARGE = "too large"
    UNKNOWN_FORMAT = "unknown format"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    EMPTY = "empty"
    PICTURES = "pictures"
    ENCODING = "encoding"
    TOO_DEEP = "too deep"
    TOO_SLOW = "too slow"
    TOO_MUCH_MEMORY = "too much memory"
    SEVERAL_DOCUMENTS = "several documents"
    READER_FAILED = "reader failed"
    NOT_INSTALLED = "not installed"


class DocumentError(Exception):
    """A document was not read; str() says what is wrong and what to do, fit for a reader."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
