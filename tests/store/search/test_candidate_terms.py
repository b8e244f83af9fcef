"""What the index is asked for: pairs of words, long names under short ones, and nothing common that only stands in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from bot.store.analysis.tokenizer import fold_words, stem_words
from bot.store.build.table_writer import read_schema
from bot.store.filters import Filter
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm, join_pair
from bot.store.index.writer import IndexDocument, IndexWriter
from bot.store.names.forms import insert_names
from bot.store.records import Name
from bot.store.search import candidate_terms
from bot.store.search.candidate_terms import CandidateTermSelector
from bot.store.search.engine import SearchEngine
from bot.store.search.query_terms import Expansion, QueryTerm
from bot.store.store import Store
from tests.support.searching import search_store

# Nobody said any of this, and the states are invented.
SENTENCES = [
    "It is for the United Realms of Arkonia and not for us to say what comes of the talks",
    "The realms are united in what they say of it and of the talks",
    "To us it comes as no surprise that Arkonia and its neighbours say so",
    "What the delegate of Borduria had to say of the harbour is known to all",
    "The harbour of Borduria is open",
]
NAMES = [
    Name("country", "AA", "Arkonia", "arkonia", "name"),
    Name("country", "AA", "United Realms of Arkonia", "united realms of arkonia", "also"),
    Name("country", "AA", "URA", "ura", "abbreviation"),
    Name("country", "AA", "U.S.", "us", "abbreviation"),
    Name("country", "AA", "Harbour", "harbour", "metonym"),
]
SYNONYMS = [
    ("say", "meaning", "say"),
    ("say", "meaning", "tell"),
    ("open", "meaning", "open"),
    ("open", "meaning", "known"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    folder = tmp_path_factory.mktemp("x") / "index"
    writer = IndexWriter(folder)
    stems = find_stems()
    for n, sentence in enumerate(SENTENCES, 1):
        text = " ".join(stems[word] for word in fold_words(sentence))
        writer.add(IndexDocument(n, [text], [text], [text], "", [], 0, 0))
    for word in stems:
        writer.add_word(word, 1)
    writer.finish()
    return IndexReader(folder)


@pytest.fixture(scope="module")
def engine(index: IndexReader) -> Iterator[SearchEngine]:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(read_schema())
    insert_names(db, [(one.kind, one.ref, one.text, one.folded, one.usage) for one in NAMES])
    db.executemany("INSERT INTO term VALUES (?, ?, 1)", find_stems().items())
    db.executemany("INSERT INTO synonym (id, kind, word) VALUES (?, ?, ?)", SYNONYMS)
    made = SearchEngine(index, db)
    yield made
    made.close()


def find_stems() -> dict[str, str]:
    return stem_words(sorted({word for sentence in SENTENCES for word in fold_words(sentence)}))


def ask(engine: SearchEngine, typed: str) -> tuple[list[QueryTerm], list[IndexTerm], list[IndexTerm]]:
    query = engine.queries.parse(typed)
    return query.terms, query.pairs, engine.candidate_terms.list_terms(query.terms, query.pairs)


def list_why(terms: Sequence[QueryTerm]) -> list[str]:
    return [one.why for term in terms for one in term.expansions]


def test_a_name_of_several_words_is_looked_for_by_its_rarest_pair(engine: SearchEngine) -> None:
    wanted, _, terms = ask(engine, "ura talks")
    assert "name: ura → United Realms of Arkonia" in list_why(wanted)
    row = find_stems()["united"], find_stems()["realms"], "of", "arkonia"
    asked = {term.stem for term in terms}
    assert asked & {join_pair(*pair) for pair in pairwise(row)}
    assert not asked & set(row[:3])
    assert next(iter(engine.index.find_any(terms, Filter(), 5))) == 1


def test_a_name_that_is_a_word_for_everybody_stands_for_nothing(engine: SearchEngine) -> None:
    wanted, _, _ = ask(engine, "ura talks")
    stems = [one.stems for term in wanted for one in term.expansions]
    assert stems
    assert ("us",) not in stems


def test_a_metonym_stands_for_a_name_less_surely_than_another_name(engine: SearchEngine) -> None:
    wanted, _, _ = ask(engine, "ura")
    weights = {one.why.partition(" → ")[2]: one.weight for term in wanted for one in term.expansions}
    assert weights["Harbour"] < weights["Arkonia"] == weights["United Realms of Arkonia"] < 1


def test_little_words_in_a_row_bring_their_statement(engine: SearchEngine) -> None:
    _, pairs, terms = ask(engine, "what comes of the")
    assert {"what_come", "come_of", "of_the"} >= {pair.stem for pair in pairs}
    assert next(iter(engine.index.find_any(terms, Filter(), 5))) == 1


def test_a_slip_is_mended_in_the_pairs_as_well(engine: SearchEngine) -> None:
    _, pairs, _ = ask(engine, "the harbuor of")
    assert {pair.stem for pair in pairs} == {"the_harbour", "harbour_of"}


def test_what_is_common_and_only_stands_for_another_word_is_left_out(
    index: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [QueryTerm("known", "known", 1.0, (Expansion(("open",), 0.7, "meaning: known → open"),), is_indexed=True)]
    assert [term.stem for term in CandidateTermSelector(index).list_terms(wanted, [])] == ["open"]
    monkeypatch.setattr(candidate_terms, "_NEVER_COMMON", 0)
    assert CandidateTermSelector(index).list_terms(wanted, []) == []


async def test_a_country_is_found_under_its_other_names(store: Store) -> None:
    hits = await search_store(store, "irreversible consequences for ROK Russia relations", Filter())
    assert hits[0].statement.id == "lim-irreversible"
    assert "name: rok → South Korea" in hits[0].why
    assert {"South", "Korea"} <= set(hits[0].terms)


async def test_what_is_far_behind_the_nearest_is_not_shown(store: Store) -> None:
    hits = await search_store(store, "xrreversible consequences for South Korea Russia relations", Filter())
    assert [hit.statement.id for hit in hits][:1] == ["lim-irreversible"]
    assert all(hit.score > hits[0].score - 0.5 for hit in hits)
