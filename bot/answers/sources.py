"""/sources: what the store holds, source by source, with what is known to be wrong in each."""

from __future__ import annotations

from bot.answers.asked import Asked
from bot.answers.going_on import find_begin
from bot.answers.model import Answer, Entry, SourceItem
from bot.store.store import Store


async def answer_sources(asked: Asked, store: Store, limit: int) -> Answer:
    """List the sources, from `question.after` (the id of one) on."""
    sources = await store.sources(asked.values.get("publisher"))
    begin = find_begin([source.id for source in sources], asked.question)
    shown = sources[begin : begin + limit]
    return Answer(
        question=asked.question,
        status="found" if sources else "nothing",
        title="Sources" if sources else "The store holds no sources",
        understood=asked.understood,
        entries=tuple(Entry(SourceItem(source), "", source.id) for source in shown),
        more=begin + limit < len(sources),
        total=len(sources),
        figures=(
            ("reports", sum(source.reports for source in sources)),
            ("quotations", sum(source.quotations for source in sources)),
        ),
    )
