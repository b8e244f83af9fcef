"""Typed text is fit to be stored and shown back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.options.sanitize import tidy


@given(st.text(alphabet=st.characters()))
def test_tidy_text_can_be_stored_and_stays_tidy(text: Any) -> None:
    once = tidy(text)
    once.encode("utf-8")
    assert tidy(once) == once
    assert not {"\n", "\x00", "\u202e", "\ud800"} & set(once)


def test_tidying_keeps_words_in_any_script() -> None:
    assert tidy("  Лавров \u202e said\n\x00 한국 ‘no’ ") == "Лавров said 한국 ‘no’"
