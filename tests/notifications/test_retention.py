"""A ledger that forgets keeps its promises: one post a day, nothing twice, nothing lost."""

from __future__ import annotations

from tests.support.briefing_scene import DAY, HOUR, START, Scene, make_order


async def test_over_two_hundred_days_the_ledger_does_not_grow_and_no_statement_is_shown_twice(scene: Scene) -> None:
    scene.chat.parts = 1
    state, scheduler = await scene.start()
    await state._connection.execute("PRAGMA synchronous = OFF")  # nothing is unplugged here
    scheduler._keep_seconds = 40 * DAY
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.composer.news["old"] = "2024-06-25"
    await scene.run_until(scheduler, START + 200 * DAY, step=12 * HOUR)
    posts = scene.chat.posts(1)
    assert len(posts) == len(set(posts)) == 200
    assert sum("old" in text.partition(": ")[2] for text in posts) == 1
    rows = list(await state._connection.execute_fetchall("SELECT count(*) FROM posting"))
    assert 40 <= rows[0][0] <= 42
    await state.close()


async def test_a_ledger_that_cannot_be_tidied_delays_nothing(scene: Scene) -> None:
    async def fail(before: float) -> int:
        raise OSError("disk trouble")

    state, scheduler = await scene.start()
    state.postings.forget = fail  # type: ignore[method-assign]
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    assert len(scene.chat.posts(1)) == 1
    await state.close()
