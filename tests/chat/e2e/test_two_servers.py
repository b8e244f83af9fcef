"""Two servers with one bot: what is common to both is for the bot's own admins, whatever rights somebody has in one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.catalogue import COMMANDS
from bot.answers.service import AnswerService, Reloaded
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Interaction
from bot.rehearsal.loopback.users import describe_interaction
from bot.settings import Settings
from bot.state import State
from bot.state.follows import Destination
from bot.state.subscriptions import Order
from bot.store.diff import StoreDiff
from tests.support.scripted_service import ScriptedService, connected

ADMINISTRATOR = 8
FOREIGN = 1_300_000_000_000_000_001
SECRET = "secret-morning"


async def use_elsewhere(loopback: LoopbackDiscord, name: str, options: list[dict[str, Any]]) -> tuple[str, Interaction]:
    """Use a command in another server, as its administrator; gives what was shown."""
    world = loopback.world
    person, place = world.user("member"), world.channel("press-desk")
    group, _, inner = name.partition(" ")
    command = next(one for one in world.commands[None].values() if one["name"] == group)
    if inner:
        options = [{"name": inner, "type": 1, "options": options}]
    identity = world.make_id()
    data = {"id": command["id"], "name": group, "type": 1, "options": options}
    used = Interaction(identity, f"token-{identity}", 2, person.id, place.id, data, None, world.now())
    world.interactions[identity] = world.by_token[used.token] = used
    payload = describe_interaction(world, used, person, place)
    foreign = str(FOREIGN)
    payload |= {"guild_id": foreign, "guild": {"id": foreign, "locale": "en-GB", "features": []}}
    payload["channel"] |= {"id": str(FOREIGN + 1), "guild_id": foreign}
    payload |= {"channel_id": str(FOREIGN + 1), "authorizing_integration_owners": {"0": foreign}}
    payload["member"] |= {"permissions": str(ADMINISTRATOR), "roles": []}
    assert loopback.gateway.dispatch("INTERACTION_CREATE", payload)
    await used.finished.wait()
    shown = [world.messages[one].payload for one in used.touched if one in world.messages]
    return str(shown), used


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


async def fill_home(loopback: LoopbackDiscord, state: State) -> None:
    world = loopback.world
    channel = world.channel("briefings").id
    await state.subscriptions.put(Order(channel, SECRET, "07:30", "UTC", world.guild_id), world.now())
    await state.follows.start(
        Destination("channel", channel), "topics: arms-for-ukraine", world.now(), most=25, guild=world.guild_id
    )


async def list_state(state: State, loopback: LoopbackDiscord) -> object:
    channel = loopback.world.channel("briefings").id
    return await state.subscriptions.list_all(), await state.follows.list_of(Destination("channel", channel))


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_foreign_administrator_sees_and_changes_nothing_of_another_server(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    await fill_home(loopback, state)
    before = await list_state(state, loopback)
    options = [
        {"name": one.name, "type": 3, "value": "07:30" if one.kind == "time" else "irreversible"}
        for one in COMMANDS[name].options
        if one.required
    ]
    shown, used = await use_elsewhere(loopback, name, options)
    assert used.callback is not None
    home = loopback.world
    assert SECRET not in shown
    assert str(home.channel("briefings").id) not in shown
    assert home.guild_name not in shown
    if name == "reload":
        assert "Only the admins" in shown
    if name == "status":
        assert "Servers" not in shown
        assert "Briefings" not in shown
    after = await list_state(state, loopback)
    elsewhere = [one for one in after[0] if one.order.channel == FOREIGN + 1]
    assert [one for one in after[0] if one not in elsewhere] == before[0]
    assert after[1] == before[1]
    assert "Traceback" not in caplog.text


async def test_administrators_of_a_server_that_the_settings_name_may_reload(
    loopback: LoopbackDiscord, state: State
) -> None:
    service = ScriptedService()
    service.reloads = [Reloaded(StoreDiff((), (), ()), {}, 0.1, "abc")]
    settings = Settings.model_validate({"admins": {"servers": [FOREIGN]}})
    async with connected(loopback, service, state, settings):
        shown, _ = await use_elsewhere(loopback, "reload", [])
    assert service.reloads == []
    assert "Reloaded" in shown
