"""/speaker: who somebody is, and everything held of what he, she or it said, in order."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.asked import Asked
from bot.answers.model import Answer, Entry, PersonItem
from bot.answers.timeline import list_by_day
from bot.store.store import Store

HEAD = "head"


async def answer_speaker(asked: Asked, store: Store, limit: int) -> Answer:
    """Show a person or an organisation first, then the statements by day, from `question.after` on."""
    party = await store.party(asked.values["name"])
    name = dict(asked.understood)["name"]
    if party is None:
        return Answer(asked.question, "nothing", f"Nothing held about {name}", asked.understood)
    after = asked.question.after
    head = () if after else (Entry(PersonItem(party), "", HEAD),)
    page = await store.timeline(asked.filter, None if after == HEAD else after, max(1, limit - len(head)))
    entries = (*head, *list_by_day(page, asked.locale))
    notes = () if page.total else (f"The store holds no words of {party.party.name}.",)
    answer = Answer(asked.question, "found", party.party.name, asked.understood, entries, page.after is not None)
    return replace(
        answer,
        total=page.total + 1,
        total_is_more=page.total_is_more,
        notes=notes,
        figures=(("statements", page.total),),
    )
