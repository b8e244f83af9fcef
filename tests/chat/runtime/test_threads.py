"""Threads that search and draw do not hold up the event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any

import pytest

from bot.chat.runner import SWITCH_SECONDS, WARM_THREADS, _make_ready_for_threads


@pytest.fixture(autouse=True)
def _given_back() -> Any:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


async def test_threads_are_there_before_the_first_question_and_hand_over_soon() -> None:
    before = threading.active_count()
    await _make_ready_for_threads()
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    assert threading.active_count() >= before + WARM_THREADS
    began = threading.active_count()
    await asyncio.to_thread(lambda: None)
    assert threading.active_count() == began
