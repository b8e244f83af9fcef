"""Judgements in the shipped records that must not be lost: what is told apart, what is one, what is only recounted."""

from __future__ import annotations

import pytest

from bot.corpus.model import DOUBLE_MARKS, Act, Conflict, Kind
from bot.settings import HOME
from tests.support.whole_corpus import Checked, CorpusStatement, read_whole

MOSCOW = "moscow-meeting"


@pytest.fixture(scope="module")
def checked() -> Checked:
    return read_whole(HOME / "data", HOME)


@pytest.fixture(scope="module")
def statements(checked: Checked) -> dict[str, CorpusStatement]:
    return dict(checked.corpus.statements)


def list_conflicts(statement: CorpusStatement, field: str) -> list[Conflict]:
    return [conflict for report in statement.reports for conflict in report.record.conflicts if conflict.field == field]


def list_quotations(statement: CorpusStatement, source: str) -> list[str]:
    return [quote.exact for report in statement.reports if report.source == source for quote in report.record.quotes]


# Who and what is told apart


def test_two_officials_who_both_said_irreversible_stay_two(statements: dict[str, CorpusStatement]) -> None:
    zakharova, lim = statements["zakharova-rash-steps"], statements["lim-irreversible-mistake"]
    assert [zakharova.record.speaker, lim.record.speaker] == [("maria-zakharova",), ("lim-soo-suk",)]
    assert [str(zakharova.record.day), str(lim.record.day)] == ["2024-06-26", "2024-06-27"]
    assert [zakharova.sides, lim.sides] == [("RU",), ("KR",)]


def test_a_word_of_lims_is_not_quoted_from_zakharova(statements: dict[str, CorpusStatement]) -> None:
    assert not any(report.record.quotes for report in statements["zakharova-rash-steps"].reports)
    assert "irreversible" in list_quotations(statements["lim-irreversible-mistake"], "warns-russia-2024-06-27")


def test_changs_announcement_and_his_warning_stay_two(statements: dict[str, CorpusStatement]) -> None:
    announced, warned = statements["chang-reconsider-arms"], statements["chang-no-restrictions"]
    assert [str(announced.record.day), str(warned.record.day)] == ["2024-06-20", "2024-06-23"]
    (conflict,) = list_conflicts(announced, "day")
    assert (conflict.reading, conflict.believed) == ("on June 23", "against")


def test_the_same_sentence_of_the_presidency_and_of_the_vice_minister_stays_two(
    statements: dict[str, CorpusStatement],
) -> None:
    assert statements["kim-negative-impact"].record.speaker == ("kim-hong-kyun",)
    assert statements["kr-office-negative-impact"].record.speaker == ("kr-presidential-office",)


# What is one


def test_putins_mistake_is_one_statement_in_two_wordings(statements: dict[str, CorpusStatement]) -> None:
    warning = statements["putin-very-big-mistake"]
    assert list_quotations(warning, "24newshd-2024-06-22") == ["big mistake"]
    assert sorted(list_quotations(warning, "joongang-big-mistake")) == [
        "big mistake",
        "very big mistake",
        "very big mistake,",
    ]
    assert {report.source for report in warning.reports if report.record.conflicts} == {
        "24newshd-2024-06-22", "joongang-big-mistake",
    }  # fmt: skip
    assert {conflict.against for conflict in list_conflicts(warning, "wording")} == {"very big mistake"}


def test_the_appeal_to_act_responsibly_is_kims_by_inference_and_the_ministrys_in_the_other_report(
    statements: dict[str, CorpusStatement],
) -> None:
    appeal = statements["kim-act-with-responsibility"]
    assert appeal.record.speaker == ("kim-hong-kyun",)
    quoting, other = appeal.reports if appeal.reports[0].record.quotes else appeal.reports[::-1]
    assert quoting.record.quotes[0].exact == "Russia should act with responsibility."
    assert quoting.record.attribution == "inferred"
    assert (other.record.speaker, other.record.attribution) == (("kr-mofa",), "stated")
    assert [conflict.believed for conflict in list_conflicts(appeal, "speaker")] == ["both"]


def test_two_points_of_one_act_in_one_sentence_are_one_statement(statements: dict[str, CorpusStatement]) -> None:
    merged = {former: one for one in statements.values() for former in one.record.merged}
    assert set(merged) == {
        "cho-blinken-undermines-peace", "kim-harms-security", "kr-mofa-comply-with-resolutions",
        "kr-office-monitoring-and-sanctions", "lim-stop-relying-on-north", "putin-open-to-sending-weapons",
    }  # fmt: skip
    assert not set(merged) & set(statements)
    hope = merged["lim-stop-relying-on-north"]
    (words,) = list_quotations(hope, "warns-russia-2024-06-27")
    assert "move away from relying on North Korea" in words
    assert "act appropriately as a permanent member" in words


def test_what_south_korea_urged_on_no_day_is_not_what_it_said_at_the_summons(
    statements: dict[str, CorpusStatement],
) -> None:
    assert statements["kr-urges-cut-military-ties"].record.day is None
    for identity in ("kr-mofa-stop-cooperation", "kim-act-with-responsibility"):
        assert "warns-russia-2024-06-27" not in {report.source for report in statements[identity].reports}


def test_sources_that_name_a_capital_or_the_government_say_so_of_changs_announcement(
    statements: dict[str, CorpusStatement],
) -> None:
    named = {
        report.record.as_written.speaker: report.record.speaker
        for report in statements["chang-reconsider-arms"].reports
    }
    assert named == {
        "Seoul": ("kr-government",), "the South Korean government": ("kr-government",),
        "Chang Ho-jin": (), "Chang Ho Jin": (),
    }  # fmt: skip


# What answers what


def test_answers_come_after_what_they_answer_on_every_day(statements: dict[str, CorpusStatement]) -> None:
    answered = {(one.record.id, other) for one in statements.values() for other in one.record.relations.answers}
    assert {
        ("putin-very-big-mistake", "chang-reconsider-arms"), ("zakharova-rash-steps", "chang-no-restrictions"),
        ("lim-irreversible-mistake", "zakharova-rash-steps"), ("lee-grave-concern", "rudenko-blames-seoul"),
    } <= answered  # fmt: skip
    for one in statements.values():
        related = one.record.relations
        for other in (*related.answers, *related.follows):
            before, after = statements[other].record.day, one.record.day
            assert before
            assert after
            assert str(before.first) <= str(after.last or "later"), (one.record.id, other)


# What disagrees


def test_the_day_of_signing_that_one_source_gets_wrong_is_kept(statements: dict[str, CorpusStatement]) -> None:
    signing = statements["putin-kim-sign-treaty"]
    assert str(signing.record.day) == "2024-06-19"
    (conflict,) = list_conflicts(signing, "day")
    assert (conflict.reading, conflict.believed) == ("on Thursday", "against")
    (thursday,) = (report for report in signing.reports if conflict in report.record.conflicts)
    assert (thursday.source, str(thursday.record.day)) == ("summons-over-accord", "2024-06-20")


def test_the_day_at_the_head_of_a_page_is_a_conflict_and_not_when_it_came_out(checked: Checked) -> None:
    page = checked.corpus.sources["warns-russia-2024-06-27"]
    assert page.published is not None
    assert str(page.published.day) == "2024-06-27"
    assert [conflict.reading for conflict in page.conflicts if conflict.field == "published"] == [
        "Thursday, July 18, 2024"
    ]


def test_a_source_without_a_day_is_given_none(checked: Checked) -> None:
    undated = {key for key, source in checked.corpus.sources.items() if source.published is None}
    assert undated == {"joongang-big-mistake", "summons-over-accord"}


def test_the_misprint_is_quoted_as_it_stands_and_named(statements: dict[str, CorpusStatement]) -> None:
    remarks = statements["rudenko-anti-russian-remarks"]
    assert "unacceptable ant-Russian remarks" in list_quotations(remarks, "hankyoreh-2024-06-28")
    assert [conflict.believed for conflict in list_conflicts(remarks, "wording")] == ["against"]


@pytest.mark.parametrize(
    ("identity", "field"),
    [("kim-respond-to-threats", "role"), ("cho-deplorable", "role"), ("kr-mofa-summons-zinoviev", "name")],
)
def test_slips_in_titles_and_names_are_named(statements: dict[str, CorpusStatement], identity: str, field: str) -> None:
    assert list_conflicts(statements[identity], field)


# Whose words


def test_what_russia_said_in_moscow_is_seouls_account_of_it(statements: dict[str, CorpusStatement]) -> None:
    russian = [
        one for one in statements.values() if one.record.event == MOSCOW and "ru-government" in one.record.speaker
    ]
    assert len(russian) >= 4
    for one in russian:
        for report in one.reports:
            assert report.record.recounted_by == "kr-mofa", one.record.id


def test_words_of_one_side_about_the_other_are_never_direct_and_the_paraphrase_tells(
    statements: dict[str, CorpusStatement],
) -> None:
    for one in statements.values():
        for report in one.reports:
            if report.record.recounted_by:
                assert report.record.kind is not Kind.DIRECT, one.record.id
                assert not one.record.paraphrase or "tells it" in one.record.paraphrase, one.record.id


def test_what_both_ministries_told_of_their_own_side_is_nobody_elses_account(
    statements: dict[str, CorpusStatement],
) -> None:
    for identity in ("rudenko-blames-seoul", "lee-grave-threat", "lee-asks-explanation"):
        assert all(report.record.recounted_by is None for report in statements[identity].reports)


def test_only_the_korean_side_of_the_moscow_meeting_has_a_day_of_release(
    statements: dict[str, CorpusStatement],
) -> None:
    told = {key: one.record for key, one in statements.items() if one.record.event == MOSCOW}
    released = {key for key, record in told.items() if record.released}
    assert all(str(told[key].released) == "2024-06-27" for key in released)
    assert not {key for key in released if key.startswith(("rudenko-", "ru-mofa-"))}
    assert {"lee-grave-concern", "ru-treaty-defensive", "kr-mofa-press-release"} <= released


def test_no_journalist_is_in_the_records(checked: Checked) -> None:
    authors = {name for source in checked.corpus.sources.values() for name in source.authors}
    assert authors == {"Jang Ye-ji", "Park Min-hee", "Lim Jeong-won"}
    names = {
        name for person in checked.corpus.people.values() for name in (person.name, *person.spellings, *person.also)
    }
    assert not authors & names


def test_no_paraphrase_is_in_quotation_marks_or_claims_a_quoted_sentence(
    statements: dict[str, CorpusStatement],
) -> None:
    for one in statements.values():
        assert not DOUBLE_MARKS.intersection(one.record.paraphrase or "")
        for report in one.reports:
            long = [quote.exact for quote in report.record.quotes if len(quote.exact.split()) > 6]
            assert not any(exact in str(one.record.paraphrase) for exact in long), one.record.id


# What an act is called


@pytest.mark.parametrize("identity", ["putin-open-to-military-cooperation", "chang-reconsider-arms"])
def test_leaving_open_is_no_agreement_and_a_review_no_threat(
    statements: dict[str, CorpusStatement], identity: str
) -> None:
    assert statements[identity].record.act is Act.STATE


def test_the_ministry_urged_and_did_not_demand(statements: dict[str, CorpusStatement]) -> None:
    assert statements["kr-mofa-stop-cooperation"].record.tone == "urge"
    assert list_conflicts(statements["kr-mofa-stop-cooperation"], "wording")
