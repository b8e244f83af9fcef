"""Timelines: order, pages, filters, and the index that each of them is read from."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.build.builder import Built
from bot.store.filters import Filter
from bot.store.queries.timelines import Timeline, TimelineKey, read_key
from bot.store.records import StatementRecord
from bot.store.session import ReadSession
from bot.store.store import Store
from tests.support.one_query import ask

VALUES: dict[str, list[Any]] = {
    "speaker": ["vladimir-putin", "kr-mofa", "nobody", "\ud800"],
    "to": ["georgy-zinoviev", "nobody", "\ud800"],
    "side": ["KR", "RU"],
    "country": ["KR", "UA"],
    "other": ["RU", "UA"],
    "about": ["KR", "RU"],
    "topic": ["arms", "relations"],
    "event": ["putin-visits", "lee-meets-rudenko"],
    "publisher": ["The Daily Example"],
    "since": [date(2024, 6, 19), date(2024, 6, 26)],
    "until": [date(2024, 6, 20), date(2024, 6, 27)],
}
filters = st.builds(Filter, **{name: st.none() | st.sampled_from(values) for name, values in VALUES.items()})


@pytest.fixture(scope="module")
def db(built: Built) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(built.path)) as opened:
        yield opened


async def read_all(store: Store, f: Filter, *, newest_first: bool = False, limit: int = 2) -> list[StatementRecord]:
    """Every statement of a timeline, page by page."""
    found: list[StatementRecord] = []
    after = None
    while True:
        page = await store.timeline(f, after, limit, newest_first=newest_first)
        found += page.statements
        if page.after is None:
            return found
        assert len(page.statements) == limit
        after = page.after


async def test_a_timeline_runs_by_day_and_ends_with_what_has_none(store: Store) -> None:
    ids = [record.id for record in await read_all(store, Filter())]
    assert ids == [
        "summons", "putin-big-mistake", "putin-respective-decision", "rudenko-course", "rudenko-partnership",
        "lee-grave-threat", "lim-irreversible", "lim-move-away", "weapons-to-kiev",
    ]  # fmt: skip


async def test_newest_first_is_the_same_the_other_way_round_but_for_what_has_no_day(store: Store) -> None:
    there = [record.id for record in await read_all(store, Filter())]
    back = [record.id for record in await read_all(store, Filter(), newest_first=True)]
    assert back == [*reversed(there[:-1]), there[-1]]


async def test_pages_of_any_size_hold_everything_once(store: Store) -> None:
    whole = [record.id for record in await read_all(store, Filter(), limit=100)]
    for limit, newest_first in itertools.product(range(1, 10), (False, True)):
        ids = [record.id for record in await read_all(store, Filter(), limit=limit, newest_first=newest_first)]
        assert sorted(ids) == sorted(whole)
        assert len(ids) == len(whole)


async def test_a_page_says_how_many_there_are(store: Store) -> None:
    page = await store.timeline(Filter(country="UA"), None, 1)
    assert (page.total, page.total_is_more) == (2, False)
    assert len(page.keys) == len(page.statements) == 1


async def test_a_span_counts_where_it_overlaps_the_days_asked_for(store: Store) -> None:
    for since, until in [("2024-06-22", None), (None, "2024-06-18"), ("2024-06-19", "2024-06-19")]:
        f = Filter(
            since=date.fromisoformat(since) if since else None, until=date.fromisoformat(until) if until else None
        )
        assert "summons" in [record.id for record in await read_all(store, f)]
    outside = await read_all(store, Filter(since=date(2024, 6, 23)))
    assert "summons" not in [record.id for record in outside]


async def test_what_has_no_day_is_left_out_once_a_day_is_asked_for_and_counted(store: Store) -> None:
    f = Filter(since=date(1900, 1, 1))
    assert "weapons-to-kiev" not in [record.id for record in await read_all(store, f)]
    assert await ask(store, ReadSession.undated, f) == 1
    assert await ask(store, ReadSession.undated, Filter(since=date(1900, 1, 1), side="RU")) == 0
    assert await ask(store, ReadSession.undated, Filter()) == 0


async def test_an_organisations_timeline_holds_its_officials(store: Store) -> None:
    ids = [record.id for record in await read_all(store, Filter(speaker="kr-mofa"))]
    assert ids == ["summons", "lee-grave-threat", "lim-irreversible", "lim-move-away", "weapons-to-kiev"]


async def test_a_larger_occasion_holds_its_parts(store: Store) -> None:
    ids = [record.id for record in await read_all(store, Filter(event="putin-visits"))]
    assert ids == ["putin-big-mistake", "putin-respective-decision"]


async def test_an_addressed_person_counts_for_the_country(store: Store) -> None:
    assert "rudenko-partnership" in [record.id for record in await read_all(store, Filter(about="KR"))]
    assert "lee-grave-threat" in [record.id for record in await read_all(store, Filter(about="RU"))]


def _holds(record: StatementRecord, f: Filter) -> bool:
    """What a filter means, said a second time without an index."""
    countries = {"georgy-zinoviev": "RU", "lee-do-hoon": "KR", "andrey-rudenko": "RU"}
    side = {speaker.side for speaker in record.speakers}
    about = {*record.about, *(countries.get(party.id, party.id) for party in record.to)}
    parents = {"putin-in-hanoi": {"putin-in-hanoi", "putin-visits"}}
    event = record.event[0] if record.event else ""
    checks: dict[str, Callable[[Any], bool]] = {
        "speaker": lambda ref: any(ref in {s.party.id, s.organisation and s.organisation.id} for s in record.speakers),
        "to": lambda ref: ref in {party.id for party in record.to if party.kind != "country"},
        "side": lambda ref: ref in side,
        "country": lambda ref: ref in side | about,
        "other": lambda ref: ref in side | about,
        "about": lambda ref: ref in about,
        "topic": lambda ref: ref in dict(record.topics),
        "event": lambda ref: ref in parents.get(event, {event}),
        "publisher": lambda ref: any(report.source.publisher == ref for report in record.reports),
        "since": lambda day: record.last_day is not None and record.last_day >= day,
        "until": lambda day: record.first_day is not None and record.first_day <= day,
    }
    return all(
        checks[one.name](getattr(f, one.name)) for one in fields(Filter) if getattr(f, one.name) is not None
    )  # fmt: skip


async def test_every_filter_lets_through_what_it_says(store: Store) -> None:
    everything = await read_all(store, Filter(), limit=100)

    chance = random.Random(5)
    choices = {name: [None, None, None, *values] for name, values in VALUES.items()}
    for _ in range(200):
        f = Filter(**{name: chance.choice(values) for name, values in choices.items()})
        expected = [record.id for record in everything if _holds(record, f)]
        for newest_first in (False, True):
            found = [record.id for record in await read_all(store, f, newest_first=newest_first)]
            assert sorted(found) == sorted(expected), f
        assert (await store.timeline(f, None, 1)).total == len(expected)


@settings(max_examples=80, deadline=None)
@given(
    f=filters,
    newest_first=st.booleans(),
    after=st.sampled_from([None, TimelineKey("2024-06-20", 6), TimelineKey("", 3)]),
)
def test_no_filter_scans_the_statements_or_sorts(
    built: Built, f: Filter, newest_first: bool, after: TimelineKey | None
) -> None:
    statements: list[str] = []
    with closing(sqlite3.connect(built.path)) as db:
        plain = Filter(**{one.name: v for one in fields(Filter) if (v := getattr(f, one.name)) != "\ud800"})
        timeline = Timeline(db, plain)
        db.set_trace_callback(statements.append)
        timeline.list_page(after, 3, newest_first=newest_first)
        timeline.count(50)
        db.set_trace_callback(None)
        for sql in [one for one in statements if one.startswith("SELECT")]:
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert plan
            assert not any("B-TREE" in step for step in plan), (sql, plan)
            assert not any(step.startswith("SCAN") and "subquery" not in step.lower() for step in plan), (sql, plan)


async def test_the_shortest_timeline_is_walked(db: sqlite3.Connection) -> None:
    sql, values = Timeline(db, Filter(side="RU", event="putin-in-hanoi")).select(dated=True)
    assert values[:2] == ["event", "putin-in-hanoi"]
    assert "side" in values
    assert sql.count("?") == len(values)


@given(st.text(max_size=30) | st.dates().map(str).flatmap(lambda day: st.integers().map(lambda n: f"{day}.{n}")))
def test_a_key_is_read_back_or_refused(text: str) -> None:
    key = read_key(text)
    assert key is None or str(key) == text or key.n == int(text.rpartition(".")[2])


async def test_a_key_that_is_none_begins_at_the_beginning(store: Store) -> None:
    first = await store.timeline(Filter(), None, 2)
    assert await store.timeline(Filter(), "x'; DROP TABLE statement; --", 2) == first


async def test_a_far_away_day_is_no_trouble(store: Store) -> None:
    assert len((await store.timeline(Filter(since=date.min), None, 50)).statements) == 8
    assert (await store.timeline(Filter(until=date.min + timedelta(days=1)), None, 50)).statements == ()
    assert (await store.timeline(Filter(since=date.max), None, 50)).statements == ()
