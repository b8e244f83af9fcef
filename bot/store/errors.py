"""Errors of a store. Their texts are for users."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be built, opened or read."""


class StoreDamagedError(StoreError):
    """The store in use is not as it was made; nothing is answered from it until another one takes its place."""

    def __init__(self) -> None:
        super().__init__("The store on the bot's disk is damaged and is being built anew. Ask again in a minute.")


class RemovalError(StoreError):
    """A build would remove more than a third of the statements, and was not told that it may.

    `removed` of `total` statements would go.
    """

    def __init__(self, removed: int, total: int) -> None:
        self.removed, self.total = removed, total
        super().__init__(
            f"The records no longer contain {removed:,} of the store's {total:,} statements, so the old store stays."
        )


class QueryTooSlow(StoreError):  # noqa: N818 -- named for what happened
    """A query was stopped at its deadline, after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The question was stopped after {seconds:g} seconds. "
            "Narrow it down: to a country, a speaker, or a shorter time."
        )
