"""A briefing is there once, at the team's hour, or it is said why not."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.notifications.chat_port import PassingError, RefusedError, UnfitError
from bot.notifications.order_status import collect_status, describe
from tests.support.briefing_scene import DAY, HOUR, START, Scene, make_order


async def test_a_briefing_comes_at_its_time_and_not_before(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 7.5 * HOUR - 1)
    assert scene.chat.posts(1) == []
    await scene.run_until(scheduler, START + 7.5 * HOUR)
    assert scene.chat.posts(1) == ["daily 2024-06-26: nothing new"]
    await scene.run_until(scheduler, START + DAY)
    assert len(scene.chat.posts(1)) == 1
    (sent,) = await state.postings.list_of(1, "daily", "sent")
    assert (sent.local_day, sent.message) == (date(2024, 6, 26), scene.chat.messages[0].id)
    await state.close()


async def test_an_order_given_in_the_afternoon_posts_nothing_for_the_morning(scene: Scene) -> None:
    state, scheduler = await scene.start()
    scene.clock.at += 15 * HOUR
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + DAY)
    assert scene.chat.messages == []
    assert await state.postings.find_last(1, "daily") is None
    await state.close()


async def test_each_briefing_takes_up_where_the_one_before_it_ended(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.composer.news.update({"a": "2024-06-25", "b": "2024-06-26"})
    await scene.run_until(scheduler, START + 8 * HOUR)
    # Said on the day of the first briefing, but in the store after it.
    scene.composer.news["c"] = "2024-06-26"
    scene.composer.held, scene.composer.version = ["old", "from-may"], "two"
    await scene.run_until(scheduler, START + 2 * DAY)
    first, second = scene.composer.requests
    assert scene.chat.posts(1) == ["daily 2024-06-26: a, b", "daily 2024-06-27: c, from-may"]
    assert (first.since, first.day, dict(first.newly_held)) == (date(2024, 6, 25), date(2024, 6, 26), {})
    assert (second.since, second.day) == (date(2024, 6, 26), date(2024, 6, 27))
    assert second.newly_held == {"from-may": date(2024, 6, 26)}
    assert second.already == {"a", "b"}
    await state.close()


async def test_what_the_store_holds_at_the_first_start_is_not_new(scene: Scene) -> None:
    scene.composer.held = [f"s{n}" for n in range(500)]
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    assert scene.composer.requests[0].newly_held == {}
    await state.close()


async def test_after_a_weekend_the_briefing_covers_all_since_friday(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(weekdays_only=True, free_days=("2024-06-27",)), scene.clock.at)
    await scene.run_until(scheduler, START + 6 * DAY)
    assert [text.split()[1] for text in scene.chat.posts(1)] == ["2024-06-26:", "2024-06-28:", "2024-07-01:"]
    skipped = await state.postings.list_of(1, "daily", "skipped")
    assert [(one.local_day.day, one.problem) for one in skipped] == [
        (27, "a day to skip"), (29, "weekend"), (30, "weekend"),
    ]  # fmt: skip
    assert scene.composer.requests[-1].since == date(2024, 6, 28)
    await state.close()


async def test_nothing_new_is_one_line_or_nothing(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(1), scene.clock.at)
    await state.subscriptions.put(make_order(2, when_nothing=False), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    assert scene.chat.posts(1) == ["daily 2024-06-26: nothing new"]
    assert scene.chat.posts(2) == []
    (skipped,) = await state.postings.list_of(2, "daily", "skipped")
    assert skipped.problem == "nothing new"
    await state.close()


async def test_missed_hours_are_caught_up_with_a_note_and_older_ones_are_missed_and_told(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    await scheduler.close()
    await state.close()

    # Two days and a half of downtime: the 27th and 28th have passed, the 29th was due an hour ago.
    scene.clock.at = START + 3 * DAY + 8.5 * HOUR
    scene.composer.news["a"] = "2024-06-27"
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at)
    assert scene.chat.posts(1) == ["daily 2024-06-26: nothing new", "daily 2024-06-29 late: a"]
    assert scene.composer.requests[-1].late == timedelta(hours=1)
    assert scene.composer.requests[-1].since == date(2024, 6, 26)
    missed = await state.postings.list_of(1, "daily", "missed")
    assert [one.local_day.day for one in missed] == [27, 28]
    ((order, text),) = scene.chat.told
    assert order.set_by == 9
    assert "27–28 June 2024" in text.replace("\N{NO-BREAK SPACE}", " ")
    await scene.run_until(scheduler, scene.clock.at + HOUR)
    assert len(scene.chat.told) == 1
    await state.close()


async def test_without_any_catching_up_a_briefing_in_time_is_posted_and_a_late_one_missed(scene: Scene) -> None:
    scene.catch_up = 0.0
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 7.5 * HOUR + 7, step=HOUR + 7)
    assert len(scene.chat.posts(1)) == 1
    scene.clock.at = START + DAY + 8 * HOUR
    await scene.run_until(scheduler, scene.clock.at)
    assert len(scene.chat.posts(1)) == 1
    assert len(await state.postings.list_of(1, "daily", "missed")) == 1
    await state.close()


async def test_where_nobody_can_be_told_the_log_says_it(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    state, scheduler = await scene.start()
    scene.chat.reachable = False
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.clock.at += 20 * HOUR
    await scene.run_until(scheduler, scene.clock.at)
    assert any("Nobody to tell" in r.getMessage() and r.levelno == logging.ERROR for r in caplog.records)
    await state.close()


async def test_what_could_not_be_told_yet_is_told_later(scene: Scene) -> None:
    def fail(step: str, place: int) -> None:
        if step == "tell" and scene.chat.calls.count("tell") < 3:
            raise PassingError("Discord is down")

    state, scheduler = await scene.start()
    scene.chat.fails = fail
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.clock.at += 20 * HOUR
    await scene.run_until(scheduler, scene.clock.at + HOUR)
    assert len(scene.chat.told) == 1
    await state.close()


async def test_what_may_pass_is_tried_again_with_growing_pauses_under_the_same_nonce(scene: Scene) -> None:
    failures = iter(
        [PassingError("503"), PassingError("dropped"), PassingError("429", wait=90.0), PassingError("timeout")]
    )

    def fail(step: str, place: int) -> None:
        if step == "send" and place == 1 and (error := next(failures, None)):
            raise error

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 7.5 * HOUR)
    assert len(scene.chat.posts(1)) == 1
    keys = [key for place, key in scene.chat.attempts if place == 1]
    assert len(keys) == 5
    assert len(set(keys)) == 1
    others = {key.nonce for place, key in scene.chat.attempts if place != 1}
    assert len(others) == 2
    assert keys[0].nonce not in others
    pauses = scene.chat.clock.pauses
    assert len(pauses) == 4
    assert all(longer >= 1.9 * shorter or shorter >= 90 for shorter, longer in pairwise(pauses))
    assert pauses[2] >= 90.0
    assert len({round(pause, 3) for pause in pauses}) == 4
    await state.close()


@pytest.mark.parametrize("lost_for", [1, 3, 6])
async def test_a_message_whose_answer_is_lost_is_not_sent_twice_even_after_the_nonce_is_forgotten(
    scene: Scene, lost_for: int
) -> None:
    losses = {1: 0, 0: 0}

    def lose(step: str, place: int) -> None:
        if step == "send":
            losses[place == 1] += 1
            if losses[place == 1] <= lost_for:
                raise PassingError("the answer was lost")

    scene.chat.nonce_seconds = 5.0
    scene.chat.loses = lose
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    # The chat forgets a nonce after minutes; here it is shorter than the pauses before the channel is looked at.
    scene.chat.nonce_seconds = 61.0
    await scene.run_until(scheduler, START + 9 * HOUR)
    scene.chat.assert_nothing_doubled()
    assert len(scene.chat.posts(1)) == 1
    (sent,) = await state.postings.list_of(1, "daily", "sent")
    assert sent.problem is None
    await state.close()


async def test_what_does_not_pass_within_the_limit_has_failed_and_is_told_and_the_next_day_is_tried(
    scene: Scene,
) -> None:
    def fail(step: str, place: int) -> None:
        if step == "send" and scene.clock.at < START + DAY:
            raise PassingError("Discord answered 503")

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 1.5 * DAY)
    (failed,) = await state.postings.list_of(1, "daily", "failed")
    assert (failed.local_day.day, failed.problem) == (26, "Discord answered 503")
    assert "503" in scene.chat.told[0][1]
    assert scene.chat.posts(1) == ["daily 2024-06-27: nothing new"]
    await state.close()


async def test_a_refusal_switches_the_briefing_off_until_it_is_ordered_again(scene: Scene) -> None:
    def fail(step: str, place: int) -> None:
        if step == "send" and scene.clock.at < START + 2.1 * DAY:
            raise RefusedError("I may not post in the channel")

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 2.2 * DAY)
    assert scene.chat.calls.count("send") == 1
    kept = await state.subscriptions.get(1, "daily")
    assert kept is not None
    assert kept.off_because == "I may not post in the channel"
    ((_, text),) = scene.chat.told
    assert "<#1>" in text
    assert "I may not post in the channel" in text
    assert "/briefing here" in text

    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 3 * DAY)
    assert [text.split()[1] for text in scene.chat.posts(1)] == ["2024-06-28:"]
    await state.close()


async def test_a_message_that_does_not_fit_fails_for_the_day_and_leaves_the_briefing_on(scene: Scene) -> None:
    def fail(step: str, place: int) -> None:
        if step == "send" and scene.clock.at < START + DAY:
            raise UnfitError("Discord does not take the message")

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 2 * DAY)
    assert len(await state.postings.list_of(1, "daily", "failed")) == 1
    assert len(scene.chat.posts(1)) == 1
    await state.close()


@pytest.mark.parametrize("step", ["publish", "thread"])
async def test_a_post_without_its_thread_or_publication_counts_as_sent_and_says_what_is_missing(
    scene: Scene, step: str
) -> None:
    def fail(here: str, place: int) -> None:
        if here == step:
            raise RefusedError("I lack a permission")

    scene.chat.fails = fail
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(publish=True), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    (sent,) = await state.postings.list_of(1, "daily", "sent")
    assert "I lack a permission" in str(sent.problem)
    kept = await state.subscriptions.get(1, "daily")
    assert kept is not None
    assert kept.off_because is None
    await state.close()


async def test_only_the_post_itself_pings_and_only_the_role_that_is_set(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(1, role=77), scene.clock.at)
    await state.subscriptions.put(make_order(2), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    assert {(one.place, one.role) for one in scene.chat.messages if one.role} == {(1, 77)}
    await state.close()


async def test_an_order_that_is_ended_while_a_post_is_tried_again_ends_the_trying(scene: Scene) -> None:
    state, scheduler = await scene.start()

    async def end() -> None:
        await state.subscriptions.remove(1, "daily")
        raise PassingError("Discord answered 503")

    scene.chat.fails = lambda step, place: end() if step == "send" else None
    await state.subscriptions.put(make_order(), scene.clock.at)
    await scene.run_until(scheduler, START + 9 * HOUR)
    assert scene.chat.calls.count("send") == 1
    (skipped,) = await state.postings.list_of(1, "daily", "skipped")
    assert "ended" in str(skipped.problem)
    await state.close()


async def test_an_hour_moved_on_the_same_day_brings_no_second_post(scene: Scene) -> None:
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(at="07:30"), scene.clock.at)
    await scene.run_until(scheduler, START + 8 * HOUR)
    await state.subscriptions.put(make_order(at="09:00"), scene.clock.at)
    await scene.run_until(scheduler, START + 10 * HOUR)
    assert len(scene.chat.posts(1)) == 1
    await state.subscriptions.remove(1, "daily")
    await state.subscriptions.put(make_order(at="11:00"), scene.clock.at)
    await scene.run_until(scheduler, START + 12 * HOUR)
    assert len(scene.chat.posts(1)) == 1
    await state.close()


async def test_a_composer_that_fails_does_not_lose_the_briefing(scene: Scene) -> None:
    state, scheduler = await scene.start()
    scene.composer.error = RuntimeError("the store is being mended")
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.clock.at = START + 7.5 * HOUR

    async def mend() -> None:
        while len(scene.composer.requests) < 3:
            await asyncio.sleep(0)
        scene.composer.error = None

    mending = asyncio.create_task(mend())
    await scene.run_until(scheduler, scene.clock.at)
    await mending
    assert len(scene.chat.posts(1)) == 1
    await state.close()


async def test_a_keeper_that_stops_leaves_no_task_and_the_next_one_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.notifications.periodic_task.FAREWELL_SECONDS", 0.01)
    hanging = asyncio.Event()
    scene.chat.fails = lambda step, place: hanging.wait() if step == "send" else None
    state, scheduler = await scene.start()
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.clock.at = START + 7.5 * HOUR
    running = asyncio.create_task(scheduler.run())
    while "send" not in scene.chat.calls:
        await asyncio.sleep(0.001)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await scheduler.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    await state.close()

    hanging.set()
    state, scheduler = await scene.start()
    await scene.run_until(scheduler, scene.clock.at)
    assert len(scene.chat.posts(1)) == 1
    await state.close()


async def test_no_error_ends_the_keeper(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    state, scheduler = await scene.start()
    broken = state.subscriptions.list_all
    calls = 0

    async def fail_twice() -> object:
        nonlocal calls
        calls += 1
        if calls <= 2:
            raise RuntimeError("disk trouble")
        return await broken()

    state.subscriptions.list_all = fail_twice  # type: ignore[method-assign, assignment]
    await state.subscriptions.put(make_order(), scene.clock.at)
    scene.clock.at = START + 7.5 * HOUR
    running = asyncio.create_task(scheduler.run())
    while not scene.chat.posts(1):
        await asyncio.sleep(0.001)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await scheduler.settle()
    assert sum("failed" in r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR) == 2
    await state.close()


def test_the_scene_starts_where_it_says() -> None:
    assert datetime.fromtimestamp(START, UTC) == datetime(2024, 6, 26, tzinfo=UTC)


async def test_a_briefing_on_its_way_tells_when_it_is_tried_again_and_given_up(scene: Scene) -> None:
    state, scheduler = await scene.start()
    subscription = await state.subscriptions.put(make_order(), scene.clock.at)
    waiting = asyncio.Event()

    def refuse(step: str, place: int) -> None:
        if step == "send":
            waiting.set()
            raise PassingError("Discord answered 503", 600.0)

    scene.chat.fails = refuse
    scene.clock.at = START + 7.5 * HOUR

    async def wait_for_ever(_: float) -> None:
        await asyncio.Event().wait()

    scene.clock.sleep = wait_for_ever  # type: ignore[assignment, method-assign]
    await scheduler.tick()
    await waiting.wait()
    await asyncio.sleep(0.2)
    sentences = describe(await collect_status(state, subscription, scene.clock.at))
    said = next(one for one in sentences if "on its way" in one)
    assert "the next one is at 26 June 2024, 07:4" in said
    assert "given up at 26 June 2024, 13:30" in said
    await scheduler.close()
    await state.close()
