"""The real client over a real socket: answers, pages, passages, choices, Share, and buttons of a former run."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.answers.catalogue import COMMANDS
from bot.answers.model import Choice, CountryItem
from bot.answers.options.entity_suggestions import Suggestion
from bot.chat.client import AttacheClient
from bot.chat.handlers import answers as replying
from bot.rehearsal.loopback.reply import Reply, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel, Permission
from bot.settings import Settings
from bot.state import State
from tests.support.invented_answers import make_answer, make_item, make_tally
from tests.support.scripted_service import ScriptedService, connected, shows

MEMBER, DESK = "member", "press-desk"
WORDS = {"words": "irreversible"}


def button(reply: Reply, prefix: str) -> str:
    (found,) = (part["custom_id"] for part in list_buttons(reply.message) if part["custom_id"].startswith(prefix))
    return str(found)


def forward(reply: Reply) -> str:
    (found,) = (part["custom_id"] for part in list_buttons(reply.message) if part.get("label") == "▶")
    return str(found)


MESSAGE_MENUS = ("Ingest this",)
OWN_KINDS = {"yes-no": 5, "role": 8, "file": 11}


async def test_discord_knows_every_command_of_the_catalogue_with_its_options(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    await loopback.wait_for_commands()
    known = loopback.commands_for("admin", DESK)
    listed = dict(known)
    for name, group in known.items():
        inner = {f"{name} {one['name']}": one for one in group.get("options") or () if one["type"] == 1}
        if inner:
            del listed[name]
            listed |= inner
    assert set(listed) == set(COMMANDS)
    for name, spec in COMMANDS.items():
        described = [
            (option["name"], option["type"], bool(option.get("required")), option.get("max_length"),
             option.get("autocomplete") or False)
            for option in listed[name].get("options") or ()
        ]  # fmt: skip
        # Discord has kinds of its own for yes and no (5), roles (8) and files (11): no text is typed into them.
        assert described == [
            (option.name, OWN_KINDS[option.kind], option.required, None, False) if option.kind in OWN_KINDS
            else (option.name, 3, option.required, option.max_length, True)
            for option in spec.options
        ]  # fmt: skip
    for command in known.values():
        assert command["contexts"] == [0, 1]
        assert command["integration_types"] == [0]
    assert "reload" not in loopback.commands_for(MEMBER, DESK)


async def test_commands_are_registered_again_only_when_they_changed(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    def count() -> int:
        return sum(request.method == "PUT" and request.path.endswith("/commands") for request in loopback.requests)

    assert count() == 1
    await client.close()
    async with connected(loopback, service, state):
        assert count() == 1
    await state.set_command_hash(loopback.world.application_id, "other")
    async with connected(loopback, service, state):
        assert count() == 2


async def test_commands_can_be_for_some_servers_alone(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    await client.close()
    world = loopback.world
    settings = Settings.model_validate({"discord": {"guilds": [world.guild_id]}})
    async with connected(loopback, service, state, settings):
        assert (
            len(world.commands[world.guild_id]) == len({name.split()[0] for name in COMMANDS}) + 1
        )  # and one for messages
        assert world.commands[None] == {}
        assert shows(await loopback.slash(MEMBER, DESK, "who-said", WORDS), "vesk-warns-1")


async def test_that_discord_takes_no_commands_ends_nothing(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.fail_next("PUT", "/commands", 403)
    async with connected(loopback, service, state):
        assert any("commands are not registered" in record.getMessage() for record in caplog.records)
    assert await state.command_hash(loopback.world.application_id) is None


async def test_a_command_that_we_no_longer_have_is_answered(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    known = loopback.world.commands[None]
    next(command for command in known.values() if command["name"] == "status")["name"] = "gone"
    reply = await loopback.slash(MEMBER, DESK, "gone")
    assert "has changed" in reply.text
    assert reply.ephemeral


async def test_an_answer_in_a_direct_message_stays_and_turns(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    world = loopback.world
    room = Channel(world.make_id(), "direct", type=1, recipient_id=world.user(MEMBER).id)
    world.channels[room.id] = room
    reply = await loopback.slash(MEMBER, room, "who-said", WORDS)
    assert not reply.ephemeral
    assert "Share" not in reply.text
    await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
    assert "4–6 of 8" in reply.text


async def test_an_answer_is_private_by_default(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    assert reply.ephemeral
    assert shows(reply, "vesk-warns-1")
    assert not reply.deferred


async def test_the_setting_turns_privacy_round(
    loopback: LoopbackDiscord, service: ScriptedService, state: State
) -> None:
    async with connected(loopback, service, state, Settings.model_validate({"answers": {"private": False}})):
        reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
        assert not reply.ephemeral
        # The asker turns the answer; somebody else gets a page of their own.
        turned = await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
        assert turned.kind == 7
        assert shows(reply, "vesk-warns-4")
        other = await (await loopback.click("manager", reply.message, forward(reply))).settled()
        assert other.ephemeral
        assert shows(other, "vesk-warns-7")
        assert shows(reply, "vesk-warns-4")


async def test_the_options_arrive_as_typed_under_their_own_names(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    await loopback.slash(MEMBER, DESK, "timeline", {"other-country": "Moscow", "since": "last week"})
    assert service.asked[-1].options == {"other-country": "Moscow", "since": "last week"}
    await loopback.slash(MEMBER, DESK, "help", {"command": "who-said"})
    assert service.asked[-1].command == "help"
    assert service.asked[-1].options == {"command": "who-said"}


async def test_pages_lead_on_and_back_in_place(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    for expected in ("4–6", "7–8"):
        await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
        assert f"{expected} of 8" in reply.text
    (back,) = (part["custom_id"] for part in list_buttons(reply.message) if part.get("label") == "◀")
    await (await loopback.click(MEMBER, reply.message, back)).settled()
    assert "4–6 of 8" in reply.text


async def test_a_button_goes_on_working_after_a_restart(
    loopback: LoopbackDiscord, service: ScriptedService, tmp_path: Path
) -> None:
    file = tmp_path / "lasting.sqlite"
    state = await State.open(file)
    async with connected(loopback, service, state):
        reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await state.close()
    state = await State.open(file)
    async with connected(loopback, service, state):
        turned = await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
        assert turned.failed is None
        assert "4–6 of 8" in reply.text
    await state.close()


async def test_a_forgotten_button_says_so(client: AttacheClient, loopback: LoopbackDiscord, state: State) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await state._connection.execute("DELETE FROM question")
    told = await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
    assert "Ask again" in told.text
    assert told.ephemeral


async def test_a_passage_opens_privately_with_one_click(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    opened = await (await loopback.click(MEMBER, reply.message, "passage:vesk-warns-2:1")).settled()
    assert service.asked[-1].command == "statement"
    assert service.asked[-1].options == {"id": "vesk-warns-2"}
    assert opened.ephemeral


async def test_share_posts_the_page_under_the_asker_s_name_once(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
    shared = await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    assert shared.failed is None
    (posted,) = loopback.read_channel(DESK)
    texts = str(posted["components"])
    assert f"Shared by <@{loopback.world.user(MEMBER).id}>" in texts
    assert "vesk-warns-4" in texts  # behind its buttons
    assert posted.get("mentions") in (None, [])
    (used,) = (part for part in list_buttons(reply.message) if part["custom_id"].startswith("share:"))
    assert used["disabled"]
    assert used["label"] == "Shared"


async def test_a_click_on_a_shared_answer_gives_a_private_one_and_leaves_it_alone(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    (posted,) = loopback.read_channel(DESK)
    before = str(posted)
    (on,) = (part["custom_id"] for part in list_buttons(posted) if part.get("label") == "▶")
    other = await (await loopback.click("manager", posted, on)).settled()
    assert other.ephemeral
    assert "4–6 of 8" in other.text
    assert str(loopback.read_channel(DESK)[0]) == before


async def test_two_clicks_on_share_post_once(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    pressed = button(reply, "share:")
    first, second = await asyncio.gather(*(loopback.click(MEMBER, reply.message, pressed) for _ in range(2)))
    await first.settled()
    await second.settled()
    assert len(loopback.read_channel(DESK)) == 1


async def test_no_answer_stays_in_memory(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await (await loopback.click(MEMBER, reply.message, forward(reply))).settled()
    await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    held = client._connection._view_store
    assert held._views == {}
    assert held._synced_message_views == {}


async def test_nobody_shares_where_they_may_not_write_themselves(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    loopback.world.channel(DESK).deny[loopback.world.user(MEMBER).id] = int(Permission.SEND_MESSAGES)
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    told = await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    assert "in your name" in told.text
    assert loopback.read_channel(DESK) == []


async def test_share_says_where_it_may_not_post(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    reply = await loopback.slash(MEMBER, "read-only", "who-said", WORDS)
    told = await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    assert "may not post in this channel" in told.text
    assert loopback.read_channel("read-only") == []


@pytest.mark.parametrize("failure", [503, "lose", 403])
async def test_share_survives_a_failing_post_without_posting_twice(
    client: AttacheClient, loopback: LoopbackDiscord, failure: Any
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    loopback.fail_next("POST", "/channels/[0-9]+/messages", failure)
    shared = await (await loopback.click(MEMBER, reply.message, button(reply, "share:"))).settled()
    assert len(loopback.read_channel(DESK)) == (0 if failure == 403 else 1)
    if failure == 403:
        assert "may not post" in shared.text


async def test_a_choice_asks_again_in_place_with_the_value_chosen(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    choices = (Choice("Ada Vesk", "speaker", "ada-vesk"), Choice("Ada Vessely", "speaker", "ada-vessely"))
    service.script = lambda question: (
        make_answer(make_item(), question=question)
        if question.options["speaker"].startswith("ada-")
        else make_answer(question=question, status="ambiguous", title="Which Ada?", choices=choices)
    )
    reply = await loopback.slash(MEMBER, DESK, "who-said", {**WORDS, "speaker": "Ada"})
    assert "Which Ada?" in reply.text
    (chosen,) = (part["custom_id"] for part in list_buttons(reply.message) if part["label"] == "Ada Vessely")
    await (await loopback.click(MEMBER, reply.message, chosen)).settled()
    assert service.asked[-1].options == {**WORDS, "speaker": "ada-vessely"}
    assert shows(reply, "vesk-warns-1")


async def test_many_choices_come_as_a_select(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    choices = tuple(Choice(f"Ada {n}", "speaker", f"ada-{n}") for n in range(9))
    service.script = lambda question: make_answer(question=question, status="ambiguous", choices=choices)
    reply = await loopback.slash(MEMBER, DESK, "who-said", {**WORDS, "speaker": "Ada"})
    (select,) = list_buttons(reply.message)
    value = select["options"][7]["value"]
    await (await loopback.choose(MEMBER, reply.message, select["custom_id"], [value])).settled()
    assert service.asked[-1].options["speaker"] == "ada-7"


async def test_a_country_s_line_opens_that_country_apart(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    item = CountryItem(make_tally("KR"), "South Korea", head=False)
    service.script = lambda question: make_answer(item, question=question)
    reply = await loopback.slash(MEMBER, DESK, "summary-by-country", {"since": "June 2024"})
    opened = await (await loopback.click(MEMBER, reply.message, button(reply, "ask:"))).settled()
    assert service.asked[-1].options == {"country": "KR", "since": "June 2024"}
    assert opened.kind == 4


async def test_a_slow_answer_is_deferred_in_time_and_answered_once(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "DEFER_AFTER_SECONDS", 0.02)
    service.hold = asyncio.Event()
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    assert reply.kind == 5
    assert reply.ephemeral
    service.hold.set()
    await reply.settled()
    assert shows(reply, "vesk-warns-1")
    service.hold = asyncio.Event()
    turned = await loopback.click(MEMBER, reply.message, forward(reply))
    assert turned.kind == 6
    service.hold.set()
    await turned.settled()
    assert "4–6 of 8" in reply.text


async def test_an_error_is_one_sentence_with_a_number_and_no_traceback(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: object) -> Any:
        raise RuntimeError("secret detail")

    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    service.script = fail
    for told in (
        await loopback.slash(MEMBER, DESK, "who-said", WORDS),
        await loopback.click(MEMBER, reply.message, forward(reply)),
    ):
        await told.settled()
        number = told.text.rstrip(".").rpartition(" ")[2]
        assert len(number) == 8
        assert "secret" not in told.text
        assert any(number in record.getMessage() and record.exc_info for record in caplog.records)
        assert len(told.messages) == 1


@pytest.mark.parametrize("failure", [404, 500, 503, "drop", "lose"])
async def test_an_answer_that_does_not_get_through_does_not_end_the_bot(
    client: AttacheClient, loopback: LoopbackDiscord, failure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.answer_deadline = 0.5
    loopback.fail_next("POST", "/callback", failure, times=2)
    await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    loopback.forget_faults()
    loopback.answer_deadline = 3.0
    reply = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    assert shows(reply, "vesk-warns-1")


async def test_an_interaction_that_expired_is_no_error(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.chat")
    service.hold = asyncio.Event()
    loopback.answer_deadline = 0.05
    late = await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    assert late.failed
    service.hold.set()
    loopback.answer_deadline = 3.0
    service.hold = None
    await loopback.slash(MEMBER, DESK, "who-said", WORDS)
    await _until(lambda: any("Nobody to answer" in record.getMessage() for record in caplog.records))
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_leaving_finishes_the_answers_under_way(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    service.hold = asyncio.Event()
    asking = asyncio.create_task(loopback.slash(MEMBER, DESK, "who-said", WORDS))
    await _until(lambda: bool(service.asked))
    leaving = asyncio.create_task(client.close())
    await asyncio.sleep(0)
    service.hold.set()
    await leaving
    assert shows(await asking, "vesk-warns-1")
    assert client.is_closed()


async def test_what_is_offered_keeps_within_discord_s_limits(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    service.suggestions = [Suggestion(f"Name {n} " * 30, f"value-{n}") for n in range(40)]
    service.suggestions.insert(0, Suggestion("Too long a value", "v" * 101))
    offered = await loopback.autocomplete(MEMBER, DESK, "timeline", {"country": "KR", "speaker": "Va"}, "speaker")
    assert [choice.value for choice in offered] == [f"value-{n}" for n in range(25)]
    assert service.others == {"country": "KR"}


async def test_trouble_with_suggestions_offers_nothing(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    assert await loopback.autocomplete(MEMBER, DESK, "timeline", {"speaker": "break"}, "speaker") == []


async def test_status_tells_what_only_the_connection_knows(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    common = "Servers"
    for person in (MEMBER, "admin"):
        reply = await loopback.slash(person, DESK, "status")
        for label in ("Gateway latency", "Event loop delay", "Commands", "Up for"):
            assert label in reply.text
        assert (common in reply.text) is (person == "admin")


async def test_the_client_asks_for_no_message_content(client: AttacheClient) -> None:
    # Of messages come those that mention the bot, and direct ones; the content of no other.
    assert client.intents == discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    assert not client.intents.message_content
    assert client.allowed_mentions is not None
    parsed: object = client.allowed_mentions.to_dict()
    assert parsed == {"parse": []}


async def _until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)
