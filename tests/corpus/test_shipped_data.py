"""The records that the project ships are in order, and every quotation in them stands in its source between marks."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import QuotedSpan
from bot.settings import HOME
from tests.support.whole_corpus import Checked, read_whole

ROOT = HOME


@pytest.fixture(scope="module")
def checked() -> Checked:
    return read_whole(ROOT / "data", ROOT)


def test_the_shipped_data_checks_clean_and_none_of_it_is_missing(checked: Checked) -> None:
    assert [name for name, count in asdict(checked.counts).items() if not count] == []
    assert checked.counts.passages == checked.counts.reports
    assert {source.file for source in checked.corpus.sources.values()} == {
        f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()
    }


def test_every_shipped_quotation_and_clause_stands_in_its_source_as_recorded(checked: Checked) -> None:
    assert checked.counts.quotations > 30
    for statement in checked.corpus.statements.values():
        for report in statement.reports:
            text, passage = checked.texts[report.source], report.passage
            assert passage is not None
            assert passage.cut(text) == report.record.passage
            assert len(report.quotations) == len(report.record.quotes)
            assert [one.cut(text) for one in report.clauses] == [one.exact for one in report.record.clause]
            quoted = QuotedSpan(text)
            for span, quotation in zip(report.quotations, report.record.quotes, strict=True):
                assert span.cut(text) == quotation.exact
                assert quoted.holds(span.start, span.end)
                assert passage.start <= span.start
                assert span.end <= passage.end


def test_a_shipped_quotation_is_whole_or_a_part_beside_others(checked: Checked) -> None:
    parts_of: dict[tuple[str, Span], set[Span]] = {}
    for statement in checked.corpus.statements.values():
        for report in statement.reports:
            for part, whole in zip(report.quotations, report.wholes, strict=True):
                parts_of.setdefault((report.source, whole), set()).add(part)
    for (source, whole), parts in parts_of.items():
        assert parts == {whole} or len(parts) > 1, whole.cut(checked.texts[source])


def test_every_shipped_report_says_which_of_its_words_are_the_statements(checked: Checked) -> None:
    for statement in checked.corpus.statements.values():
        assert all(report.quotations or report.clauses for report in statement.reports), statement.record.id


def test_the_shipped_statements_take_ten_lines_each_and_six_a_further_report(checked: Checked) -> None:
    sources = (ROOT / "data" / "sources").glob("*.yaml")
    entries = [
        line for path in sources for line in path.read_text("utf-8").partition("\nstatements:\n")[2].splitlines()
    ]
    lines = [line for line in entries if line.strip() and not line.lstrip().startswith("#")]
    further = checked.counts.reports - checked.counts.statements
    assert len(lines) <= 10 * checked.counts.statements + 6 * further


def test_every_shipped_speaker_has_a_side_unless_the_body_is_international(checked: Checked) -> None:
    organisations = checked.corpus.organisations
    assert len(checked.corpus.statements) > 50
    for statement in checked.corpus.statements.values():
        for speaker in statement.speakers:
            stateless = speaker.organisation is not None and organisations[speaker.organisation].country is None
            assert speaker.side or stateless, statement.record.id
