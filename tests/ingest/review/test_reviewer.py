"""An editor's decisions: carried out once, whole, and never over another editor's."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.corpus.check import check
from bot.ingest.review.model import Reason, ReviewError, StaleDraftError, Status
from bot.ingest.review.reviewer import Reviewer
from bot.settings import HOME
from tests.support.draft_corpus import SOURCE, DraftCorpus, make_entry


def list_entries(corpus: DraftCorpus) -> list[str]:
    if not corpus.source_file.exists():
        return []
    return [entry["id"] for entry in yaml.safe_load(corpus.source_file.read_text("utf-8"))["statements"]]


def test_approval_brings_the_entry_into_a_corpus_that_checks_clean(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    approved = reviewer.approve("d01", 1, "ana")
    assert (approved.status, approved.version) == (Status.APPROVED, 2)
    assert approved.decision is not None
    assert approved.decision.by == "ana"
    counts = check(corpus.data, corpus.root)
    assert (counts.statements, counts.quotations) == (1, 1)
    assert reviewer.read().draft("d01") == approved


def test_approval_writes_nothing_that_the_check_refuses(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    before = corpus.draft_file.read_bytes()
    with pytest.raises(ReviewError, match=r"nothing was written[\s\S]*We shall never pay it"):
        reviewer.approve("d02", 1, "ana")
    assert corpus.draft_file.read_bytes() == before
    assert list_entries(corpus) == []


def test_sure_drafts_are_approved_together_and_the_refused_stay_open(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    approved, refused = reviewer.approve_sure("ana")
    assert [draft.key for draft in approved] == ["d01"]
    assert [draft.key for draft, _ in refused] == ["d02"]
    statuses = {draft.key: draft.status for draft in reviewer.read().drafts}
    assert statuses == {"d01": Status.APPROVED, "d02": Status.OPEN, "d03": Status.OPEN}
    assert list_entries(corpus) == ["quillfeather-shall-not-pay"]


def test_two_editors_do_not_overwrite_each_other(corpus: DraftCorpus) -> None:
    ana, ben = (Reviewer(corpus.data, corpus.root, SOURCE) for _ in range(2))
    ana.edit("d01", 1, make_entry(act="STATE"))
    decisions: tuple[Callable[[], object], ...] = (
        lambda: ben.approve("d01", 1, "ben"),
        lambda: ben.refuse("d01", 1, "ben", Reason.TWICE),
        lambda: ben.edit("d01", 1, make_entry()),
    )
    for act in decisions:
        with pytest.raises(StaleDraftError, match="changed by somebody else"):
            act()
    assert ben.read().draft("d01").entry["act"] == "STATE"


def test_a_decided_draft_is_decided_once(reviewer: Reviewer) -> None:
    decided = reviewer.refuse("d03", 1, "ana", Reason.NOT_A_STATEMENT)
    with pytest.raises(StaleDraftError, match="refused already"):
        reviewer.approve("d03", decided.version, "ben")


def test_undo_takes_out_what_an_approval_brought(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    reviewer.approve("d01", None, "ana")
    reviewer.approve("d03", None, "ana")
    reviewer.undo("d01")
    assert list_entries(corpus) == ["quillfeather-toll-must-go"]
    reviewer.undo("d03")
    assert not corpus.source_file.exists()
    assert reviewer.read().count(Status.OPEN) == 3
    with pytest.raises(ReviewError, match="nothing to take back"):
        reviewer.undo("d03")


def test_a_draft_can_report_a_statement_that_is_held(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    reviewer.approve("d01", None, "ana")
    reviewer.merge("d03", 1, "quillfeather-shall-not-pay")
    assert reviewer.approve("d03", 2, "ana").status is Status.MERGED
    assert check(corpus.data, corpus.root).reports == 2


def test_an_edit_remembers_which_fields_changed(reviewer: Reviewer) -> None:
    entry = make_entry(tone="refuse", to=["harbour-ministry"])
    entry["report"] = {**entry["report"], "kind": "direct"}
    assert reviewer.edit("d01", 1, entry).edited == ("to", "report.kind")


@pytest.mark.parametrize("lacking", ["speaker", "act", "tone"])
def test_what_a_statement_must_have_is_asked_for(reviewer: Reviewer, lacking: str) -> None:
    reviewer.edit("d01", 1, {name: value for name, value in make_entry().items() if name != lacking})
    with pytest.raises(ReviewError, match=f"lacks the {lacking}"):
        reviewer.approve("d01", 2, "ana")


@pytest.mark.parametrize("source", ["../people", "", "A", "a/b", "a.yaml"])
def test_a_document_is_named_by_an_id_alone(corpus: DraftCorpus, source: str) -> None:
    with pytest.raises(ReviewError, match="is no id of a document"):
        Reviewer(corpus.data, corpus.root, source)


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from bot.ingest.review import corpus_writer, draft_files, files
    from bot.ingest.review.reviewer import Reviewer

    steps = int(sys.argv[2])
    replace = Path.replace

    def replace_or_die(self, target):
        global steps
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(self, target)

    Path.replace = replace_or_die
    Reviewer(Path(sys.argv[1]) / "data", Path(sys.argv[1]), sys.argv[3]).approve("d01", None, "ana")
    """
)


@pytest.mark.parametrize("step", [1, 2])
def test_a_killed_approval_loses_nothing_and_doubles_nothing(corpus: DraftCorpus, step: int) -> None:
    command = [sys.executable, "-c", KILLED, str(corpus.root), str(step), SOURCE]
    ended = subprocess.run(command, cwd=HOME, check=False, env={**os.environ, "PYTHONPATH": str(HOME)})
    assert ended.returncode == -signal.SIGKILL
    reviewer = Reviewer(corpus.data, corpus.root, SOURCE)
    assert reviewer.read().draft("d01").status is Status.OPEN
    assert len(list_entries(corpus)) == step - 1
    reviewer.approve("d01", None, "ana")
    assert list_entries(corpus) == ["quillfeather-shall-not-pay"]
    assert check(corpus.data, corpus.root).statements == 1


def test_comments_of_the_corpus_stay(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    reviewer.approve("d01", None, "ana")
    written = corpus.source_file.read_text("utf-8")
    corpus.source_file.write_text(f"# Read twice.\n{written}  # the end\n", "utf-8")
    reviewer.approve("d03", None, "ana")
    kept = corpus.source_file.read_text("utf-8")
    assert kept.startswith("# Read twice.\n")
    assert "# the end" in kept


def test_drafts_are_never_read_as_records(corpus: DraftCorpus) -> None:
    assert check(corpus.data, corpus.root, may_be_empty=True).sources == 0


def test_a_broken_draft_file_is_named_and_left(reviewer: Reviewer, corpus: DraftCorpus) -> None:
    broken = b"drafts: [unclosed\n"
    Path(corpus.draft_file).write_bytes(broken)
    with pytest.raises(ReviewError, match=r"harbour-herald-2031-03-06\.yaml cannot be read"):
        reviewer.approve("d01", None, "ana")
    assert corpus.draft_file.read_bytes() == broken
