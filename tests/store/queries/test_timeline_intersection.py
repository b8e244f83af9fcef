"""What stands on several timelines at once is listed and counted as one would by hand."""

from __future__ import annotations

import random
import sqlite3
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.build.country_columns import fill
from bot.store.filters import Filter
from bot.store.queries import timeline_intersection as crossing
from bot.store.queries.columns import Days
from bot.store.queries.timeline_intersection import list_page
from bot.store.queries.timelines import TimelineKey
from tests.support.invented_store import COUNTRIES, FIRST, TOPICS, Invented, choose, hold, invent, open_store

days = st.none() | st.dates(FIRST - timedelta(days=40), FIRST + timedelta(days=560))
filters = st.builds(
    Filter,
    side=st.none() | st.sampled_from(COUNTRIES),
    country=st.none() | st.sampled_from(COUNTRIES),
    other=st.none() | st.sampled_from(COUNTRIES),
    about=st.none() | st.sampled_from(COUNTRIES),
    topic=st.none() | st.sampled_from(TOPICS),
    event=st.sampled_from([None, None, None, "landing"]),
    since=days,
    until=days,
)


@cache
def open_filled(seed: int) -> tuple[sqlite3.Connection, list[Invented]]:
    """A store of invented statements; it is asked many things."""
    statements = invent(random.Random(seed), range(1, 81))
    db = open_store()
    hold(db, statements)
    fill(db)
    return db, statements


def order(statements: list[Invented], *, newest_first: bool) -> list[TimelineKey]:
    keys = sorted(
        (TimelineKey(one.first.isoformat() if one.first else "", one.n) for one in statements),
        key=lambda key: (key.day, key.n), reverse=newest_first,
    )  # fmt: skip
    return [key for key in keys if key.day] + [key for key in keys if not key.day]


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 4), f=filters, limit=st.integers(1, 30), newest_first=st.booleans(),
    few=st.sampled_from([0, 5, 99]),
)  # fmt: skip
def test_pages_hold_what_stands_on_all_timelines_in_order_and_say_how_many(
    seed: int, f: Filter, limit: int, newest_first: bool, few: int
) -> None:
    db, statements = open_filled(seed)
    expected = order(choose(statements, f), newest_first=newest_first)
    found: list[TimelineKey] = []
    days_of_all = Days.read(db)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crossing, "_FEW", few)
        while True:
            after = found[-1] if found else None
            page, total = list_page(db, days_of_all, f, after, limit, newest_first=newest_first, most=25)
            assert total == min(len(expected), 25)
            found += page
            if not page:
                break
    assert found == expected


def test_to_go_on_after_what_is_not_there_is_to_go_on_from_its_place() -> None:
    db, statements = open_filled(1)
    f = Filter(country="AQ", other="BV")
    expected = order(choose(statements, f), newest_first=False)
    after = TimelineKey(expected[3].day, expected[3].n + 1)
    page, _ = list_page(db, Days.read(db), f, after, 4, newest_first=False, most=99)
    assert page == [key for key in expected if not key.day or (key.day, key.n) > (after.day, after.n)][:4]
