"""Garbage is collected while nobody waits, and what is found is gone."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from weakref import ref

import pytest

from bot.chat.runtime import garbage_collection as collecting
from bot.chat.runtime.garbage_collection import MAX_WAIT_SECONDS, POLL_SECONDS, collect_seldom, collect_while_idle


class Knot:
    """Refers to itself, so that only a look through everything finds that nobody else does."""

    def __init__(self) -> None:
        self.knot = self


def tie() -> ref[Knot]:
    return ref(Knot())


@pytest.fixture(autouse=True)
def _by_itself_never() -> Iterator[None]:
    with collect_seldom():
        gc.disable()
        yield
        gc.enable()


def run(times: int, then: Callable[[int], None] = lambda _: None) -> Callable[[float], Awaitable[None]]:
    """A sleep that takes no time, and ends what sleeps after so many times."""
    slept = 0

    async def sleep(seconds: float) -> None:
        nonlocal slept
        slept += 1
        then(slept)
        if slept > times:
            raise asyncio.CancelledError

    return sleep


async def test_garbage_is_collected_when_nobody_waits_for_an_answer_any_more() -> None:
    knot = tie()
    looks: list[bool] = []

    def is_idle() -> bool:
        assert knot() is not None
        looks.append(len(looks) == 3)
        return looks[-1]

    with pytest.raises(asyncio.CancelledError):
        await collect_while_idle(is_idle, run(4))
    assert looks == [False, False, False, True]
    assert knot() is None


async def test_where_somebody_always_waits_it_is_collected_in_the_end() -> None:
    knot = tie()
    most = round(MAX_WAIT_SECONDS / POLL_SECONDS)
    with pytest.raises(asyncio.CancelledError):
        await collect_while_idle(lambda: False, run(1 + most))
    assert knot() is None


async def test_what_was_set_aside_is_looked_through_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "UNFREEZE_EVERY", 3)
    kept = Knot()
    knot = ref(kept)
    gone: list[bool] = []

    def drop(slept: int) -> None:
        nonlocal kept
        gone.append(knot() is None)
        if slept == 2:  # it was set aside with the first look
            kept = Knot()

    with pytest.raises(asyncio.CancelledError):
        await collect_while_idle(lambda: True, run(3, drop))
    assert gone == [False, False, False, True]


def test_afterwards_python_collects_as_before() -> None:
    before = (700, 10, 10)
    gc.set_threshold(*before)
    with collect_seldom():
        assert gc.get_threshold() != before
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
