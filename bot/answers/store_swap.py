"""A store that is about to take the place of the one in use, as those see it who note what it changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComingStore:
    """The store with this version, open already.

    replaces  version of the store in use
    touched   the only ids whose statements may differ between the two; None where that is not known
    read      its statements from one id up to another, and the id to go on from: see queries.scopes
    """

    version: str
    replaces: str
    touched: Collection[str] | None
    read: Callable[[str, str | None], Awaitable[tuple[str, str | None]]]


BeforeSwap = Callable[[ComingStore], Awaitable[None]]
