"""/status: what runs, and on which store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from rich.filesize import decimal

from bot import __version__
from bot.answers.formatting.counts import list_counts
from bot.answers.model import Answer, Entry, FactItem
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.store import Store


async def collect_facts(store: Store, locale: str) -> tuple[FactItem, ...]:
    """Tell the version of the bot, and version, age, size and counts of the store."""
    facts = await asyncio.to_thread(store.path.stat)
    compiled = datetime.fromtimestamp(facts.st_mtime, UTC)
    language = locale.replace("-", "_")
    age = format_timedelta(datetime.now(UTC) - compiled, locale=language)
    return (
        FactItem("Version", __version__),
        FactItem("Store", f"{store.info.version}, compiled {compiled:%Y-%m-%d %H:%M} UTC ({age} ago)"),
        FactItem("Size", decimal(facts.st_size)),
        *(FactItem(label, format_decimal(number, locale=language)) for label, number in list_counts(store.info.counts)),
    )


def answer_status(asked: ResolvedQuestion, facts: Sequence[FactItem]) -> Answer:
    """Give the facts, one a line."""
    begin = asked.find_begin([fact.label for fact in facts])
    entries = tuple(Entry(fact, "", fact.label) for fact in facts[begin:])
    return Answer(asked.question, "found", "Status", asked.understood, entries, total=len(facts))
