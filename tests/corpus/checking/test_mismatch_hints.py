"""Hints for words that are not found: the nearest stretch, the first real difference, and bounded work."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.corpus.checking.mismatch_hints import explain_absence

TEXT = (
    "At noon the Minister spoke.\n\nThe harbour will not pay the toll this year, and nobody who knows the coast "
    "expects it to, she told reporters in Port\u00a0Sorrel on Tuesday. The “lamp\ntoll” must go."
)


@pytest.mark.parametrize(
    ("exact", "difference"),
    [
        ("The harbor will not pay the toll this year, and nobody",
         "after “The”: the source has “harbour” where the record has “harbor”"),
        ("The harbourr will not pay the toll this year, and nobody",
         "after “The”: the source has “harbour” where the record has “harbourr”"),
        ("Tha harbour will not pay the toll this year, and nobody who knows the coast expects it to",
         "at the very start: the source has “The” where the record has “Tha”"),
        ("he harbour will not pay the toll this year",
         "at the very start: the source has “The” where the record has “he”"),
        ("The harbour will never pay the toll this year, and nobody who knows the coast expects it",
         "after “The harbour will”: the source has “not” where the record has “never”"),
        ("The harbour will not pay the toll this year; and nobody who knows",
         "after “pay the toll this year”: the source has COMMA (U+002C) where the record has SEMICOLON (U+003B)"),
        ("The harbour will not pay the toll this year and nobody who knows",
         "after “pay the toll this year”: the source has COMMA (U+002C) where the record has nothing"),
        ("she told the reporters in Port Sorrel on Tuesday.",
         "after “she told”: the source has “reporters” where the record has “the reporters”"),
        ("she told reporters in Port Sorel on Tuesday.",
         "after “reporters in Port”: the source has “Sorrel” where the record has “Sorel”"),
        ("the \"lamp toll\" must go.",
         "at the very start: the source has “The” where the record has “the”"),
        ("“lamp toll\" must go.",
         "after ““lamp toll”: the source has RIGHT DOUBLE QUOTATION MARK (U+201D) where the record has QUOTATION"),
        ("lamp toll” must go. Never.",
         "after “lamp toll” must go.”: the source has its end where the record has “Never.”"),
    ],
)  # fmt: skip
def test_a_hint_shows_the_first_real_difference_with_words_around_it(exact: str, difference: str) -> None:
    assert f"First difference {difference}" in explain_absence(exact, TEXT)


def test_a_hint_shows_the_nearest_stretch_from_word_to_word() -> None:
    said = explain_absence("arbor will not pay the toll this yea", TEXT)
    assert "the nearest there is “harbour will not pay the toll this year”" in said


def test_nothing_like_it_is_said_where_nothing_is() -> None:
    assert "nothing like it" in explain_absence("zzzz qqqq xxxx", TEXT)


@given(st.text("abc “”\u00a0\n", min_size=1), st.text("abc “”\u00a0\n"))
def test_an_absence_is_always_explained(exact: str, text: str) -> None:
    assume(exact not in text)
    assert explain_absence(exact, text)


WORDS = st.permutations(["harbour", "will", "not", "pay", "toll", "lamps", "this", "year"])


@given(WORDS, st.data())
def test_a_letter_too_many_early_on_is_found_where_it_is(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(0, 20))
    spoiled = text[:at] + "x" + text[at:]
    said = explain_absence(spoiled, f"Before.\n\n{text}\n\nAfter.")
    wrong = next(word for word in spoiled.split() if "x" in word)
    assert f"where the record has “{wrong}”" in said


def test_the_work_for_a_hint_is_bounded() -> None:
    text = "The harbour will not pay the toll this year, and nobody expects it to. " * 20_000
    began = time.process_time()
    explain_absence(text[:20_000].replace("nobody", "noboddy"), text)
    explain_absence("qwertz " * 2_000, text)
    assert time.process_time() - began < 5
