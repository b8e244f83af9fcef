"""The index beside a store: what it finds, what stands in for a word, and that it comes and goes with its store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.store.build.builder import Built, build
from bot.store.errors import StoreError
from bot.store.files import index_of, prune
from bot.store.filters import Filter
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm
from bot.store.store import Store
from tests.support.searching import search_store
from tests.support.small_corpus import ROOT, write_data

SYNONYMS = """
synonyms:
  mistake: {words: [mistake, blunder]}
  pact: {words: [treaty, solemn undertaking]}
  kyiv: {kind: name, words: [Pyongyang, Heijo]}
"""


@pytest.fixture(scope="module")
def index(built: Built) -> IndexReader:
    return IndexReader(index_of(built.path))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A store of the small corpus with synonyms."""
    data = write_data(tmp_path_factory.mktemp("data"))
    (data / "synonyms.yaml").write_text(SYNONYMS)
    return build(data, ROOT, tmp_path_factory.mktemp("store"))


def number_of(built: Built, key: str) -> int:
    with closing(sqlite3.connect(built.path)) as db:
        return int(db.execute("SELECT n FROM statement WHERE id = ?", (key,)).fetchone()[0])


def test_an_index_holds_every_statement(built: Built, index: IndexReader) -> None:
    assert index.size == built.counts["statement"]


def test_statements_that_hold_more_of_the_words_come_first(built: Built, index: IndexReader) -> None:
    found = index.find_any([IndexTerm("irrevers", 1.0), IndexTerm("mistak", 1.0)], Filter(), 10)
    assert next(iter(found)) == number_of(built, "lim-irreversible")
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_filter_narrows_what_the_index_finds(built: Built, index: IndexReader) -> None:
    mistake = [IndexTerm("mistak", 1.0)]
    lim = number_of(built, "lim-irreversible")
    putin = {number_of(built, key) for key in ("putin-big-mistake", "putin-respective-decision")}
    assert set(index.find_any(mistake, Filter(), 10)) == {lim, *putin}
    assert set(index.find_any(mistake, Filter(side="RU"), 10)) == putin
    assert set(index.find_any(mistake, Filter(since=date(2024, 6, 21)), 10)) == {lim}
    assert set(index.find_any(mistake, Filter(until=date(2024, 6, 21)), 10)) == putin
    assert index.find_any(mistake, Filter(side="RU", topic="treaty"), 10) == {}


def test_a_statement_without_a_day_is_left_out_where_a_day_is_asked_for(built: Built, index: IndexReader) -> None:
    undated = number_of(built, "weapons-to-kiev")
    assert undated in index.find_any([IndexTerm("weapon", 1.0)], Filter(), 10)
    for f in (Filter(since=date(1900, 1, 1)), Filter(until=date(2900, 1, 1))):
        assert undated not in index.find_any([IndexTerm("weapon", 1.0)], f, 10)


def test_a_phrase_does_not_run_from_one_text_into_the_next(index: IndexReader) -> None:
    assert index.find_phrases([["grave", "threat"]], (), Filter(), 10)
    assert not index.find_phrases([["threat", "grave"]], (), Filter(), 10)


def test_words_with_few_slips_are_alike(index: IndexReader) -> None:
    assert "irreversible" in dict(index.list_words_within("ireversible", 1))
    assert "irreversible" not in dict(index.list_words_within("irevresible", 1))
    assert "irreversible" in dict(index.list_words_within("irevresible", 2))
    assert "sinowiew" in dict(index.list_words_sounding_like("zinoviev"))


async def test_a_near_synonym_finds_what_is_near_and_says_so(told: Built) -> None:
    store = await Store.open(told.path, readers=1, deadline=5.0)
    try:
        (hit, *_) = await search_store(store, "irreversible blunder", Filter())
        assert (hit.statement.id, hit.match) == ("lim-irreversible", "near")
        assert "meaning: blunder → mistake" in hit.why
        assert "mistake" in hit.terms
        assert all(hit.match == "near" for hit in await search_store(store, "blunder", Filter()))
        named = await search_store(store, "heijo Hanoi treaty", Filter())
        assert any("name: heijo → Pyongyang" in hit.why for hit in named)
        solemn = await search_store(store, "solemn undertaking", Filter())
        assert any("meaning: solemn undertaking → treaty" in hit.why for hit in solemn)
    finally:
        await store.close()


async def test_a_day_or_topic_in_the_words_is_a_hint_and_never_required(store: Store) -> None:
    (hit, *_) = await search_store(store, "confrontational course june", Filter())
    assert hit.statement.id == "rudenko-course"
    assert "day: june" in hit.why
    (hit, *_) = await search_store(store, "confrontational course rudenko 1999", Filter())
    assert hit.statement.id == "rudenko-course"
    assert "without: 1999" in hit.why
    (hit, *_) = await search_store(store, "irreversible mistake pyongyang lim", Filter())
    assert hit.statement.id == "lim-irreversible"


def test_an_index_goes_with_its_store(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path / "store")

    def reword(files: dict[str, Any]) -> None:
        files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."

    second = build(write_data(tmp_path / "data", reword), ROOT, tmp_path / "store")
    assert prune(tmp_path / "store", 1) == [first.path]
    assert [path.name for path in (tmp_path / "store").glob("*.index")] == [index_of(second.path).name]


def test_a_store_without_its_index_is_written_anew(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path)
    next((index_of(first.path) / "texts").glob("*.store")).unlink()
    (index_of(first.path) / "texts" / "meta.json").write_text("{}")
    again = build(small_data, ROOT, tmp_path)
    assert again.fresh
    assert IndexReader(index_of(again.path)).size == again.counts["statement"]


async def test_a_store_whose_index_is_gone_cannot_be_opened(small_data: Path, tmp_path: Path) -> None:
    built = build(small_data, ROOT, tmp_path)
    index_of(built.path).rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store.open(built.path)
