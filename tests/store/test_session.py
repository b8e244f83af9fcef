"""What an answer asks of the store in one look: counts are those of a search, words in bold those of their stems."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import session as session_module
from bot.store.analysis.tokenizer import fold_words, stem_words
from bot.store.build.builder import Built
from bot.store.filters import Filter
from bot.store.names.directory import Directory
from bot.store.queries.columns import Days
from bot.store.records import StoreInfo
from bot.store.search.engine import SearchEngine, open_engine
from bot.store.search.lexicon import MOST_CHANGED_LETTERS
from bot.store.session import ReadSession, SearchCache, StoreContext

FILTERS = [Filter(), Filter(side="RU"), Filter(since=date(2024, 6, 20)), Filter(country="KR", until=date(2024, 6, 27))]
WORDS = [
    "irreversible", "mistake", "big", "very", "grave", "threat", "confrontational", "course", "south", "korea",
    "russia", "treaty", "weapons", "to", "kiev", "lim", "rudenko", "pyongyang", "june", "2024", "26", "the", "of",
    "and", "zxqvy", "ireversible", "partnership", "decades", "leadership", "current",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(built: Built) -> Iterator[SearchEngine]:
    opened = open_engine(built.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def db(built: Built) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(built.path, check_same_thread=False)) as opened:
        yield opened


def make_session(db: sqlite3.Connection, engine: SearchEngine) -> ReadSession:
    return ReadSession(db, StoreContext(StoreInfo("", {}), Directory(db), Days.read(db), engine))


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    f=st.sampled_from(FILTERS),
    limit=st.sampled_from([1, 2, 5, 60]),
    marked=st.booleans(),
)
def test_what_is_only_counted_is_what_a_search_calls_a_hit(
    db: sqlite3.Connection, engine: SearchEngine, words: list[str], f: Filter, limit: int, marked: bool
) -> None:
    text = f"“{words[0]}” {' '.join(words)}" if marked else " ".join(words)
    session = make_session(db, engine)
    found = session.find(text, f, limit)
    counted = session.list_hits(text, f, limit)
    assert counted == {one.id: one.day for one in found if one.match != "near"}
    assert session.may_be_undated(text, f) or None not in counted.values()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_found_by_name_is_what_is_explained_so(db: sqlite3.Connection, engine: SearchEngine, words: list[str]) -> None:
    session = make_session(db, engine)
    found = [one for one in session.find(" ".join(words), Filter(), 60) if one.match == "paraphrase"]
    named = {
        key
        for key, one in session.page_of_hits(found).items()
        if any(reason.startswith("name: ") for reason in one.explanation.why)
    }
    assert session.find_named(found) == named


def test_a_word_of_a_text_is_known_by_its_stem(db: sqlite3.Connection, engine: SearchEngine) -> None:
    spelt = db.execute("SELECT word, stem FROM term").fetchall()
    texts = [" ".join(word for word, _ in spelt)]
    assert len(spelt) > 100
    for stem in {stem for _, stem in spelt}:
        forms = engine.lexicon.list_forms(texts, {stem})
        assert set(forms) <= {stem}
        assert set(forms.get(stem, ())) == {word for word, of in spelt if of == stem and fold_words(word) == [word]}


LETTERS = st.text("aeioubcdlmnrstvyz", min_size=1, max_size=7)
ENDINGS = (
    "", "s", "es", "ies", "sses", "ed", "eed", "ing", "ying", "ated", "bling", "ational", "ization", "biliti", "ency",
    "ably", "ously", "alism", "iveness", "fulness", "icate", "alize", "ement", "ible", "logy", "y", "e",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.builds(str.__add__, LETTERS, st.sampled_from(ENDINGS)), min_size=50, max_size=200))
def test_a_stem_differs_from_its_words_in_its_last_letters_alone(words: list[str]) -> None:
    for word, stem in stem_words(words).items():
        assert word.startswith(stem[: max(1, len(stem) - MOST_CHANGED_LETTERS)])


def test_of_many_searches_the_last_are_kept() -> None:
    last = SearchCache()
    for n in range(session_module._CACHED_SEARCHES + 5):
        last.put(str(n), Filter(), 60, [])
    assert last.get("4", Filter(), 60) is None
    assert last.get("5", Filter(), 60) == last.get("104", Filter(), 60) == []
