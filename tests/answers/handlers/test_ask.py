"""/ask says how it read a question, lets each part be taken back, and affirms nothing that it did not understand."""

from typing import Any

from bot.answers.model import Question, StatementItem
from bot.answers.service import AnswerService
from tests.support.shipped_records import TODAY


async def test_ask_says_how_it_read_the_question(ask: Any) -> None:
    answer = await ask("ask", question="What did Putin warn Seoul about?")
    assert answer.status == "found"
    assert answer.notes[0] == "Read as: /timeline speaker: Putin to: Seoul act: warnings"
    assert dict(answer.understood) == {"speaker": "Vladimir Putin", "to": "South Korea", "act": "warnings"}


async def test_ask_offers_to_take_back_each_part(service: AnswerService, ask: Any) -> None:
    answer = await ask("ask", question="What did Putin warn Seoul about since the summit?")
    shorter = {choice.label: answer.question.choose(choice.option, choice.value) for choice in answer.choices}
    without = await service.answer(shorter["Without to: South Korea"], 100)
    assert "to" not in dict(without.understood)
    assert dict(without.understood)["speaker"] == "Vladimir Putin"
    assert len(shorter) == 3


async def test_ask_goes_on_where_a_page_ended(service: AnswerService) -> None:
    question = Question("ask", {"question": "What did Moscow say?"}, TODAY)
    first = await service.answer(question, 2)
    keys = [entry.key for entry in first.entries]
    assert first.more
    second = await service.answer(Question("ask", question.options, TODAY, after=keys[-1], skipped=2), 2)
    assert not set(keys) & {entry.key for entry in second.entries}
    assert second.entries


async def test_ask_counts_nothing_that_affirms_as_a_denial(ask: Any) -> None:
    answer = await ask("ask", question="Did anyone deny that Russia violates UN resolutions?")
    assert answer.status in ("nothing", "near")
    assert not [one for one in answer.entries if isinstance(one.item, StatementItem) and one.item.match != "near"]


async def test_ask_asks_back_with_the_name_in_the_question(ask: Any) -> None:
    answer = await ask("ask", question="What did Kim say about the treaty?")
    assert answer.status == "ambiguous"
    assert "What did Kim Hong-kyun say about the treaty?" in [choice.value for choice in answer.choices]


async def test_ask_offers_examples_for_what_it_cannot_read(ask: Any) -> None:
    answer = await ask("ask", question="whats the weather in seoul")
    assert answer.status == "not-understood"
    assert answer.choices
    assert not answer.entries


async def test_ask_says_which_words_it_did_not_use(ask: Any) -> None:
    answer = await ask("ask", question="Did Seoul refuse to send lethal weapons?")
    assert any("‹send›" in note for note in answer.notes)
