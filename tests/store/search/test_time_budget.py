"""The pace of work is learnt from work that was done, and tells for how much of it there is still time."""

from __future__ import annotations

from math import inf
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.search.time_budget import TimeBudget

TIMES = st.floats(min_value=1e-9, max_value=10)


def test_until_something_was_learnt_work_takes_what_is_estimated() -> None:
    assert TimeBudget().left(thread_time() + 5) == pytest.approx(5, abs=0.5)


def test_where_work_takes_twice_its_time_there_is_time_for_half_of_it() -> None:
    pace = TimeBudget()
    for _ in range(100):
        pace.learn(took=0.004, estimated=0.002)
    assert pace.left(thread_time() + 5) == pytest.approx(2.5, abs=0.3)


def test_one_interruption_is_soon_forgotten() -> None:
    pace = TimeBudget()
    pace.learn(took=60, estimated=0.001)
    assert 1 < pace.slower < 1.5
    for _ in range(40):
        pace.learn(took=0.001, estimated=0.001)
    assert pace.slower == pytest.approx(1, abs=0.01)


@given(lessons=st.lists(st.tuples(TIMES, TIMES)))
def test_whatever_was_learnt_there_is_some_pace(lessons: list[tuple[float, float]]) -> None:
    pace = TimeBudget()
    for took, estimated in lessons:
        pace.learn(took, estimated)
    assert 0.5 <= pace.slower <= 4
    assert pace.left(inf) == inf
