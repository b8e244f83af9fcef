"""Answers while the connection or Discord fails: shown once all the same, or it is said what was carried out."""

from __future__ import annotations

import asyncio
import logging
import types

import discord
import pytest

import bot.chat.client
import bot.chat.responses
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.faults import Failure
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.state import State
from tests.support.scripted_service import ScriptedService

ASKED = ("member", "press-desk", "who-said", {"words": "very secret words"})
EDIT = r"/messages/@original$"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library and we pause for seconds between attempts."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))

    for module in (discord.webhook.async_, bot.chat.responses):
        library = types.SimpleNamespace(**{name: getattr(asyncio, name) for name in dir(asyncio)})
        library.sleep = sleep
        monkeypatch.setattr(module, "asyncio", library)


async def ask_slowly(loopback: LoopbackDiscord, service: ScriptedService, monkeypatch: pytest.MonkeyPatch) -> Reply:
    """A question whose answer is deferred."""
    monkeypatch.setattr("bot.chat.handlers.answers.DEFER_AFTER_SECONDS", 0.01)
    service.hold = asyncio.Event()
    reply = await loopback.slash(*ASKED)
    assert reply.deferred
    service.hold.set()
    return await reply.settled(20)


def list_faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    records = [one for one in caplog.records if one.name.startswith("bot.chat") and one.levelno >= logging.WARNING]
    assert [one for one in caplog.records if one.exc_info and one.name.startswith(("bot", "asyncio"))] == []
    assert "very secret words" not in "".join(one.getMessage() for one in records)
    return [one.getMessage() for one in records]


@pytest.mark.parametrize("failure", ["drop", "lose"])
async def test_a_first_answer_whose_connection_resets_is_shown_once(
    client: AttacheClient, loopback: LoopbackDiscord, failure: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.fail_next("POST", r"/callback$", failure)
    reply = await (await loopback.slash(*ASKED)).settled()
    assert reply.failed is None
    assert "Ada Vesk" in reply.text
    assert len(reply.messages) == 1
    assert list_faults(caplog) == []


@pytest.mark.parametrize("failure", ["drop", "lose"])
async def test_an_edit_whose_connection_resets_is_shown(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, failure: Failure, impatient: None,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    loopback.fail_next("PATCH", EDIT, failure, times=2)
    reply = await ask_slowly(loopback, service, monkeypatch)
    assert "Ada Vesk" in reply.text
    assert len(reply.messages) == 1
    assert all("sent again" in one for one in list_faults(caplog))


@pytest.mark.parametrize(("failure", "times"), [(404, 1), (401, 1), (403, 1), (503, 100), ("drop", 100)])
async def test_an_answer_that_cannot_be_shown_leaves_its_kind_in_the_log(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, failure: Failure, times: int,
    impatient: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    loopback.fail_next("PATCH", EDIT, failure, times=times)
    await ask_slowly(loopback, service, monkeypatch)
    await asyncio.sleep(0.3)
    (line,) = [one for one in list_faults(caplog) if "not delivered" in one]
    kinds = {404: "404", 401: "401", 403: "403", 503: "503", "drop": "Disconnected"}
    assert kinds[failure] in line


async def test_an_order_whose_answer_cannot_be_shown_says_that_it_was_carried_out(
    loopback: LoopbackDiscord, records_service: AnswerService, state: State, impatient: None
) -> None:
    from tests.support.scripted_service import connected

    async with connected(loopback, records_service, state):
        loopback.fail_next("PATCH", EDIT, 403, times=1)
        reply = await loopback.slash("manager", "briefings", "briefing", {"time": "07:30"}, "here")
        await reply.settled(20)
        assert len(await state.subscriptions.list_all()) == 1
        assert "The briefing ‹daily› was ordered." in reply.text
        assert "could not be shown" in reply.text


async def test_an_answer_that_comes_late_says_so(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(bot.chat.responses, "LATE_SECONDS", 0.2)
    loopback.fail_next("PATCH", EDIT, "drop")
    reply = await ask_slowly(loopback, service, monkeypatch)
    await asyncio.sleep(0.3)
    assert "seconds late" in reply.text
    assert "Ada Vesk" in reply.text
    assert any("late" in one for one in list_faults(caplog))


async def test_leaving_while_an_edit_takes_too_long_is_one_line(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(bot.chat.client, "FAREWELL_SECONDS", 0.3)
    hanging = loopback.fail_next("PATCH", EDIT, "timeout")
    monkeypatch.setattr("bot.chat.handlers.answers.DEFER_AFTER_SECONDS", 0.01)
    service.hold = asyncio.Event()
    reply = await loopback.slash(*ASKED)
    service.hold.set()
    await asyncio.wait_for(hanging.wait(), 10)
    await asyncio.wait_for(client.close(), 10)
    await asyncio.sleep(0.1)
    assert reply.deferred
    assert list_faults(caplog) == ["Leaving with 1 answers unfinished"]
