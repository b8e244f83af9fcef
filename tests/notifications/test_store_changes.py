"""Two processes on one state file may have different stores: nobody is told of the difference as if it were news."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from bot.answers.store_swap import ComingStore
from bot.notifications.alert_dispatcher import AlertDispatcher
from bot.notifications.leader_lease import LEASE_SECONDS, LeaderLease
from bot.notifications.store_changes import StoreChangeLog
from bot.state import State
from tests.notifications.test_alert_dispatcher import ADA, DIRECT, NewsDesk, Wire
from tests.support.briefing_scene import MovedClock

KR = ("KR",)


@dataclass
class Process:
    """One of several on a state file; `tick` looks once and waits for what is on its way."""

    state: State
    lease: LeaderLease
    alert_dispatcher: AlertDispatcher
    service: NewsDesk
    changes: StoreChangeLog

    async def tick(self) -> None:
        await self.alert_dispatcher.tick()
        await self.alert_dispatcher.settle()


@dataclass
class Pair:
    file: Path
    clock: MovedClock
    wire: Wire
    processes: list[Process]

    async def start(self, service: NewsDesk, origin: str | None = None) -> Process:
        state = await State.open(self.file)
        lease = LeaderLease(state.leases, self.clock)
        changes = StoreChangeLog(state, service, self.clock, origin)
        alert_dispatcher = AlertDispatcher(
            state, service, self.wire, lease=lease, clock=self.clock, keep_days=90, random=Random(1),
            store_changes=changes,
        )  # fmt: skip
        self.processes.append(Process(state, lease, alert_dispatcher, service, changes))
        return self.processes[-1]

    def read(self) -> list[str]:
        return self.wire.posts(DIRECT)

    async def pass_on(self, holder: Process, other: Process) -> None:
        """The holder hangs until the other one has taken over, and finds that it has."""
        self.clock.at += LEASE_SECONDS + 1
        await other.tick()
        await holder.tick()


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    clock = MovedClock()
    made = Pair(tmp_path / "state.sqlite", clock, Wire(clock), [])
    yield made
    for process in made.processes:
        await process.alert_dispatcher.settle()
        await process.state.close()


async def start_both(pair: Pair) -> tuple[Process, Process]:
    """The first holds a, b and c; the second lacks c and has b otherwise."""
    first = await pair.start(NewsDesk({"a": ("1", KR), "b": ("1", KR), "c": ("1", KR)}, "one"))
    await first.tick()
    second = await pair.start(NewsDesk({"a": ("1", KR), "b": ("2", KR)}, "two"))
    await second.tick()
    await first.state.follows.start(ADA, "KR", pair.clock.now(), most=25)
    pair.clock.at += 1.0
    return first, second


async def test_a_record_that_differs_between_two_stores_is_no_change_however_often_they_take_turns(pair: Pair) -> None:
    first, second = await start_both(pair)
    for _ in range(3):
        await pair.pass_on(first, second)
        await pair.pass_on(second, first)
    assert pair.read() == []


async def test_what_only_the_store_of_the_one_that_takes_over_holds_is_told_once(pair: Pair) -> None:
    first, second = await start_both(pair)
    second.service.store["d"] = ("1", KR)
    for _ in range(3):
        await pair.pass_on(first, second)
        await pair.pass_on(second, first)
    assert pair.read() == ["KR/d"]


async def test_after_taking_turns_a_reload_tells_what_it_brings_and_no_more(pair: Pair) -> None:
    first, second = await start_both(pair)
    await pair.pass_on(first, second)
    second.service.take_in("three", b=("3", KR))
    await second.tick()
    assert pair.read() == ["KR/b"]
    await pair.pass_on(second, first)
    first.service.take_in("four", e=("1", KR))
    await first.tick()
    assert pair.read() == ["KR/b", "KR/e"]


async def test_one_that_waits_while_the_other_reloads_tells_nothing_of_it_again(pair: Pair) -> None:
    first, second = await start_both(pair)
    first.service.take_in("five", c=("2", KR))
    await first.tick()
    second.service.take_in("five", c=("2", KR))
    await second.tick()
    await pair.pass_on(first, second)
    assert pair.read() == ["KR/c"]


async def test_a_program_that_comes_back_alone_tells_what_was_changed_meanwhile(pair: Pair) -> None:
    first, _ = await start_both(pair)
    await first.lease.give_back()
    third = await pair.start(NewsDesk({"a": ("9", KR), "b": ("1", KR), "c": ("1", KR)}, "six"))
    await third.tick()
    assert pair.read() == ["KR/a"]


@pytest.mark.parametrize(("origin", "count"), [("here:/store", 1), ("there:/store", 0)])
async def test_a_process_killed_after_a_reload_is_gone_on_with_within_a_minute(
    pair: Pair, origin: str, count: int
) -> None:
    service = NewsDesk({"a": ("1", ("KR",))})
    killed = await pair.start(service, "here:/store")
    await killed.tick()
    await killed.state.follows.start(ADA, "KR", pair.clock.now(), most=25)
    # The store is swapped, and the process is gone before it has noted that; its lease has not run out.
    pair.clock.at += 5
    service.take_in("v1", a=("2", ("KR",)))
    started = await pair.start(service, origin)
    await started.tick()
    pair.clock.at += LEASE_SECONDS + 1
    await started.tick()
    assert len(pair.read()) == count


def come(service: NewsDesk, replaces: str, *touched: str) -> ComingStore:
    async def read(begin: str, end: str | None) -> tuple[str, str | None]:
        _, text, following = await service.read_statements_from(begin, end)
        return text, following

    return ComingStore(service.version, replaces, touched, read)


async def test_what_was_noted_with_the_swap_is_told_once_whatever_program_comes_next(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = await pair.start(NewsDesk({"a": ("1", KR), "b": ("1", KR)}, "v0"), "here:/store")
    await killed.tick()
    await killed.state.follows.start(ADA, "KR", pair.clock.now(), most=25)
    pair.clock.at += 5
    service = NewsDesk({"a": ("2", KR), "b": ("1", KR)}, "v1")
    await killed.changes.note_coming(come(service, "v0", "a"))
    monkeypatch.setattr("bot.notifications.store_changes.__version__", "99")
    for origin in ("there:/store", "elsewhere:/store"):
        started = await pair.start(service, origin)
        await started.tick()
        pair.clock.at += LEASE_SECONDS + 1
        await started.tick()
    assert pair.read() == ["KR/a"]


async def test_a_store_noted_with_the_swap_is_noted_no_second_time_when_it_is_in_use(pair: Pair) -> None:
    process = await pair.start(NewsDesk({"a": ("1", KR)}, "v0"))
    await process.tick()
    await process.state.follows.start(ADA, "KR", pair.clock.now(), most=25)
    pair.clock.at += 5
    coming = NewsDesk({"a": ("2", KR), "b": ("1", KR)}, "v1")
    await process.changes.note_coming(come(coming, "v0", "a", "b"))
    process.service.take_in("v1", a=("2", KR), b=("1", KR))
    await process.tick()
    await process.tick()
    assert pair.read() == ["KR/a KR/b"]
