"""What a store holds otherwise than all before it is found part by part, and only what came later has a time."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.state import State
from bot.state import known_statements as held
from bot.state.known_statements import Read
from bot.state.migrations import migrate, steps

PORTION = 3


def reading(holds: dict[str, str]) -> Read:
    async def read(begin: str, end: str | None) -> tuple[str, str | None]:
        ids = sorted(key for key in holds if key >= begin and (end is None or key < end))
        text = "\n".join(f"{key} {holds[key]}" for key in ids[:PORTION])
        return text, ids[PORTION] if len(ids) > PORTION else None

    return read


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
async def test_news_are_what_no_store_before_held_or_held_otherwise(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    ids = [f"{chance.choice('abc')}-{n}" for n in range(30)]
    known: dict[str, str] = {}
    since: dict[str, float] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "LONGEST_PART", 4)
        state = await State.open(tmp_path_factory.mktemp("held") / "state.sqlite")
        await state._connection.execute("PRAGMA synchronous = OFF")  # nothing is unplugged here
        for scan in range(5):
            store = {key: chance.choice("12") for key in chance.sample(ids, chance.randrange(len(ids)))}
            new = await state.alerts.note_store(f"v{scan}", "1", reading(store), float(scan))
            news = {key: (digest, "added") for key, digest in store.items() if key not in known}
            news |= {k: (d, "changed") for k, d in store.items() if k in known and known[k] != d}
            if scan:
                assert new == len(news)
                since |= {key: float(scan) for key, (_, kind) in news.items() if kind == "added"}
                untold = [dict(one.news) for one in await state.alerts.list_unentered() if one.version == f"v{scan}"]
                assert untold == ([news] if news else [])
            else:
                assert new == 0
            known |= store
            assert await state.known_statements.list_since(-1.0) == since
            parts = await state.known_statements._rows("SELECT lines FROM known_block ORDER BY first")
            assert [line for (part,) in parts for line in part.splitlines()] == [
                f"{key} {digest}" for key, digest in sorted(known.items())
            ]
            assert all(len(part.splitlines()) <= 4 for (part,) in parts)
        await state.close()


async def test_a_store_that_is_the_same_in_a_part_is_read_there_once_and_nothing_is_written(tmp_path: Path) -> None:
    state = await State.open(tmp_path / "state.sqlite")
    store = {"a": "1", "b": "1"}
    await state.alerts.note_store("v0", "1", reading(store), 0.0)
    found = await state.known_statements.compare(reading(store), comparable=True)
    assert (found.news, found.parts) == ({}, {})
    await state.close()


async def test_what_an_older_file_knew_is_no_news_and_keeps_its_time(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    for number, sql in enumerate(steps()[:4], 1):
        connection.executescript(f"{sql}\nPRAGMA user_version = {number};")
    connection.execute("INSERT INTO held VALUES ('a', NULL), ('b', 7.0), ('gone', NULL)")
    connection.execute(
        "INSERT INTO reload (version, program, seen, holds, news, entered) VALUES ('v0', '1', 1.0, ?, '{}', 1)",
        ('{"b": "' + "2" * 64 + '", "a": "' + "1" * 64 + '"}',),
    )
    migrate(connection)
    connection.close()
    state = await State.open(file)
    store = {"a": "1" * 16, "b": "3" * 16, "c": "4" * 16, "gone": "5" * 16}
    assert await state.alerts.note_store("v1", "1", reading(store), 9.0) == 2
    (reload,) = await state.alerts.list_unentered()
    assert dict(reload.news) == {"b": ("3" * 16, "changed"), "c": ("4" * 16, "added")}
    assert await state.known_statements.list_since(0.0) == {"b": 7.0, "c": 9.0}
    await state.close()
