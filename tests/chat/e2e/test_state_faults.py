"""A state file that fails while the bot runs costs the buttons, never the answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.answers.model import Choice
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.reply import list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.state import State
from tests.support.invented_answers import make_answer, make_item
from tests.support.scripted_service import ScriptedService, connected

ASKED = ("member", "press-desk", "who-said", {"words": "irreversible"})


async def fill_disk(state: State) -> None:
    for connection in (state._connection, state._asking):
        await connection.execute("PRAGMA query_only = 1")


async def test_an_answer_comes_without_the_buttons_that_were_not_stored(
    client: AttacheClient,
    loopback: LoopbackDiscord,
    service: ScriptedService,
    state: State,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.script = lambda question: make_answer(
        *(make_item(n) for n in range(1, 4)), question=question, more=True, choices=(Choice("Other", "words", "x"),)
    )
    await fill_disk(state)
    reply = await loopback.slash(*ASKED)
    assert "Ada Vesk" in reply.text
    assert "buttons that go on from here are missing" in reply.text
    # A passage is opened by the statement's id: it needs no state.
    assert {part["label"] for part in list_buttons(reply.message)} == {"Passage"}
    assert "without its buttons" in caplog.text


async def test_a_button_that_cannot_be_looked_up_says_so(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    reply = await loopback.slash(*ASKED)
    (forward,) = (part["custom_id"] for part in list_buttons(reply.message) if part.get("label") == "▶")
    await fill_disk(state)
    clicked = await (await loopback.click("member", reply.message, str(forward))).settled()
    assert clicked.ephemeral
    assert "cannot be answered now" in clicked.text


async def test_the_commands_work_where_it_cannot_be_noted_that_discord_knows_them(
    loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    await fill_disk(state)
    async with connected(loopback, service, state):
        assert "Ada Vesk" in (await loopback.slash(*ASKED)).text


@pytest.mark.parametrize("fault", ["overwritten", "replaced", "deleted"])
async def test_an_order_is_refused_where_the_state_file_is_another_one(
    loopback: LoopbackDiscord, records_service: AnswerService, state: State, tmp_path: Path, fault: str
) -> None:
    file = tmp_path / "state.sqlite"
    async with connected(loopback, records_service, state):
        if fault == "overwritten":
            file.write_bytes(os.urandom(file.stat().st_size))
        else:
            file.unlink()
        if fault == "replaced":
            file.write_bytes(b"")
        for name, subcommand, options in (
            ("briefing", "here", {"time": "07:30"}),
            ("follow", "add", {"country": "KR", "where": "here"}),
        ):
            reply = await loopback.slash("manager", "briefings", name, options, subcommand)
            shown = (await reply.settled(20)).text
            assert "This cannot be done now" in shown
            assert "while the bot was running" in shown
        status = await (await loopback.slash("admin", "briefings", "status")).settled(20)
        assert "while the bot was running" in status.text
        assert "irreversible" in (await (await loopback.slash(*ASKED)).settled(20)).text
