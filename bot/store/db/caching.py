"""Caches that live as long as the object whose results they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, cast, overload
from weakref import proxy

F = TypeVar("F", bound=Callable[..., object])
K = TypeVar("K")
V = TypeVar("V")


class _CachedMethod:
    """A descriptor that makes an instance's cache when the method is first called on it."""

    def __init__(self, method: Callable[..., object], size: int | None) -> None:
        self.__doc__ = method.__doc__
        self._method = method
        self._size = size
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> _CachedMethod: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Callable[..., object]: ...
    def __get__(self, instance: object, owner: type) -> object:
        if instance is None:
            return self
        # `self` is a weak proxy within the method, so that the cache does not keep the instance alive.
        cached = lru_cache(self._size)(self._method.__get__(proxy(instance), owner))
        # Python looks there before it asks this descriptor again. Of two threads that come first, one makes it.
        return instance.__dict__.setdefault(self._name, cached)


def cached_method(size: int | None) -> Callable[[F], F]:
    """Cache the results of a method: the `size` most recently used of each instance, or with None all of them.

    Unlike `functools.lru_cache` on a method it keeps no instance alive, nor what that has open. Arguments must be
    hashable and are given by position. Safe to call from several threads.
    """

    def decorate(method: F) -> F:
        return cast("F", _CachedMethod(method, size))

    return decorate


class BatchCache(Generic[K, V]):
    """Caches what is looked up for many keys in one query; emptied once it has more than `size` entries.

    Keys for which nothing is found are asked for again. Safe to use from several threads.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: dict[K, V] = {}

    def find_entries(self, keys: Iterable[K], load: Callable[[Sequence[K]], Mapping[K, V]]) -> dict[K, V]:
        """The values of those keys that have one, in their order; `load` gets the keys that are not cached, if any."""
        entries = self._entries  # another thread may put an empty one in its place meanwhile
        keys = list(keys)
        missing = [key for key in keys if key not in entries]
        if missing:
            entries.update(load(missing))
            if len(entries) > self._size:
                self._entries = {}
        return {key: entries[key] for key in keys if key in entries}
