"""What a briefing would have said that never came is in the next one, which says which days are missing."""

from __future__ import annotations

from datetime import date

from bot.notifications.chat_port import UnfitError
from tests.support.briefing_scene import DAY, HOUR, START, Scene, make_order


async def test_the_post_after_downtime_names_the_missed_days_and_covers_them(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    await scheduler.close()
    await state.close()
    scene.composer.news.update({"a": "2024-06-26", "b": "2024-06-28"})
    scene.clock.at = START + 4 * DAY + 8 * HOUR
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at + DAY)
    after, next_one = scene.composer.requests[-2:]
    assert after.missed == (date(2024, 6, 27), date(2024, 6, 28), date(2024, 6, 29))
    assert after.since == date(2024, 6, 26)
    assert scene.chat.posts(1)[1].endswith("a, b")
    assert (next_one.missed, next_one.failed) == ((), ())
    await state.close()


async def test_where_the_very_first_briefings_are_missed_nothing_of_them_is_lost(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + HOUR)
    await scheduler.close()
    await state.close()
    scene.composer.news["a"] = "2024-06-25"
    scene.composer.held, scene.composer.version = ["old", "from-may"], "two"
    scene.clock.at = START + 3 * DAY + 8 * HOUR
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at)
    request = scene.composer.requests[-1]
    assert request.missed == (date(2024, 6, 26), date(2024, 6, 27), date(2024, 6, 28))
    assert request.since == date(2024, 6, 25)
    assert scene.chat.posts(1) == ["daily 2024-06-29 late: a, from-may"]
    await state.close()


async def test_a_briefing_that_could_not_be_posted_is_named_by_the_next_one(scene: Scene) -> None:
    def fail(step: str, place: int) -> None:
        if step == "send" and scene.clock.now() < START + DAY:
            raise UnfitError("Discord does not take the message")

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.composer.news["a"] = "2024-06-25"
    await scene.run_until(scheduler, START + 2 * DAY)
    request = scene.composer.requests[-1]
    assert (request.missed, request.failed) == ((), (date(2024, 6, 26),))
    assert scene.chat.posts(1) == ["daily 2024-06-27: a"]
    await state.close()


async def test_a_channel_that_wants_no_word_of_nothing_hears_of_missed_days_with_the_next_news(scene: Scene) -> None:
    state, scheduler = await scene.start()
    scene.composer.news["a"] = "2024-06-25"
    await state.subscriptions.put(make_order(when_nothing=False), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    await scheduler.close()
    await state.close()
    scene.clock.at = START + 2 * DAY + 8 * HOUR
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at)
    assert len(scene.chat.posts(1)) == 1
    scene.composer.news["b"] = "2024-06-29"
    await scene.run_until(scheduler, START + 3 * DAY + 8 * HOUR)
    assert scene.composer.requests[-1].missed == (date(2024, 6, 27),)
    assert len(scene.chat.posts(1)) == 2
    await state.close()
