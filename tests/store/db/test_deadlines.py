"""Deadlines: whatever works on a question looks at its deadline, and a call that never comes back holds up nobody."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tantivy import Query

from bot.store.build.builder import Built
from bot.store.build.derived_data import TEXT_BREAK
from bot.store.db.deadlines import Deadline, check_deadline, deadline_scope, has_passed
from bot.store.db.pool import Pool
from bot.store.errors import QueryTooSlow, StoreError
from bot.store.files import index_of
from bot.store.filters import Filter
from bot.store.index.folder import open_index
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm
from bot.store.store import Store
from tests.support.searching import search_store

PATIENCE = 10.0  # seconds: how long a test waits for what must happen

COUNTS = [name for name in vars(IndexReader) if name.startswith("count")]
CALLS: dict[str, Callable[[IndexReader], object]] = {
    **{name: partial(lambda index, name: getattr(index, name)("mistak"), name=name) for name in COUNTS},
    "find_any": lambda index: index.find_any([IndexTerm("mistak", 1.0)], Filter(), 10),
    "find_all": lambda index: index.find_all(["mistak"], [], Filter(side="RU"), 10, in_texts=True),
    "has_undated": lambda index: index.has_undated(["mistak"], Filter()),
    "find_phrases": lambda index: index.find_phrases([["grave", "threat"]], ["north"], Filter(), 10),
    "find_pairs": lambda index: index.find_pairs([["grave_threat"]], ["_grave"], 10),
    "may_contain": lambda index: index.may_contain([["grave_threat"]]),
    "find_quoted": lambda index: index.find_quoted(["grave", "threats"], 10),
    "list_following": lambda index: index.list_following("grave", "t", 10),
    "list_words_beginning": lambda index: index.list_words_beginning("mis", 10),
    "list_words_within": lambda index: index.list_words_within("mistake", 1),
    "list_words_sounding_like": lambda index: index.list_words_sounding_like("mistake"),
}


class Calls:
    """Counts the calls into an index, and does at each what it is told to."""

    def __init__(self) -> None:
        self.made = 0
        self.at_each: Callable[[], object] = lambda: None

    def note(self) -> None:
        self.made += 1
        self.at_each()


class Searcher:
    """Stands before the index's own searcher, so that each of its calls is noted."""

    def __init__(self, searcher: Any, calls: Calls) -> None:
        self._searcher = searcher
        self._calls = calls

    @property
    def num_docs(self) -> int:
        return int(self._searcher.num_docs)

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*values: object, **options: object) -> object:
            self._calls.note()
            answer: object = getattr(self._searcher, name)(*values, **options)
            return answer

        return call


class Gate:
    """What is called goes no further until open() is called; `reached` is set when it is there."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def __call__(self, *_: object) -> None:
        self.reached.set()
        assert self._opened.wait(4 * PATIENCE)

    def open(self) -> None:
        self._opened.set()

    async def wait(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, PATIENCE)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The calls into every index that is opened from now on."""
    made = Calls()

    def open_watched(folder: Path) -> tuple[object, Searcher]:
        schema, searcher = open_index(folder)
        return schema, Searcher(searcher, made)

    monkeypatch.setattr("bot.store.index.reader.open_index", open_watched)
    return made


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()


@pytest.fixture
def index(built: Built, calls: Calls) -> IndexReader:
    return IndexReader(index_of(built.path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.sqlite"
    db = sqlite3.connect(made)
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES (7)")
    db.commit()
    db.close()
    return made


@pytest.fixture
async def pool(path: Path) -> AsyncIterator[Pool]:
    opened = await Pool.open(path, readers=1, seconds=0.1)
    yield opened
    await opened.close()


async def fetch(pool: Pool) -> list[tuple[object, ...]]:
    return await pool.run(lambda db: db.execute("SELECT x FROM t").fetchall())


async def ask(pool: Pool) -> list[tuple[object, ...]]:
    return await asyncio.wait_for(fetch(pool), PATIENCE)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0.002)


def list_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [one for one in set(threading.enumerate()) - before if not one.name.startswith("asyncio")]


def test_a_thread_that_works_on_no_question_has_no_deadline() -> None:
    check_deadline()
    assert not has_passed()


@pytest.mark.parametrize("dropped", [True, False])
def test_a_question_must_end_when_its_time_is_up_or_nobody_waits(dropped: bool) -> None:
    deadline = Deadline(-1.0)
    with deadline_scope(deadline):
        check_deadline()
        if dropped:
            deadline.cancelled = True
        else:
            deadline.start()
        assert has_passed()
        with pytest.raises(QueryTooSlow):
            check_deadline()
    check_deadline()


def test_every_method_of_the_index_is_tried_here() -> None:
    # What only reckons with the size of the index calls nothing.
    named = {name for name, it in vars(IndexReader).items() if callable(it) and not name.startswith("_")}
    assert set(CALLS) == named - {"inverse_document_frequency"}


@pytest.mark.parametrize("method", CALLS)
def test_every_call_into_the_index_looks_at_the_deadline_before(index: IndexReader, calls: Calls, method: str) -> None:
    deadline = Deadline(PATIENCE)
    deadline.cancelled = True
    with deadline_scope(deadline), pytest.raises(QueryTooSlow):
        CALLS[method](index)
    assert calls.made == 0


@pytest.mark.parametrize("method", CALLS)
def test_every_call_into_the_index_looks_at_the_deadline_after(index: IndexReader, calls: Calls, method: str) -> None:
    deadline = Deadline(PATIENCE)
    calls.at_each = lambda: setattr(deadline, "cancelled", True)
    with deadline_scope(deadline), pytest.raises(QueryTooSlow):
        CALLS[method](index)
    assert calls.made == 1


@pytest.mark.parametrize(("times", "different", "looked_for"), [(500, 1, 1), (1, 300, 8), (3, 5, 5)])
def test_a_call_that_nobody_can_stop_looks_for_a_phrase_once_and_for_few_of_them(
    built: Built, index: IndexReader, monkeypatch: pytest.MonkeyPatch, times: int, different: int, looked_for: int
) -> None:
    with closing(sqlite3.connect(built.path)) as db:
        told = [str(row[0]).split() for row in db.execute("SELECT stems FROM statement_terms")]
    pairs = dict.fromkeys(pair for stems in told for pair in pairwise(stems) if TEXT_BREAK not in pair)
    asked = list(pairs)[:different] * times
    assert len(set(asked)) == different
    phrases: list[Sequence[str]] = []
    session = index._phrase

    def note(field: str, stems: Sequence[str]) -> Query:
        phrases.append(stems)
        return session(field, stems)

    monkeypatch.setattr(index, "_phrase", note)
    index.find_phrases(asked, (), Filter(), 10)
    assert len(phrases) == 2 * looked_for


@pytest.mark.parametrize("asked", [1, 5_000])
def test_a_call_that_nobody_can_stop_looks_for_few_terms_and_gives_few_hits(
    index: IndexReader, calls: Calls, asked: int
) -> None:
    terms = [IndexTerm("mistak", 1.0), *(IndexTerm("treati", i / asked / 2) for i in range(asked - 1))]
    assert index.find_any(terms, Filter(), 10**9)
    assert calls.made <= 2 * 400 + 2


def test_a_word_of_more_than_a_hundred_letters_is_no_slip(index: IndexReader, calls: Calls) -> None:
    assert index.list_words_within("mistake" * 15, 2) == []
    assert index.list_words_beginning("mistake" * 15, 2) == []
    assert calls.made == 0


async def test_an_asker_who_goes_stops_the_search_between_two_calls(built: Built, calls: Calls, gate: Gate) -> None:
    store = await Store.open(built.path, readers=1, deadline=60.0)
    calls.made, calls.at_each = 0, gate
    try:
        asker = asyncio.create_task(search_store(store, "irreversible mistake", Filter()))
        await gate.wait()
        asker.cancel()
        await asyncio.gather(asker, return_exceptions=True)
        gate.open()
        assert await asyncio.wait_for(store.read(lambda session: session.party("lim-soo-suk")), PATIENCE)
        assert calls.made == 1
    finally:
        await store.close()


async def test_the_words_of_a_store_are_looked_up_within_the_deadline(built: Built) -> None:
    store = await Store.open(built.path, readers=1, deadline=PATIENCE)
    forever = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    deadline = Deadline(0.0)
    try:
        deadline.start()
        with deadline_scope(deadline), pytest.raises(sqlite3.OperationalError, match="interrupted"):
            store._context.engine.lexicon._db.execute(forever).fetchall()
    finally:
        await store.close()


async def test_a_call_into_the_index_that_hangs_holds_up_nobody(built: Built, calls: Calls, gate: Gate) -> None:
    before = set(threading.enumerate())
    store = await Store.open(built.path, readers=1, deadline=1.0)
    calls.at_each = gate
    try:
        hanging = asyncio.create_task(search_store(store, "irreversible mistake", Filter()))
        await gate.wait()
        waiting = [asyncio.create_task(store.read(lambda session: session.statement("summons"))) for _ in range(3)]
        with pytest.raises(QueryTooSlow, match="after 1 seconds"):
            await asyncio.wait_for(hanging, PATIENCE)
        answers = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
        assert all(record and record.id == "summons" for record in answers)
        calls.at_each = lambda: None
        assert (await search_store(store, "irreversible", Filter()))[0].statement.id == "lim-irreversible"
    finally:
        await asyncio.wait_for(store.close(), PATIENCE)
    gate.open()
    await until(lambda: not any(thread.is_alive() for thread in list_threads(before)))


async def test_an_asker_learns_at_the_deadline_that_a_call_does_not_come_back(pool: Pool, gate: Gate) -> None:
    began = time.perf_counter()
    with pytest.raises(QueryTooSlow):
        await pool.run(gate)
    assert 0.1 <= time.perf_counter() - began < 1.5


async def test_a_call_that_hangs_is_seen_though_its_asker_has_gone(pool: Pool, gate: Gate) -> None:
    asker = asyncio.create_task(pool.run(gate))
    await gate.wait()
    asker.cancel()
    assert await ask(pool) == [(7,)]


async def test_the_place_of_a_reader_that_hangs_is_taken_and_its_thread_ends_with_its_call(path: Path) -> None:
    before = set(threading.enumerate())
    pool = await Pool.open(path, readers=1, seconds=0.05)
    (first,) = list_threads(before)
    gates = [Gate() for _ in range(3)]
    for gate in gates:
        with pytest.raises(QueryTooSlow):
            await pool.run(gate)
        gate.open()
        await until(lambda: len(list_threads(before)) == 1)
    assert not first.is_alive()
    assert await ask(pool) == [(7,)]
    await pool.close()
    await until(lambda: not list_threads(before))


async def test_no_more_threads_hang_than_twice_the_readers(path: Path) -> None:
    before = set(threading.enumerate())
    pool = await Pool.open(path, readers=2, seconds=0.2)
    gates = [Gate() for _ in range(6)]
    answers = await asyncio.gather(*(pool.run(gate) for gate in gates), return_exceptions=True)
    assert [type(answer) for answer in answers] == [QueryTooSlow] * 6
    assert len(list_threads(before)) == 4
    with pytest.raises(QueryTooSlow):  # at once, since it could only queue
        await fetch(pool)
    for gate in gates:
        gate.open()
    await until(lambda: len(list_threads(before)) == 2)
    assert await asyncio.gather(*(ask(pool) for _ in range(8))) == [[(7,)]] * 8
    await pool.close()
    await until(lambda: not list_threads(before))


@pytest.mark.parametrize("readers", [1, 2])
async def test_closing_waits_for_no_call_that_hangs(path: Path, gate: Gate, readers: int) -> None:
    before = set(threading.enumerate())
    pool = await Pool.open(path, readers=readers, seconds=0.1)
    asker = asyncio.create_task(pool.run(gate))
    await gate.wait()
    asker.cancel()  # what closes the pool has nobody else waiting
    await asyncio.wait_for(pool.close(), PATIENCE)
    gate.open()
    await until(lambda: not list_threads(before))


async def test_a_store_closed_while_a_call_hangs_is_given_back_whole(built: Built, calls: Calls, gate: Gate) -> None:
    before = set(threading.enumerate())
    store = await Store.open(built.path, readers=1, deadline=0.3)
    lexicon = store._context.engine.lexicon
    calls.at_each = gate
    asker = asyncio.create_task(search_store(store, "irreversible mistake", Filter()))
    await gate.wait()
    asker.cancel()
    await asyncio.wait_for(store.close(), PATIENCE)
    gate.open()
    await until(lambda: not any(thread.is_alive() for thread in list_threads(before)))
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        lexicon._db.execute("SELECT 1")


async def test_a_reader_that_cannot_open_the_file_tries_again_with_the_next_question(
    path: Path, pool: Pool, gate: Gate
) -> None:
    moved = path.rename(path.with_suffix(".moved"))
    with pytest.raises(QueryTooSlow):
        await pool.run(gate)
    with pytest.raises(StoreError, match=r"x\.sqlite cannot be read: unable to open"):
        await fetch(pool)
    moved.rename(path)
    assert await ask(pool) == [(7,)]


async def test_a_reader_that_was_replaced_leaves_nothing_unclosed(path: Path, gate: Gate) -> None:
    pool = await Pool.open(path, readers=1, seconds=0.05)
    with pytest.raises(QueryTooSlow):
        await pool.run(gate)
    gate.open()
    await pool.close()
    readers = [*pool._readers, *pool._replaced]
    await until(lambda: all(reader.has_ended for reader in readers))
    readers.clear()
    del pool
    gc.collect()  # an unclosed connection would warn, and a warning is an error
