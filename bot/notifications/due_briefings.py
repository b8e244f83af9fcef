"""Enters every briefing that has come due into the outbox, once: planned, skipped or missed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.notifications.schedule import Schedule, list_occurrences
from bot.skip_days import find_free_days, load_free_days
from bot.state import State
from bot.state.subscriptions import Order, Subscription

# Beyond that nobody asks any more which day was missed.
_MOST_BACK_SECONDS = 400 * 86_400.0
# A busy machine is not late.
_GRACE_SECONDS = 120.0
_MOST_AHEAD_SECONDS = 4 * 86_400.0


async def make_schedule(order: Order, now: float) -> Schedule:
    """The schedule of an order; holidays around `now` are worked out off the event loop."""
    await asyncio.to_thread(load_free_days, order.free_days, to_instant(now).year)
    at = time.fromisoformat(order.at)
    return Schedule(at, ZoneInfo(order.zone), order.weekdays_only, find_free_days(order.free_days))


def find_first_due(schedule: Schedule, after: float) -> float:
    """When the outbox is to be brought up to date again (Unix seconds): the first instant after `after`."""
    coming = list_occurrences(schedule, to_instant(after), to_instant(after + _MOST_AHEAD_SECONDS))
    first = next(coming, None)
    return first.at.timestamp() if first else after + _MOST_AHEAD_SECONDS


async def enter_due(
    state: State, subscription: Subscription, schedule: Schedule, now: float, *, catch_up: float
) -> None:
    """Enter what has come due since the outbox was last brought up to date for a subscription.

    What is older than `catch_up` seconds is missed. A crash in between does no harm: a day is entered once.
    """
    start = to_instant(max(subscription.planned_until, now - _MOST_BACK_SECONDS))
    order, postings = subscription.order, state.postings
    for one in list_occurrences(schedule, start, to_instant(now)):
        due = one.at.timestamp()
        if one.skipped is not None:
            await postings.plan(order.channel, order.name, one.day, due, now, state="skipped", problem=one.skipped)
        elif now - due > max(catch_up, _GRACE_SECONDS):
            why = "the bot was not there at its time, nor soon enough after it"
            await postings.plan(order.channel, order.name, one.day, due, now, state="missed", problem=why)
        else:
            await postings.plan(order.channel, order.name, one.day, due, now)
    await state.subscriptions.set_planned_until(subscription.id, now)


def to_instant(seconds: float) -> datetime:
    """Unix seconds as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
