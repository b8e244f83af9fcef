"""Searches a store and reads what was found, in one call."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.filters import Filter
from bot.store.records import Match, StatementRecord
from bot.store.session import ReadSession
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a search found, as what, and why."""

    statement: StatementRecord
    match: Match
    why: tuple[str, ...]
    terms: tuple[str, ...]
    score: float


async def search_store(store: Store, words: str, f: Filter, limit: int = 60) -> list[Hit]:
    def search(session: ReadSession) -> list[Hit]:
        hits = session.find(words, f, limit)
        page = session.page_of_hits(hits)
        found = [(hit, page[hit.id].statement, page[hit.id].explanation) for hit in hits]
        return [Hit(statement, hit.match, why.why, why.terms, hit.score) for hit, statement, why in found]

    return await store.read(search)
