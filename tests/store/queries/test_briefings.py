"""What a briefing asks of the store: which days count, what is in scope, what is open, and that an index answers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from bot.store.build.builder import Built, build
from bot.store.queries.briefings import REQUEST_DAYS, find_news, find_open_requests, find_same_day
from bot.store.store import Store
from tests.support.small_corpus import ROOT, write_data

JUNE = date(2024, 6, 1), date(2024, 6, 30)


def day(text: str) -> date:
    return date.fromisoformat(text)


async def list_said(store: Store, since: str, until: str, **more: Any) -> set[str]:
    return {record.id for record in (await store.news(day(since), day(until), **more)).said}


async def test_what_was_said_between_two_days_is_news_both_included(store: Store) -> None:
    assert await list_said(store, "2024-06-26", "2024-06-27") == {
        "rudenko-course", "rudenko-partnership", "lee-grave-threat", "lim-irreversible", "lim-move-away",
    }  # fmt: skip
    assert await list_said(store, "2024-06-27", "2024-06-27") == {"lim-irreversible", "lim-move-away"}
    assert await list_said(store, "2024-06-28", "2024-07-30") == set()


async def test_a_span_counts_on_its_last_day_and_on_no_other(store: Store) -> None:
    assert "summons" in await list_said(store, "2024-06-22", "2024-06-22")
    for other in ("2024-06-18", "2024-06-20", "2024-06-21", "2024-06-23"):
        assert "summons" not in await list_said(store, other, other)


async def test_days_without_end_are_no_trouble(store: Store) -> None:
    found = await store.news(date.min, date.max)
    assert len(found.said) == 8
    assert await store.same_day(date.max) == []
    assert await store.open_requests(date.min) == []


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small corpus, with days of release and a request of another kind."""

    def change(files: dict[str, Any]) -> None:
        statements = {one["id"]: one for file in files.values() for one in file["statements"] if "id" in one}
        statements["putin-big-mistake"]["released"] = "2024-06-23"
        statements["summons"]["released"] = "2024-06-24/2024-06-25"
        statements["lee-grave-threat"]["released"] = "2024-06-27~"
        statements["weapons-to-kiev"]["released"] = "2024-06"
        statements["rudenko-partnership"]["day"] = "2024-06-25~"

    data = write_data(tmp_path_factory.mktemp("data"), change)
    return build(data, ROOT, tmp_path_factory.mktemp("stores"))


async def test_the_day_of_release_counts_before_that_of_the_words(released: Built) -> None:
    store = await Store.open(released.path, readers=1)
    try:
        assert "putin-big-mistake" not in await list_said(store, "2024-06-20", "2024-06-20")
        assert await list_said(store, "2024-06-23", "2024-06-23") == {"putin-big-mistake"}
        assert await list_said(store, "2024-06-25", "2024-06-25") == {"summons", "rudenko-partnership"}
        assert "lee-grave-threat" in await list_said(store, "2024-06-27", "2024-06-27")
        assert "lee-grave-threat" not in await list_said(store, "2024-06-26", "2024-06-26")
    finally:
        await store.close()


async def test_a_release_of_which_only_the_month_is_known_is_on_no_day(released: Built) -> None:
    store = await Store.open(released.path, readers=1)
    try:
        for since, until in (("2024-05-31", "2024-05-31"), ("2024-06-01", "2024-06-01"), ("2024-05-01", "2024-07-31")):
            assert "weapons-to-kiev" not in await list_said(store, since, until)
    finally:
        await store.close()


async def test_what_was_shown_before_is_left_out_of_news_and_figures(store: Store) -> None:
    whole = await store.news(*JUNE)
    rest = await store.news(*JUNE, without={"lim-irreversible", "lim-move-away"})
    assert set(whole.ids) - set(rest.ids) == {"lim-irreversible", "lim-move-away"}
    assert rest.figures.statements == whole.figures.statements - 2


async def test_what_is_newly_held_stands_apart_from_what_was_said(store: Store) -> None:
    held = ["lim-irreversible", "putin-big-mistake", "weapons-to-kiev", "no-such-statement", "\ud800"]
    found = await store.news(day("2024-06-26"), day("2024-06-27"), held=held)
    assert {record.id for record in found.newly_held} == {"putin-big-mistake", "weapons-to-kiev"}
    assert "lim-irreversible" in {record.id for record in found.said}
    shown = await store.news(day("2024-06-26"), day("2024-06-27"), held=held, without={"weapons-to-kiev"})
    assert {record.id for record in shown.newly_held} == {"putin-big-mistake"}


async def test_figures_count_all_that_is_new_beyond_the_limit(store: Store) -> None:
    found = await store.news(*JUNE, held=["weapons-to-kiev"], limit=2)
    assert len(found.said) == 2
    assert found.newly_held == ()
    assert len(found.ids) == found.figures.statements == 9
    assert found.figures.sources == 4
    assert found.figures.speakers == 5
    assert found.figures.countries == 2


@pytest.mark.parametrize(
    ("within", "ids"),
    [
        ([[("country", "UA")]], "putin-big-mistake"),
        ([[("country", "KR"), ("country", "UA")]], "putin-big-mistake"),
        (
            [[("country", "UA")], [("speaker", "lim-soo-suk")]],
            "putin-big-mistake lim-irreversible lim-move-away",
        ),
        ([[("topic", "treaty")]], "lee-grave-threat summons"),
        ([[("event", "putin-visits")]], "putin-big-mistake putin-respective-decision"),
        ([[("speaker", "kr-mofa")]], "lim-irreversible lim-move-away lee-grave-threat summons"),
        ([[("country", "\ud800")]], ""),
        ([[("country", "'; DROP TABLE statement; --")]], ""),
    ],
    ids=str,
)
async def test_a_scope_lets_through_what_any_one_of_its_parts_holds(store: Store, within: Any, ids: str) -> None:
    assert await list_said(store, "2024-06-01", "2024-06-30", within=within) == set(ids.split())


async def test_a_scope_narrows_what_is_newly_held(store: Store) -> None:
    held = ["weapons-to-kiev", "lim-irreversible"]
    found = await store.news(day("2025-01-01"), day("2025-01-02"), [[("country", "UA")]], held=held)
    assert [record.id for record in found.newly_held] == ["weapons-to-kiev"]


async def test_news_know_their_events_and_what_hands_them_on(store: Store) -> None:
    found = await store.news(*JUNE)
    assert found.occasions["lee-meets-rudenko"].day == "2024-06-26"
    assert found.occasions["putin-in-hanoi"].first_day == day("2024-06-20")
    assert {key: (body.country, body.kind) for key, body in found.bodies.items()} == {
        "yonhap": ("KR", "news-agency"), "ru-mid": ("RU", "ministry"), "kr-mofa": ("KR", "ministry"),
    }  # fmt: skip


async def test_the_same_day_is_that_of_earlier_years_where_one_day_is_known(store: Store, released: Built) -> None:
    found = [record.id for record in await store.same_day(day("2025-06-26"))]
    assert set(found) == {"rudenko-course", "rudenko-partnership", "lee-grave-threat"}
    assert await store.same_day(day("2024-06-26")) == []
    assert await store.same_day(day("2025-06-22")) == []
    other = await Store.open(released.path, readers=1)
    try:
        assert await other.same_day(day("2025-06-25")) == []  # about that day is not that day
    finally:
        await other.close()


async def test_a_request_is_open_until_the_other_side_speaks_to_it_on_that_topic(store: Store) -> None:
    found = await store.open_requests(day("2024-06-27"))
    assert [(one.statement.id, one.asker.id, one.addressee.id) for one in found] == [("lim-move-away", "KR", "RU")]
    # The day after Rudenko's demand Lim spoke to Russia on their relations; whether as an answer is not ours to say.
    before = await store.open_requests(day("2024-06-26"))
    assert [one.statement.id for one in before] == ["rudenko-course"]


async def test_a_request_is_open_for_some_weeks(store: Store) -> None:
    last = day("2024-06-27") + timedelta(days=REQUEST_DAYS)
    assert await store.open_requests(last)
    assert await store.open_requests(last + timedelta(days=1)) == []
    assert await store.open_requests(day("2024-06-25")) == []


async def test_a_scope_narrows_what_is_open(store: Store) -> None:
    assert await store.open_requests(day("2024-06-27"), [[("country", "KP")]])
    assert await store.open_requests(day("2024-06-27"), [[("country", "UA")]]) == []


def test_every_question_of_a_briefing_is_answered_from_an_index(built: Built) -> None:
    scopes: list[list[list[tuple[str, str]]]] = [[], [[("country", "KR"), ("country", "RU")], [("topic", "arms")]]]
    asked: list[str] = []
    with closing(sqlite3.connect(built.path)) as db:
        db.set_trace_callback(asked.append)
        for within in scopes:
            find_news(db, *JUNE, within, held=["lim-irreversible"], limit=5)
            find_same_day(db, day("2025-06-26"), within, 5)
            find_open_requests(db, day("2024-06-27"), within, 5)
        db.set_trace_callback(None)
        selects = [
            sql for sql in dict.fromkeys(asked) if sql.lstrip().startswith("SELECT") and " FROM statement s" in sql
        ]
        assert len(selects) > 5
        for sql in selects:
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert not any(
                step.startswith("SCAN") and "json_each" not in step and "wanted" not in step for step in plan
            ), (
                sql,
                plan,
            )
