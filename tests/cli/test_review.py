"""`review` at a prompt or by lines from a pipe: what is typed is done once, and nonsense does nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml

from bot.cli.main import main
from bot.exit_codes import Exit
from tests.support.draft_corpus import SOURCE, DraftCorpus, make_draft_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> DraftCorpus:
    corpus = make_draft_corpus(tmp_path)
    settings = f"data: {{folder: {corpus.data}, root: {corpus.root}}}\nstate: {{file: {tmp_path}/state.sqlite}}\n"
    (tmp_path / "config.yaml").write_text(settings, "utf-8")
    return corpus


def review(corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, *lines: str, document: str | None = SOURCE) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    arguments = ["review", "--config", str(corpus.root / "config.yaml"), *([document] if document else [])]
    return main(arguments)


def list_written(corpus: DraftCorpus) -> list[str]:
    if not corpus.source_file.exists():
        return []
    return [entry["id"] for entry in yaml.safe_load(corpus.source_file.read_text("utf-8"))["statements"]]


def test_review_lists_documents_with_drafts(
    corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(corpus, monkeypatch, document=None) == Exit.DONE
    assert f"{SOURCE}: 3 open, 0 decided" in capsys.readouterr().out


def test_review_approves_sets_refuses_and_takes_back(
    corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ("a", "x twice", "set to harbour-ministry", "a", "u", "q")
    assert review(corpus, monkeypatch, *typed) == Exit.DONE
    assert list_written(corpus) == ["quillfeather-shall-not-pay"]
    assert "1 approved, 1 refused, 1 open." in capsys.readouterr().out


def test_review_approves_all_that_are_sure_and_says_why_one_is_not(
    corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    review(corpus, monkeypatch, "A")
    assert list_written(corpus) == ["quillfeather-shall-not-pay"]
    assert "d02 stays open: The check refuses it" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "z", "set", "set colour red", "s", "e", "\x1b[A", "set day soon", "u"])
def test_review_of_nonsense_writes_nothing(corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert review(corpus, monkeypatch, typed, "q") == Exit.DONE
    assert list_written(corpus) == []


def test_review_of_what_has_no_drafts_says_how_to_get_some(
    corpus: DraftCorpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(corpus, monkeypatch, document="no-such-paper") == Exit.BAD_INPUT
    assert "python -m bot ingest FILE" in capsys.readouterr().err
