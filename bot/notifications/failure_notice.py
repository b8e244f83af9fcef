"""Puts into words what went wrong with briefings, for those who can mend it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.briefing.sentences import MOST_SPANS
from bot.answers.options.dates.format import join_days
from bot.state.briefing_outbox import Posting
from bot.state.subscriptions import Subscription


def describe_failures(postings: Sequence[Posting], subscription: Subscription) -> str:
    """One message about postings of one briefing that were missed or have failed, in plain text.

    `<#id>` stands for the channel; all else is to be escaped.
    """
    order = subscription.order
    parts = [f"The briefing ‹{order.name}› for <#{order.channel}> needs you."]
    missed = [posting for posting in postings if posting.state == "missed"]
    failed = [posting for posting in postings if posting.state == "failed"]
    if missed:
        parts.append(f"Missed: {list_days(missed, order.language)}, because the bot was not there soon enough.")
    if failed:
        parts.append(f"Not posted: {list_days(failed, order.language)}, because {failed[-1].problem}.")
    if subscription.off_because is not None:
        again = "order it again with /briefing here" if order.origin == "command" else "restart the bot"
        parts.append(f"It is switched off until that is mended; then {again}.")
    return " ".join(parts)


def list_days(postings: Sequence[Posting], language: str) -> str:
    """The days of postings as a sentence has them; the first ones where they are many."""
    return join_days([posting.local_day for posting in postings], language, MOST_SPANS)
