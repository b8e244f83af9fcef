"""The one error that fetching ends in, with a reason for programs and a text for the reader."""

from __future__ import annotations

from enum import StrEnum


class FetchReason(StrEnum):
    """Why something was not fetched."""

    BAD_URL = "bad URL"
    HOST_NOT_ALLOWED = "host not allowed"
    ADDRESS_NOT_ALLOWED = "address not allowed"
    NOT_FOUND_BY_NAME = "unknown host"
    NO_CONNECTION = "no connection"
    BROKEN_OFF = "broken off"
    TOO_SLOW = "too slow"
    TOO_LARGE = "too large"
    WRONG_TYPE = "wrong type"
    TOO_MANY_REDIRECTS = "too many redirects"
    REFUSED_BY_ROBOTS = "refused by robots.txt"
    STATUS = "status"


class FetchError(Exception):
    """Something was not fetched; str() says what is wrong and what to do, fit for a reader.

    `status` is the HTTP status where there is one, `retry_after` the seconds that the server asks to wait.
    """

    def __init__(
        self, reason: FetchReason, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
