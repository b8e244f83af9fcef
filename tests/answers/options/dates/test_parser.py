"""A day is understood as people type it, counted from the day that is handed in, and never guessed."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.options.dates.format import describe_day, describe_span
from bot.answers.options.dates.parser import check_span, resolve_day, resolve_since, resolve_until, warm
from bot.answers.options.dates.spans import week_of
from bot.answers.options.errors import Ambiguous, NotUnderstood

TODAY = date(2024, 6, 28)  # a Friday


@pytest.fixture(scope="module", autouse=True)
def _warmed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warm()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-26", "2024-06-26", None), (" 2024-06-26 ", "2024-06-26", None), ("20240626", "2024-06-26", None),
        ("2024-06-20~", "2024-06-20", None), ("2024-06-20?", "2024-06-20", None),
        ("2024-06", "2024-06-01", "2024-06-30"), ("2024", "2024-01-01", "2024-12-31"),
        ("2024-06-19/2024-06-21", "2024-06-19", "2024-06-21"), ("2024-06-20/..", "2024-06-20", "2024-06-28"),
        ("2024/06/26", "2024-06-26", None), ("2024-06-26T10:00", "2024-06-26", None),
        ("２０２４-06-26", "2024-06-26", None), ("۲۰۲۴-۰۶-۲۶", "2024-06-26", None),
        ("2024년 6월 26일", "2024-06-26", None), ("2024年6月26日", "2024-06-26", None),
        ("2024년 6월", "2024-06-01", "2024-06-30"),
        ("27.06.2024", "2024-06-27", None), ("06.05.2024", "2024-05-06", None), ("26/06/2024", "2024-06-26", None),
        ("06/26/2024", "2024-06-26", None), ("05/05/2024", "2024-05-05", None), ("27.06.24", "2024-06-27", None),
        ("24. 6. 26.", "2024-06-26", None), ("24-06-27", "2024-06-27", None),
        ("26 June 2024", "2024-06-26", None), ("June 26", "2024-06-26", None), ("Jun. 26th, 2024", "2024-06-26", None),
        ("the 26th of June 2024", "2024-06-26", None), ("on 26 june", "2024-06-26", None),
        ("26-Jun-2024", "2024-06-26", None),
        ("Wednesday, 26 June 2024", "2024-06-26", None), ("June 30", "2023-06-30", None),
        ("the 26th", "2024-06-26", None),
        ("the 31st", "2024-05-31", None), ("29 February", "2024-02-29", None),
        ("june 2024", "2024-06-01", "2024-06-30"), ("June", "2024-06-01", "2024-06-30"),
        ("July", "2023-07-01", "2023-07-31"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("today", "2024-06-28", None), ("Yesterday", "2024-06-27", None),
        ("the day before yesterday", "2024-06-26", None),
        ("three days ago", "2024-06-25", None), ("a week ago", "2024-06-17", "2024-06-23"),
        ("this week", "2024-06-24", "2024-06-30"), ("last week", "2024-06-17", "2024-06-23"),
        ("last month", "2024-05-01", "2024-05-31"), ("this year", "2024-01-01", "2024-12-31"),
        ("last 7 days", "2024-06-22", "2024-06-28"), ("past week", "2024-06-22", "2024-06-28"),
        ("Thursday", "2024-06-27", None), ("Friday", "2024-06-28", None), ("Saturday", "2024-06-22", None),
        ("last Friday", "2024-06-21", None), ("thu", "2024-06-27", None), ("Thursday last week", "2024-06-20", None),
        ("19–21 June 2024", "2024-06-19", "2024-06-21"), ("June 19-21", "2024-06-19", "2024-06-21"),
        ("19 May – 21 June 2024", "2024-05-19", "2024-06-21"), ("19 to 21 June 2024", "2024-06-19", "2024-06-21"),
        ("about 20 June 2024", "2024-06-20", None), ("from 20 June 2024", "2024-06-20", None),
        ("hier", "2024-06-27", None), ("gestern", "2024-06-27", None), ("вчера", "2024-06-27", None),
        ("어제", "2024-06-27", None), ("昨日", "2024-06-27", None), ("26 juin 2024", "2024-06-26", None),
        ("26 mai 2024", "2024-05-26", None), ("أمس", "2024-06-27", None), ("6월 26일", "2024-06-26", None),
        ("26 июня 2024", "2024-06-26", None), ("26. Juni 2024", "2024-06-26", None),
        ("juin 2024", "2024-06-01", "2024-06-30"),
        ("letzte Woche", "2024-06-17", "2024-06-23"), ("지난주", "2024-06-17", "2024-06-23"),
        ("la semaine dernière", "2024-06-17", "2024-06-23"), ("lundi", "2024-06-24", None),
    ],
)  # fmt: skip
def test_a_day_is_understood_as_it_is_typed(text: str, first: str, last: str | None) -> None:
    assert [day.isoformat() for day in resolve_day("since", text, TODAY)] == [first, last or first]
    assert resolve_since("since", text, TODAY).isoformat() == first
    assert resolve_until("until", text, TODAY).isoformat() == (last or first)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("06/07/2024", ["2024-06-07", "2024-07-06"]),
        ("5-6-2024", ["2024-05-06", "2024-06-05"]),
        ("05/06/24", ["2024-05-06", "2024-06-05"]),
        ("05-06-24", ["2005-06-24", "2024-05-06", "2024-06-05"]),
        ("6/7", ["2023-07-06", "2024-06-07"]),
    ],
)
def test_figures_that_can_be_two_days_ask_back(text: str, days: list[str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_day("since", text, TODAY)
    assert [choice.value for choice in caught.value.candidates] == days


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30 February 2024", "there is no 30 February 2024"), ("2024-06-31", "there is no 31 June 2024"),
        ("30/02/2024", "there is no 30 February 2024"), ("2024-13-01", "there is no month 13"),
        ("29 February 2023", "there is no 29 February 2023"), ("31 June", "there is no 31 June 2024"),
        ("Thursday 26 June 2024", "26 June 2024 is a Wednesday, not a Thursday"),
        ("0000", "there is no year 0"), ("0", "these figures are no day"), ("99999", "these figures are no day"),
        ("../2024-06-20", "no first day"), ("27.12.99", "write its year with four figures"),
        ("2024-06-21/2024-06-19", "ends before it begins"),
        ("21-19 June 2024", "ends before it begins"), ("99999 years ago", "before the calendar begins"),
        ("nonsense", "I cannot read ‹nonsense› as a day"), ("two", "cannot read"), ("to act", "cannot read"),
        ("19.–21. Juni 2024", "cannot read"), ("du 19 au 21 juin 2024", "cannot read"),
        ("2024 m.", "cannot read"), ("26 x 2024", "cannot read"), ("Chapter 26 2024", "cannot read"),
        ("30 février 2024", "cannot read"),
        ("", "I was given no day"), (" \u200f ", "I was given no day"), ("\ud800", "I was given no day"),
        ("x" * 6000, "too long"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told_why(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_day("until", text, TODAY)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("until: ")


@pytest.mark.parametrize("text", ["30 June 2024", "2025", "next week", "2024-06-30"])
def test_nothing_can_have_been_said_from_a_future_day_on_but_up_to_one(text: str) -> None:
    with pytest.raises(NotUnderstood, match="lies in the future; today is 28 June 2024"):
        resolve_since("since", text, TODAY)
    assert resolve_until("until", text, TODAY) > TODAY


@pytest.mark.parametrize("text", ["29 June 2024", "tomorrow"])
def test_resolve_since_takes_a_day_that_has_begun_somewhere(text: str) -> None:
    assert resolve_since("since", text, TODAY) == date(2024, 6, 29)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last Thursday of June 2024", "2024-06-27", "2024-06-27"), ("first Monday of July 2023", "2023-07-03", None),
        ("week of 17 June", "2024-06-17", "2024-06-23"), ("week beginning June 17, 2024", "2024-06-17", "2024-06-23"),
        ("2024-W25", "2024-06-17", "2024-06-23"), ("Q2 2024", "2024-04-01", "2024-06-30"),
        ("H1 2023", "2023-01-01", "2023-06-30"),
        ("06/2024", "2024-06-01", "2024-06-30"), ("2024-06-19 to 2024-06-21", "2024-06-19", "2024-06-21"),
        ("2024-06-19 - 2024-06-21", "2024-06-19", "2024-06-21"),
        ("19/06/2024 to 21/06/2024", "2024-06-19", "2024-06-21"),
        ("last 24 hours", "2024-06-27", "2024-06-28"), ("14 days", "2024-06-15", "2024-06-28"),
        ("week before last", "2024-06-10", "2024-06-16"), ("early June 2024", "2024-06-01", "2024-06-10"),
        ("mid-June", "2024-06-11", "2024-06-20"), ("end of May 2024", "2024-05-21", "2024-05-31"),
        ("26-Jun-24", "2024-06-26", None), ("26. June 2024", "2024-06-26", None), ("26 June '24", "2024-06-26", None),
        ("<t:1719360000:D>", "2024-06-26", None), ("yesterday evening", "2024-06-27", None),
        ("last weekend", "2024-06-22", "2024-06-23"),
    ],
)  # fmt: skip
def test_resolve_day_reads_spans_as_the_trade_types_them(text: str, first: str, last: str | None) -> None:
    span = resolve_day("since", text, TODAY)
    assert span == (date.fromisoformat(first), date.fromisoformat(last or first))


def test_a_misspelt_day_is_offered_the_nearest() -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_day("since", "yesteday", TODAY)
    assert [choice.value for choice in caught.value.nearest] == ["2024-06-27"]


def test_until_before_since_is_not_understood() -> None:
    check_span(None, TODAY)
    check_span(TODAY, TODAY)
    with pytest.raises(NotUnderstood, match=r"until: 27 June 2024 lies before 28 June 2024"):
        check_span(TODAY, TODAY - timedelta(days=1))


@given(st.text(max_size=120), st.dates(min_value=date(1950, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_day_that_has_begun_or_a_reason_why_not(text: str, today: date) -> None:
    try:
        first, last = resolve_day("since", text, today)
    except (NotUnderstood, Ambiguous) as problem:
        shown = str(problem)
        assert shown.encode("utf-8")
    else:
        assert first <= last
        assert first <= today


_TOKENS = ["last", "next", "ago", "week", "june", "thursday", "the", "26", "2024", "/", "-", "–", "to", "31st", ","]


@given(st.lists(st.sampled_from(_TOKENS), max_size=6), st.sampled_from([date(1970, 1, 1), TODAY, date(2400, 2, 29)]))
@settings(max_examples=150, deadline=None)
def test_words_of_days_in_any_order_are_a_day_or_a_reason(words: list[str], today: date) -> None:
    try:
        first, last = resolve_day("since", " ".join(words), today)
    except (NotUnderstood, Ambiguous) as problem:
        shown = str(problem)
        assert shown.startswith("since: ")
    else:
        assert first <= last


@given(st.dates(min_value=date(1000, 1, 1), max_value=TODAY))
@settings(deadline=None)
def test_a_day_as_it_is_shown_reads_back_as_itself(day: date) -> None:
    assert resolve_day("since", describe_span(day, day), TODAY) == (day, day)
    assert resolve_day("since", describe_span(day, day, "en_US"), TODAY) == (day, day)
    assert resolve_day("since", day.isoformat(), TODAY) == (day, day)


@given(st.dates(min_value=date(1000, 1, 1), max_value=TODAY - timedelta(days=400)), st.integers(1, 400))
@settings(deadline=None)
def test_a_span_as_it_is_shown_reads_back_as_itself(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert resolve_day("since", describe_span(first, last), TODAY) == (first, last)


@given(st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 20)))
@settings(deadline=None)
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    first, last = week_of(day)
    assert (first.weekday(), last.weekday(), (last - first).days) == (0, 6, 6)
    assert first <= day <= last


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("2024-06-26", "26 June 2024", "26. Juni 2024"),
        ("2024-06-20~", "about 20 June 2024", "≈ 20. Juni 2024"),
        ("2024-06-20?", "perhaps 20 June 2024", "20. Juni 2024 (?)"),
        ("2024-06-20%", "perhaps about 20 June 2024", "≈ 20. Juni 2024 (?)"),
        ("2024-06", "June 2024", "Juni 2024"),
        ("2024", "2024", "2024"),
        ("2024-06-19/2024-06-21", "19–21 June 2024", "19.–21. Juni 2024"),
        ("2024-05-30/2024-06-02", "30 May – 2 June 2024", "30. Mai – 2. Juni 2024"),
        ("2023-12-30/2024-01-02", "30 December 2023 – 2 January 2024", "30. Dezember 2023 – 2. Januar 2024"),
        ("2024-05/2024-06", "May 2024 – June 2024", "Mai 2024 – Juni 2024"),
        ("2024-06-20/..", "from 20 June 2024", "20. Juni 2024 – …"),
        ("../2024-06-20", "until 20 June 2024", "… – 20. Juni 2024"),
        ("2024-06-19~/2024-06-21", "about 19 June 2024 – 21 June 2024", "≈ 19. Juni 2024 – 21. Juni 2024"),
        ("no day", "no day", "no day"),
    ],
)
def test_a_day_is_shown_in_the_readers_language(text: str, english: str, german: str) -> None:
    shown = {locale: describe_day(text, locale).replace("\u2009", " ") for locale in ("en", "de")}
    assert shown == {"en": english, "de": german}


def test_american_english_keeps_its_order_and_an_unknown_language_reads_as_english() -> None:
    assert describe_day("2024-06-26", "en_US") == describe_day("2024-06-26", "en-US") == "June 26, 2024"
    assert describe_day("2024-06-26", "xx_nothing") == "26 June 2024"


def test_open_spans_are_shown_as_such() -> None:
    assert describe_span(TODAY, None) == "from 28 June 2024"
    assert describe_span(None, TODAY) == "until 28 June 2024"
    assert describe_span(None, None) == "any day"
