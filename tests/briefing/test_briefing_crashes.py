"""Killed at any step and started again, or two at once: no briefing is lost and none is doubled."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import pytest
from mortal import Fate, die_here, doom
from scene import HOUR, START, Killed, Scene, make_order

from bot.briefing.lease import LEASE_SECONDS
from bot.briefing.post import PassingError
from bot.state.subscriptions import Order

DUE = START + 7.5 * HOUR
NEVER = 10_000


async def order(scene: Scene, *orders: Order) -> None:
    state, _ = await scene.start()
    for one in orders or (make_order(publish=True),):
        await state.subscriptions.put(one, START)
    await state.held.note(["old"], START)
    await state.close()


async def live(scene: Scene, fate: Fate, until: float) -> None:
    """Run a process until it dies, or until a time."""
    state, keeper = await scene.start(doom(fate))
    with contextlib.suppress(Killed):
        await scene.run_until(keeper, until)
    await asyncio.gather(
        *(task for task in asyncio.all_tasks() if task is not asyncio.current_task()), return_exceptions=True
    )
    await state.close()


async def assert_all_is_there_once(scene: Scene, channel: int = 1) -> None:
    scene.chat.assert_nothing_doubled()
    (post,) = [one for one in scene.chat.messages if one.place == channel]
    assert len(scene.chat.posts(post.id)) == scene.chat.parts - 1
    assert scene.chat.published == {post.id: 1}
    state, _ = await scene.start()
    (sent,) = await state.postings.list_of(channel, "daily", "sent")
    assert (sent.message, sent.problem) == (post.id, None)
    assert await state.postings.list_open() == []
    await state.close()


async def count_steps(scene: Scene) -> int:
    fate = Fate(NEVER, False, die_here)
    await live(scene, fate, DUE)
    return fate.steps


@pytest.fixture
async def steps(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps a day's briefing takes from the first look at the clock to the ledger's last line."""
    scene.file = tmp_path_factory.mktemp("whole") / "state.sqlite"
    await order(scene)
    scene.clock.at = DUE
    number = await count_steps(scene)
    assert number > 18
    return number


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("nonce_seconds", [180.0, 0.0])
async def test_killed_at_every_step_between_plan_and_ledger_nothing_is_lost_and_nothing_doubled(
    scene: Scene, tmp_path_factory: pytest.TempPathFactory, steps: int, carried_out: bool, nonce_seconds: float
) -> None:
    logging.disable(logging.CRITICAL)
    folder = tmp_path_factory.mktemp("crashes")
    for at in range(steps):
        scene.clock.at = START
        scene.file = folder / f"{at}.sqlite"
        scene.chat = type(scene.chat)(scene.clock, nonce_seconds=nonce_seconds)
        await order(scene)
        scene.clock.at = DUE
        fate = Fate(at, carried_out, die_here)
        await live(scene, fate, DUE)
        assert fate.dead, at
        scene.clock.at += LEASE_SECONDS + 1
        await live(scene, Fate(NEVER, False, die_here), DUE + HOUR / 2)
        await assert_all_is_there_once(scene)
    logging.disable(logging.NOTSET)


async def test_killed_again_and_again_it_still_arrives_once(
    scene: Scene, tmp_path_factory: pytest.TempPathFactory, steps: int
) -> None:
    logging.disable(logging.CRITICAL)
    folder = tmp_path_factory.mktemp("again")
    for stride in (1, 2, 3, 5, 7):
        scene.clock.at = START
        scene.file = folder / f"{stride}.sqlite"
        scene.chat = type(scene.chat)(scene.clock, nonce_seconds=30.0)
        await order(scene)
        scene.clock.at = DUE
        for at in range(3, steps, stride):
            await live(scene, Fate(at, bool(at % 2), die_here), scene.clock.at)
            scene.clock.at += LEASE_SECONDS + 1
        await live(scene, Fate(NEVER, False, die_here), scene.clock.at)
        await assert_all_is_there_once(scene)
    logging.disable(logging.NOTSET)


async def test_two_processes_at_once_post_once_and_the_second_takes_over_when_the_first_is_gone(scene: Scene) -> None:
    await order(scene)
    first_state, first = await scene.start()
    second_state, second = await scene.start()
    scene.chat.nonce_seconds = 0.0
    for minute in range(7 * 60, 8 * 60):
        scene.clock.at = START + 60.0 * minute
        await asyncio.gather(first.tick(), second.tick())
        await asyncio.gather(first.settle(), second.settle())
    assert first.lease.is_held != second.lease.is_held
    await assert_all_is_there_once(scene)

    holder, other = (first, second) if first.lease.is_held else (second, first)
    # The holder is gone without a word; the other waits until its lease has run out.
    scene.clock.at += LEASE_SECONDS / 2
    await other.tick()
    assert not other.lease.is_held
    scene.clock.at += LEASE_SECONDS
    await other.tick()
    assert other.lease.is_held
    # The old holder was only asleep. It notices before it posts anything.
    assert not await holder.lease.hold()
    await first_state.close()
    await second_state.close()


async def test_a_holder_that_leaves_in_order_makes_room_at_once(scene: Scene) -> None:
    await order(scene)
    first_state, first = await scene.start()
    second_state, second = await scene.start()
    await first.tick()
    await second.tick()
    assert not second.lease.is_held
    await first.close()
    await second.tick()
    assert second.lease.is_held
    await first_state.close()
    await second_state.close()


async def test_a_process_that_slept_through_its_lease_sends_nothing_more(scene: Scene) -> None:
    await order(scene)
    first_state, first = await scene.start()
    second_state, second = await scene.start()
    taken_over = asyncio.Event()

    async def stall() -> None:
        # The first process is frozen for minutes, between composing and sending.
        scene.clock.at += 3 * LEASE_SECONDS
        await second.tick()
        taken_over.set()
        raise PassingError("the connection was dropped meanwhile")

    stalls = iter([stall])
    scene.chat.fails = lambda step, place: next(stalls)() if step == "send" and not taken_over.is_set() else None
    scene.clock.at = DUE
    await first.tick()
    await first.settle()
    await second.settle()
    assert taken_over.is_set()
    assert second.lease.is_held
    await assert_all_is_there_once(scene)
    await first_state.close()
    await second_state.close()


async def test_a_clock_put_back_by_a_day_does_not_keep_the_lease_with_nobody(scene: Scene) -> None:
    await order(scene)
    first_state, first = await scene.start()
    await first.tick()
    await first_state.close()
    scene.clock.at -= 24 * HOUR
    second_state, second = await scene.start()
    await second.tick()
    assert second.lease.is_held
    await second_state.close()


async def test_a_state_restored_from_before_the_post_does_not_post_again(scene: Scene) -> None:
    await order(scene)
    before = scene.file.read_bytes()
    scene.clock.at = DUE
    await live(scene, Fate(NEVER, False, die_here), DUE)
    scene.clock.at += HOUR
    for file in scene.file.parent.glob("state.sqlite*"):
        file.unlink()
    scene.file.write_bytes(before)
    await live(scene, Fate(NEVER, False, die_here), scene.clock.at)
    await assert_all_is_there_once(scene)
