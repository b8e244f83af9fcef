"""Caches: what they hold is what the method gives, and they keep nothing alive."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from weakref import ref

from hypothesis import given
from hypothesis import strategies as st

from bot.store.db.caching import BatchCache, cached_method


class Doubler:
    """Counts how often it doubles."""

    def __init__(self) -> None:
        self.calls = 0

    @cached_method(2)
    def double(self, number: int) -> int:
        """Twice the number."""
        self.calls += 1
        return 2 * number


def test_a_cached_method_is_called_once_for_each_argument_of_each_instance() -> None:
    one, other = Doubler(), Doubler()
    assert [one.double(3), one.double(3), other.double(3)] == [6, 6, 6]
    assert (one.calls, other.calls) == (1, 1)


def test_of_many_results_the_least_recently_used_is_dropped() -> None:
    doubler = Doubler()
    for number in (1, 2, 1, 3, 1, 2):
        doubler.double(number)
    assert doubler.calls == 4


def test_a_cached_method_keeps_its_documentation_and_not_its_instance() -> None:
    doubler = Doubler()
    assert doubler.double(1) == 2
    assert vars(Doubler)["double"].__doc__ == "Twice the number."
    gone = ref(doubler)
    gc.disable()
    try:
        del doubler
        assert gone() is None
    finally:
        gc.enable()


@given(batches=st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=12), size=st.integers(0, 12))
def test_a_batch_cache_gives_what_a_look_up_gives_in_the_order_of_the_keys(batches: list[list[int]], size: int) -> None:
    asked: list[int] = []

    def load(keys: Sequence[int]) -> Mapping[int, str]:
        assert keys
        asked.extend(keys)
        return {key: str(key) for key in keys if key % 2}

    cache: BatchCache[int, str] = BatchCache(size)
    for keys in batches:
        expected = {key: str(key) for key in keys if key % 2}
        assert list(cache.find_entries(keys, load).items()) == list(expected.items())
    if size >= 10:
        odd = [key for key in asked if key % 2]
        assert len(odd) == len(set(odd)) or any(len(set(keys)) < len(keys) for keys in batches)
