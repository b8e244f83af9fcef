from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.drafting.dates.expressions import Reference, find_expressions
from bot.ingest.drafting.model import Span

THURSDAY = Reference(date(2032, 2, 5), anchor="2032-02-03")


def read(words: str, reference: Reference = THURSDAY) -> str | None:
    found = find_expressions(words, Span(0, len(words)))
    assert found, words
    reading = found[0].read(reference)
    return reading[0] if reading else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Tuesday", "2032-02-03"),
        ("Thursday", "2032-02-05"),
        ("last Thursday", "2032-01-29"),
        ("on Wednesday evening", "2032-02-04"),
        ("yesterday", "2032-02-04"),
        ("last night", "2032-02-04"),
        ("the day before yesterday", "2032-02-03"),
        ("this morning", "2032-02-05"),
        ("three days ago", "2032-02-02"),
        ("last week", "2032-01-26/2032-02-01"),
        ("this week", "2032-02-02/2032-02-05"),
        ("last month", "2032-01"),
        ("last year", "2031"),
        ("on 15 and 16 September 2032", "2032-09-15/2032-09-16"),
        ("on December 18", "2031-12-18"),
        ("2 January", "2032-01-02"),
        ("In late August", "2031-08-21/2031-08-31"),
        ("in early October", "2031-10-01/2031-10-10"),
        ("for most of October", "2031-10"),
        ("In the first days of this month", "2032-02-01/2032-02-05"),
        ("in the winter of 2031–32", "2031-12/2032-02"),
        ("In the spring", "2031-03/2031-05"),
        ("since 2006", "2006"),
        ("a day later", "2032-02-04"),
        ("the following day", "2032-02-04"),
        ("the day before", "2032-02-02"),
        ("two days earlier", "2032-02-01"),
        ("the same night", "2032-02-03"),
        ("at about the same time", "2032-02-03~"),
        ("within hours", "2032-02-03"),
        ("by the following June", "../2032-06"),
    ],
)
def test_calendar_reads_the_words_for_a_day(words: str, day: str) -> None:
    assert read(words) == day


@pytest.mark.parametrize("words", ["on Tuesday", "last week", "a day later"])
def test_calendar_says_nothing_without_a_day_to_read_against(words: str) -> None:
    assert read(words, Reference(None)) is None


def test_calendar_knows_how_far_a_day_after_lies() -> None:
    words = "came two days after the signing"
    assert [one.offset for one in find_expressions(words, Span(0, len(words)))] == [2]


@given(st.text(alphabet="On Monday 31Febrya\n203-~lastwek", max_size=60))
def test_calendar_never_fails_on_nonsense(words: str) -> None:
    for one in find_expressions(words, Span(0, len(words))):
        one.read(THURSDAY)
        assert words[one.span.start : one.span.end]
