"""Words of a text are the same ones however they are found, and stand where they are said to stand."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.store.analysis.tokenizer import find_chosen, find_tokens, fold_word, fold_words

_TEXTS = st.text(max_size=60) | st.text("aZs09 .'`_-“”’é\u00ad\n", max_size=60)


@given(text=_TEXTS)
def test_each_word_stands_where_it_is_said_to_stand(text: str) -> None:
    tokens = find_tokens(text)
    assert [token.folded for token in tokens] == fold_words(text)
    assert [fold_word(text[token.start : token.end]) for token in tokens] == fold_words(text)


@given(text=st.text(st.characters(codec="ascii"), max_size=60) | st.text("aZs09 .'`’‘_-–“”…\u00a0", max_size=60))
@example(text="The U.S. and Russia's rash step.It warns_of e.g. O'Brien. A.B")
@example(text="“Russia’s ‘rash’ step’s end,’ he’ll say … the people’s, the nations’ and St. James's's")
def test_a_plain_text_has_the_words_that_it_has_within_another(text: str) -> None:
    assert find_tokens(f"{text} é")[:-1] == find_tokens(text)
    assert fold_words(f"{text} é") == [*fold_words(text), "e"]


@given(text=_TEXTS, words=st.sets(st.text("aszé0", min_size=1, max_size=3), max_size=4))
def test_words_looked_for_are_found_wherever_they_stand(text: str, words: set[str]) -> None:
    assert find_chosen(text, words.intersection) == [token for token in find_tokens(text) if token.folded in words]
