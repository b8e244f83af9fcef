"""What there is to know about the briefings: when the next ones are due, how the last went, what is switched off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.briefing.compose import ON_THIS_DAY, OPEN_QUESTIONS
from bot.answers.display_names import join_names, name_of
from bot.answers.model import FactItem
from bot.answers.options.dates.parser import describe_day
from bot.notifications.due_briefings import make_schedule, to_instant
from bot.notifications.failure_notice import list_days
from bot.notifications.schedule import find_next
from bot.state import State, StateError
from bot.state.briefing_outbox import Posting
from bot.state.subscriptions import Order, Subscription

_STATES = {
    "planned": "is due now",
    "sending": "is on its way",
    "sent": "was posted",
    "failed": "was not posted",
    "skipped": "was skipped",
    "missed": "was missed",
}
_SECTIONS = {ON_THIS_DAY: "the same day of earlier years", OPEN_QUESTIONS: "open questions"}
# What was missed is shown for so long after it.
MISSED_DAYS = 14


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """One briefing: when it comes next (None while it is off, or never), the last one, and what was missed lately."""

    subscription: Subscription
    following: datetime | None
    last: Posting | None
    missed: tuple[Posting, ...]


async def collect_status(state: State, subscription: Subscription, now: float) -> OrderStatus:
    """Collect what there is to know about one briefing; `now` is in Unix seconds."""
    order = subscription.order
    following = None
    if subscription.off_because is None:
        coming = find_next(await make_schedule(order, now), to_instant(max(now, subscription.planned_until)))
        following = coming.at if coming else None
    missed = await state.postings.list_of(order.channel, order.name, "missed")
    recent = tuple(one for one in missed if one.due > now - MISSED_DAYS * 86_400.0)
    return OrderStatus(subscription, following, await state.postings.find_last(order.channel, order.name), recent)


def describe(status: OrderStatus) -> list[str]:
    """Say it in sentences of plain text, the schedule first."""
    order = status.subscription.order
    sentences = [describe_schedule(order)]
    if status.subscription.off_because is not None:
        sentences.append(f"Switched off, because {status.subscription.off_because}.")
    elif status.following is not None:
        sentences.append(f"Next: {describe_instant(status.following, order)}.")
    if status.last is not None:
        day = describe_day(status.last.local_day.isoformat(), order.language)
        why = f" ({status.last.problem})" if status.last.problem else _describe_retry(status.last, order)
        sentences.append(f"The one for {day} {_STATES[status.last.state]}{why}.")
    if status.missed:
        sentences.append(f"Missed lately: {list_days(status.missed, order.language)}.")
    return sentences


def _describe_retry(posting: Posting, order: Order) -> str:
    if posting.state != "sending" or posting.retry_at is None or posting.retry_until is None:
        return ""
    following = describe_instant(to_instant(posting.retry_at), order)
    end = describe_instant(to_instant(posting.retry_until), order)
    return f"; an attempt failed, the next one is at {following}, and it is given up at {end}"


def describe_schedule(order: Order) -> str:
    """Say when a briefing comes, and what is special about it."""
    parts = [f"{'On weekdays' if order.weekdays_only else 'Every day'} at {order.at} ({order.zone})"]
    if order.free_days:
        free = [_name_free(one, order.language) for one in order.free_days]
        parts.append(f"not on {join_names(free, order.language)}")
    if not order.when_nothing:
        parts.append("silent where nothing is new")
    if order.sections:
        parts.append(f"with {' and '.join(_SECTIONS[section] for section in order.sections)}")
    if order.publish:
        parts.append("published to followers")
    if order.origin == "settings":
        parts.append("ordered in the bot's settings")
    return f"{', '.join(parts)}."


def _name_free(text: str, language: str) -> str:
    return describe_day(text, language) if text[:1].isdigit() else f"public holidays of {name_of(text, language)}"


def describe_instant(instant: datetime, order: Order) -> str:
    """Give an instant by the clock of a briefing's zone: "27 June 2024, 07:30 (Asia/Seoul)"."""
    there = instant.astimezone(ZoneInfo(order.zone))
    return f"{describe_day(there.date().isoformat(), order.language)}, {there:%H:%M} ({order.zone})"


async def collect_facts(state: State, now: float, guild: int | None = None) -> tuple[FactItem, ...]:
    """What /status tells about the briefings of one server, or of all, without naming channels."""
    if trouble := state.find_trouble():
        return (FactItem("State file", trouble),)
    subscriptions = state.subscriptions
    try:
        every = await (subscriptions.list_all() if guild is None else subscriptions.list_in_guild(guild))
    except StateError as error:
        return (FactItem("State file", str(error)),)
    views = [
        await collect_status(state, subscription, now) for subscription in every if subscription.off_because is None
    ]
    coming = min((view for view in views if view.following), key=lambda view: str(view.following), default=None)
    off = [one.off_because for one in every if one.off_because is not None]
    facts = []
    if every:
        following = (
            "; the next on " + describe_instant(coming.following, coming.subscription.order)
            if coming and coming.following
            else ""
        )
        facts.append(FactItem("Briefings", f"{len(views)} on{following}"))
    if off:
        reasons = ", ".join(sorted(set(off)))
        facts.append(FactItem("Briefings switched off", f"{len(off)}, because {reasons}; /briefing list names them"))
    return tuple(facts)
