"""What is unusual about a briefing is said in it: days that are missing before it, sections that took too long."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.answers.briefing.compose import ON_THIS_DAY, OPEN_QUESTIONS, BriefingRequest
from bot.answers.briefing.to_html import to_html
from bot.answers.briefing.to_json import to_json
from bot.answers.briefing.to_markdown import to_markdown
from bot.answers.briefing.to_text import to_text
from bot.answers.options.dates.format import join_days
from bot.answers.service import AnswerService
from bot.store.errors import QueryTooSlow
from bot.store.store import Store

DAY = date(2024, 6, 27)
BOTH = frozenset((ON_THIS_DAY, OPEN_QUESTIONS))
FORMATS = (to_text, to_markdown, to_html)


def read(text: Any) -> Any:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")


def request(**changes: Any) -> Any:
    return BriefingRequest(DAY, date(2024, 6, 26), **changes)


@pytest.mark.parametrize("draw", FORMATS)
async def test_days_whose_briefing_was_missed_or_failed_stand_in_the_head_of_the_next(
    service: AnswerService, draw: Any
) -> None:
    missed = (date(2024, 3, 3), date(2024, 3, 4), date(2024, 3, 6))
    drawn = read(draw(await service.briefing(request(missed=missed, failed=(date(2024, 3, 7),)))))
    assert "The briefings of 3–4 March 2024 and 6 March 2024 were not posted: the bot was not running." in drawn
    assert "The briefing of 7 March 2024 could not be posted." in drawn
    assert drawn.index("not running") < drawn.index("Lim Soo-suk")


async def test_one_missed_day_is_told_in_the_singular_and_none_not_at_all(service: AnswerService) -> None:
    assert "The briefing of 3 March 2024 was not posted" in read(
        to_text(await service.briefing(request(missed=(date(2024, 3, 3),))))
    )
    assert "not posted" not in to_text(await service.briefing(request()))


def test_many_missing_days_are_counted_after_the_first_stretches() -> None:
    days = [date(2024, 1, 1) + timedelta(days=2 * n) for n in range(20)]
    assert read(join_days(days, "en", 2)) == "1 January 2024, 3 January 2024 and 18 more days"
    assert read(join_days(days[:3], "en", 2)) == "1 January 2024, 3 January 2024 and 1 more day"
    assert join_days(days[:2], "de", 2) == "1. Januar 2024 und 3. Januar 2024"


@pytest.mark.parametrize(("section", "slow"), [(ON_THIS_DAY, "same_day"), (OPEN_QUESTIONS, "open_requests")])
async def test_a_section_that_takes_too_long_is_left_out_and_said_and_all_else_is_there(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, section: Any, slow: Any
) -> None:
    whole = await service.briefing(request(sections=BOTH))

    async def stop(*_arguments: Any, **_named: Any) -> None:
        raise QueryTooSlow(2.0)

    monkeypatch.setattr(Store, slow, stop)
    briefing = await service.briefing(request(sections=BOTH))
    assert briefing.too_slow == (section,)
    assert (briefing.said, briefing.figures) == (whole.said, whole.figures)
    for draw in FORMATS:
        assert read(draw(briefing)).count("left out, because looking it up took too long") == 1
    assert to_json(briefing)["too_slow"] == [section]


async def test_a_section_that_nobody_wants_is_not_looked_up(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stop(*_arguments: Any, **_named: Any) -> None:
        raise QueryTooSlow(2.0)

    monkeypatch.setattr(Store, "same_day", stop)
    monkeypatch.setattr(Store, "open_requests", stop)
    assert (await service.briefing(request())).too_slow == ()


async def test_what_is_new_itself_is_never_left_out_for_being_slow(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stop(*_arguments: Any, **_named: Any) -> None:
        raise QueryTooSlow(2.0)

    monkeypatch.setattr(Store, "news", stop)
    with pytest.raises(QueryTooSlow):
        await service.briefing(request())
