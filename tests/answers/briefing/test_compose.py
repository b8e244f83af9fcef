"""A briefing of the shipped records: what is in it, in which order, and what a scope is."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.briefing.compose import BriefingRequest, is_deed
from bot.answers.briefing.to_text import to_text
from bot.answers.model import Question, StatementItem
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.scope import (
    EVERYTHING,
    Scope,
    describe_scope,
    parse_scope,
    read_scope,
    scope_text,
    scope_to_json,
)
from bot.answers.service import AnswerService
from tests.support.shipped_records import TODAY

DAY, BEFORE = date(2024, 6, 27), date(2024, 6, 26)
PREVIEW = "briefing preview"

ids = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
codes = st.from_regex(r"[A-Z]{2}", fullmatch=True)
scopes = st.builds(
    Scope,
    countries=st.lists(codes, max_size=3).map(tuple),
    pairs=st.lists(st.tuples(codes, codes), max_size=3).map(tuple),
    topics=st.lists(ids, max_size=3).map(tuple),
    speakers=st.lists(ids, max_size=3).map(tuple),
    events=st.lists(ids, max_size=3).map(tuple),
)


@pytest.fixture
async def briefing(service: AnswerService) -> Any:
    return await service.briefing(BriefingRequest(DAY, BEFORE))


async def test_the_briefing_for_27_june_2024_leads_with_lims_warning_and_both_accounts_of_the_moscow_meeting(
    briefing: Any,
) -> None:
    assert [group.occasion.id for group in briefing.said] == ["lim-briefing", "moscow-meeting", "zakharova-remarks"]
    lim, meeting, zakharova = briefing.said
    assert lim.blocks[0].lines[0].newest.statement.id == "lim-irreversible-mistake"
    assert [(account.holder.id, account.country) for account in meeting.accounts] == [
        ("kr-mofa", "KR"),
        ("ru-mofa", "RU"),
    ]
    assert [block.sides for block in meeting.blocks] == [("KR", "RU"), ("RU",), ("KR",)]
    accounts = {
        one.statement.id: one.account.holder.id
        for block in meeting.blocks
        for line in block.lines
        for one in line.statements
        if one.account
    }
    assert accounts["rudenko-blames-seoul"] == "ru-mofa"
    assert accounts["ru-treaty-defensive"] == "kr-mofa"
    assert accounts["lee-grave-threat"] == "kr-mofa"
    assert zakharova.accounts == ()
    assert briefing.conflicts


async def test_figures_count_what_is_shown(briefing: Any) -> None:
    shown = [statement for group in briefing.said for statement in group.statements]
    assert briefing.figures.statements == len(shown) == len(set(briefing.statement_ids))
    assert briefing.figures.speakers == len({speaker.party.id for one in shown for speaker in one.speakers})
    assert briefing.figures.countries == len({speaker.side for one in shown for speaker in one.speakers})
    assert briefing.figures.sources == len({report.source.id for one in shown for report in one.reports})


async def test_of_one_speaker_the_newest_words_come_first_and_what_is_quoted_before_what_is_told(
    service: AnswerService,
) -> None:
    briefing = await service.briefing(BriefingRequest(DAY, date(2024, 6, 1)))
    several = 0
    for group in briefing.said:
        for block in group.blocks:
            for line in block.lines:
                news = [(one.released or str(one.last_day)) for one in (t.statement for t in line.statements)]
                assert news == sorted(news, reverse=True)
                same = [
                    one for one in line.statements
                    if (one.statement.released or str(one.statement.last_day)) == news[0]
                ]  # fmt: skip
                if any(one.snippet.kind == "quoted" for one in same):
                    assert line.newest.snippet.kind == "quoted"
                assert len({tuple(s.party.id for s in t.statement.speakers) for t in line.statements}) == 1
                several += len(line.statements) > 1
    assert several > 3


async def test_a_sides_own_words_come_before_anothers_account_of_them_and_before_what_it_did(briefing: Any) -> None:
    meeting = briefing.said[1]
    for block in meeting.blocks[1:]:
        order = [(is_deed(line.newest.statement), line.newest.is_recounted) for line in block.lines]
        assert order == sorted(order)
    assert meeting.blocks[0].lines[0].newest.statement.id == "lee-rudenko-meeting"


async def test_what_this_channel_was_told_before_is_not_told_again(service: AnswerService, briefing: Any) -> None:
    told = frozenset(briefing.statement_ids)
    again = await service.briefing(BriefingRequest(DAY, BEFORE, already=told))
    assert again.nothing_new
    assert to_text(again).count("\n") == 1


async def test_what_is_newly_held_from_other_days_stands_under_a_heading_of_its_own(service: AnswerService) -> None:
    held = {"kr-no-lethal-arms": DAY, "putin-very-big-mistake": DAY, "lim-irreversible-mistake": DAY}
    briefing = await service.briefing(BriefingRequest(DAY, BEFORE, newly_held=held))
    newly = {statement.id for group in briefing.newly_held for statement in group.statements}
    assert newly == {"kr-no-lethal-arms", "putin-very-big-mistake"}
    text = to_text(briefing)
    assert (
        text.index("SAID AND RELEASED")
        < text.index("NEWLY HELD, FROM OTHER DAYS")
        < text.index("On no particular occasion")
    )


async def test_sections_are_there_only_where_they_are_asked_for(service: AnswerService) -> None:
    plain = await service.briefing(BriefingRequest(DAY, BEFORE))
    assert (plain.open_questions, plain.on_this_day) == ((), ())
    asked = await service.briefing(BriefingRequest(DAY, BEFORE, sections=frozenset({"open-questions"})))
    assert {one.request.statement.act for one in asked.open_questions} == {"REQUEST"}
    assert "ASKED, AND NO ANSWER HELD" in to_text(asked)


async def test_dates_and_countries_follow_the_language_and_words_do_not(service: AnswerService) -> None:
    text = to_text(await service.briefing(BriefingRequest(DAY, BEFORE, locale="de")))
    assert "Donnerstag, 27. Juni 2024" in text
    assert "🇰🇷 Südkorea" in text
    assert "“We warn that Russia should not make a mistake" in text
    assert to_text(await service.briefing(BriefingRequest(DAY, BEFORE, locale="no such"))).startswith(
        "Briefing for Thursday 27 June 2024"
    )


@given(scopes)
def test_a_scope_is_read_back_as_it_was_written(scope: Any) -> None:
    assert read_scope(scope_text(scope)) == scope
    written = json.loads(json.dumps(scope_to_json(scope)))
    assert written["pairs"] == [list(pair) for pair in scope.pairs]
    assert written["speakers"] == list(scope.speakers)


async def test_a_scope_is_typed_with_names_of_any_kind(service: AnswerService) -> None:
    text = "Countries: Seoul, ROK, DPRK; pair: KR - the Kremlin; topics: arms for ukraine; speaker: Sinowiew; events: "
    scope = await service.parse_scope(text)
    assert scope == Scope(("KR", "KP"), (("KR", "RU"),), ("arms-to-ukraine",), ("georgy-zinoviev",))
    assert await service.parse_scope(scope_text(scope)) == scope


@pytest.mark.parametrize("text", ["", "  ", "everything", "All"])
async def test_no_scope_is_everything(service: AnswerService, text: Any) -> None:
    assert await service.parse_scope(text) == EVERYTHING
    assert not EVERYTHING
    assert scope_text(EVERYTHING) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KR, RU", "has no name before it"),
        ("contries: KR", "Did you mean countries:"),
        ("countries: Atlantis", "Atlantis"),
        ("pairs: KR", "is no pair of countries"),
        ("pairs: KR-Seoul", "names one country twice"),
        ("topics: " + "x" * 3_000, "at most 2,000 characters"),
    ],
)
async def test_a_scope_that_is_not_understood_says_what_is_wrong(service: AnswerService, text: Any, said: Any) -> None:
    with pytest.raises(NotUnderstood) as caught:
        await service.parse_scope(text)
    assert caught.value.option == "scope"
    assert said in str(caught.value)


async def test_the_nearest_to_a_slip_in_a_scope_is_the_whole_scope_mended(service: AnswerService) -> None:
    with pytest.raises((NotUnderstood, Ambiguous)) as caught:
        await service.parse_scope("topics: arms-to-ukraine; countries: Nort Korea")
    error = caught.value
    choices = getattr(error, "nearest", ()) or getattr(error, "candidates", ())
    assert "topics: arms-to-ukraine; countries: KP" in [choice.value for choice in choices]


async def test_a_pair_whose_name_has_a_hyphen_is_read(service: AnswerService) -> None:
    assert (await service.parse_scope("pairs: Guinea-Bissau-KR")).pairs == (("GW", "KR"),)
    assert (await service.parse_scope("pairs: KR–RU, KR/KP")).pairs == (("KR", "RU"), ("KR", "KP"))


async def test_a_scope_is_named_for_a_reader(service: AnswerService) -> None:
    scope = Scope(("KR",), (("KR", "RU"),), ("arms-to-ukraine",), ("lim-soo-suk",), ("moscow-meeting",))
    async with service._manager.use() as store:
        assert describe_scope(scope, store.directory) == (
            "South Korea; South Korea with Russia; Arms for Ukraine; Lim Soo-suk; "
            "Meeting of Lee Do-hoon and Andrey Rudenko in Moscow"
        )
        assert describe_scope(EVERYTHING, store.directory) == "Everything"
        assert parse_scope(store.directory, scope_text(scope)) == scope


async def test_a_preview_answers_with_the_statements_of_the_briefing_page_by_page(
    service: AnswerService, briefing: Any
) -> None:
    options = {"date": "2024-06-27"}
    found: list[Any] = []
    after = None
    while True:
        answer = await service.answer(Question(PREVIEW, options, TODAY, after=after, skipped=len(found)), 5)
        assert answer.status == "found"
        found += [entry.item.statement.id for entry in answer.entries if isinstance(entry.item, StatementItem)]
        if not answer.more:
            break
        after = answer.entries[-1].key
    assert sorted(found) == sorted(briefing.statement_ids)
    assert answer.total == len(found)


@pytest.mark.parametrize(
    ("options", "scope"),
    [
        ({}, EVERYTHING),
        ({"country": "Seoul"}, Scope(("KR",))),
        ({"other-country": "Moscow"}, Scope(("RU",))),
        ({"country": "Seoul", "other-country": "Moscow"}, Scope(pairs=(("KR", "RU"),))),
        (
            {"topic": "Arms for Ukraine", "speaker": "Putin", "event": "Putin in Vietnam"},
            Scope(topics=("arms-to-ukraine",), speakers=("vladimir-putin",), events=("putin-vietnam-trip",)),
        ),
    ],
    ids=str,
)
async def test_the_options_of_a_preview_are_its_scope(service: AnswerService, options: Any, scope: Any) -> None:
    briefing = await service.preview(Question(PREVIEW, {"date": "27 June 2024", **options}, TODAY))
    assert briefing.request.scope == scope
    assert (briefing.request.day, briefing.request.since) == (DAY, BEFORE)


async def test_a_preview_without_a_day_is_todays(service: AnswerService) -> None:
    request = (await service.preview(Question(PREVIEW, {}, TODAY))).request
    assert (request.day, (request.day - request.since).days) == (TODAY, 1)


async def test_a_preview_that_cannot_be_understood_is_answered_like_any_question(service: AnswerService) -> None:
    answer = await service.answer(Question(PREVIEW, {"date": "2024-06-27", "since": "2024-06-28"}, TODAY))
    assert answer.status == "not-understood"
    with pytest.raises(NotUnderstood):
        await service.preview(Question(PREVIEW, {"country": "Atlantis"}, TODAY))
    nothing = await service.answer(Question(PREVIEW, {"date": "2023-06-27"}, TODAY))
    assert (nothing.status, nothing.entries) == ("nothing", ())
