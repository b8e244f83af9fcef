"""An order is understood as people say it, and what is none is refused with both."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.model import Question
from bot.answers.options.errors import NotUnderstood
from bot.answers.options.orders import resolve_order, suggest_order
from bot.answers.service import AnswerService


@pytest.mark.parametrize(
    ("text", "order"), [("newest first", "newest"), ("Latest", "newest"), ("oldest", "oldest"), ("asc", "oldest")]
)
def test_resolve_order_takes_it_as_people_say_it(text: str, order: str) -> None:
    assert resolve_order("order", text) == order


def test_resolve_order_offers_both_where_it_is_neither() -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_order("order", "sideways")
    assert [resolve_order("order", choice.value) for choice in caught.value.nearest] == ["newest", "oldest"]
    assert [one.value for one in suggest_order("")] == ["newest", "oldest"]


async def test_a_timeline_comes_in_the_order_asked_for(service: AnswerService) -> None:
    days: dict[str, list[str]] = {}
    for order in ("newest first", "oldest first"):
        question = Question("timeline", {"country": "KR", "order": order}, date(2024, 6, 29))
        entries = (await service.answer(question, 200)).entries
        days[order] = [str(entry.item.statement.last_day) for entry in entries if entry.item.statement.day]
    assert len(days["newest first"]) > 20
    assert days["newest first"][0] == max(days["oldest first"])
    assert sorted(days["newest first"]) == sorted(days["oldest first"])
