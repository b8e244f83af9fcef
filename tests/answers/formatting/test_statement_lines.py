"""The lines of a card say what is held, and nothing else."""

from typing import Any

import pytest

from bot.answers.formatting.statement_lines import (
    count,
    describe_act,
    describe_source,
    describe_sources,
    describe_when,
    warn_of_attribution,
)
from bot.store.records import Party
from tests.support.invented_records import make_report, make_statement


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("warned", "warned Russia and South Korea"),
        ("agreed", "agreed with Russia and South Korea"),
        ("took the view", "took the view, to Russia and South Korea"),
    ],
)
def test_an_act_reads_with_its_addressees(label: Any, line: Any) -> None:
    to = (Party("country", "RU", "Russia"), Party("country", "KR", "South Korea"))
    assert describe_act(make_statement(to=to, tone_label=label), "en") == line


def test_an_act_without_addressees_is_its_label() -> None:
    assert describe_act(make_statement(), "en") == "stressed"


def test_countries_and_days_follow_the_language() -> None:
    statement = make_statement(to=(Party("country", "RU", "Russia"),), day="2024-06-26", tone_label="warned")
    assert describe_act(statement, "de") == "warned Russland"
    assert "Juni" in describe_when(statement, "de")


def test_a_day_that_no_source_gives_is_said_to_be_not_given() -> None:
    assert describe_when(make_statement(), "en") == "day not given"


def test_the_day_of_release_is_told_apart_from_the_day_of_the_utterance() -> None:
    line = describe_when(make_statement(day="2024-06-26", released="2024-06-27"), "en")
    assert line == "26 June 2024, released 27 June 2024"


def test_a_source_is_named_with_its_day_and_its_reporting_chain() -> None:
    via = (Party("organisation", "yonhap", "Yonhap"), Party("organisation", "ministry", "Arkonian Foreign Ministry"))
    line = describe_source(make_report(via=via), "en")
    assert line == "The Arkonia Herald, 27 June 2024, via Yonhap, Arkonian Foreign Ministry"


def test_an_inferred_speaker_and_anothers_account_are_warned_of() -> None:
    report = make_report(
        attribution="inferred",
        inferred_how="the sentence before",
        recounted_by=Party("organisation", "x", "Ministry X"),
    )
    assert warn_of_attribution(report) == ("Speaker inferred: the sentence before", "In the account of Ministry X")
    assert warn_of_attribution(make_report()) == ()


def test_sources_and_reports_are_counted_apart() -> None:
    assert describe_sources(make_statement()) == "1 source"
    assert describe_sources(make_statement(make_report(), make_report(n=2))) == "1 source, 2 reports"
    assert count(1234, "statement") == "1,234 statements"
