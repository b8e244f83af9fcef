"""What the index is asked for: pairs of words, long names under short ones, and nothing common that only stands in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from bot.store.analysis.stemmer import Stemmer
from bot.store.analysis.tokenizer import fold_words
from bot.store.build.table_writer import read_schema
from bot.store.index.reader import IndexDocument, IndexReader, IndexTerm, IndexWriter, join_pair
from bot.store.names.forms import insert_names
from bot.store.records import Filter, Name
from bot.store.search import candidate_terms as drawing
from bot.store.search.candidate_terms import CandidateTermSelector, list_pairs
from bot.store.search.lexicon import Expansion, Lexicon
from bot.store.search.query_terms import QueryTerm, list_wanted
from bot.store.store import Store

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
def texts(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    folder = tmp_path_factory.mktemp("x") / "index"
    writer = IndexWriter(folder)
    stems = find_stems()
    for n, sentence in enumerate(SENTENCES, 1):
        told = " ".join(stems[word] for word in fold_words(sentence))
        writer.add(IndexDocument(n, [told], [told], [told], "", [], 0, 0))
    for word in stems:
        writer.add_word(word, 1)
    writer.finish()
    return IndexReader(folder)


@pytest.fixture(scope="module")
def lexicon(texts: IndexReader) -> Iterator[Lexicon]:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(read_schema())
    insert_names(db, [(one.kind, one.ref, one.text, one.folded, one.usage) for one in NAMES])
    db.executemany("INSERT INTO spelling VALUES (?, ?, 1)", find_stems().items())
    made = Lexicon(db, texts, SYNONYMS)
    yield made
    made.close()


def find_stems() -> dict[str, str]:
    stemmer = Stemmer()
    try:
        return stemmer.find_stems({word for sentence in SENTENCES for word in fold_words(sentence)})
    finally:
        stemmer.close()


def ask(texts: IndexReader, lexicon: Lexicon, typed: str) -> tuple[list[QueryTerm], list[IndexTerm], list[IndexTerm]]:
    words = fold_words(typed)
    stems = lexicon.find_stems(words)
    wanted = list_wanted(texts, lexicon, words, [word for word in words if len(word) > 2], stems)
    pairs = list_pairs(texts, words, stems, wanted)
    return wanted, pairs, CandidateTermSelector(texts).list_terms(wanted, pairs)


def list_why(wanted: Sequence[QueryTerm]) -> list[str]:
    return [variant.why for one in wanted for variant in one.variants]


def test_a_name_of_several_words_is_looked_for_by_its_rarest_pair(texts: IndexReader, lexicon: Lexicon) -> None:
    wanted, _, terms = ask(texts, lexicon, "ura talks")
    assert "name: ura → United Realms of Arkonia" in list_why(wanted)
    row = find_stems()["united"], find_stems()["realms"], "of", "arkonia"
    asked = {term.stem for term in terms}
    assert asked & {join_pair(*pair) for pair in pairwise(row)}
    assert not asked & set(row[:3])
    assert next(iter(texts.find_any(terms, Filter(), 5))) == 1


def test_a_name_that_is_a_word_for_everybody_stands_for_nothing(texts: IndexReader, lexicon: Lexicon) -> None:
    wanted, _, _ = ask(texts, lexicon, "ura talks")
    stems = [variant.stems for one in wanted for variant in one.variants]
    assert stems
    assert ("us",) not in stems


def test_a_metonym_stands_for_a_name_less_surely_than_another_name(texts: IndexReader, lexicon: Lexicon) -> None:
    wanted, _, _ = ask(texts, lexicon, "ura")
    weights = {variant.why.partition(" → ")[2]: variant.weight for one in wanted for variant in one.variants}
    assert weights["Harbour"] < weights["Arkonia"] == weights["United Realms of Arkonia"] < 1


def test_little_words_in_a_row_bring_their_statement(texts: IndexReader, lexicon: Lexicon) -> None:
    _, pairs, terms = ask(texts, lexicon, "what comes of the")
    assert {"what_come", "come_of", "of_the"} >= {pair.stem for pair in pairs}
    assert next(iter(texts.find_any(terms, Filter(), 5))) == 1


def test_a_slip_is_mended_in_the_pairs_as_well(texts: IndexReader, lexicon: Lexicon) -> None:
    _, pairs, _ = ask(texts, lexicon, "the harbuor of")
    assert {pair.stem for pair in pairs} == {"the_harbour", "harbour_of"}


def test_what_is_common_and_only_stands_for_another_word_is_left_out(
    texts: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [QueryTerm("known", "known", 1.0, (Expansion(("open",), 0.7, "meaning: known → open"),), is_known=True)]
    assert [term.stem for term in CandidateTermSelector(texts).list_terms(wanted, [])] == ["open"]
    monkeypatch.setattr(drawing, "_FEW", 0)
    assert CandidateTermSelector(texts).list_terms(wanted, []) == []


async def test_a_country_is_found_under_its_other_names(store: Store) -> None:
    hits = await store.search("irreversible consequences for ROK Russia relations", Filter())
    assert hits[0].statement.id == "lim-irreversible"
    assert "name: rok → South Korea" in hits[0].why
    assert {"South", "Korea"} <= set(hits[0].terms)


async def test_what_is_far_behind_the_nearest_is_not_shown(store: Store) -> None:
    hits = await store.search("xrreversible consequences for South Korea Russia relations", Filter())
    assert [hit.statement.id for hit in hits][:1] == ["lim-irreversible"]
    assert all(hit.score > hits[0].score - 0.5 for hit in hits)
