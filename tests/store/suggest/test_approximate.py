"""Completing what is half remembered: other words for what was said, a name by another name, words that are missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.build.builder import build
from bot.store.filters import Filter
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm
from bot.store.search.engine import SearchEngine, open_engine
from bot.store.search.reranker import keep_likely
from bot.store.suggest import approximate, completion
from bot.store.suggest.completion import complete_words
from tests.support.completion_texts import OFFERED
from tests.support.quoted_store import build_quoted
from tests.support.small_corpus import ROOT

Opened = tuple[sqlite3.Connection, SearchEngine]
EMBASSY = "We shall open an embassy in Kyiv before the winter comes"
SAID = (f"{EMBASSY},", "The ferry will never sail to Turkey again,")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with _open(build(ROOT / "data", ROOT, tmp_path_factory.mktemp("shipped")).path) as opened:
        yield opened


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with _open(build_quoted(tmp_path_factory.mktemp("invented"), SAID, "Envoy Ada Vent spoke on Monday.\n")) as opened:
        yield opened


@pytest.mark.parametrize(
    "typed",
    [
        "irrepara", "irreparable", "an irreparable", "irreparable mis", "irreparable mistake", "irreparable blund",
        "moscow irrepara", "Moscow said something about an irreparable mis",
        "Moscow said something about an irreparable mistake", "Lim irreparable mist", "mistake irreparable",
    ],
)  # fmt: skip
def test_a_word_of_the_same_meaning_finds_what_was_said_while_it_is_typed(shipped: Opened, typed: str) -> None:
    offered = complete_words(*shipped, typed, 25)
    assert "irreversible" in offered[0]


def test_a_speaker_who_is_typed_as_well_is_a_hint_and_nothing_that_a_quotation_must_hold(shipped: Opened) -> None:
    assert "big mistake" in complete_words(*shipped, "putin big mis", 25)[0]
    assert complete_words(*shipped, "putin respective decis", 25)[0].startswith("respective decision")
    assert complete_words(*shipped, "deplorable putin", 25)[0].startswith("regret about")


def test_a_country_goes_by_its_other_names(shipped: Opened) -> None:
    assert "military cooperation with North Korea" in complete_words(*shipped, "dprk military cooper", 25)[0]


@pytest.mark.parametrize("typed", ["embassy in Kiev", "embassy in Kie", "kiev embas", "Kiev", "open embassies in kiev"])
def test_kiev_offers_what_was_said_of_kyiv(invented: Opened, typed: str) -> None:
    assert complete_words(*invented, typed, 25) == [EMBASSY]


def test_words_may_be_missing_and_out_of_order(shipped: Opened, invented: Opened) -> None:
    assert complete_words(*invented, "winter embassy", 25) == [EMBASSY]
    assert complete_words(*shipped, "destroying partnership decad", 25)[0].startswith("responsibility for destroying")


@pytest.mark.parametrize("typed", ["consequences zzyzx", "zzyzx", "zzyzx consequences", "zzyzx qwoeiu"])
def test_where_nothing_is_near_nothing_is_offered(shipped: Opened, typed: str) -> None:
    assert complete_words(*shipped, typed, 25) == []


def test_what_stands_as_typed_is_offered_and_nothing_beside_it(shipped: Opened) -> None:
    for text in complete_words(*shipped, "grave", 25):
        assert "grave" in fold_words(text)
    assert complete_words(*shipped, "grave thr", 25) == ["grave threat"]


def test_of_a_long_quotation_the_part_is_offered_that_holds_the_most_of_what_was_typed(shipped: Opened) -> None:
    (offered,) = complete_words(*shipped, "irreparable mistake", 25)
    assert {"mistake", "irreversible"} <= set(fold_words(offered))
    assert offered in _list_quotations(shipped, "We warn")[0]


@pytest.mark.parametrize("typed", ["warned South Korea not to take r", "zakharova june rash st", "rash steps"])
def test_a_statement_without_a_quotation_is_offered_in_the_words_of_its_source(shipped: Opened, typed: str) -> None:
    offered = complete_words(*shipped, typed, 25)
    assert any("rash steps" in text for text in offered)
    assert not any(_list_quotations(shipped, text) for text in offered)


def test_what_comes_nearest_is_offered_even_where_all_the_time_is_spent(
    shipped: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"_LARGE": 0, "_LEAST_POSTINGS": 1, "_BUDGET": -1.0}.items():
        monkeypatch.setattr(approximate, name, value)
    offered = complete_words(*shipped, "Moscow said something about an irreparable mis", 25)
    assert "irreversible" in offered[0]


def test_where_there_is_room_for_little_what_was_typed_is_looked_for_and_not_what_may_stand_for_it(
    shipped: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[set[str]] = []

    def find_any(self: IndexReader, terms: Iterable[IndexTerm], f: Filter, limit: int) -> dict[int, float]:
        terms = list(terms)
        looked.append({term.stem for term in terms})
        return find(self, terms, f, limit)

    find = IndexReader.find_any
    monkeypatch.setattr(IndexReader, "find_any", find_any)
    for most in (50_000, 7):
        monkeypatch.setattr(approximate, "_MOST_POSTINGS", most)
        complete_words(*shipped, "mistake winter irreparable decis", 25)
    everything, little = looked
    assert {"mistak", "irrevers"} <= everything
    assert "mistak" in little < everything
    assert "irrevers" not in little


@pytest.mark.parametrize("typed", ["russia irreversib", "moscow irreparab"])
def test_a_common_word_does_not_crowd_out_the_rare_one_that_is_being_typed(
    shipped: Opened, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    for name, value in {"_LARGE": 0, "_LEAST_POSTINGS": 1, "_MOST_POSTINGS": 4, "_BUDGET": -1.0}.items():
        monkeypatch.setattr(approximate, name, value)
    assert "irreversible" in complete_words(*shipped, typed, 25)[0]


def test_of_a_large_store_as_much_is_quoted_as_there_is_time_for(
    shipped: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"_LARGE": 0, "_LEAST_READ": 30, "_LEAST_OFFERED": 30, "_BUDGET": -1.0}.items():
        monkeypatch.setattr(approximate, name, value)
    offered = complete_words(*shipped, "cooperation korea russia military", 25)
    monkeypatch.setattr(approximate, "_LEAST_OFFERED", 1)
    assert complete_words(*shipped, "cooperation korea russia military", 25) == offered[:1] != offered


def test_the_pace_is_learnt_from_looks_that_found_something_and_from_nothing_else(
    shipped: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approximate, "_LARGE", 0)
    engine = shipped[1]
    monkeypatch.setattr(engine.time_budget, "slower", 1.0)
    assert complete_words(*shipped, "zzyzx qwoeiu", 25) == []
    assert engine.time_budget.slower == 1
    assert complete_words(*shipped, "irreparable mis", 25)
    assert engine.time_budget.slower != 1


@pytest.mark.parametrize(
    "typed",
    ["of irevrsible", "irreparably irreparable", "irreparably irreparabl", "irreversible thei", "irreversible whic"],
)
def test_little_words_and_words_of_one_stem_are_nothing_that_a_quotation_must_hold_beside(
    shipped: Opened, typed: str
) -> None:
    assert any("irreversible" in text for text in complete_words(*shipped, typed, 25))


def test_of_many_words_that_may_come_next_a_rare_one_is_found_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [f"The grain ship number {n} will sail," for n in range(3)]
    monkeypatch.setattr(completion, "_MOST_ENDINGS", 1)
    monkeypatch.setattr(completion, "find_near", lambda *_: [])
    with _open(build_quoted(tmp_path, [*said, "The new grain shed is full,"])) as (db, engine):
        assert complete_words(db, engine, "new grain sh", 25) == ["The new grain shed is full"]


def test_a_last_word_with_a_slip_is_mended_and_still_narrows(shipped: Opened) -> None:
    assert "mistake" in complete_words(*shipped, "irreparable mistakke", 25)[0]
    assert complete_words(*shipped, "deplorable zzyzxq", 25) == []


def test_what_the_index_sees_far_behind_is_left_out_except_for_the_first_few() -> None:
    scores = {7: 10.0, 3: 7.0, 5: 5.9, 8: 5.8, 2: 1.0}
    assert keep_likely(scores, list(scores), 1) == [7, 3]
    assert keep_likely(scores, list(scores), 3) == [7, 3, 5]
    assert keep_likely({}, [], 3) == []


@given(data=st.data())
def test_whatever_is_half_remembered_only_words_of_sources_are_offered(shipped: Opened, data: st.DataObject) -> None:
    vocabulary = sorted({word for text in _list_quotations(shipped) for word in fold_words(text)} - STOP_WORDS)
    others = ["irreparable", "menace", "Kiev", "ROK", "blunder", "Zakharova", "2024", "the", "of", "x", "«", "“mis”"]
    words = data.draw(st.lists(st.sampled_from(vocabulary) | st.sampled_from(others), min_size=1, max_size=7))
    typed = " ".join(words)[: data.draw(st.integers(1, 60))]
    limit = data.draw(st.integers(1, 25))
    offered = complete_words(*shipped, typed, limit)
    assert len(set(offered)) == len(offered) <= limit
    assert all(0 < len(text) <= 100 and _stands(shipped, text) for text in offered)


def _stands(opened: Opened, text: str) -> bool:
    sql = f"SELECT 1 FROM ({OFFERED}) WHERE instr(exact, ?)"
    return opened[0].execute(sql, (text,)).fetchone() is not None


def _list_quotations(opened: Opened, part: str = "") -> list[str]:
    rows = opened[0].execute("SELECT DISTINCT exact FROM quotation WHERE instr(exact, ?)", (part,)).fetchall()
    return [text[text.index(part) :] for (text,) in rows] if part else [text for (text,) in rows]


@contextmanager
def _open(path: Path) -> Iterator[Opened]:
    with closing(sqlite3.connect(path)) as db:
        engine = open_engine(path)
        yield db, engine
        engine.close()
