"""What summaries say is what one would count by hand, whether it was counted beforehand or not."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.build.country_columns import fill
from bot.store.filters import Filter
from bot.store.queries import columns
from bot.store.queries.columns import Columns, Days
from bot.store.queries.positions import list_positions
from bot.store.queries.summaries import count_by_country, tally_countries
from bot.store.queries.timeline_intersection import list_page
from bot.store.records import CountryTally
from tests.support.invented_store import (
    COUNTRIES,
    FIRST,
    TOPICS,
    Invented,
    choose,
    count_by_hand,
    hold,
    invent,
    open_store,
    stand_by_hand,
)

days = st.none() | st.dates(FIRST - timedelta(days=40), FIRST + timedelta(days=560)) | st.sampled_from(
    [date(2024, 1, 1), date(2024, 1, 31), date(2023, 12, 31), date(2024, 2, 29), date.min, date.max]
)  # fmt: skip
filters = st.builds(
    Filter,
    side=st.none() | st.sampled_from(COUNTRIES),
    about=st.none() | st.sampled_from(COUNTRIES),
    topic=st.none() | st.sampled_from(TOPICS),
    event=st.sampled_from([None, None, None, "landing"]),
    since=days,
    until=days,
)
seeds = st.integers(0, 5)
NAMED = 2


@cache
def open_filled(seed: int, size: int) -> tuple[sqlite3.Connection, list[Invented]]:
    """A store of invented statements, counted beforehand; it is asked many things."""
    statements = invent(random.Random(seed), range(1, size + 1))
    db = open_store()
    hold(db, statements)
    fill(db)
    return db, statements


@pytest.fixture(scope="module", autouse=True)
def _few_named() -> Iterator[None]:
    """So that small stores have more addressees and topics than are named."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "MOST_NAMED", NAMED)
        yield
    open_filled.cache_clear()


def describe(tally: CountryTally) -> dict[str, Any]:
    ranked = {
        "acts": list(tally.acts),
        "addressees": [(party.id, count) for party, count in tally.addressees],
        "topics": [(ref, count) for ref, _, count in tally.topics],
    }
    for pairs in ranked.values():
        assert pairs == sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    plain = {name: getattr(tally, name) for name in ("statements", "speakers", "first_day", "last_day", "sources")}
    return {**plain, **{name: dict(pairs) for name, pairs in ranked.items()}}


def check(db: sqlite3.Connection, statements: list[Invented], f: Filter) -> None:
    chosen = choose(statements, f)
    by_hand = {code: found for code in COUNTRIES if (found := count_by_hand(chosen, code))}
    listed = count_by_country(db, Days.read(db), f)
    assert listed == sorted(
        ((code, found["statements"]) for code, found in by_hand.items()), key=lambda pair: (-pair[1], pair[0])
    )
    tallies = tally_countries(db, f, COUNTRIES)
    assert [tally.code for tally in tallies] == list(by_hand)
    for tally in tallies:
        expected = by_hand[tally.code]
        for what in ("addressees", "topics"):
            ranked = sorted(expected[what].items(), key=lambda pair: (-pair[1], pair[0]))
            expected[what] = dict(ranked[:NAMED])
        assert describe(tally) == expected, tally.code


@settings(max_examples=120, deadline=None)
@given(seed=seeds, size=st.sampled_from([0, 1, 40, 90]), f=filters)
def test_a_summary_counts_what_one_would_count_by_hand(seed: int, size: int, f: Filter) -> None:
    check(*open_filled(seed, size), f)


def test_for_a_side_that_stands_in_no_record_no_country_says_anything() -> None:
    check(*open_filled(1, 40), Filter(side=""))


def test_what_stands_behind_a_null_character_is_part_of_a_name() -> None:
    check(*open_filled(1, 40), Filter(topic="ice\0", since=date(2023, 12, 1)))


@settings(max_examples=50, deadline=None)
@given(seed=seeds, f=filters, limit=st.integers(1, 4))
def test_where_a_country_stands_is_what_one_would_find_by_hand_page_by_page(seed: int, f: Filter, limit: int) -> None:
    db, statements = open_filled(seed, 40)
    f = replace(f, side=None)
    for code in COUNTRIES:
        by_hand = stand_by_hand([one for one in choose(statements, f) if code in one.sides], code)
        found, after = [], None
        while True:
            stand = list_positions(db, Columns(db, code), f, after, limit)
            assert stand.total == len(by_hand)
            found += [(line.group, line.newest_of, line.statement.n, line.more_by_speaker) for line in stand.lines]
            if not stand.lines:
                break
            after = stand.lines[-1].key
        assert found == by_hand


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), f=filters)
def test_counting_anew_for_the_countries_touched_is_as_good_as_counting_everything(seed: int, f: Filter) -> None:
    chance = random.Random(seed)
    before = invent(chance, range(1, 61))
    changed = {one.n: one for one in invent(chance, chance.sample(range(1, 70), 6))}
    after = [changed.get(one.n, one) for one in before if one.n % 17] + [changed[n] for n in changed if n > 60]
    touched = {code for one in {*before} ^ {*after} for code in one.sides or ("-",)}
    with closing(open_store()) as db, closing(open_store()) as fresh:
        hold(db, before)
        fill(db)
        hold(db, after)
        db.execute("DELETE FROM timeline_length")
        db.execute("INSERT INTO timeline_length SELECT kind, ref, count(*) FROM timeline GROUP BY kind, ref")
        fill(db, touched)
        check(db, after, f)
        hold(fresh, after)
        fill(fresh)
        sql = "SELECT * FROM country_column"
        assert db.execute(sql).fetchall() == fresh.execute(sql).fetchall()


LARGE = {"s", "t", "o", "a", "p", "r", "w", "side", "packed", "timeline", "statement", "report"}


@settings(max_examples=60, deadline=None)
@given(f=filters, code=st.sampled_from(["", *COUNTRIES]))
def test_no_summary_reads_a_table_from_end_to_end(f: Filter, code: str) -> None:
    db, _ = open_filled(1, 40)
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    if code:
        tally_countries(db, f, [code])
        list_positions(db, Columns(db, code), f, None, 5)
        list_positions(db, Columns(db, code), f, "2024|topic/ice|2024-01-01|3", 5)
    else:
        count_by_country(db, Days.read(db), f)
        list_page(db, Days.read(db), f, None, 5, newest_first=True, most=99)
    db.set_trace_callback(None)
    assert asked
    for sql in asked:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] in LARGE], (sql, plan)
