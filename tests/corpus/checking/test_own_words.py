"""Which words of a passage say the statement: clauses, verbatim words, parts of quotations."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import Miss, QuotedSpan
from bot.corpus.checking.own_words import Labelled, find_label, find_own_words
from tests.support.editable_corpus import EditableCorpus

TRANSCRIPT = (
    "MS. OREL:  We will not yield on the harbour.  Next question, please.\n\n"
    "Q    Will you go to the talks?\n\n"
    "MS. OREL:  I will go if I am asked.  (Laughter.)  And I will stay.\n"
)


def record_document(corpus: EditableCorpus, text: str, *entries: dict[str, Any], form: str | None = None) -> None:
    """Record a document of one speaker, with these reports, in the small corpus."""
    corpus.write("seeds/third.txt", text)
    source = {"id": "third", "title": "Third", "file": "seeds/third.txt"}
    source["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    if form:
        source["form"] = form
    statements = [
        {"id": f"third-{n}", "speaker": "ada-quillfeather", "act": "STATE", "tone": "refuse", "day": "2031-03-04"}
        | {"report": entry}
        for n, entry in enumerate(entries)
    ]
    corpus.write("data/sources/third.yaml", yaml.safe_dump({"source": source, "statements": statements}))


def own_words(corpus: EditableCorpus, statement: str, text: str) -> list[str]:
    (report,) = corpus.check().corpus.statements[statement].reports
    return [span.cut(text) for span in report.quotations]


@pytest.mark.parametrize(
    ("text", "passage", "own"),
    [
        (TRANSCRIPT, "MS. OREL:  We will not yield on the harbour.", ["We will not yield on the harbour."]),
        (TRANSCRIPT, "MS. OREL:  I will go if I am asked.  (Laughter.)  And I will stay.",
         ["I will go if I am asked.", "And I will stay."]),
        ("THE PRESIDENT: Thank you. [Applause.] Sit down.", None, ["Thank you.", "Sit down."]),
        ("SECRETARY-GENERAL (in French):\nWe shall not.", None, ["We shall not."]),
        ("A    It is a matter for them.", None, ["It is a matter for them."]),
        ("A. It is a matter for them.", None, ["It is a matter for them."]),
        ("A matter for them (as I said) is this.", None, ["A matter for them (as I said) is this."]),
        ("Dear all, we accept: it is “fair”.", None, ["Dear all, we accept: it is “fair”."]),
        ("Ужин окончен.  (Laughter and applause.)  Спасибо.", None, ["Ужин окончен.", "Спасибо."]),
        ("ПРЕЗИДЕНТ: Мы не уступим.", None, ["Мы не уступим."]),
        ("MR. O’DELL: No. (Via interpreter.) Never.", None, ["No.", "Never."]),
        ("We came.\n\nWe saw.", None, ["We came.\n\nWe saw."]),
    ],
)  # fmt: skip
def test_verbatim_words_are_without_labels_and_stage_directions(
    corpus: EditableCorpus, text: str, passage: str | None, own: list[str]
) -> None:
    record_document(corpus, text, {"kind": "verbatim", "passage": passage or text}, form="transcript")
    assert own_words(corpus, "third-0", text) == own


@pytest.mark.parametrize("form", ["post", "letter", "statement", "communique"])
def test_capitals_before_a_colon_are_no_label_where_nobody_else_speaks(corpus: EditableCorpus, form: str) -> None:
    text = "BREAKING: We have agreed.\nNOTE: It is final."
    record_document(corpus, text, {"kind": "verbatim", "passage": text}, form=form)
    assert own_words(corpus, "third-0", text) == [text]


def test_what_an_author_sets_apart_is_not_the_speakers(corpus: EditableCorpus) -> None:
    apart = ["Q    Will you go to the talks?"]
    record_document(corpus, TRANSCRIPT, {"kind": "verbatim", "passage": TRANSCRIPT.strip(), "apart": apart})
    assert own_words(corpus, "third-0", TRANSCRIPT) == [
        "We will not yield on the harbour.  Next question, please.", "I will go if I am asked.", "And I will stay.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("report", "what"),
    [
        ({"passage": TRANSCRIPT.strip()}, "the passage holds words of several: “MS. OREL”, “Q”"),
        ({"passage": "Q    Will you go to the talks?", "as_written": {"speaker": "MS. OREL"}},
         "the passage is labelled “Q”, and the speaker as written is “MS. OREL”"),
        ({"passage": "Will you go to the talks?", "as_written": {"speaker": "MS. OREL"}},
         "the words stand below the label “Q”, and the speaker as written is “MS. OREL”"),
        ({"passage": "MS. OREL:", "occurrence": "2"}, "nothing of the passage is the speaker's"),
        ({"passage": "I will go if I am asked.", "apart": "if I am asked!"},
         "the words “if I am asked!” are to be set apart and do not stand in the passage"),
        ({"passage": "I will go if I am asked.", "quotes": "I will go"}, "a verbatim report with quotations"),
    ],
)  # fmt: skip
def test_verbatim_words_of_somebody_else_are_refused(corpus: EditableCorpus, report: dict[str, Any], what: str) -> None:
    record_document(corpus, TRANSCRIPT, {"kind": "verbatim", **report}, form="transcript")
    assert what in [problem.what for problem in corpus.problems()]


INDIRECT = (
    "The minister said that the toll must go, that the lamps will be lit and that no envoy is called back. "
    "The minister left."
)


def test_two_statements_of_one_passage_are_told_apart_by_their_clauses(corpus: EditableCorpus) -> None:
    clauses = ["that the toll must go", "that no envoy is called back"]
    record_document(corpus, INDIRECT, *({"kind": "indirect", "passage": INDIRECT, "clause": one} for one in clauses))
    assert corpus.problems() == []


@pytest.mark.parametrize(
    ("report", "what"),
    [
        ({"clause": "that the toll must stay"}, "the clause “that the toll must stay” does not stand in its passage"),
        ({"clause": "The minister"}, "the clause “The minister” stands 2 times in the passage"),
        ({"clause": {"exact": "The minister", "occurrence": "3"}},
         "the clause “The minister” stands 2 times in the passage, and `occurrence` asks for number 3"),
        ({"clause": "The minister left", "passage": "The minister said that the toll must go"},
         "the clause “The minister left” stands in the source, but not in this passage"),
        ({}, "neither a paraphrase nor words of the source say this statement"),
        ({"clause": "the toll", "apart": "The minister"}, "`apart` in a report that is not verbatim"),
    ],
)  # fmt: skip
def test_a_clause_is_exact_words_of_its_passage(corpus: EditableCorpus, report: dict[str, Any], what: str) -> None:
    record_document(corpus, INDIRECT, {"kind": "indirect", "passage": INDIRECT, **report})
    assert corpus.only_problem().what == what


QUOTED = "He said: “We shall go home, and ‘nobody’ shall stop us; the sea is ours.” He left."


@pytest.mark.parametrize(
    ("quotes", "own", "whole"),
    [
        ("We shall go home", "We shall go home", 0),
        ({"exact": QUOTED[10:72], "part": "the sea is ours"}, "the sea is ours", 0),
        ("nobody", "nobody", 1),
    ],
)
def test_a_part_of_a_quotation_knows_the_whole(corpus: EditableCorpus, quotes: Any, own: str, whole: int) -> None:
    wholes = (QUOTED[QUOTED.index("“") + 1 : QUOTED.index("”")], "nobody")
    record_document(corpus, QUOTED, {"kind": "mixed", "passage": QUOTED, "quotes": quotes})
    (report,) = corpus.check().corpus.statements["third-0"].reports
    assert [span.cut(QUOTED) for span in report.quotations] == [own]
    assert [span.cut(QUOTED) for span in report.wholes] == [wholes[whole]]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "The envoy said that the toll\nmust go and left for the\nharbour at noon, as planned.",
            "that the toll must go",
        ),
        ("The envoy said that the toll\r\nmust go and left for the\r\nharbour at noon.", "that the toll must go"),
        ("The envoy said that the to\u00adll must go and left.", "that the toll must go"),
        (
            "The envoy said that the harbour\u00ad\nmaster must go and left for\nthe islands.",
            "the harbourmaster must go",
        ),
        ("The envoy said that the\u00a0toll must\u2009go and left.", "that the toll must go"),
        (
            "The envoy said that the toll must with-\ndraw at once and left for the\nharbour at noon.",
            "must withdraw at once",
        ),
        ("The envoy said that the toll\nmust go and left for the\nharbour at noon.", "that the toll\nmust go"),
    ],
)
def test_clauses_and_parts_match_over_broken_lines(corpus: EditableCorpus, text: str, clause: str) -> None:
    record_document(corpus, text, {"kind": "indirect", "passage": text, "clause": clause})
    (report,) = corpus.check().corpus.statements["third-0"].reports
    (span,) = report.clauses
    assert "".join(span.cut(text).split()).replace("\u00ad", "").replace("-", "") == "".join(clause.split())

    quoted = f"“{text}”"
    part = {"exact": text, "part": clause}
    record_document(corpus, quoted, {"kind": "direct", "passage": quoted, "quotes": part})
    (report,) = corpus.check().corpus.statements["third-0"].reports
    assert [one.cut(quoted) for one in report.quotations] == [span.cut(text)]
    assert [one.cut(quoted) for one in report.wholes] == [text]


@pytest.mark.parametrize("apart", ["Will you go home?", "Will you\ngo home?"])
@pytest.mark.parametrize("stop", ["\n", "\r\n", "\u00a0", " \u00ad"])
def test_what_is_set_apart_matches_over_broken_lines(corpus: EditableCorpus, apart: str, stop: str) -> None:
    text = f"We shall not yield, whatever others say. Will you{stop}go home? We stay here until the very end of it all."
    record_document(corpus, text, {"kind": "verbatim", "passage": text, "apart": apart})
    assert own_words(corpus, "third-0", text) == [
        "We shall not yield, whatever others say.", "We stay here until the very end of it all.",
    ]  # fmt: skip


def test_stage_directions_are_found_over_a_broken_line(corpus: EditableCorpus) -> None:
    text = "MS. OREL:  We shall not yield, whatever anybody says of it.  (Laughter and\napplause.)  We stay."
    record_document(corpus, text, {"kind": "verbatim", "passage": text}, form="transcript")
    assert own_words(corpus, "third-0", text) == ["We shall not yield, whatever anybody says of it.", "We stay."]


def test_a_part_must_stand_in_its_quotation(corpus: EditableCorpus) -> None:
    quotes = {"exact": "We shall go home", "part": "We shall stay"}
    record_document(corpus, QUOTED, {"kind": "mixed", "passage": QUOTED, "quotes": quotes})
    assert corpus.only_problem().what == "the part “We shall stay” does not stand in its quotation"


def test_a_report_names_a_speaker_of_its_own(corpus: EditableCorpus) -> None:
    corpus.change("data/sources/second.yaml", "    report:\n", "    report:\n      speaker: sea-ofice\n")
    problem = corpus.only_problem()
    assert problem.what == "there is no person or organisation “sea-ofice”"
    corpus.change("data/sources/second.yaml", "sea-ofice", "sea-office")
    assert corpus.only_problem().what.endswith("is a name of ada-quillfeather; the speaker is sea-office")
    corpus.change("data/sources/second.yaml", "      as_written:\n        speaker: A. Quillfeather\n", "")
    assert corpus.problems() == []


PIECES = st.sampled_from(
    ["We go. ", "(Laughter.) ", "\nMS. OREL: ", "\nQ    ", "A ", "[Applause] ", "\n\n", "no: ", "«да» ", "ORD"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_own_words_are_stretches_of_the_passage_in_order(text: str) -> None:
    found = find_own_words(Labelled(QuotedSpan(text)), Span(0, len(text)), (), None)
    if not isinstance(found, Miss):
        assert found
        assert all(one.cut(text) == one.cut(text).strip() != "" for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert "Laughter" not in "".join(one.cut(text) for one in found)


def test_the_label_in_force_is_the_last_one_above() -> None:
    assert find_label(TRANSCRIPT, TRANSCRIPT.index("Will you")) == "Q"
    assert find_label(TRANSCRIPT, TRANSCRIPT.index("I will stay")) == "MS. OREL"
    assert find_label("We go.", 3) is None
