"""Followers are told of each reload once: nothing is lost and nothing doubled, whatever fails in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.answers.follows import FollowNews, News
from bot.answers.model import Entry
from bot.notifications.alert_dispatcher import MOST_ITEMS, AlertDispatcher
from bot.notifications.chat_port import PassingError, RefusedError
from bot.notifications.leader_lease import LeaderLease
from bot.state import State
from bot.state.follows import Destination
from tests.support.briefing_scene import Chat, Killed, MovedClock, read_portion

DESK, ADA = Destination("channel", 7), Destination("person", 11)
DIRECT = 90_011  # Ada's channel of direct messages


class Wire(Chat):
    """A chat that carries alerts: one line a statement."""

    def draw_alert(self, news: News, alert: int, *, direct: bool) -> str:
        lines = [f"{entry.group}/{entry.key}" for entry in news.entries]
        return " ".join([*lines, f"+{news.more}"] if news.more else lines)

    async def open_direct(self, person: int) -> int:
        await self._step("open", person)
        return 90_000 + person


@dataclass
class NewsDesk:
    """`store` is what the store holds: by id, the digest and the scopes that the statement concerns."""

    store: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    version: str = "v0"
    broken: bool = False

    def take_in(self, version: str, **statements: tuple[str, tuple[str, ...]]) -> None:
        self.version = version
        self.store |= statements

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str, str | None]:
        return self.version, *read_portion({key: digest for key, (digest, _) in self.store.items()}, begin, end)

    async def match_news(self, ids: Sequence[str], scopes: Iterable[str]) -> dict[str, list[str]]:
        if self.broken:
            raise RuntimeError("no store")
        return {scope: [one for one in ids if one in self.store and scope in self.store[one][1]] for scope in scopes}

    async def alert(self, told: Sequence[FollowNews], more: int) -> News:
        held = [one for one in told if one.statement in self.store]
        entries: list[Any] = [Entry(None, one.scope, one.statement) for one in held]  # type: ignore[arg-type]
        return News(tuple(entries), len(held), 0, more, len(told) - len(held))


@dataclass
class Stage:
    """An alerter that can be ended and begun anew on the same state file."""

    file: Path
    clock: MovedClock
    wire: Wire
    service: NewsDesk
    state: State
    alert_dispatcher: AlertDispatcher

    @classmethod
    async def open(cls, file: Path) -> Stage:
        clock = MovedClock()
        stage = cls(file, clock, Wire(clock), NewsDesk(), None, None)  # type: ignore[arg-type]
        await stage.start()
        await stage.tick()
        return stage

    async def start(self) -> None:
        self.state = await State.open(self.file)
        lease = LeaderLease(self.state.leases, self.clock)
        self.alert_dispatcher = AlertDispatcher(
            self.state, self.service, self.wire, lease=lease, clock=self.clock, keep_days=90, random=Random(1)
        )

    async def restart(self) -> None:
        await self.alert_dispatcher.settle()
        await self.state.close()
        self.clock.at += 120.0
        await self.start()

    async def tick(self) -> None:
        await self.alert_dispatcher.tick()
        await self.alert_dispatcher.settle()

    async def follow(self, place: Destination, scope: str) -> None:
        await self.state.follows.start(place, scope, self.clock.now(), most=25)

    def read(self, place: int) -> list[str]:
        return self.wire.posts(place)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    opened = await Stage.open(tmp_path / "state.sqlite")
    yield opened
    await opened.alert_dispatcher.settle()
    await opened.state.close()


async def test_each_follower_gets_one_message_for_a_reload_under_what_is_followed(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    await stage.follow(DESK, "arms")
    await stage.follow(ADA, "arms")
    stage.service.take_in("v1", a=("1", ("KR",)), b=("1", ("KR", "arms")), c=("1", ("arms",)), d=("1", ("JP",)))
    for _ in range(3):
        await stage.tick()
    assert stage.read(DESK.id) == ["KR/a KR/b arms/c"]
    assert stage.read(DIRECT) == ["arms/b arms/c"]


async def test_without_matching_statements_nobody_is_written_to(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    stage.service.take_in("v1", a=("1", ("JP",)))
    await stage.tick()
    assert stage.wire.messages == []


async def test_what_was_held_when_the_bot_first_looked_is_no_news(tmp_path: Path) -> None:
    service = NewsDesk({"a": ("1", ("KR",))})
    clock = MovedClock()
    state = await State.open(tmp_path / "state.sqlite")
    await state.follows.start(DESK, "KR", 0.0, most=25)
    wire = Wire(clock)
    alert_dispatcher = AlertDispatcher(
        state, service, wire, lease=LeaderLease(state.leases, clock), clock=clock, keep_days=90
    )
    await alert_dispatcher.tick()
    await alert_dispatcher.settle()
    assert wire.messages == []
    await state.close()


async def test_who_begins_to_follow_after_a_reload_is_not_told_of_it(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    stage.service.broken = True
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    stage.clock.at += 1.0
    await stage.follow(ADA, "KR")
    stage.service.broken = False
    await stage.tick()
    assert stage.read(DESK.id) == ["KR/a"]
    assert stage.read(DIRECT) == []


async def test_a_changed_statement_is_told_again_and_the_same_one_that_came_back_is_not(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    del stage.service.store["a"]
    stage.service.take_in("v2")
    await stage.tick()
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    assert stage.read(DESK.id) == ["KR/a"]
    stage.service.take_in("v3", a=("2", ("KR",)))
    await stage.tick()
    assert stage.read(DESK.id) == ["KR/a", "KR/a"]


async def test_a_store_that_came_while_the_bot_was_down_is_told_of_at_the_next_start(stage: Stage) -> None:
    await stage.follow(ADA, "KR")
    await stage.restart()
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    assert stage.read(DIRECT) == ["KR/a"]


STEPS = ["note_store", "plan", "set_entered", "begin", "finish"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_of_the_ledger_each_follower_is_told_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    await stage.follow(DESK, "KR")
    await stage.follow(ADA, "KR")
    stage.service.take_in("v1", a=("1", ("KR",)), b=("1", ("KR",)))
    real = getattr(stage.state.alerts, step)
    calls = []

    async def die(*arguments: Any, **named: Any) -> Any:
        calls.append(step)
        if after:
            await real(*arguments, **named)
        # Nothing that the process would have done goes on: what it catches, it would not have lived to catch.
        raise Killed

    monkeypatch.setattr(stage.state.alerts, step, die)
    try:
        await stage.tick()
    except Killed:
        pass
    finally:
        monkeypatch.undo()
    assert calls
    await stage.restart()
    await stage.tick()
    await stage.tick()
    assert stage.read(DESK.id) == ["KR/a KR/b"]
    assert stage.read(DIRECT) == ["KR/a KR/b"]


async def test_a_lost_answer_is_found_again_and_not_sent_twice_long_after(stage: Stage) -> None:
    await stage.follow(ADA, "KR")
    losses = iter([PassingError("no answer", wait=3_600.0)])

    def lose(step: str, place: int) -> None:
        if error := next(losses, None):
            raise error

    stage.wire.loses = lose
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    assert stage.read(DIRECT) == ["KR/a"]
    (alert,) = await stage.state.alerts.list_of(ADA)
    assert (alert.state, alert.message) == ("sent", stage.wire.messages[0].id)


async def test_one_who_cannot_be_written_to_ends_with_the_reason_in_one_line_and_others_are_told(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.notifications")
    await stage.follow(ADA, "KR")
    await stage.follow(ADA, "arms")
    await stage.follow(DESK, "KR")

    def refuse(step: str, place: int) -> None:
        if (step, place) == ("send", DIRECT):
            raise RefusedError("their direct messages are closed")

    stage.wire.fails = refuse
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    follows = await stage.state.follows.list_of(ADA)
    assert [follow.ended_because for follow in follows] == ["their direct messages are closed"] * 2
    lines = [record.getMessage() for record in caplog.records if "closed" in record.getMessage()]
    assert len(lines) == 1
    assert str(ADA.id) not in lines[0].replace("alert 11", "")
    assert stage.read(DESK.id) == ["KR/a"]
    stage.wire.calls.clear()
    stage.service.take_in("v2", b=("1", ("KR",)))
    await stage.tick()
    assert stage.read(DESK.id) == ["KR/a", "KR/b"]
    assert "open" not in stage.wire.calls


async def test_who_stops_following_while_it_is_tried_is_not_written_to(stage: Stage) -> None:
    await stage.follow(ADA, "KR")
    fails = iter([PassingError("busy"), None])

    async def leave() -> None:
        await stage.state.personal.forget(ADA.id)
        raise PassingError("busy")

    stage.wire.fails = lambda step, place: leave() if step == "send" and next(fails, None) else None
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    assert stage.wire.messages == []
    assert not await stage.state.personal.show(ADA.id)


async def test_an_alert_lists_so_many_and_says_how_many_more_there_are(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    number = MOST_ITEMS + 7
    stage.service.take_in("v1", **{f"s{n}": ("1", ("KR",)) for n in range(number)})
    await stage.tick()
    (text,) = stage.read(DESK.id)
    assert len(text.split()) == MOST_ITEMS + 1
    assert text.endswith("+7")


async def test_an_alert_whose_statements_are_gone_is_not_sent(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    composed = stage.service.alert

    async def lose_all(told: Sequence[FollowNews], more: int) -> News:
        stage.service.store.clear()
        return await composed(told, more)

    stage.service.alert = lose_all  # type: ignore[method-assign]
    stage.service.take_in("v1", a=("1", ("KR",)))
    await stage.tick()
    assert stage.wire.messages == []
    (alert,) = await stage.state.alerts.list_of(DESK)
    assert alert.state == "skipped"


async def test_of_two_processes_only_the_one_with_the_lease_tells(stage: Stage) -> None:
    await stage.follow(DESK, "KR")
    other = await State.open(stage.file)
    lease = LeaderLease(other.leases, stage.clock)
    second = AlertDispatcher(other, stage.service, stage.wire, lease=lease, clock=stage.clock, keep_days=90)
    stage.service.take_in("v1", a=("1", ("KR",)))
    await second.tick()
    await second.settle()
    assert stage.wire.messages == []
    await stage.tick()
    await second.tick()
    await second.settle()
    assert stage.read(DESK.id) == ["KR/a"]
    await other.close()
