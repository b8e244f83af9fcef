"""/sources: what the store holds, source by source, with what is known to be wrong in each."""

from __future__ import annotations

from bot.answers.model import Answer, Entry, SourceItem
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.session import ReadSession


def answer_sources(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """List the sources, from `question.after` (the id of one) on."""
    publisher, question = asked.values.get("publisher"), asked.question
    total, reports, quotations = session.count_sources(publisher)
    found = session.sources(publisher, question.after, question.skipped, limit + 1)
    shown = found[:limit]
    return Answer(
        question=question,
        status="found" if total else "nothing",
        title="Sources" if total else "The store holds no sources",
        understood=asked.understood,
        entries=tuple(Entry(SourceItem(source), "", source.id) for source in shown),
        more=len(found) > limit,
        total=total,
        figures=(("reports", reports), ("quotations", quotations)),
    )
