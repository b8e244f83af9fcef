"""The near-synonyms that the project ships: nothing in them that could only mislead."""

from __future__ import annotations

import yaml

from bot.store.analysis.tokenizer import STOP_WORDS, fold_words, stem_words
from tests.support.small_corpus import ROOT

GROUPS = yaml.safe_load((ROOT / "data" / "synonyms.yaml").read_text("utf-8"))["synonyms"]


def test_words_of_a_group_differ_in_more_than_their_ending() -> None:
    assert GROUPS
    for key, group in GROUPS.items():
        words = [fold_words(str(text)) for text in group["words"]]
        stems = stem_words({word for text in words for word in text})
        assert len({tuple(stems[word] for word in text) for text in words}) > 1, key


def test_no_stop_word_is_a_synonym() -> None:
    for key, group in GROUPS.items():
        for text in group["words"]:
            words = fold_words(str(text))
            assert len(words) > 1 or not STOP_WORDS.union({"us"}).intersection(words), (key, text)
