"""The fair queue: who asks a lot waits for their own answers, and nobody else does."""

from __future__ import annotations

import asyncio

from bot.chat.client import AttacheClient
from bot.chat.fair_queue import MAX_CONCURRENT, FairQueue
from bot.rehearsal.loopback.service import LoopbackDiscord
from tests.support.scripted_service import ScriptedService

BUSY, OTHER = 1, 2


async def test_a_person_has_so_many_turns_at_a_time_and_others_have_theirs() -> None:
    queue = FairQueue(2)
    under_way = most = 0
    finish = asyncio.Event()

    async def ask(person: int) -> None:
        nonlocal under_way, most
        async with queue.turn(person):
            under_way += 1
            most = max(most, under_way)
            await finish.wait()
            under_way -= 1

    asking = [asyncio.create_task(ask(BUSY)) for _ in range(40)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with asyncio.timeout(1), queue.turn(OTHER):
        assert under_way == 2
    finish.set()
    await asyncio.gather(*asking)
    assert most == 2


async def test_a_turn_that_is_given_up_goes_to_the_next() -> None:
    queue = FairQueue(1)
    async with queue.turn(BUSY):
        waiting = asyncio.create_task(queue.turn(BUSY).__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(1), queue.turn(BUSY):
        pass


async def test_a_person_who_asks_nothing_is_forgotten() -> None:
    queue = FairQueue()
    async with queue.turn(BUSY):
        assert queue.people == 1
    assert queue.people == 0


async def test_forty_questions_of_one_member_keep_no_other_waiting(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    service.hold = asyncio.Event()
    many = [asyncio.create_task(loopback.slash("member", "press-desk", "sources")) for _ in range(40)]
    while len(service.asked) < MAX_CONCURRENT:
        await asyncio.sleep(0.01)
    other = asyncio.create_task(loopback.slash("manager", "press-desk", "status"))
    while not any(one.command == "status" for one in service.asked):
        await asyncio.sleep(0.01)
    assert len(service.asked) == MAX_CONCURRENT + 1
    service.hold.set()
    assert (await (await other).settled()).failed is None
    for reply in await asyncio.gather(*many):
        assert (await reply.settled()).failed is None
