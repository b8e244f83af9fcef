"""Topics and events are found by their words and circumstances, and days by what happened on them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.model import Answer, Question
from bot.answers.service import AnswerService

TODAY = date(2024, 6, 29)


async def ask(service: AnswerService, command: str, **options: str) -> Answer:
    return await service.answer(Question(command, options, TODAY), 50)


@pytest.mark.parametrize(
    ("option", "text", "meant"),
    [
        ("topic", "Russia-DPRK treaty", "Russia–North Korea treaty"),
        ("topic", "the pact between Moscow and Pyongyang", "Russia–North Korea treaty"),
        ("topic", "weapons to Ukraine", "Arms for Ukraine"), ("topic", "arming Kyiv", "Arms for Ukraine"),
        ("event", "Lee–Rudenko talks", "Meeting of Lee Do-hoon and Andrey Rudenko in Moscow"),
        ("event", "summons of Sinowiew", "Summons of the Russian ambassador in South Korea"),
        ("event", "putin presser hanoi", "Putin's press conference in Hanoi"),
        ("event", "Hanoi", "Putin's press conference in Hanoi"),
        ("event", "Vietnam", "Putin's trip to Vietnam"),
        ("event", "june 27 press briefing", "Regular press briefing of the South Korean Foreign Ministry"),
        ("event", "the summit", "Summit of Putin and Kim Jong-un in Pyongyang"),
    ],
)  # fmt: skip
async def test_find_by_words_finds_a_label_by_its_words(
    service: AnswerService, option: str, text: str, meant: str
) -> None:
    assert dict((await ask(service, "timeline", **{option: text})).understood)[option] == meant


@pytest.mark.parametrize("text", ["treaty with Japan", "arms for Poland"])
async def test_find_by_words_finds_nothing_where_a_word_is_missing(service: AnswerService, text: str) -> None:
    assert (await ask(service, "timeline", topic=text)).status == "not-understood"


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("after the summit", "20 June", ("20 June 2024", "20 June 2024")),
        ("the summit", "the summons", ("19 June 2024", "21 June 2024")),
        ("between the summit and the summons", "between the summit and the summons", ("19 June 2024", "21 June 2024")),
        ("since the treaty", "before the summons", ("19 June 2024", "20 June 2024")),
    ],
)
async def test_days_are_read_by_what_happened_on_them(
    service: AnswerService, since: str, until: str, days: tuple[str, str]
) -> None:
    understood = dict((await ask(service, "timeline", since=since, until=until)).understood)
    assert (understood["since"], understood["until"]) == days


async def test_a_day_that_is_neither_day_nor_event_is_not_understood(service: AnswerService) -> None:
    answer = await ask(service, "timeline", since="after the coronation")
    assert answer.status == "not-understood"
    assert "after the coronation" in answer.title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Korea (Republic of)", "South Korea"), ("Korea, Dem. People's Rep.", "North Korea"),
        ("Iran (Islamic Republic of)", "Iran"), ("Congo, Dem. Rep.", "Congo - Kinshasa"), ("Gambia, The", "Gambia"),
        ("Taiwan, Province of China", "Taiwan"), ("UN", "United Nations"),
    ],
)  # fmt: skip
async def test_a_country_is_understood_as_tables_name_it(service: AnswerService, text: str, name: str) -> None:
    assert dict((await ask(service, "timeline", country=text)).understood)["country"] == name


@pytest.mark.parametrize("text", ["England", "Wales", "OPEC", "xq"])
async def test_what_is_no_country_is_offered_no_other_one(service: AnswerService, text: str) -> None:
    answer = await ask(service, "timeline", country=text)
    assert (answer.status, answer.choices) == ("not-understood", ())


@pytest.mark.parametrize("text", ["EU", "nato", "G7"])
async def test_a_union_is_never_taken_for_a_country_spelt_nearly_so(service: AnswerService, text: str) -> None:
    answer = await ask(service, "timeline", country=text)
    assert answer.status == "nothing"
    offered = " ".join(choice.label for choice in answer.choices)
    assert not [name for name in ("Caribbean", "Outlying", "Christmas") if name in offered]
