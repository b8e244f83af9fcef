"""The desk answers whatever is asked: bad input, ambiguity and slowness included."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.catalogue import COMMANDS
from bot.answers.formatting.to_json import to_json
from bot.answers.model import Answer, Question
from bot.answers.options.dates import parser as days
from bot.answers.service import AnswerService
from bot.store.db import deadlines
from bot.store.errors import QueryTooSlow, StoreError
from tests.support.shipped_records import TODAY

HOSTILE = [
    "",
    " \n\t ",
    "x" * 6_000,
    "irreversible " * 460,
    'NEAR("a" "b") OR NOT -x AND (col:x *',
    '"',
    "**bold** __under__ `code` [link](https://x.example) # head",
    "@everyone <@1234> <@&5> <#6> </help:7>",
    "\u202eelbisreverri\u202c",
    "\ud800 lone \udfff",
    "'; DROP TABLE statement; --",
    "%_%' OR 1=1",
    "\x00\x1b[31m",
    "🇰🇷 💥",
    "한국 러시아",
    "../../etc/passwd",
    "{0} %s {name}",
]
STATUSES = {"found", "near", "nothing", "not-understood", "ambiguous"}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_input_gets_an_answer_on_every_option(service: AnswerService, hostile: Any) -> None:
    for name, spec in COMMANDS.items():
        for option in spec.options:
            options = {o.name: "grave" for o in spec.options if o.required} | {option.name: hostile}
            answer = await service.answer(Question(name, options, TODAY))
            assert answer.status in STATUSES
            assert answer.title
            assert len(answer.title) < 500
            to_json(answer)["title"].encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), after=st.none() | st.text(max_size=20))
async def test_any_text_and_any_place_to_go_on_from_get_an_answer(
    service: AnswerService, text: Any, after: Any
) -> None:
    for name, spec in COMMANDS.items():
        answer = await service.answer(Question(name, {o.name: text for o in spec.options[:1]}, TODAY, after), 3)
        assert answer.status in STATUSES


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
async def test_completion_never_fails_and_keeps_discords_limits(service: AnswerService, hostile: Any) -> None:
    for name, spec in COMMANDS.items():
        for option in spec.options:
            found = await service.suggest(name, option.name, hostile, {"country": hostile})
            assert len(found) <= 25
            assert all(1 <= len(one.name) <= 100 and 1 <= len(one.value) <= 100 for one in found)


async def test_an_unknown_command_is_named_and_the_nearest_offered(service: AnswerService) -> None:
    answer = await service.answer(Question("who-sayd", {}, TODAY))
    assert (answer.status, answer.title) == ("not-understood", "There is no command /who-sayd")
    assert "/who-said" in answer.notes[0]


async def test_an_unknown_option_is_named_and_a_click_puts_its_value_in_the_nearest(service: AnswerService) -> None:
    answer = await service.answer(Question("who-said", {"words": "irreversible", "contry": "KR"}, TODAY))
    assert answer.status == "not-understood"
    assert "contry" in answer.title
    again = await service.answer(answer.question.choose(answer.choices[0].option, answer.choices[0].value))
    assert again.status == "found"
    assert ("country", "South Korea") in again.understood


async def test_a_missing_required_option_is_asked_for(ask: Any) -> None:
    answer = await ask("who-said")
    assert answer.status == "not-understood"
    assert answer.title.startswith("words:")


async def test_an_unknown_country_is_answered_with_the_nearest(ask: Any) -> None:
    answer = await ask("timeline", country="Russua")
    assert answer.status == "not-understood"
    assert ("RU", "country") in {(choice.value, choice.option) for choice in answer.choices}


async def test_an_ambiguous_name_asks_back_and_a_click_answers(service: AnswerService, ask: Any) -> None:
    answer = await ask("speaker", name="Kim")
    assert answer.status == "ambiguous"
    assert len(answer.choices) >= 2
    for choice in answer.choices:
        again = await service.answer(answer.question.choose(choice.option, choice.value))
        assert again.status == "found"
        assert again.entries[0].item.person.party.id == choice.value


async def test_time_the_wrong_way_round_is_not_understood(ask: Any) -> None:
    answer = await ask("timeline", since="2024-06-28", until="2024-06-20")
    assert answer.status == "not-understood"


async def test_last_week_stays_the_week_before_the_day_of_asking(service: AnswerService) -> None:
    answer = await service.answer(Question("timeline", {"since": "last week"}, date(2024, 7, 1)))
    assert ("since", "24 June 2024") in answer.understood


async def test_a_query_that_was_stopped_says_so_and_not_that_nothing_is_held(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_args: Any, **_rest: Any) -> Answer:
        raise QueryTooSlow(2.0)

    monkeypatch.setitem(__import__("bot.answers.service", fromlist=["_ANSWERS"])._ANSWERS, "timeline", stop)
    answer = await service.answer(Question("timeline", {}, TODAY))
    assert answer.status == "too-slow"
    assert "stopped" in answer.title


async def test_languages_of_days_are_not_loaded_while_a_reader_waits(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, within = days._read_foreign, []

    def note(text: str, today: date) -> object:
        within.append(deadlines.current_deadline())
        return read(text, today)

    monkeypatch.setattr(days, "_read_foreign", note)
    for options in ({"since": "vorgestern"}, {"until": "26 июня 2024"}, {"since": "26 juin 2024", "country": "KR"}):
        answer = await service.answer(Question("timeline", options, TODAY))
        assert answer.status in STATUSES - {"not-understood"}
    assert within == [None, None, None]


async def test_two_reloads_at_once_come_one_after_the_other(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bot.answers.service as module

    running, most = 0, 0
    real = module.__dict__["build_aside"]

    async def watch(*arguments: Any, **named: Any) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await real(*arguments, **named)
        finally:
            running -= 1

    monkeypatch.setattr(module, "build_aside", watch)
    first, second = await asyncio.gather(service.reload(), service.reload())
    assert most == 1
    assert first.version == second.version
    assert not (first.changes.added)
    assert not (first.changes.changed)
    assert not (first.changes.removed)


async def test_a_reload_under_way_ends_with_the_service_and_says_so(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import bot.answers.service as module

    building, ended = asyncio.Event(), asyncio.Event()

    async def build_for_ever(*_arguments: Any, **_named: Any) -> None:
        building.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(module, "build_aside", build_for_ever)
    other = module.AnswerService(service._manager, data=tmp_path, root=tmp_path, folder=tmp_path, today=lambda: TODAY)
    reload = asyncio.create_task(other.reload())
    await building.wait()
    await other.close()
    assert ended.is_set()
    with pytest.raises(StoreError, match="is being stopped, so the old store stays"):
        await reload
    with pytest.raises(StoreError, match="is being stopped"):
        await other.reload()
