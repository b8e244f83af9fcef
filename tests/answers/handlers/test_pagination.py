"""A long answer goes on where it stopped, whatever the question."""

from typing import Any

import pytest

from bot.answers.model import FactItem, Question
from bot.answers.service import AnswerService
from tests.support.shipped_records import TODAY

ASKED = [
    ("help", {}), ("sources", {}), ("status", {}), ("summary-by-country", {}),
    ("summary-by-country", {"country": "KR"}), ("statement", {"id": "putin-kim-sign-treaty"}),
    ("who-said", {"words": "treaty"}),
    ("timeline", {"country": "US"}), ("speaker", {"name": "Lim Soo-suk"}),
]  # fmt: skip


@pytest.mark.parametrize(("command", "options"), ASKED, ids=str)
async def test_what_follows_an_item_is_all_that_comes_after_it(
    service: AnswerService, command: Any, options: Any
) -> None:
    extra = [FactItem("Servers", "1")]
    whole = await service.answer(Question(command, options, TODAY), 100, extra)
    keys = [entry.key for entry in whole.entries]
    assert len(keys) == len(set(keys)) == whole.total > 2
    for shown in (1, 2, len(keys)):
        question = Question(command, options, TODAY, after=keys[shown - 1], skipped=shown)
        rest = await service.answer(question, 100, extra)
        assert [entry.key for entry in rest.entries] == keys[shown:]
        assert rest.total == whole.total


async def test_who_turns_a_page_does_not_wait_for_the_search_again(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"words": "treaty signed", "since": "2024-06-01"}
    first = await service.answer(Question("who-said", options, TODAY), 1)
    monkeypatch.setattr("bot.store.session.search", None)
    question = Question("who-said", options, TODAY, after=first.entries[-1].key, skipped=1)
    assert (await service.answer(question, 1)).total == first.total
