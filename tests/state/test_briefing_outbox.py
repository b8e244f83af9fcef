"""The ledger of briefings is kept for a bounded time, and nothing is posted twice or lost for what it forgets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.state import State
from bot.state.briefing_outbox import Posting, PostingState
from bot.state.subscriptions import Order

DAY = 86_400.0
FIRST = date(2024, 1, 1)


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state.sqlite")
    yield opened
    await opened.close()


async def enter(state: State, day: int, outcome: PostingState, *statements: str, name: str = "daily") -> Posting:
    """A line for day number `day`, due at that many days after zero."""
    postings = state.postings
    await postings.plan(1, name, FIRST + timedelta(days=day), day * DAY, 0.0)
    posting = await postings.find_last(1, name)
    assert posting
    await postings.note_statements(posting.id, statements)
    if outcome == "sent":
        await postings.note_message(posting.id, 1000 + day, 0.0)
    if outcome != "planned":
        await postings.finish(posting.id, outcome, 0.0)
    return posting


async def list_days(state: State, name: str = "daily") -> list[int]:
    states: tuple[PostingState, ...] = ("planned", "sending", "sent", "failed", "skipped", "missed")
    found = [one.local_day for each in states for one in await state.postings.list_of(1, name, each)]
    return sorted((day - FIRST).days for day in found)


async def order(state: State, name: str = "daily") -> None:
    await state.subscriptions.put(Order(1, name, "07:30", "UTC"), 0.0)


async def test_old_lines_go_with_what_they_showed_and_young_ones_stay(state: State) -> None:
    await order(state)
    for day in range(10):
        await enter(state, day, "sent", f"s{day}")
    assert await state.postings.forget(6 * DAY) == 6
    assert await list_days(state) == [6, 7, 8, 9]
    assert await state.postings.list_shown(1, but=0) == {"s6", "s7", "s8", "s9"}
    rows = list(await state._connection.execute_fetchall("SELECT count(*) FROM posting_statement"))
    assert tuple(rows[0]) == (4,)


async def test_the_last_one_sent_stays_however_old_so_that_the_next_takes_up_where_it_ended(state: State) -> None:
    await order(state)
    await enter(state, 0, "sent", "a")
    await enter(state, 1, "sent", "b")
    await enter(state, 2, "missed")
    await enter(state, 3, "skipped")
    await state.postings.forget(500 * DAY)
    assert await list_days(state) == [1, 2, 3]
    following = await enter(state, 600, "planned")
    previous = await state.postings.find_previous(following)
    assert previous
    assert previous.local_day == FIRST + timedelta(days=1)
    assert [one.state for one in await state.postings.list_unsent(following, previous.local_day)] == [
        "missed", "skipped",
    ]  # fmt: skip


async def test_what_another_briefing_showed_since_then_stays_as_well(state: State) -> None:
    await order(state)
    await order(state, "weekly")
    await enter(state, 5, "sent", "old", name="weekly")
    await enter(state, 4, "sent", "before")
    await enter(state, 8, "sent", "since")
    await enter(state, 400, "sent", "newest")
    await state.postings.forget(300 * DAY)
    assert await list_days(state) == [8, 400]
    assert await state.postings.list_shown(1, but=0) == {"old", "since", "newest"}


async def test_of_a_briefing_that_was_ended_nothing_old_is_kept(state: State) -> None:
    await enter(state, 0, "sent", "a")
    assert await state.postings.forget(2 * DAY) == 1


async def test_what_is_still_to_be_sent_is_never_forgotten(state: State) -> None:
    await order(state)
    await enter(state, 0, "planned")
    await enter(state, 1, "sent")
    await state.postings.forget(2 * DAY)
    assert await list_days(state) == [0, 1]


async def test_a_briefing_that_never_had_anything_to_say_keeps_no_more_than_the_others(state: State) -> None:
    await order(state)
    for day in range(5):
        await enter(state, day, "skipped")
    await state.postings.forget(3 * DAY)
    assert await list_days(state) == [3, 4]


async def test_what_was_shown_is_read_back_in_its_order(state: State) -> None:
    posting = await enter(state, 0, "sent", "zulu", "alpha", "mike")
    assert await state.postings.list_statements(1, "daily", FIRST) == ["zulu", "alpha", "mike"]
    await state.postings.note_statements(posting.id, ["mike", "zulu", "alpha"])
    assert await state.postings.list_statements(1, "daily", FIRST) == ["mike", "zulu", "alpha"]
    assert await state.postings.list_statements(1, "daily", FIRST + timedelta(days=1)) == []
