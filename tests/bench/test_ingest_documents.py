"""The labelled documents: texts at their offsets, days, ids; and that a slip in a label is found."""

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.ingest.documents.check import FOLDER, find_mistakes, read_labels
from bench.ingest.gold import group_documents, load_documents

DOCUMENTS = read_labels()


def test_documents_are_five_of_each_group() -> None:
    counts = Counter(name.split("-")[0] for name in DOCUMENTS)
    assert counts == {"tune": 5, "test": 5, "final": 5}


def test_groups_are_tune_test_and_final_apart() -> None:
    groups = group_documents(load_documents(FOLDER))
    assert list(groups) == ["tune", "test", "final"]
    for group, members in groups.items():
        assert [document.name.split("-")[:2] for document in members] == [[group, str(n)] for n in range(1, 6)]


def test_groups_keep_a_document_of_another_name(tmp_path: Path) -> None:
    for suffix in ("txt", "labels.yaml"):
        source = (FOLDER / f"tune-1-wire-chains.{suffix}").read_bytes()
        (tmp_path / f"own-wire.{suffix}").write_bytes(source.replace(b"tune-1-wire-chains", b"own-wire"))
    assert [document.name for document in group_documents(load_documents(tmp_path))["other"]] == ["own-wire"]


def test_only_final_gives_the_final_documents() -> None:
    assert [document.name.split("-")[0] for document in load_documents(FOLDER, "final")] == ["final"] * 5


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
