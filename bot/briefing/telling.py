"""Puts into words what went wrong with briefings, for those who can mend it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.options.days import describe_day
from bot.state.postings import Posting
from bot.state.subscriptions import Subscription

MOST_DAYS = 5


def word_untold(postings: Sequence[Posting], kept: Subscription) -> str:
    """One message about postings of one briefing that were missed or have failed, in plain text.

    `<#id>` stands for the channel; all else is to be escaped.
    """
    order = kept.order
    parts = [f"The briefing ‹{order.name}› for <#{order.channel}> needs you."]
    missed = [posting for posting in postings if posting.state == "missed"]
    failed = [posting for posting in postings if posting.state == "failed"]
    if missed:
        parts.append(f"Missed: {list_days(missed, order.language)}, because the bot was not there soon enough.")
    if failed:
        parts.append(f"Not posted: {list_days(failed, order.language)}, because {failed[-1].problem}.")
    if kept.off_because is not None:
        again = "order it again with /briefing here" if order.origin == "command" else "restart the bot"
        parts.append(f"It is switched off until that is mended; then {again}.")
    return " ".join(parts)


def list_days(postings: Sequence[Posting], language: str) -> str:
    """The days of postings as a sentence has them; the first ones where they are many."""
    days = [describe_day(posting.local_day.isoformat(), language) for posting in postings]
    if len(days) > MOST_DAYS:
        days = [*days[:MOST_DAYS], f"{len(days) - MOST_DAYS} more days"]
    return " and ".join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
