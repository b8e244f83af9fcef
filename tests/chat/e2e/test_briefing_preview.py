"""/briefing preview of the real bot over a socket: seen by the asker alone, the rest after the glance."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.answers.briefing.compose import BriefingRequest
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.reply import list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from tests.support.discord_markdown import read_markdown

MEMBER, DESK = "member", "press-desk"
PREVIEW = "briefing preview"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def loopback(lasting_service: LoopbackDiscord) -> LoopbackDiscord:
    return lasting_service


@pytest.fixture(scope="module")
def settings() -> Settings:
    """Previews are for the asker alone, also where other answers are for all."""
    return Settings.model_validate({"answers": {"private": False}})


async def test_a_preview_is_private_message_by_message(attache: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await (await loopback.slash(MEMBER, DESK, PREVIEW, {"date": "2024-06-27"})).settled()
    assert reply.failed is None
    assert reply.ephemeral
    async with asyncio.timeout(10):
        while attache._answering:
            await asyncio.sleep(0.001)
    assert len(reply.messages) > 1
    assert all(message["flags"] & 64 for message in reply.messages)
    shown = read_markdown(reply.text).text
    assert "Briefing for Thursday 27 June 2024" in shown
    assert "“We warn that Russia should not make a mistake" in shown
    briefing = await attache.service.briefing(BriefingRequest(date(2024, 6, 27), date(2024, 6, 26)))
    buttons = [part["custom_id"].split(":")[1] for message in reply.messages for part in list_buttons(message)]
    assert sorted(buttons) == sorted(briefing.statement_ids)


async def test_every_passage_of_a_preview_opens(attache: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await (await loopback.slash(MEMBER, DESK, PREVIEW, {"date": "2024-06-27"})).settled()
    last = reply.messages[-1]
    opened = await (await loopback.click(MEMBER, last, list_buttons(last)[0]["custom_id"])).settled()
    assert opened.ephemeral
    assert "As written there" in opened.text


async def test_a_day_without_news_is_one_line(attache: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await (await loopback.slash(MEMBER, DESK, PREVIEW, {"date": "2023-06-27"})).settled()
    (message,) = reply.messages
    assert len(reply.text.splitlines()) == 1
    assert "nothing new" in reply.text
    assert list_buttons(message) == []


async def test_an_ambiguous_name_in_a_preview_is_asked_back_and_a_click_shows_the_briefing(
    attache: AttacheClient, loopback: LoopbackDiscord
) -> None:
    options = {"date": "2024-06-21", "speaker": "Kim"}
    reply = await (await loopback.slash(MEMBER, DESK, PREVIEW, options)).settled()
    labels = {part["label"]: part["custom_id"] for part in list_buttons(reply.message)}
    chosen = await (await loopback.click(MEMBER, reply.message, labels["Kim Hong-kyun"])).settled()
    assert chosen.ephemeral
    assert "Briefing for Friday 21 June 2024" in chosen.text
    assert "Kim Jong\\-un" not in chosen.text


async def test_what_a_preview_does_not_understand_it_names(attache: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await (await loopback.slash(MEMBER, DESK, PREVIEW, {"country": "Atlantis"})).settled()
    assert "Atlantis" in reply.text
    assert reply.ephemeral
