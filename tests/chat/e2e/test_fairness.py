"""Forty questions of one member under way leave another's answer as it is: counted in answers, not in seconds."""

from __future__ import annotations

import asyncio

from bot.answers.model import Answer, Question
from bot.chat.client import AttacheClient
from bot.chat.fair_queue import MAX_CONCURRENT
from bot.rehearsal.loopback.service import LoopbackDiscord
from tests.support.scripted_service import ScriptedService, find_three_pages

FLOOD, PLACE = 40, "press-desk"


async def test_another_members_question_waits_for_none_of_forty_that_are_under_way(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    release = asyncio.Event()
    answered: list[str] = []
    under_way = most = 0

    async def answer(question: Question, limit: int = 10, extra: object = ()) -> Answer:
        nonlocal under_way, most
        words = question.options["words"]
        if words.startswith("flood"):
            under_way += 1
            most = max(most, under_way)
            await release.wait()
            under_way -= 1
        answered.append(words)
        return find_three_pages(question)

    service.answer = answer  # type: ignore[method-assign]
    flood = [
        asyncio.create_task(loopback.slash("member", PLACE, "who-said", {"words": f"flood {number}"}))
        for number in range(FLOOD)
    ]
    while under_way < MAX_CONCURRENT:
        await asyncio.sleep(0.01)
    for number in range(5):
        reply = await (await loopback.slash("manager", PLACE, "who-said", {"words": f"other {number}"})).settled(10)
        assert "Ada Vesk" in reply.text
    assert answered == [f"other {number}" for number in range(5)]
    assert most == MAX_CONCURRENT
    release.set()
    for reply in await asyncio.gather(*flood):
        assert "Ada Vesk" in (await reply.settled(20)).text
    assert len(answered) == FLOOD + 5
    assert most == MAX_CONCURRENT
