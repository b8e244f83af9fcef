"""Search: what is found, in which order, as what; and that nothing typed can break it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.analysis.tokenizer import find_phrase, find_tokens, fold_words
from bot.store.build.builder import Built
from bot.store.filters import Filter
from bot.store.queries.statements import load_statements
from bot.store.search.engine import SearchEngine, open_engine
from bot.store.search.explanation import SearchHit
from bot.store.search.search import search
from bot.store.store import Store
from tests.support.searching import Hit, search_store

HOSTILE = [
    "", "\x00", "irreversible\x00", "\ud800", "irreversible \udfff", "\u202eirreversible\u202c", "\u200f", "*", '"',
    '""', '"""', "'", "NOT", "AND OR NOT", "NEAR(a b, 2)", "a NEAR b", "-irreversible", "^irreversible", "names:a",
    "{a b} : c", "irreversible*", "(", "))((", "c'est", "'; DROP TABLE statement; --", "%s %d {0}", "<@1> @everyone",
    "**bold** `code`", "a" * 6000, "irreversible " * 500, " ".join(f"word{i}" for i in range(900)), "the of and to",
    "日本", "Россия", "١٢٣", "e\u0301" * 50, "\ufeff", "“", "“irreversible", "irreversible”", "“”", "\n\t\r",
]  # fmt: skip


def texts_of(hit: Hit) -> list[str]:
    reports = hit.statement.reports
    quoted = [quotation.exact for report in reports for quotation in report.quotations]
    return [*quoted, *(report.passage for report in reports), hit.statement.paraphrase]


async def find(store: Store, words: str, f: Filter | None = None) -> list[tuple[str, str]]:
    return [(hit.match, hit.statement.id) for hit in await search_store(store, words, f or Filter())]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("irreversible", ("exact", "lim-irreversible")),
        ("IRREVERSIBLE", ("exact", "lim-irreversible")),
        ("irréversible", ("exact", "lim-irreversible")),
        ("South Korea Russia relations", ("exact", "lim-irreversible")),
        ("grave threat", ("exact", "lee-grave-threat")),
        ("grave threats", ("words", "lee-grave-threat")),
        ("confrontational course", ("exact", "rudenko-course")),
        ("confrontation course", ("words", "rudenko-course")),
        ("very big mistake", ("exact", "putin-big-mistake")),
        ("big mistake", ("exact", "putin-big-mistake")),
        ("respective decision", ("exact", "putin-respective-decision")),
        ("current leadership", ("exact", "putin-respective-decision")),
        ("south koreas current leadership", ("words", "putin-respective-decision")),
        ("destroying constructive partnership decades", ("words", "rudenko-partnership")),
        ("weapons to Kiev", ("exact", "weapons-to-kiev")),
        ("Sinowiew", ("exact", "summons")),
        ("Zinoviev", ("paraphrase", "summons")),
        ("error beyond repair", ("paraphrase", "lim-irreversible")),
        ("irreversable mistake", ("words", "lim-irreversible")),
        ("ireversible mistake", ("near", "lim-irreversible")),
        ("xrreversible mistake", ("near", "lim-irreversible")),
        ("confrontational cuorse", ("near", "rudenko-course")),
        ("weaponry to Kyiv", ("near", "putin-big-mistake")),
        ("Sinovyev", ("near", "summons")),
    ],
)
async def test_half_remembered_words_find_the_statement_as_what_they_are(
    store: Store, words: str, first: tuple[str, str]
) -> None:
    assert (await find(store, words))[0] == first


async def test_tiers_come_in_their_order_and_each_statement_once(store: Store) -> None:
    for words in ("mistake", "Russia", "arming Ukraine", "weapons to Kiev", "grave threat Russia treaty"):
        hits = await find(store, words)
        assert hits, words
        ranks = [("exact", "words", "paraphrase", "near").index(match) for match, _ in hits]
        assert ranks == sorted(ranks)
        assert len({key for _, key in hits}) == len(hits)


async def test_words_of_a_quotation_come_before_words_around_it(store: Store) -> None:
    exact = [hit for hit in await search_store(store, "Russia", Filter()) if hit.match == "exact"]
    quoted = [
        any("Russia " in one.exact for report in hit.statement.reports for one in report.quotations) for hit in exact
    ]
    assert quoted[0]
    assert not any(quoted[1:])
    assert len(quoted) == 2


async def test_anothers_quotation_in_a_passage_is_no_exact_hit(store: Store) -> None:
    (hit,) = [hit for hit in await search_store(store, "big mistake", Filter()) if hit.match == "near"]
    assert hit.statement.id == "putin-respective-decision"
    assert hit.why == ("quoted in its passage, but not as the speaker's words",)


@pytest.mark.parametrize(
    "words", ["zxqv blorp", "asdfgh qwerty", "banana pineapple", "xylophone", "12345678901234567890"]
)
async def test_what_nobody_said_finds_nothing(store: Store, words: str) -> None:
    assert await find(store, words) == []


async def test_words_in_quotation_marks_are_meant_exactly(store: Store) -> None:
    only = [("exact", "putin-big-mistake"), ("near", "putin-respective-decision")]
    assert await find(store, '"very big mistake"') == only
    assert await find(store, "“very big mistake”") == only
    assert await find(store, '"mistake big"') == []
    assert await find(store, '"ireversible"') == []
    assert await find(store, '"very big mistake" Putin') == only
    assert await find(store, '"very big mistake" Rudenko') == []
    assert await find(store, '"grave threat" "national security"') == [("exact", "lee-grave-threat")]


async def test_a_near_hit_says_why(store: Store) -> None:
    hits = await search_store(store, "ireversible mistake", Filter())
    assert hits[0].why == ("spelling: ireversible → irreversible",)
    assert set(hits[0].terms) == {"irreversible", "mistake"}
    (hit,) = [
        hit for hit in await search_store(store, "weapons to Kyiv", Filter()) if hit.statement.id == "weapons-to-kiev"
    ]
    assert hit.why == ("name: kyiv → Kiev",)
    hits = await search_store(store, "zxqvy mistake", Filter())
    assert hits
    assert all("without: zxqvy" in hit.why for hit in hits)


async def test_a_hit_by_a_name_says_so(store: Store) -> None:
    (hit,) = await search_store(store, "Zinoviev", Filter())
    assert (hit.match, hit.why, hit.terms) == ("paraphrase", ("name: zinoviev",), ())


async def test_terms_are_words_as_they_stand_in_the_texts(store: Store) -> None:
    for words in ("IRREVERSIBLE", "confrontation course", "weapon ukraine", "grave threats", "zxqvy mistake"):
        hits = await search_store(store, words, Filter())
        assert hits
        for hit in hits:
            assert hit.terms
            assert all(any(term in text for text in texts_of(hit)) for term in hit.terms)


async def test_an_exact_hit_holds_the_words_in_a_quotation_or_passage(store: Store) -> None:
    count = 0
    for words in ("irreversible", "south korea's", "to discuss", "the", "grave threat", "made by"):
        exact = [hit for hit in await search_store(store, words, Filter()) if hit.match == "exact"]
        count += len(exact)
        for hit in exact:
            texts = texts_of(hit)[:-1]
            assert any(found.spans for found in find_phrase(fold_words(words), texts))
    assert count > 5


async def test_a_filter_narrows_every_tier(store: Store) -> None:
    assert await find(store, "mistake", Filter(side="RU")) == [
        ("exact", "putin-big-mistake"), ("near", "putin-respective-decision"),
    ]  # fmt: skip
    assert await find(store, "ireversible", Filter(speaker="vladimir-putin")) == []
    assert await find(store, "mistake", Filter(since=date(2024, 6, 27))) == [("exact", "lim-irreversible")]
    assert await find(store, "weapons to Kiev", Filter(since=date(1900, 1, 1)))
    assert ("exact", "weapons-to-kiev") not in await find(store, "weapons to Kiev", Filter(since=date(1900, 1, 1)))
    assert await find(store, "mistake", Filter(topic="\ud800")) == []


async def test_no_more_hits_than_asked_for(store: Store) -> None:
    assert len(await search_store(store, "Russia", Filter(), 2)) == 2
    assert await search_store(store, "Russia", Filter(), 0) == []


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_are_answered(store: Store, words: str) -> None:
    known = {statement.id for statement in (await store.timeline(Filter(), None, 1_000)).statements}
    hits = await search_store(store, words, Filter())
    assert known >= {hit.statement.id for hit in hits}
    assert max(map(len, await store.complete_words(words)), default=0) <= 100


async def test_a_whole_passage_pasted_finds_its_statement(store: Store) -> None:
    record = await store.read(lambda session: session.statement("rudenko-partnership"))
    assert record is not None
    pasted = record.reports[0].passage.replace("“", " ").replace("”", " ")
    assert (await find(store, pasted))[0] == ("exact", "rudenko-partnership")


@pytest.fixture(scope="module")
def opened(built: Built) -> Iterator[tuple[sqlite3.Connection, SearchEngine]]:
    with closing(sqlite3.connect(built.path)) as db:
        engine = open_engine(built.path)
        yield db, engine
        engine.close()


pieces = st.sampled_from([*HOSTILE[:40], "irreversible", "mistake", "the", "Kiev", "grave threat", "NEAR", '"', " "])


@settings(max_examples=150, deadline=None)
@given(words=st.text(max_size=60) | st.lists(pieces, max_size=6).map(" ".join) | st.text(st.characters(), max_size=40))
def test_nothing_typed_makes_search_fail(opened: tuple[sqlite3.Connection, SearchEngine], words: str) -> None:
    db, engine = opened
    found: list[SearchHit] = search(db, engine, words, Filter(), 20)
    assert len(load_statements(db, [one.n for one in found])) == len(found) <= 20


@given(st.text(max_size=80))
def test_words_are_found_where_they_stand(text: str) -> None:
    tokens = find_tokens(text)
    assert [token.folded for token in tokens] == fold_words(text)
    assert all(token.folded and " " not in token.folded for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))
    assert all(token.start < token.end <= len(text) for token in tokens)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. said", ["the", "us", "said"]),
        (
            "Russia’s “anti-Russian” co\u00adoperation.Additionally",
            ["russia", "anti", "russian", "cooperation", "additionally"],
        ),
        ("Kim Jong-un's Zino\u0301viev", ["kim", "jong", "un", "zinoviev"]),
        ("\u202eright\u202c to\u00a0left", ["right", "to", "left"]),
        ("외교부 ﬁne O'Neill don’t", ["외교부", "fine", "oneill", "dont"]),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


async def test_completing_gives_stretches_of_quotations(store: Store) -> None:
    assert await store.complete_words("confr") == ["confrontational course"]
    assert await store.complete_words("Confrontational cou") == ["confrontational course"]
    assert await store.complete_words("confrontatoinal cou") == ["confrontational course"]
    assert (await store.complete_words("irreversible"))[0].startswith("irreversible consequences")
    assert "very big mistake" in await store.complete_words("")
    assert await store.complete_words("xyzzy") == []
    assert len(await store.complete_words("", 2)) == 2


async def test_a_completed_phrase_is_found_word_for_word(store: Store) -> None:
    completed = [
        text for typed in ("", "the", "mis", "part", "russ", "le") for text in await store.complete_words(typed)
    ]
    assert len(completed) > 5
    hits = await asyncio.gather(*(search_store(store, text, Filter()) for text in completed))
    assert [found[0].match for found in hits] == ["exact"] * len(completed)


@pytest.mark.parametrize("number", ["0", "1", "2", "27", "1991", "999"])
@pytest.mark.parametrize("words", ["irreversible {}", "{} irreversible", "irreversible mistake {}"])
async def test_a_number_beside_words_never_empties_an_answer(store: Store, number: str, words: str) -> None:
    found = await find(store, words.format(number))
    assert "lim-irreversible" in {key for _, key in found}
