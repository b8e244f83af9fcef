"""Synonyms: a group that says nothing is refused, and the shipped ones are fit to be searched with."""

from __future__ import annotations

from itertools import combinations

import pytest
from pydantic import ValidationError

from bot.corpus.model import Synonyms
from bot.settings import HOME
from bot.store.analysis.folding import fold
from tests.support.whole_corpus import read_whole

DATA = HOME / "data"


@pytest.mark.parametrize("words", [["alone"], ["Kyiv", "kyiv"], ["one", ""], []])
def test_a_group_that_says_nothing_is_refused(words: list[str]) -> None:
    with pytest.raises(ValidationError):
        Synonyms.model_validate({"words": words})


def test_no_shipped_group_repeats_another() -> None:
    synonyms = read_whole(DATA, DATA.parent).corpus.synonyms
    groups = [(key, {fold(word) for word in group.words}) for key, group in synonyms.items()]
    assert len(groups) > 500
    assert [(one, other) for (one, a), (other, b) in combinations(groups, 2) if a <= b or b <= a] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("irreparable", "irreversible"),
        ("arms", "weapons"),
        ("warn", "threaten"),
        ("Kyiv", "Kiev"),
        ("Rodong", "Nodong"),
    ],
)
def test_what_people_put_for_one_another_is_held(one: str, other: str) -> None:
    groups = [{fold(word) for word in group.words} for group in read_whole(DATA, DATA.parent).corpus.synonyms.values()]
    assert any({fold(one), fold(other)} <= group for group in groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("autonomy", "independence"),
        ("accept", "reject"),
        ("attack", "defend"),
        ("ceasefire", "peace"),
        ("war", "peace"),
    ],
)
def test_what_diplomats_tell_apart_is_not_one(one: str, other: str) -> None:
    groups = [{fold(word) for word in group.words} for group in read_whole(DATA, DATA.parent).corpus.synonyms.values()]
    assert not any({fold(one), fold(other)} <= group for group in groups)
