"""Where another process on the same state file has answered already, the refusal of this one's answer is quiet."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.answers.options.entity_suggestions import Suggestion
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Interaction
from bot.rehearsal.loopback.users import describe_interaction
from tests.support.scripted_service import ScriptedService

COMMAND, TYPING = 2, 4


@pytest.mark.parametrize("kind", [COMMAND, TYPING])
async def test_what_another_process_has_answered_is_one_line_without_a_traceback(
    client: AttacheClient,
    loopback: LoopbackDiscord,
    service: ScriptedService,
    kind: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "bot.chat")
    service.suggestions = [Suggestion("Irreversible", "irreversible")]
    world = loopback.world
    user, channel, identity = world.user("member"), world.channel("press-desk"), world.make_id()
    option: dict[str, Any] = {"name": "words", "type": 3, "value": "irr", "focused": True}
    data = {"id": "1", "name": "who-said", "type": 1, "options": [option]}
    used = Interaction(identity, f"token-{identity}", kind, user.id, channel.id, data, None, world.now())
    world.interactions[identity] = world.by_token[used.token] = used
    # Discord gives every connection of the bot the same interaction; here one connection gets it twice.
    for _ in range(2):
        assert loopback.gateway.dispatch("INTERACTION_CREATE", describe_interaction(world, used, user, channel))
    async with asyncio.timeout(10):
        while not (refused := [one for one in caplog.records if "40060" in one.getMessage()]):
            await asyncio.sleep(0.01)
    what = "Nobody to answer any more" if kind == COMMAND else "Suggestions did not arrive"
    assert [one.getMessage().startswith(what) for one in refused] == [True]
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []
