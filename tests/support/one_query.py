"""One method of a Look, asked by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.store.store import Store

T = TypeVar("T")


async def ask(store: Store, method: Callable[..., T], *given: object) -> T:
    """What `method` of a look at the store gives."""
    return await store.read(lambda session: method(session, *given))
