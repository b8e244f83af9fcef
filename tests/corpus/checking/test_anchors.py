"""Where words stand: pairs of quotation marks, passages and quotations by position."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import Miss, QuotedSpan, find_passage, find_quotation, quoted_spans
from bot.corpus.checking.mismatch_hints import explain_absence


def cut(text: str) -> list[str]:
    return [span.cut(text) for span in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “we go” and “we stay”.", ["we go", "we stay"]),
        ('He said "we go" and "we stay".', ["we go", "we stay"]),
        ("Er sagte „wir gehen“ und «wir bleiben».", ["wir gehen", "wir bleiben"]),
        ("Han sagde »vi går« i dag.", ["vi går"]),
        ('It opens "straight and closes curly.” Then on.', ["straight and closes curly."]),
        ('It opens “curly and closes straight." Then on.', ["curly and closes straight."]),
        ("“He heard “no” and left,” she said.", ["He heard “no” and left,", "no"]),
        ('“He heard "no" and left,” she said.', ['He heard "no" and left,', "no"]),
        ("“One paragraph\n“and the next,” she said.", ["One paragraph", "and the next,"]),
        ('"One paragraph\n"and the next," she said.', ["One paragraph", "and the next,"]),
        ('"No end, she said. "We go," she added.', ["No end, she said. ", "We go,"]),
        ("nothing” and on", []),
        ("A ‘confrontational course’ is set", ["confrontational course"]),
        ("A 'big mistake' is made", ["big mistake"]),
        ("'Big mistake', he says", ["Big mistake"]),
        ("Moscow’s envoys’ words, and Seoul's ministers' words", []),
        ("It’s the ‘envoys’ again’", ["envoys"]),
        ("in the '90s the ministers' words", []),
        ("‘never closed and on", []),
        ("“the envoys’ ‘course’ is set,” he said", ["the envoys’ ‘course’ is set,", "course"]),
        ("“to [Putin’s] recent visit,” it said", ["to [Putin’s] recent visit,"]),
        ('"a" "b"("c")—"d"', ["a", "b", "c", "d"]),
        ("“”", [""]),
    ],
)
def test_what_stands_between_marks_is_found(text: str, quoted: list[str]) -> None:
    assert cut(text) == quoted


MARKED = st.text("ab ’‘'\"“”„«»\n.,s[", max_size=80)


@given(MARKED)
def test_no_quoted_stretch_leaves_its_paragraph_or_begins_without_a_mark(text: str) -> None:
    for span in quoted_spans(text):
        assert 0 < span.start <= span.end <= len(text)
        assert "\n" not in span.cut(text)
        assert text[span.start - 1] in "‘'‚\"“”„«»"


@given(MARKED, st.integers(0, 80), st.integers(0, 80))
def test_looking_up_a_stretch_agrees_with_going_through_all_pairs(text: str, start: int, length: int) -> None:
    spans = quoted_spans(text)
    expected = any(span.start <= start and start + length <= span.end for span in spans)
    assert QuotedSpan(text).holds(start, start + length) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), st.data())
def test_a_passage_cut_from_a_text_is_found_exactly_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    exact = text[start:end]
    found = find_passage(text, exact)
    if text.count(exact) > 1:
        assert isinstance(found, Miss)
        found = find_passage(text, exact, 2)
    assert isinstance(found, Span)
    assert found.cut(text) == exact


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), st.data())
def test_a_changed_character_is_always_noticed(exact: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(exact) - 1))
    char = data.draw(st.characters(exclude_categories=["Cs"]))
    spoiled = exact[:at] + char + exact[at + 1 :]
    assume(spoiled != exact)
    text = f"Before it.\n“{exact}” After it."
    assume(spoiled not in text)
    for found in (
        find_passage(text, spoiled),
        find_quotation(text, QuotedSpan(text), Span(0, len(text)), spoiled),
    ):
        assert isinstance(found, Miss)
        assert found.what
        assert found.todo


@given(st.text("abc “”\u00a0", min_size=1), st.text("abc “”\u00a0"))
def test_an_absence_is_always_explained(exact: str, text: str) -> None:
    assume(exact not in text)
    assert explain_absence(exact, text)


def test_the_first_differing_character_is_named() -> None:
    said = explain_absence("a grave mistake, she said", "It is a\u00a0grave mistake, she said.")
    assert "the source has NO-BREAK SPACE (U+00A0) where the record has SPACE (U+0020)" in said
    said = explain_absence("the minister's words", "of the minister’s words")
    assert "RIGHT SINGLE QUOTATION MARK (U+2019) where the record has APOSTROPHE (U+0027)" in said
    said = explain_absence("The harbour will never pay it", "The harbour will not pay it")
    assert "after “The harbour will n”: the source has LATIN SMALL LETTER O (U+006F) where" in said
    said = explain_absence("xe harbour will pay it", "The harbour will pay it")
    assert "at the very start" in said
    assert "its end" in explain_absence("we pay it all", "Now we pay it")


def test_a_block_text_that_brings_a_line_break_along_gets_told_of_it() -> None:
    assert "|-" in explain_absence("we pay it\n", "Now we pay it.")


def test_nothing_like_it_is_said_where_nothing_is() -> None:
    assert "nothing like it" in explain_absence("zzzz qqqq xxxx", "The harbour will pay.")


def test_an_ambiguous_passage_says_how_often_it_stands_and_asks_which() -> None:
    found = find_passage("No toll. No toll. No toll.", "No toll.")
    assert found == Miss(
        "the passage “No toll.” stands 3 times in the source",
        "say which one is meant by `occurrence:` 1 to 3, or take more words",
    )
    assert find_passage("No toll. No toll.", "No toll.", 2) == Span(9, 17)
    beyond = find_passage("No toll. No toll.", "No toll.", 3)
    assert isinstance(beyond, Miss)
    assert beyond.todo == "count from 1 to 2"
    once = find_passage("No toll.", "No toll.", 2)
    assert isinstance(once, Miss)
    assert once.todo == "take `occurrence` away"


TEXT = "The toll is “a mistake,” she said; a mistake “that hurts.” He heard “a mistake” too.\nHe said “no” later."
PASSAGE = Span(0, TEXT.index("He heard"))


def test_a_quotation_counts_only_between_marks_and_within_its_passage() -> None:
    quoted = QuotedSpan(TEXT)
    assert find_quotation(TEXT, quoted, PASSAGE, "a mistake") == Span(13, 22)
    assert find_quotation(TEXT, quoted, Span(0, len(TEXT)), "a mistake", 2) == Span(69, 78)


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
    found = find_quotation(TEXT, QuotedSpan(TEXT), PASSAGE, exact)
    assert isinstance(found, Miss)
    assert said in found.what


def test_a_long_text_full_of_marks_is_paired_in_time_that_grows_with_it() -> None:
    text = "“a 'b' \"c" * 30_000
    assert len(quoted_spans(text)) > 30_000
