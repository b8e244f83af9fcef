"""What a search calls the statements that it finds where very many of them hold the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.filters import Filter
from bot.store.store import Store
from tests.support.quoted_store import build_quoted
from tests.support.searching import search_store

LIMIT = 60


@pytest.mark.parametrize("many", [36, 58, 70])
async def test_what_holds_all_words_is_called_neither_a_paraphrase_nor_near_however_many_hold_them(
    tmp_path: Path, many: int
) -> None:
    path = build_quoted(tmp_path, [f"The ferry number {n} will carry no grain," for n in range(many)])
    store = await Store.open(path, readers=1, deadline=5.0)
    hits = await search_store(store, "grain ferry", Filter(), LIMIT)
    await store.close()
    assert len({hit.statement.id for hit in hits}) == len(hits) == min(many, LIMIT)
    assert {hit.match for hit in hits} == {"words"}
