"""What a search calls the statements that it finds where very many of them hold the words."""

from __future__ import annotations

from pathlib import Path

from quoted_store import build_quoted

from bot.store.model import Filter
from bot.store.store import Store

MANY = 36  # more than are looked at closely


async def test_what_a_source_holds_is_not_called_a_paraphrase_however_many_hold_it(tmp_path: Path) -> None:
    path = build_quoted(tmp_path, [f"The ferry number {n} will carry no grain," for n in range(MANY)])
    store = await Store.open(path, readers=1, deadline=5.0)
    hits = await store.search("grain ferry", Filter(), 60)
    await store.close()
    assert {hit.statement.id for hit in hits} == {f"vent-{n}" for n in range(MANY)}
    assert {hit.match for hit in hits} == {"words"}
