"""The labelled documents: texts at their offsets, days, ids; and that a slip in a label is found."""

import copy
from typing import Any

import pytest

from bench.ingest.documents.check import find_mistakes, read_labels

DOCUMENTS = read_labels()


def test_documents_are_five_to_tune_on_and_five_to_test() -> None:
    assert sorted(name.split("-")[0] for name in DOCUMENTS) == ["test"] * 5 + ["tune"] * 5


@pytest.mark.parametrize("name", DOCUMENTS)
def test_labels_agree_with_their_document(name: Any) -> None:
    text, labels = DOCUMENTS[name]
    assert list(find_mistakes(text, labels)) == []


def test_check_finds_a_shifted_offset() -> None:
    text, labels = copy.deepcopy(DOCUMENTS["tune-1-wire-chains"])
    labels["reports"][0]["passage"]["at"] += 1
    assert any("does not stand at" in mistake for mistake in find_mistakes(text, labels))


def test_check_finds_a_day_that_is_none() -> None:
    text, labels = copy.deepcopy(DOCUMENTS["tune-1-wire-chains"])
    labels["reports"][0]["day"]["edtf"] = "2031-02-30"
    assert any("calendar" in mistake for mistake in find_mistakes(text, labels))


def test_check_finds_an_unknown_party() -> None:
    text, labels = copy.deepcopy(DOCUMENTS["tune-1-wire-chains"])
    labels["reports"][0]["about"].append("nobody")
    assert any("'nobody'" in mistake for mistake in find_mistakes(text, labels))
