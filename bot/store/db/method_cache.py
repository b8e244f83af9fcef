"""Remembers what a method answered, without keeping its owner: what is open in it ends with its last user."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

C = TypeVar("C", bound=Callable[..., object])


def remember(method: C, size: int | None = 128) -> C:
    """The method, with its last `size` answers remembered, all where that is None."""
    weak = WeakMethod(method)

    @lru_cache(size)
    def ask(*given: object) -> object:
        answer = weak()
        assert answer is not None  # noqa: S101 -- who asks holds the owner
        return answer(*given)

    return ask  # type: ignore[return-value]
