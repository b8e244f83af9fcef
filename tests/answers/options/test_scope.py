"""What is offered for an unclear value of a scope is the whole scope with that value mended, and no other."""

from typing import Any

import pytest

from bot.answers.model import Question
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.scope import Scope
from bot.answers.service import AnswerService


async def refuse(service: Any, text: Any) -> Any:
    with pytest.raises((Ambiguous, NotUnderstood)) as raised:
        await service.parse_scope(text)
    return raised.value


async def test_a_name_that_stands_in_a_clear_one_as_well_is_mended_where_it_stands_itself(
    service: AnswerService,
) -> None:
    text = "speakers: Kim Hong-kyun, Kim; countries: KR"
    error = await refuse(service, text)
    assert error.text == "Kim"
    assert len(error.candidates) > 1
    for choice in error.candidates:
        scope = await service.parse_scope(choice.value)
        assert scope.speakers[0] == "kim-hong-kyun"
        assert set(scope.speakers[1:]) <= {choice.value.split("Kim Hong-kyun, ")[1].partition(";")[0]}
        assert scope.countries == ("KR",)


@pytest.mark.parametrize(("text", "both"), [("pairs: KR-Russa", ("KR", "RU")), ("pairs: Russa-KR", ("RU", "KR"))])
async def test_a_slip_in_one_half_of_a_pair_is_mended_as_a_pair(service: AnswerService, text: Any, both: Any) -> None:
    error = await refuse(service, text)
    assert both in [(await service.parse_scope(choice.value)).pairs[0] for choice in error.nearest]


@pytest.mark.parametrize("text", ["pairs: {0}-{1}", "pairs: KR-{}", "countries: %s", ";;;", " ; ,; "])
async def test_no_text_of_a_scope_is_taken_for_anything_but_a_name(service: AnswerService, text: Any) -> None:
    try:
        scope = await service.parse_scope(text)
    except (Ambiguous, NotUnderstood):
        return
    assert scope == Scope()


async def test_a_preview_takes_any_scope_and_adds_what_else_is_named(service: AnswerService) -> None:
    text = "countries: KR; pairs: KR-RU"
    options = {"date": "2024-06-27", "scope": text, "topic": "Arms for Ukraine"}
    briefing = await service.preview(Question("briefing preview", options, service.today()))
    assert briefing.request.scope == Scope(("KR",), (("KR", "RU"),), ("arms-to-ukraine",))


async def test_a_preview_has_the_sections_that_are_asked_for(service: AnswerService) -> None:
    options = {"date": "2024-06-27", "open-questions": "true", "on-this-day": "false"}
    question = Question("briefing preview", options, service.today())
    briefing = await service.preview(question)
    assert briefing.request.sections == {"open-questions"}
    assert briefing.open_questions
    answer = await service.answer(question, 100)
    opened = [entry for entry in answer.entries if entry.group.startswith("Asked, and no answer held")]
    assert len(opened) == len(briefing.open_questions)
    assert len({entry.key for entry in answer.entries}) == len(answer.entries) == answer.total


async def test_yes_and_no_are_all_that_a_switch_takes(service: AnswerService) -> None:
    with pytest.raises(NotUnderstood) as raised:
        await service.preview(Question("briefing preview", {"open-questions": "perhaps"}, service.today()))
    assert [choice.value for choice in raised.value.nearest] == ["true", "false"]


@pytest.mark.parametrize(
    "text", ['"countries: KR; pairs: KR-RU"', "“countries: KR; pairs: KR-RU”", ' "everything" ', '""']
)
async def test_quotation_marks_around_a_scope_mean_nothing(service: AnswerService, text: Any) -> None:
    assert await service.parse_scope(text) == (Scope(("KR",), (("KR", "RU"),)) if "KR" in text else Scope())


async def test_days_of_a_preview_that_run_backwards_are_named_as_they_were_asked(service: AnswerService) -> None:
    options = {"date": "2024-06-27", "since": "2024-06-28"}
    answer = await service.answer(Question("briefing preview", options, service.today()))
    assert answer.title.startswith("date: 27")
