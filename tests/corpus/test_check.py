"""Checking against the documents: what is recorded stands there, character by character, or it is said why not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.corpus.checking.spellings import find_unused_spellings
from tests.support.editable_corpus import FIRST_TEXT, SECOND_TEXT, EditableCorpus, fill

FIRST = "data/sources/first.yaml"
SECOND = "data/sources/second.yaml"
SHARED = "data/vocabulary.yaml"
PASSAGE = '"We shall not pay it,” she told reporters in Port Sorrel'


def test_a_corpus_in_order_is_counted_and_anchored(corpus: EditableCorpus) -> None:
    checked = corpus.check()
    assert checked.counts.summary_lines() == [
        "sources: 2",
        "reports: 3",
        "statements: 2",
        "statements in several sources: 1",
        "passages: 3",
        "quotations: 1",
        "spellings: 3",
        "conflicts: 0",
        "people: 1",
        "organisations: 3",
        "events: 1",
        "topics: 1",
    ]
    assert checked.texts == {"harbour-herald": FIRST_TEXT, "evening-buoy": SECOND_TEXT}


def test_offsets_cut_exactly_what_is_recorded_out_of_the_source(corpus: EditableCorpus) -> None:
    checked = corpus.check()
    for statement in checked.corpus.statements.values():
        for report in statement.reports:
            text = checked.texts[report.source]
            assert report.passage is not None
            assert report.passage.cut(text) == report.record.passage
            assert [span.cut(text) for span in report.quotations] == [one.exact for one in report.record.quotes]


@pytest.mark.parametrize("typed", ["\\r\\n", "\\n"])
def test_line_ends_of_a_source_are_matched_and_never_translated(corpus: EditableCorpus, typed: str) -> None:
    corpus.change(SECOND, "passage: Minister", 'passage: "Minister')
    corpus.change(SECOND, "a lamp toll.", f'a lamp toll.{typed}No more was said."')
    report = corpus.check().corpus.statements["quillfeather-refuses-toll"].reports[1]
    assert report.passage is not None
    assert report.passage.cut(SECOND_TEXT) == SECOND_TEXT


@given(st.integers(0, len(PASSAGE) - 1), st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]))
def test_a_changed_character_in_a_passage_never_passes(
    tmp_path_factory: pytest.TempPathFactory, at: int, char: str
) -> None:
    spoiled = PASSAGE[:at] + char + PASSAGE[at + 1 :]
    assume(spoiled != PASSAGE)
    corpus = fill(EditableCorpus(tmp_path_factory.mktemp("shelf")))
    escaped = "".join(f"\\U{ord(one):08x}" for one in spoiled)
    corpus.change(FIRST, f"'{PASSAGE}'", f'"{escaped}"')
    (problem, *_) = corpus.problems()
    assert (problem.file, problem.line) == (FIRST, 20)
    assert "does not stand in the source" in problem.what


def test_a_no_break_space_is_a_space_and_a_straight_mark_is_no_curly_one(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, f"'{PASSAGE}'", "'she told reporters in Port Sorrel, and called it a \"grave mistake\".'")
    corpus.change(FIRST, '"We shall not pay it,"]', "grave mistake]")
    assert corpus.problems() == []
    corpus.change(FIRST, 'it a "grave mistake', "it a “grave mistake")
    assert "QUOTATION MARK (U+0022) where the record has LEFT DOUBLE" in corpus.only_problem().todo


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("she told reporters", "not between one pair of quotation marks"),
        ("lamp toll", "stands in the source, but not in this passage"),
        ("We shall not pay it, ever", "does not stand in its passage"),
        ("“We shall not pay it,”", "brings its quotation marks along"),
    ],
)
def test_a_quotation_that_is_none_is_refused_at_its_place(corpus: EditableCorpus, words: str, said: str) -> None:
    corpus.change(FIRST, '["We shall not pay it,"]', f"\n        - exact: '{words}'")
    problem = corpus.only_problem()
    assert (problem.file, problem.line, problem.column) == (FIRST, 22, 18)
    assert said in problem.what


def test_a_passage_that_stands_twice_asks_for_its_occurrence(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "passage: The Sea Office regretted the minister’s words.", "passage: The Sea Office")
    assert "stands 2 times in the source" in corpus.only_problem().what
    corpus.change(FIRST, "passage: The Sea Office", "occurrence: 2\n      passage: The Sea Office")
    report = corpus.check().corpus.statements["sea-office-regrets"].reports[0]
    assert report.passage is not None
    assert report.passage.start == FIRST_TEXT.rindex("The Sea Office")


def test_names_and_days_as_written_must_be_written_so(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "day: Tuesday", "day: tuesday")
    problem = corpus.only_problem()
    assert problem.what == "the source does not write “tuesday”"
    assert "the source has “Tuesday” where the record has “tuesday”" in problem.todo


def test_a_spelling_that_no_source_has_is_named(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "[Ada Quillfeather, A. Quillfeather]", "[Ada Quillfeather, A. Quillfeder]")
    problem = corpus.only_problem()
    assert problem.what == "no source spells it “A. Quillfeder”"
    assert (problem.line, problem.column) == (4, 35)


def test_spellings_are_not_judged_while_a_document_is_missing(corpus: EditableCorpus) -> None:
    (corpus.root / "seeds/second.txt").unlink()
    assert corpus.only_problem().what == "“seeds/second.txt” does not exist"


def test_a_document_that_changed_is_noticed_and_still_checked(corpus: EditableCorpus) -> None:
    corpus.write("seeds/first.txt", FIRST_TEXT.replace("Port Sorrel", "Port Sorel"))
    problems = corpus.problems()
    assert [problem.line for problem in problems] == [5, 20]
    assert "SHA-256" in problems[0].what
    assert "First difference after" in problems[1].todo


def test_a_document_in_another_encoding_is_refused(corpus: EditableCorpus) -> None:
    corpus.write("seeds/second.txt", SECOND_TEXT.encode() + b"\x92")
    said = [problem.what for problem in corpus.problems()]
    assert any("byte 0x92 at offset 100 of “seeds/second.txt” is not UTF-8" in line for line in said), said


def test_a_document_outside_of_seeds_is_never_opened(corpus: EditableCorpus, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.txt"
    outside.write_text(SECOND_TEXT)
    (corpus.root / "seeds/second.txt").unlink()
    (corpus.root / "seeds/second.txt").symlink_to(outside)
    assert "is not a file within seeds/" in corpus.only_problem().what
    corpus.change(SECOND, "seeds/second.txt", "seeds/..")
    assert "is not a source file" in corpus.only_problem().what


def test_a_mistake_elsewhere_in_a_record_hides_no_wrong_word(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "agency: tide-wire", "agencie: tide-wire")
    corpus.change(FIRST, "kind: mixed", "kind: mixt")
    corpus.change(FIRST, '["We shall not pay it,"]', '["We shall never pay it,"]')
    said = [problem.what for problem in corpus.problems()]
    assert said == [
        "unknown key “agencie”",
        "`kind` cannot be “mixt”",
        "the quotation “We shall never pay it,” does not stand in its passage",
    ]


def test_every_mistake_against_the_documents_comes_in_one_go(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "reporters in Port Sorrel'", "reporters in Port Sorel'")
    corpus.change(FIRST, "day: Tuesday", "day: Thursday")
    corpus.change(FIRST, "passage: The Sea Office regretted", "passage: The Sea Office regreted")
    corpus.change(SECOND, "passage: Minister A.", "passage: Minister B.")
    corpus.change(SHARED, "spellings: The Sea Office", "spellings: The See Office")
    assert [problem.file for problem in corpus.problems()] == [FIRST, FIRST, FIRST, SECOND, SHARED]


@pytest.mark.parametrize(
    ("spelling", "text", "stands"),
    [
        ("Kim", "Kim’s words", True),
        ("Kim", "Kimberley", False),
        ("Kim", "Joakim Kimball", False),
        ("Lee Do-hoon", "Ambassador Lee Do-hoon said", True),
        ("(UN) Council", "the (UN) Council", True),
        ("U.N.", "the U.N. envoy", True),
        ("St.", "in St.Sorrel", True),
        ("윤석열", "윤석열이 말했다", True),
        ("외교부", "한국외교부", True),
        ("—", "—", False),
    ],
)
def test_a_spelling_counts_as_whole_words(spelling: str, text: str, stands: bool) -> None:
    assert (find_unused_spellings([spelling], [text]) == set()) == stands


def test_many_names_in_many_sources_are_looked_up_in_one_pass() -> None:
    texts = [f"Envoy Name{n} spoke at length. " * 20 for n in range(2_000)]
    names = [f"Name{n}" for n in range(4_000)]
    began = time.process_time()
    assert len(find_unused_spellings(names, texts)) == 2_000
    assert time.process_time() - began < 3
