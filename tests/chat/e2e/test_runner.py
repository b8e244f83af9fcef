"""The client is run until it is told to stop, and says in one line why it cannot run."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

import pytest

from bot.chat.api_endpoint import point_at
from bot.chat.runner import serve
from bot.exit_codes import Exit, ExitError
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State
from tests.support.scripted_service import ScriptedService, shows


async def test_it_answers_until_it_is_asked_to_stop(
    loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    point_at(loopback.rest_base, loopback.gateway_url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(Settings(), cast(Any, service), state, loopback.token, stop))
    await loopback.wait_for_commands()
    await loopback.wait_for_bot()
    reply = await loopback.slash("member", "press-desk", "who-said", {"words": "irreversible"})
    assert shows(reply, "vesk-warns-1")
    stop.set()
    await asyncio.wait_for(serving, 5)


async def test_it_stops_before_it_is_connected(
    loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    point_at(loopback.rest_base, loopback.gateway_url)
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(serve(Settings(), cast(Any, service), state, loopback.token, stop), 5)


async def test_a_refused_token_is_one_line_that_does_not_show_it(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    point_at(loopback.rest_base, loopback.gateway_url)
    with pytest.raises(ExitError) as raised:
        await serve(Settings(), cast(Any, service), state, "wrong-token", asyncio.Event())
    assert raised.value.code is Exit.BAD_TOKEN
    assert "\n" not in str(raised.value)
    assert "wrong-token" not in str(raised.value) + caplog.text


async def test_a_discord_that_cannot_be_reached_is_one_line(service: ScriptedService, state: State) -> None:
    point_at("http://127.0.0.1:1/api/v10", "ws://127.0.0.1:1")
    with pytest.raises(ExitError) as raised:
        await asyncio.wait_for(serve(Settings(), cast(Any, service), state, "token", asyncio.Event()), 20)
    assert raised.value.code is Exit.NO_CONNECTION


async def test_a_first_connection_to_the_gateway_that_is_refused_is_tried_again(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.gateway.refusals = 1
    point_at(loopback.rest_base, loopback.gateway_url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(Settings(), cast(Any, service), state, loopback.token, stop))
    await loopback.wait_for_bot(20)
    await loopback.wait_for_commands()
    assert shows(await loopback.slash("member", "press-desk", "who-said", {"words": "x"}), "vesk-warns-1")
    stop.set()
    await asyncio.wait_for(serving, 10)
    assert any("was refused" in record.getMessage() for record in caplog.records)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_leaving_while_the_gateway_refuses_is_quiet(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.gateway.refusals = 1_000
    point_at(loopback.rest_base, loopback.gateway_url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(Settings(), cast(Any, service), state, loopback.token, stop))
    while loopback.gateway.refusals == 1_000:
        await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(serving, 10)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_token_that_is_revoked_while_the_bot_runs_is_a_refused_token(
    loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    point_at(loopback.rest_base, loopback.gateway_url)
    serving = asyncio.create_task(serve(Settings(), cast(Any, service), state, loopback.token, asyncio.Event()))
    await loopback.wait_for_bot()
    loopback.world.token = "another"
    await loopback.gateway.drop(4004)
    with pytest.raises(ExitError) as raised:
        await asyncio.wait_for(serving, 20)
    assert raised.value.code is Exit.BAD_TOKEN
    assert "\n" not in str(raised.value)


async def test_no_question_is_logged_even_at_the_debug_level(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for library in ("discord", "aiosqlite"):
        logging.getLogger(library).setLevel(logging.NOTSET)
    point_at(loopback.rest_base, loopback.gateway_url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(Settings(), cast(Any, service), state, loopback.token, stop))
    await loopback.wait_for_commands()
    await loopback.wait_for_bot()
    await loopback.slash("member", "press-desk", "who-said", {"words": "very secret words"})
    stop.set()
    await serving
    logged = [(record.name, record.getMessage()) for record in caplog.records if "rehearsal" not in record.name]
    assert [one for one in logged if "secret words" in one[1] or loopback.token in one[1]] == []
