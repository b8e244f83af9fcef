"""Where words stand: pairs of quotation marks, passages and quotations by position."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import Miss, QuotedSpan, check_reading, find_passage, find_quotation, quoted_spans
from bot.corpus.checking.text_map import TextMap

MARKED = st.text("ab ’‘'\"“”„«»\n.,s[", max_size=80)


@given(MARKED, st.integers(0, 80), st.integers(0, 80))
def test_looking_up_a_stretch_agrees_with_going_through_all_pairs(text: str, start: int, length: int) -> None:
    spans = quoted_spans(text)
    expected = any(span.start <= start and start + length <= span.end for span in spans)
    assert QuotedSpan(text).holds(start, start + length) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), st.data())
def test_a_changed_character_is_always_noticed(exact: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(exact) - 1))
    char = data.draw(st.characters(exclude_categories=["Cs", "Cf", "Cc", "Zs", "Zl", "Zp"]))
    assume(not exact[at].isspace() and char not in "-‐")
    spoiled = exact[:at] + char + exact[at + 1 :]
    text = f"Before it.\n\n“{exact}” After it."
    assume(spoiled != exact and squash(spoiled) not in squash(text))
    for found in (
        find_passage(TextMap(text), spoiled),
        find_quotation(QuotedSpan(text), Span(0, len(text)), spoiled),
    ):
        assert isinstance(found, Miss)
        assert found.what
        assert found.todo


def squash(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff‐-]+", "", text)


def test_an_ambiguous_passage_says_how_often_it_stands_and_asks_which() -> None:
    found = find_passage(TextMap("No toll. No toll. No toll."), "No toll.")
    assert found == Miss(
        "the passage “No toll.” stands 3 times in the source",
        "say which one is meant by `occurrence:` 1 to 3, or take more words",
    )
    assert find_passage(TextMap("No toll. No toll."), "No toll.", 2) == Span(9, 17)
    beyond = find_passage(TextMap("No toll. No toll."), "No toll.", 3)
    assert isinstance(beyond, Miss)
    assert beyond.todo == "count from 1 to 2"
    once = find_passage(TextMap("No toll."), "No toll.", 2)
    assert isinstance(once, Miss)
    assert once.todo == "take `occurrence` away"


TEXT = "The toll is “a mistake,” she said; a mistake “that hurts.” He heard “a mistake” too.\n\nHe said “no” later."
PASSAGE = Span(0, TEXT.index("He heard"))


def test_a_quotation_counts_only_between_marks_and_within_its_passage() -> None:
    quoted = QuotedSpan(TEXT)
    assert find_quotation(quoted, PASSAGE, "a mistake") == Span(13, 22)
    assert find_quotation(quoted, Span(0, len(TEXT)), "a mistake", 2) == Span(69, 78)


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        ("she said", "not between one pair of quotation marks"),
        ("a mistake,” she said; a mistake “that hurts", "not between one pair of quotation marks"),
        ("“a mistake,”", "brings its quotation marks along"),
        ("no", "stands in the source, but not in this passage"),
        ("a mistakes", "does not stand in its passage"),
    ],
)
def test_why_a_quotation_is_refused_is_said(exact: str, said: str) -> None:
    found = find_quotation(QuotedSpan(TEXT), PASSAGE, exact)
    assert isinstance(found, Miss)
    assert said in found.what


AMBIGUOUS = "‘the boys’ and the girls’ school’s gate, the girls’ she said."


def test_words_that_are_quoted_in_one_of_two_readings_are_refused_with_both() -> None:
    found = find_quotation(QuotedSpan(AMBIGUOUS), Span(0, len(AMBIGUOUS)), "the boys’ and the girls")
    assert isinstance(found, Miss)
    assert found.what == "the quotation “the boys’ and the girls” is between quotation marks in one of two readings"
    assert "“the boys”" in found.todo
    assert "under `marks`" in found.todo


def test_an_author_may_say_how_the_marks_are_read() -> None:
    quoted, whole = QuotedSpan(AMBIGUOUS), Span(0, len(AMBIGUOUS))
    exact = "the boys’ and the girls"
    assert find_quotation(quoted, whole, exact, marks=[exact]) == Span(1, 1 + len(exact))


@pytest.mark.parametrize("stretch", ["boys’ and the girls", "the boys’ and the", "the girls’ school"])
def test_an_authors_reading_has_marks_on_both_sides(stretch: str) -> None:
    quoted, whole = QuotedSpan(AMBIGUOUS), Span(0, len(AMBIGUOUS))
    assert isinstance(check_reading(quoted.source, whole, stretch), Miss)
    assert isinstance(find_quotation(quoted, whole, stretch, marks=[stretch]), Miss)


def test_a_mark_without_a_partner_is_shown_where_words_after_it_are_quoted() -> None:
    text = "Ana Orel said “we go on. The ministry denied it."
    found = find_quotation(QuotedSpan(text), Span(0, len(text)), "The ministry denied it.")
    assert isinstance(found, Miss)
    assert "the mark in “Ana Orel said “we go on. The minis” has no partner" in found.todo
