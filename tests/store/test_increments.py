"""A store made from the one before it is the very store that would be made from nothing, whatever changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from changing_corpus import ChangingCorpus
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.store import increment
from bot.store.build import Built, build
from bot.store.files import index_of
from bot.store.fulltext import FullText
from bot.store.model import Filter
from bot.store.store import Store


@pytest.fixture(autouse=True)
def however_much_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small corpora change by more than a tenth at once."""
    monkeypatch.setattr(increment, "_MOST_CHANGED", 10.0)


def read_tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}


def assert_equal(one: Built, other: Built) -> None:
    ours, theirs = read_tables(one.path), read_tables(other.path)
    assert ours.keys() == theirs.keys()
    for table, rows in theirs.items():
        assert ours[table] == rows, table
    with closing(sqlite3.connect(one.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert (one.version, one.counts) == (other.version, other.counts)
    assert FullText(index_of(one.path)).size == FullText(index_of(other.path)).size == one.counts["statement"]


async def search(path: Path, questions: list[str]) -> list[list[tuple[str, object]]]:
    store = await Store.open(path, readers=1, deadline=10.0)
    try:
        found = [await store.search(words, Filter()) for words in questions]
        return [sorted((hit.statement.id, hit.match) for hit in hits) for hits in found]
    finally:
        await store.close()


# A failing example is not made smaller: that takes minutes, and its seed tells all.
@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 2**32), edits=st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_an_increment_is_what_a_build_from_nothing_is(
    tmp_path_factory: pytest.TempPathFactory, seed: int, edits: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    corpus = ChangingCorpus(folder, seed)
    build(corpus.data, corpus.root, folder / "store")
    for number, count in enumerate(edits):
        done = [corpus.change() for _ in range(count)]
        corpus.write()
        kept = build(corpus.data, corpus.root, folder / "store")
        fresh = build(corpus.data, corpus.root, folder / f"fresh-{number}")
        assert kept.touched is not None or {"change_vocabulary", "remove_source"}.intersection(done)
        assert_equal(kept, fresh)
