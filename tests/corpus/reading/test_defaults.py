"""Keys written once for many entries: defaults of a source file and of blocks in it."""

from __future__ import annotations

import pytest

from tests.support.editable_corpus import EditableCorpus

FIRST = "data/sources/first.yaml"
WITH_BLOCK = """\
  - with: {event: toll-talks, day: 2031-03-05, via: tide-wire, topics: lamp-toll}
    statements:
      - id: sea-office-regrets-again
        speaker: sea-office
        act: STATE
        tone: regret
        report: {kind: indirect, passage: The Sea Office said no more., clause: said no more}
      - same_as: sea-office-regrets
        report: {kind: indirect, passage: The Sea Office said no more., via: []}
"""


def add_block(corpus: EditableCorpus, text: str = WITH_BLOCK) -> None:
    path = corpus.root / FIRST
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_an_entry_takes_what_its_block_gives(corpus: EditableCorpus) -> None:
    add_block(corpus)
    statements = corpus.check().corpus.statements
    record = statements["sea-office-regrets-again"].record
    assert (record.event, str(record.day), record.topics) == ("toll-talks", "2031-03-05", ("lamp-toll",))
    assert statements["sea-office-regrets-again"].reports[0].record.via == ("tide-wire",)


def test_what_an_entry_writes_itself_counts_before_its_block(corpus: EditableCorpus) -> None:
    add_block(corpus)
    first, again = corpus.check().corpus.statements["sea-office-regrets"].reports
    assert (first.record.via, again.record.via) == ((), ())


def test_defaults_of_the_file_count_for_all_its_entries(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "statements:\n", "defaults: {venue: Port Sorrel, via: tide-wire}\nstatements:\n")
    add_block(corpus)
    statements = corpus.check().corpus.statements
    assert {one.record.venue for key, one in statements.items()} == {"Port Sorrel"}
    assert [one.record.via for one in statements["sea-office-regrets"].reports] == [("tide-wire",), ()]


def test_an_inner_block_counts_before_an_outer_one(corpus: EditableCorpus) -> None:
    inner = "".join(f"    {line}\n" for line in WITH_BLOCK.splitlines())
    add_block(corpus, f"  - with: {{venue: Quay, day: 2031-03-06}}\n    statements:\n{inner}")
    record = corpus.check().corpus.statements["sea-office-regrets-again"].record
    assert (record.venue, str(record.day)) == ("Quay", "2031-03-05")


def test_a_sentence_that_says_several_things_is_written_once(corpus: EditableCorpus) -> None:
    block = WITH_BLOCK.replace(
        "with: {", "with: {passage: The Sea Office said no more., as_written: {speaker: The Sea Office}, "
    )
    add_block(corpus, block.replace("passage: The Sea Office said no more., clause", "clause").replace(
        "passage: The Sea Office said no more., via", "as_written: {speaker: Sea Office}, via"
    ))  # fmt: skip
    statements = corpus.check().corpus.statements
    (new,), (_, again) = (statements[one].reports for one in ("sea-office-regrets-again", "sea-office-regrets"))
    assert new.record.passage == again.record.passage == "The Sea Office said no more."
    assert [one.record.as_written.speaker for one in (new, again)] == ["The Sea Office", "Sea Office"]


@pytest.mark.parametrize(
    ("old", "new", "what", "pointed"),
    [
        ("event: toll-talks, day", "evnt: toll-talks, day", "unknown key “evnt”", "evnt"),
        ("via: tide-wire, t", "via: tide-wir, t", "there is no organisation “tide-wir”", "tide-wir"),
        ("with: {event", "with: {passage: Sea fog rolled in at noon., event",
         "the passage “Sea fog rolled in at noon.” does not stand in the source", "Sea fog"),
        ("day: 2031-03-05, via", "day: 2031-13-05, via", "`day`: '2031-13-05' is not in the calendar", "2031-13-05"),
        ("    statements:\n      - id: sea-office-regrets-again", "    note: x\n    statements:\n      - id: again",
         "`note` is beside `with`", "note"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_default_is_told_once_where_it_is(
    corpus: EditableCorpus, old: str, new: str, what: str, pointed: str
) -> None:
    add_block(
        corpus, WITH_BLOCK.replace("passage: The Sea Office said no more., ", "") if "passage" in new else WITH_BLOCK
    )
    corpus.change(FIRST, old, new)
    (problem,) = [one for one in corpus.problems() if one.what == what]
    line = (corpus.root / FIRST).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith(pointed)


def test_a_block_without_entries_is_refused(corpus: EditableCorpus) -> None:
    add_block(corpus, "  - with: {day: 2031-03-05}\n")
    assert corpus.only_problem().what == "a block without entries"
