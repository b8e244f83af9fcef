"""Stems: those of the published algorithm, for every word that an index can hold."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.analysis.tokenizer import fold_words, stem_words

# From the sample vocabulary of the Snowball stemmer "English".
SAMPLE = {
    "consign": "consign", "consigned": "consign", "consistency": "consist", "consolation": "consol",
    "consolatory": "consolatori", "consolingly": "consol", "conspicuous": "conspicu", "constant": "constant",
    "knack": "knack", "knaves": "knave", "kneeling": "kneel", "knightly": "knight", "knotted": "knot",
    "skis": "ski", "dying": "die", "news": "news", "only": "onli", "generously": "generous",
}  # fmt: skip


@pytest.mark.parametrize("word", SAMPLE)
def test_a_word_of_the_sample_vocabulary_has_its_stem(word: str) -> None:
    assert stem_words([word]) == {word: SAMPLE[word]}


@given(st.text(max_size=60))
def test_every_folded_word_has_a_stem_of_one_word(text: str) -> None:
    words = fold_words(text)
    stems = stem_words(words)
    assert list(stems) == list(dict.fromkeys(words))
    assert all(stem and fold_words(stem) for stem in stems.values())


def test_a_word_that_no_index_takes_has_none() -> None:
    assert stem_words(["", "x" * 65_531, "ж" * 40_000, "x" * 65_530]).keys() == {"x" * 65_530}


def test_threads_do_not_disturb_one_another() -> None:
    words = [f"{word}{n}ing" for word in SAMPLE for n in "abc"] * 20
    alone = stem_words(words)
    with ThreadPoolExecutor(8) as threads:
        assert all(stems == alone for stems in threads.map(lambda _: stem_words(words), range(40)))
