"""Registering the commands: beside the answers, tried again, and seen in /status."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.client import AttacheClient
from bot.chat.commands.registration import PAUSES_SECONDS, CommandRegistration
from bot.rehearsal.loopback.faults import Failure
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.state import State


def count_registrations(loopback: LoopbackDiscord) -> int:
    return sum(one.method == "PUT" and one.path.endswith("/commands") for one in loopback.requests)


@pytest.mark.parametrize("failure", [400, 503, 429, "drop"])
async def test_a_registration_that_fails_is_tried_again_until_it_is_done(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, failure: Failure, hurried: None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    pauses: list[float] = []
    problems: list[str] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        problems.append(registration.describe())
        loopback.forget_faults()

    await state.set_command_hash(loopback.world.application_id, "another")
    registration = CommandRegistration(client.tree, state, (), sleep)
    assert registration.describe() == "being registered"
    loopback.fail_next("PUT", r"/commands$", failure, times=100, retry_after=3_600.0)
    async with asyncio.timeout(20):
        await registration.run(loopback.world.application_id)
    assert pauses == [3_600.0 if failure == 429 else PAUSES_SECONDS[0]]
    assert "not registered" in problems[0]
    assert registration.describe() == "registered"
    assert any("commands are not registered" in one.getMessage() for one in caplog.records)
    assert [one for one in caplog.records if one.exc_info and one.name.startswith("bot")] == []


async def test_commands_that_discord_knows_are_not_registered_again(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    before = count_registrations(loopback)
    await CommandRegistration(client.tree, state, ()).run(loopback.world.application_id)
    assert count_registrations(loopback) == before
