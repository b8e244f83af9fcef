"""What the store gives back is what the records say."""

from __future__ import annotations

from bot.store.model import Filter
from bot.store.store import Store


async def test_a_statement_comes_back_whole(store: Store) -> None:
    record = await store.statement("rudenko-course")
    assert record is not None
    print(record)
