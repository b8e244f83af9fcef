"""One process after another, on a clock put back or a state restored: one post all the same."""

from __future__ import annotations

from tests.support.briefing_scene import HOUR, START, Scene, make_order

DUE = START + 7.5 * HOUR


async def order(scene: Scene) -> None:
    state, _ = await scene.start()
    await state.subscriptions.put(make_order(publish=True), START)
    await state.close()


async def test_a_holder_that_leaves_in_order_makes_room_at_once(scene: Scene) -> None:
    await order(scene)
    first_state, first = await scene.start()
    second_state, second = await scene.start()
    await first.tick()
    await second.tick()
    held = [second.lease.is_leader]
    await first.close()
    await second.tick()
    held.append(second.lease.is_leader)
    assert held == [False, True]
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
    assert second.lease.is_leader
    await second_state.close()


async def test_a_state_restored_from_before_the_post_does_not_post_again(scene: Scene) -> None:
    await order(scene)
    before = scene.file.read_bytes()
    scene.clock.at = DUE
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, DUE)
    await state.close()
    scene.clock.at += HOUR
    for file in scene.file.parent.glob("state.sqlite*"):
        file.unlink()
    scene.file.write_bytes(before)
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at)
    scene.chat.assert_nothing_doubled()
    assert len(scene.chat.posts(1)) == 1
    (sent,) = await state.postings.list_of(1, "daily", "sent")
    assert (sent.message, sent.problem) == (scene.chat.messages[0].id, None)
    await state.close()
