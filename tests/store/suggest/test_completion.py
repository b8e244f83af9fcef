"""Completing words: what is typed of a quotation offers it, in the order in which it is likely to be meant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.analysis.tokenizer import fold_words
from bot.store.build.builder import Built
from bot.store.search.engine import SearchEngine, open_engine
from bot.store.suggest.completion import complete_words
from tests.support.completion_texts import OFFERED


@pytest.fixture(scope="module")
def opened(built: Built) -> Iterator[tuple[sqlite3.Connection, SearchEngine]]:
    with closing(sqlite3.connect(built.path)) as db:
        engine = open_engine(built.path)
        yield db, engine
        engine.close()


@given(data=st.data())
def test_what_is_typed_of_a_quotation_offers_it(
    opened: tuple[sqlite3.Connection, SearchEngine], data: st.DataObject
) -> None:
    db, engine = opened
    quotations = sorted(row[0] for row in db.execute("SELECT DISTINCT exact FROM quotation"))
    words = fold_words(data.draw(st.sampled_from(quotations)))
    start = data.draw(st.integers(0, len(words) - 1))
    typed = " ".join(words[start:])[: data.draw(st.integers(3, 40))]
    offered = complete_words(db, engine, typed, 25)
    assert any(f" {typed}".rstrip() in f" {' '.join(fold_words(text))}" for text in offered)


@given(typed=st.text(max_size=30) | st.sampled_from(["we warn that", "to", "very b", "grvae thr", "the the the"]))
def test_nothing_is_offered_that_no_source_holds(opened: tuple[sqlite3.Connection, SearchEngine], typed: str) -> None:
    db, engine = opened
    quotations = [row[0] for row in db.execute(OFFERED)]
    offered = complete_words(db, engine, typed, 25)
    assert len(set(offered)) == len(offered)
    assert all(0 < len(text) <= 100 and any(text in quotation for quotation in quotations) for text in offered)


def test_a_quotation_that_begins_as_typed_comes_first(opened: tuple[sqlite3.Connection, SearchEngine]) -> None:
    db, engine = opened
    beginnings = {fold_words(row[0])[0] for row in db.execute("SELECT exact FROM quotation")}
    for word in beginnings:
        offered = complete_words(db, engine, word, 25)
        begins = [fold_words(text)[0].startswith(word) for text in offered]
        assert begins[0]


def test_words_that_stand_apart_are_offered_where_none_stand_in_a_row(
    opened: tuple[sqlite3.Connection, SearchEngine],
) -> None:
    db, engine = opened
    assert complete_words(db, engine, "consequences irrevers", 5)
    assert complete_words(db, engine, "consequences zzyzx", 5) == []
