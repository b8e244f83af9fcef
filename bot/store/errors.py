"""Errors of a store. Their texts are for users."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be built, opened or read."""


class QueryTooSlow(StoreError):  # noqa: N818 -- named for what happened
    """A query was stopped at its deadline, after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The question was stopped after {seconds:g} seconds. "
            "Narrow it down: to a country, a speaker, or a shorter time."
        )
