"""What is followed and what was told is kept in the state file: once for each reload and follower, never twice."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.state import State
from bot.state.alert_outbox import Item
from bot.state.follows import Destination, TooManyError
from bot.state.known_statements import Read
from bot.state.migrations import migrate, steps
from bot.state.subscriptions import Order

DESK, ADA, BEN = Destination("channel", 7), Destination("person", 11), Destination("person", 12)
MOST = 3


def reading(holds: dict[str, str]) -> Read:
    """Reads ids and digests two at a time, as a store is read in portions."""

    async def read(begin: str, end: str | None) -> tuple[str, str | None]:
        ids = sorted(key for key in holds if key >= begin and (end is None or key < end))
        return "\n".join(f"{key} {holds[key]}" for key in ids[:2]), ids[2] if len(ids) > 2 else None

    return read


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state.sqlite")
    yield opened
    await opened.close()


async def follow(state: State, place: Destination, scope: str, now: float = 0.0, set_by: int | None = None) -> bool:
    return await state.follows.start(place, scope, now, most=MOST, set_by=set_by)


def test_a_file_of_the_step_before_gains_the_tables_and_keeps_what_it_holds() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for number, sql in enumerate(steps()[:2], 1):
        connection.executescript(f"{sql}\nPRAGMA user_version = {number};")
    connection.execute("INSERT INTO held (statement, first_held) VALUES ('vesk-1', 5.0)")
    migrate(connection)
    assert connection.execute("SELECT * FROM arrival").fetchall() == [("vesk-1", 5.0)]
    for table in ("follow", "reload", "alert"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


async def test_a_thing_is_followed_once_by_each_place(state: State) -> None:
    assert await follow(state, DESK, "countries: KR")
    assert not await follow(state, DESK, "countries: KR")
    assert await follow(state, ADA, "countries: KR")
    assert [one.scope for one in await state.follows.list_of(DESK)] == ["countries: KR"]


async def test_a_place_follows_no_more_than_it_may_and_what_ended_does_not_count(state: State) -> None:
    for code in ("KR", "RU", "JP"):
        assert await follow(state, ADA, f"countries: {code}")
    with pytest.raises(TooManyError):
        await follow(state, ADA, "countries: CN")
    assert await follow(state, BEN, "countries: CN")
    await state.follows.end(ADA, 5.0, "closed")
    assert await follow(state, ADA, "countries: CN")


async def test_what_the_bot_ended_is_shown_with_the_reason_until_it_is_followed_again(state: State) -> None:
    await follow(state, ADA, "countries: KR")
    assert await state.follows.end(ADA, 9.0, "their direct messages are closed") == 1
    (ended,) = await state.follows.list_of(ADA)
    assert (ended.ended, ended.ended_because) == (9.0, "their direct messages are closed")
    assert await state.follows.list_going_on() == []
    assert await follow(state, ADA, "countries: KR", now=20.0)
    (again,) = await state.follows.list_of(ADA)
    assert (again.began, again.ended, again.ended_because) == (20.0, None, None)


async def test_nobody_can_stop_what_another_follows(state: State) -> None:
    await follow(state, ADA, "countries: KR")
    (one,) = await state.follows.list_of(ADA)
    assert not await state.follows.stop(BEN, one.id)
    assert not await state.follows.stop(Destination("channel", ADA.id), one.id)
    assert await state.follows.stop(ADA, one.id)
    assert await state.follows.list_of(ADA) == []


async def test_nothing_is_news_at_the_first_look_and_then_what_is_new_or_otherwise(state: State) -> None:
    assert await state.alerts.find_version() is None
    assert await state.alerts.note_store("a", "1", reading({"x": "1", "y": "1"}), 0.0) == 0
    assert await state.alerts.list_unentered() == []
    assert await state.alerts.note_store("b", "1", reading({"x": "1", "y": "2", "z": "1"}), 1.0) == 2
    (reload,) = await state.alerts.list_unentered()
    assert dict(reload.news) == {"y": ("2", "changed"), "z": ("1", "added")}
    assert (reload.version, await state.alerts.find_version()) == ("b", "b")
    # What a store no longer holds is no news; what comes back is where it is not as it was.
    assert await state.alerts.note_store("c", "1", reading({"x": "1"}), 2.0) == 0
    assert await state.alerts.note_store("b", "1", reading({"x": "1", "y": "2"}), 3.0) == 0
    assert await state.alerts.note_store("d", "1", reading({"x": "1", "y": "3"}), 4.0) == 1


async def test_where_another_program_made_the_digests_only_new_statements_are_news(state: State) -> None:
    await state.alerts.note_store("a", "1", reading({"x": "1"}), 0.0)
    await state.alerts.note_store("b", "2", reading({"x": "other", "y": "1"}), 1.0)
    (reload,) = await state.alerts.list_unentered()
    assert set(reload.news) == {"y"}


async def test_a_reload_is_entered_once_for_a_follower_over_restarts(tmp_path: Path) -> None:
    item = Item("x", "1", "added", "countries: KR")
    for first in (True, False):
        state = await State.open(tmp_path / "state.sqlite")
        if first:
            await follow(state, DESK, "countries: KR")
            await state.alerts.note_store("a", "1", reading({}), 0.0)
            await state.alerts.note_store("b", "1", reading({"x": "1"}), 1.0)
        (reload,) = await state.alerts.list_unentered()
        assert await state.alerts.plan(reload.number, DESK, [item], 0, 1.0) is first
        await state.close()
    state = await State.open(tmp_path / "state.sqlite")
    (alert,) = await state.alerts.list_open()
    assert (alert.items, alert.place, alert.version) == ((item,), DESK, "b")
    await state.alerts.set_entered(alert.reload)
    assert await state.alerts.list_unentered() == []
    assert await state.alerts.list_announced(DESK) == {("x", "1")}
    assert await state.alerts.list_announced(ADA) == frozenset()
    await state.close()


async def test_no_alert_is_entered_for_who_follows_nothing(state: State) -> None:
    await state.alerts.note_store("a", "1", reading({}), 0.0)
    await follow(state, ADA, "countries: KR")
    await state.follows.end(ADA, 1.0, "closed")
    assert not await state.alerts.plan(1, ADA, [Item("x", "1", "added", "countries: KR")], 0, 1.0)


async def test_what_was_not_delivered_was_not_told(state: State) -> None:
    await state.alerts.note_store("a", "1", reading({}), 0.0)
    await follow(state, ADA, "countries: KR")
    assert await state.alerts.plan(1, ADA, [Item("x", "1", "added", "countries: KR")], 0, 1.0)
    assert await state.alerts.begin(1, 2.0)
    assert not await state.alerts.begin(1, 2.0)
    assert await state.alerts.finish(1, "failed", 3.0, problem="the chat did not answer")
    assert not await state.alerts.finish(1, "sent", 3.0)
    assert await state.alerts.list_announced(ADA) == frozenset()


async def test_what_has_ended_and_its_alerts_are_forgotten_in_time(state: State) -> None:
    await state.alerts.note_store("a", "1", reading({}), 0.0)
    for place in (ADA, BEN):
        await follow(state, place, "countries: KR")
        await state.alerts.plan(1, place, [Item("x", "1", "added", "countries: KR")], 0, 1.0)
    await state.follows.end(ADA, 5.0, "closed")
    assert await state.follows.forget_ended(5.0) == 0
    assert await state.alerts.forget_unfollowed(100.0) == 0
    assert await state.follows.forget_ended(6.0) == 1
    assert await state.alerts.forget_unfollowed(100.0) == 1
    assert [alert.place for alert in await state.alerts.list_open()] == [BEN]


async def test_a_person_is_forgotten_and_what_belongs_to_a_team_goes_on_without_the_name(state: State) -> None:
    await state.alerts.note_store("a", "1", reading({}), 0.0)
    for place in (ADA, BEN):
        await follow(state, place, "countries: KR")
        await state.alerts.plan(1, place, [Item("x", "1", "added", "countries: KR")], 0, 4.0)
    await follow(state, DESK, "topics: arms", set_by=ADA.id)
    await state.subscriptions.put(Order(7, "daily", "07:30", "Asia/Seoul", set_by=ADA.id), 0.0)

    held = await state.personal.forget(ADA.id)
    assert held.follows == (("countries: KR", 0.0, None),)
    assert (held.alerts, held.newest_alert) == (1, 4.0)
    assert held.set_follows == ((7, "topics: arms"),)
    assert held.set_briefings == ((7, "daily"),)

    assert not await state.personal.show(ADA.id)
    assert await state.personal.show(BEN.id)
    (channels,) = await state.follows.list_of(DESK)
    assert (channels.scope, channels.set_by, channels.ended) == ("topics: arms", None, None)
    kept = await state.subscriptions.get(7, "daily")
    assert kept is not None
    assert kept.order.set_by is None


async def test_after_forgetting_the_person_stands_nowhere_in_the_file(state: State, tmp_path: Path) -> None:
    person = Destination("person", 987_654_321_987_654_321)
    await state.alerts.note_store("a", "1", reading({}), 0.0)
    await follow(state, person, "countries: KR")
    await follow(state, DESK, "countries: KR", set_by=person.id)
    await state.alerts.plan(1, person, [Item("x", "1", "added", "countries: KR")], 0, 4.0)
    await state.personal.forget(person.id)
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert str(person.id) not in dump
