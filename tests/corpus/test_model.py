"""The record format: what a language tag, a file's name and a kind of event may be."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.corpus.model import EVENT_KINDS, is_file_name
from tests.support.editable_corpus import SECOND_TEXT, EditableCorpus

SECOND = "data/sources/second.yaml"
NAMES = (
    "seeds/2024/06/readout.txt", "seeds/my file.txt", "seeds/doc(1).txt", "seeds/réadout.txt", "seeds/성명.txt",
    "seeds/.hidden/a", "seeds/a..b.txt", "seeds/[draft] note #2.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_document_may_have_any_folders_and_any_name(corpus: EditableCorpus, name: str) -> None:
    (corpus.root / "seeds/second.txt").unlink()
    corpus.write(name, SECOND_TEXT)
    corpus.change(SECOND, "seeds/second.txt", f'"{name}"')
    assert corpus.problems() == []


@pytest.mark.parametrize(
    "name", ["seeds", "seeds/", "/seeds/a", "seeds/../a", "seeds/a/../../b", "seeds//a", "a", "seeds/./a", "seeds/a\\b",
             "seeds/a\nb", "seeds/a\x00"]
)  # fmt: skip
def test_a_file_name_never_leads_out_of_seeds(name: str) -> None:
    assert not is_file_name(name)


def test_a_document_in_a_linked_folder_outside_of_seeds_is_never_opened(corpus: EditableCorpus, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "second.txt").write_bytes(SECOND_TEXT.encode())
    (corpus.root / "seeds/sub").symlink_to(outside)
    corpus.change(SECOND, "seeds/second.txt", "seeds/sub/second.txt")
    assert "is not a file within seeds/" in corpus.only_problem().what


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "de-1996", "kok", "en-x-wire"])
def test_a_source_may_be_in_any_language_of_bcp_47(corpus: EditableCorpus, tag: str) -> None:
    corpus.change(SECOND, "  title: No toll\n", f"  title: No toll\n  language: {tag}\n")
    assert corpus.problems() == []


@pytest.mark.parametrize("tag", ["english", "EN", "en_GB", "e", "pt-br-", "zh-hant"])
def test_what_is_no_language_tag_is_refused(corpus: EditableCorpus, tag: str) -> None:
    corpus.change(SECOND, "  title: No toll\n", f"  title: No toll\n  language: {tag}\n")
    problem = corpus.only_problem()
    assert problem.what == f"“{tag}” in `language` is not a language tag"
    assert problem.todo.startswith("write one of BCP 47")


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_an_event_may_be_of_any_reviewed_kind(corpus: EditableCorpus, kind: str) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", f"kind: {kind}")
    assert corpus.problems() == []


def test_a_team_adds_kinds_of_event_of_its_own(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", "kind: lighthouse-vigil")
    problem = corpus.only_problem()
    assert problem.what == "there is no kind of event “lighthouse-vigil”"
    assert "add it under `event_kinds`" in problem.todo
    own = "event_kinds:\n  lighthouse-vigil: {label: Vigil, means: A night at the lamp}\n"
    corpus.change("data/sources/first.yaml", "source:\n", f"{own}source:\n")
    assert corpus.problems() == []


def test_a_slip_in_a_kind_of_event_is_told_with_the_nearest(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", "kind: meetings")
    assert "did you mean `meeting`?" in corpus.only_problem().todo


def test_an_exception_names_the_rule_and_the_reason(corpus: EditableCorpus) -> None:
    corpus.change(SECOND, "    report:\n", "    report:\n      exceptions: {day: Printed under an embargo.}\n")
    assert corpus.problems() == []
    corpus.change(SECOND, "exceptions: {day:", "exceptions: {weather:")
    assert "unknown key “weather”" in corpus.only_problem().what


def test_a_document_is_still_compared_with_its_digest(corpus: EditableCorpus) -> None:
    corpus.write("seeds/2031/second.txt", SECOND_TEXT + "!")
    corpus.change(SECOND, "seeds/second.txt", "seeds/2031/second.txt")
    digest = hashlib.sha256(f"{SECOND_TEXT}!".encode()).hexdigest()
    assert corpus.only_problem().what == f"the document's SHA-256 is {digest}, not the one recorded"
