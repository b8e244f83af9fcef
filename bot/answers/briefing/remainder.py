"""What of a briefing did not fit its messages: the statements themselves, in its order, under their events."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.briefing.sentences import NO_EVENT
from bot.answers.formatting.snippets import make_item
from bot.answers.model import Entry
from bot.store.store import Store


async def list_entries(store: Store, ids: Sequence[str]) -> tuple[Entry, ...]:
    """The statements of these ids as the store holds them now; one that it no longer holds is left out."""
    records = await store.statements(ids)
    found = [records[one] for one in ids if one in records]
    return tuple(Entry(make_item(one), one.event[1] if one.event else NO_EVENT, one.id) for one in found)
