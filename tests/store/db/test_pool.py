"""The pool: read-only, least loaded first, and every question stopped at its deadline."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from weakref import ref

import pytest

from bot.store.db.pool import Pool
from bot.store.errors import QueryTooSlow, StoreError
from tests.support.small_corpus import ROOT

FOR_EVER = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def make_file(path: Path, content: int = 7) -> Path:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES (?)", (content,))
    db.commit()
    db.close()
    return path


async def fetch(pool: Pool, sql: str) -> list[tuple[object, ...]]:
    """All rows of one SELECT."""
    return await pool.run(lambda db: db.execute(sql).fetchall())


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[Pool]:
    opened = await Pool.open(make_file(tmp_path / "x.sqlite"), readers=2, seconds=0.2)
    yield opened
    await opened.close()


@pytest.mark.parametrize("name", ["a b.sqlite", "100%25.sqlite", "what?.sqlite", "no#1.sqlite", "Öl & =.sqlite"])
async def test_a_path_may_hold_what_means_something_in_a_uri(tmp_path: Path, name: str) -> None:
    (tmp_path / "ro?mode=rwc#%").mkdir()
    opened = await Pool.open(make_file(tmp_path / "ro?mode=rwc#%" / name), readers=1)
    assert await fetch(opened, "SELECT x FROM t") == [(7,)]
    await opened.close()


async def test_nothing_can_be_written(pool: Pool) -> None:
    with pytest.raises(StoreError, match="readonly"):
        await fetch(pool, "INSERT INTO t VALUES (1)")


async def test_a_question_is_really_stopped_at_its_deadline(pool: Pool) -> None:
    began = time.perf_counter()
    answers = await asyncio.gather(*(fetch(pool, FOR_EVER) for _ in range(2)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [QueryTooSlow, QueryTooSlow]
    assert 0.15 < time.perf_counter() - began < 1.5
    assert await fetch(pool, "SELECT x FROM t") == [(7,)]
    assert "0.2 seconds" in str(answers[0])


async def test_a_question_nobody_waits_for_any_more_is_stopped(tmp_path: Path) -> None:
    opened = await Pool.open(make_file(tmp_path / "x.sqlite"), readers=1, seconds=60.0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(fetch(opened, FOR_EVER), 0.05)
    assert await asyncio.wait_for(fetch(opened, "SELECT x FROM t"), 5.0) == [(7,)]
    await opened.close()


async def test_a_question_dropped_while_it_queued_is_never_asked(tmp_path: Path) -> None:
    opened = await Pool.open(make_file(tmp_path / "x.sqlite"), readers=1, seconds=60.0)
    asked = []
    gate = threading.Event()
    first = asyncio.ensure_future(opened.run(lambda db: gate.wait(10)))
    second = asyncio.ensure_future(opened.run(lambda db: asked.append(1)))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    gate.set()
    assert await first
    assert await fetch(opened, "SELECT x FROM t") == [(7,)]
    assert asked == []
    await opened.close()


async def test_a_slow_question_holds_up_no_other(pool: Pool) -> None:
    gate = threading.Event()
    slow = asyncio.ensure_future(pool.run(lambda db: gate.wait(10)))
    await asyncio.sleep(0)
    for _ in range(5):
        assert await fetch(pool, "SELECT x FROM t") == [(7,)]
    assert not slow.done()
    gate.set()
    assert await slow


async def test_an_error_of_the_question_reaches_the_asker_and_no_one_else(pool: Pool) -> None:
    with pytest.raises(StoreError, match="no such column"):
        await fetch(pool, "SELECT no_such_column FROM t")
    assert await fetch(pool, "SELECT x FROM t") == [(7,)]


async def test_an_error_that_no_future_takes_leaves_nobody_waiting(pool: Pool) -> None:
    nothing: list[int] = []
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(pool.run(lambda db: next(iter(nothing))), 5)


async def test_threads_end_with_the_pool(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    opened = await Pool.open(make_file(tmp_path / "x.sqlite"), readers=3)
    mine = set(threading.enumerate()) - before
    assert len(mine) == 3
    await opened.close()
    await opened.close()
    for thread in mine:
        thread.join(5)
    assert not any(thread.is_alive() for thread in mine)
    with pytest.raises(StoreError, match="closed"):
        await fetch(opened, "SELECT 1")


async def test_a_file_that_is_not_there_is_one_clear_sentence_and_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(StoreError, match=r"The store gone\.sqlite cannot be opened"):
        await Pool.open(tmp_path / "gone.sqlite", readers=3)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert set(threading.enumerate()) <= before


def test_a_forgotten_pool_does_not_keep_the_process_alive(tmp_path: Path) -> None:
    script = """
import asyncio, sys, os
from pathlib import Path
from bot.store.db.pool import Pool
async def main():
    global pool
    pool = await Pool.open(Path(sys.argv[1]), readers=2)
    print(await pool.run(lambda db: db.execute("SELECT x FROM t").fetchall()))
asyncio.run(main())
"""
    path = make_file(tmp_path / "x.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=30, capture_output=True, text=True, check=False
    )
    assert "[(7,)]" in done.stdout


async def test_a_question_that_failed_leaves_nothing_that_only_a_look_through_everything_finds(pool: Pool) -> None:
    class Held:
        """What the question's work holds."""

    held = Held()
    gone = ref(held)

    def fail(_: sqlite3.Connection, held: Held = held) -> None:
        raise LookupError(str(held))

    gc.collect()
    gc.disable()
    try:
        failed = False
        try:
            await pool.run(fail)
        except LookupError:
            failed = True
        del fail, held
        await fetch(pool, "SELECT 1")  # its thread lets go of one question with the next
        assert failed
        assert gone() is None
    finally:
        gc.enable()
