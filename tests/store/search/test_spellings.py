"""Words are found however they are written: compounds, figures, scripts without spaces, signs, particles, elision."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.store.filters import Filter
from bot.store.store import Store
from tests.support.quoted_store import build_quoted
from tests.support.searching import search_store

pytestmark = pytest.mark.asyncio(loop_scope="module")

HELD = {
    "compounds": "the cease-fire holds, and co-operation on the F-16 goes on",
    "figures": "1,000 lamps cost nobody a thing",
    "council": "the Harbour Council has met",
    "japanese": "橋は渡った後に焼くものではない",
    "chinese": "我们坚决反对拆桥，必将采取反制措施",
    "korean": "항구는 다리를 끊지 말아야 한다",
    "arabic": "إنّ الجُسور لا تُحرَق",
    "turkish": "İzmir’deki köprü IŞIK ister",
    "french": "L’œuvre de l’État reste ouverte",
    "vietnamese": "Chúng tôi phản đối việc đốt cầu",
    "thai": "สะพานยังเปิดอยู่",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    store = await Store.open(build_quoted(tmp_path_factory.mktemp("spellings"), list(HELD.values())))
    yield store
    await store.close()


async def find(store: Store, words: str) -> list[str]:
    """The kinds of what was found, near hits left out."""
    names = list(HELD)
    hits = await search_store(store, words, Filter())
    return [names[int(hit.statement.id.removeprefix("vent-"))] for hit in hits if hit.match != "near"]


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("ceasefire", "compounds"),
        ("cease fire", "compounds"),
        ("cooperation", "compounds"),
        ("F16", "compounds"),
        ("1000 lamps", "figures"),
        ("1 000 lamps", "figures"),
        ("harbourcouncil", "council"),
        ("渡った後", "japanese"),
        ("反制措施", "chinese"),
        ("다리", "korean"),
        ("항구를", "korean"),
        ("الجسور", "arabic"),
        ("ışık", "turkish"),
        ("İzmir", "turkish"),
        ("izmir", "turkish"),
        ("œuvre", "french"),
        ("oeuvre", "french"),
        ("État", "french"),
        ("phan doi", "vietnamese"),
        ("เปิด", "thai"),
    ],
)
async def test_search_finds_a_word_in_whatever_spelling_it_is_held(store: Store, typed: str, held: str) -> None:
    assert await find(store, typed) == [held]


async def test_search_marks_a_compound_as_it_is_written(store: Store) -> None:
    (hit,) = await search_store(store, "ceasefire", Filter())
    assert hit.terms == ("cease-fire",)


async def test_search_parts_glued_words_where_nothing_else_is_held(store: Store) -> None:
    assert await find(store, "lampscost") == ["figures"]
    assert await find(store, "lampsnobody") == []
