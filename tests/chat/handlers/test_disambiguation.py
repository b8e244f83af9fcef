"""What is not clear in a command that acts is asked back with a button for each, and nothing is done before a click."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.reply import Reply, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.state import State
from bot.state.subscriptions import Order
from tests.support.manual_clock import ManualClock

# 27 June 2024, 09:00 in Seoul.
NOW = 1_719_446_400.0
MANAGER, MEMBER = "manager", "member"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


async def use(loopback: LoopbackDiscord, command: str, options: dict[str, Any], person: str = MANAGER) -> Reply:
    reply = await (await loopback.slash(person, "briefings", command, options)).settled()
    assert reply.ephemeral
    return reply


def list_ways(reply: Reply) -> dict[str, str]:
    return {part["label"]: part["custom_id"] for part in list_buttons(reply.message)}


async def click(loopback: LoopbackDiscord, reply: Reply, label: str, person: str = MANAGER) -> Reply:
    return await (await loopback.click(person, reply.message, list_ways(reply)[label])).settled()


def read(reply: Reply) -> str:
    return reply.text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


async def test_two_people_of_one_name_are_asked_back_and_never_mixed(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    role = loopback.world.user(MANAGER).roles[0]
    loopback.world.roles[role].permissions |= 1 << 17  # Mention Everyone
    given = {
        "time": "07:30", "timezone": "Seoul", "scope": "speakers: Kim; countries: RU", "weekdays-only": True,
        "nothing-new": False, "open-questions": True, "ping": str(role), "language": "fr",
    }  # fmt: skip
    reply = await use(loopback, "briefing here", given)
    assert "Kim" in read(reply)
    assert await state.subscriptions.list_all() == []
    chosen = await click(loopback, reply, "Kim Hong-kyun")
    assert "Ordered: the briefing" in read(chosen)
    assert list_buttons(chosen.message) == []
    (kept,) = await state.subscriptions.list_all()
    assert kept.order == Order(
        channel=loopback.world.channel("briefings").id, name="daily", at="07:30", zone="Asia/Seoul",
        guild=loopback.world.guild_id, weekdays_only=True, scope="countries: RU; speakers: kim-hong-kyun",
        sections=("open-questions",), language="fr", when_nothing=False, role=role,
        set_by=loopback.world.user(MANAGER).id,
    )  # fmt: skip


async def test_one_unclear_thing_after_the_other_is_asked_back(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    reply = await use(loopback, "briefing here", {"time": "25:00", "timezone": "Brazil", "scope": "speakers: Kim"})
    assert "write it as 07:30" in read(reply)
    reply = await use(loopback, "briefing here", {"time": "07:30", "timezone": "Brazil", "scope": "speakers: Kim"})
    zone = next(label for label in list_ways(reply) if "Sao" in label or "São" in label)
    reply = await click(loopback, reply, zone)
    await click(loopback, reply, "Kim Jong-un")
    (kept,) = await state.subscriptions.list_all()
    assert (kept.order.zone, kept.order.scope) == ("America/Sao_Paulo", "speakers: kim-jong-un")


async def test_a_slip_is_mended_by_the_nearest_that_is_offered(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    reply = await use(loopback, "briefing here", {"time": "07:30", "scope": "pairs: KR-Russa"})
    label = next(label for label in list_ways(reply) if "Russia" in label)
    await click(loopback, reply, label)
    (kept,) = await state.subscriptions.list_all()
    assert kept.order.scope == "pairs: KR-RU"


async def test_a_click_is_checked_like_the_command(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    reply = await use(loopback, "briefing here", {"time": "07:30", "scope": "speakers: Kim"})
    loopback.world.user(MANAGER).roles.clear()
    assert "may manage this channel" in read(await click(loopback, reply, "Kim Hong-kyun"))
    assert await state.subscriptions.list_all() == []


@pytest.mark.parametrize("command", ["briefing off", "briefing test"])
@pytest.mark.parametrize("typed", [None, "noon"])
async def test_which_of_several_briefings_is_meant_is_chosen_by_a_click(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, command: str, typed: str | None
) -> None:
    for name in ("morning", "evening"):
        await use(loopback, "briefing here", {"time": "07:30", "timezone": "Seoul", "name": name})
    reply = await use(loopback, command, {"name": typed} if typed else {})
    assert list(list_ways(reply)) == ["evening", "morning"]
    assert len(await state.subscriptions.list_all()) == 2
    said = read(await click(loopback, reply, "evening"))
    if command == "briefing off":
        assert "Ended: the briefing ‹evening›" in said
        assert [kept.order.name for kept in await state.subscriptions.list_all()] == ["morning"]
    else:
        assert "Posted as a test" in said
        assert len(loopback.read_channel("briefings")) == 1


async def test_two_people_of_one_name_are_not_mixed_by_following_either(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    reply = await use(loopback, "follow add", {"speaker": "Kim"}, MEMBER)
    await click(loopback, reply, "Kim Hong-kyun", MEMBER)
    (followed,) = await state.follows.list_going_on()
    assert followed.scope == "speakers: kim-hong-kyun"
