"""What the loopback does to a client: logins, faults, reconnections, and the messages in its channels."""

import asyncio
import io
import logging
from typing import Any

import aiohttp
import discord
import pytest

from bot.chat.api_endpoint import point_at
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Permission
from tests.support.small_bot import Bot, CountButton, connected, make_card, text_channel


async def start_and_fail(loopback: Any, client: Any, token: Any) -> None:
    point_at(loopback.rest_base, loopback.gateway_url)
    try:
        await asyncio.wait_for(client.start(token), 10)
    finally:
        await client.close()


async def test_a_wrong_token_is_refused_at_login(loopback: LoopbackDiscord) -> None:
    with pytest.raises(discord.LoginFailure):
        await start_and_fail(loopback, Bot(), "wrong")


async def test_a_token_that_only_the_gateway_refuses_closes_with_4004(loopback: LoopbackDiscord) -> None:
    client = Bot()

    async def forget() -> None:
        loopback.world.token = "another"

    setattr(client, "setup_hook", forget)  # noqa: B010
    with pytest.raises(discord.ConnectionClosed) as caught:
        await start_and_fail(loopback, client, loopback.token)
    assert caught.value.code == 4004


async def test_an_intent_that_was_not_granted_closes_with_4014(loopback: LoopbackDiscord) -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await start_and_fail(loopback, Bot(intents=intents), loopback.token)
    loopback.world.privileged_intents = 1 << 15
    async with connected(loopback, Bot(intents=intents)) as client:
        assert client.is_ready()


async def test_the_guild_is_known_with_channels_roles_and_the_bots_own_rights(
    loopback: LoopbackDiscord, bot: Bot
) -> None:
    guild = bot.get_guild(loopback.world.guild_id)
    assert [channel.name for channel in guild.text_channels] == ["press-desk", "briefings", "wire", "read-only"]
    assert guild.get_channel(loopback.world.channel("wire").id).is_news()
    assert guild.me.guild_permissions.attach_files
    assert not guild.text_channels[3].permissions_for(guild.me).send_messages
    assert (await bot.application_info()).owner.name == "admin"
    assert loopback.breaches == []


async def test_commands_are_registered_once_and_keep_their_ids(loopback: LoopbackDiscord, bot: Bot) -> None:
    before = {command.name: command.id for command in await bot.tree.fetch_commands()}
    await bot.tree.sync()
    after = {command.name: command.id for command in await bot.tree.fetch_commands()}
    assert before == after
    assert len([r for r in loopback.requests if r.method == "PUT"]) == 2
    assert loopback.breaches == []


async def test_messages_are_sent_read_edited_and_deleted(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("press-desk").id)
    seen = []
    stop = loopback.subscribe(lambda change, message: seen.append((change, message.payload["content"])))
    sent = await channel.send("one", allowed_mentions=discord.AllowedMentions.none())
    await sent.edit(content="two")
    await channel.send("three", reference=sent)
    assert (await channel.fetch_message(sent.id)).content == "two"
    assert [m.content async for m in channel.history(limit=10)] == ["three", "two"]
    assert [m.content async for m in channel.history(after=sent)] == ["three"]
    last = await channel.send("last")
    assert [m.content async for m in channel.history(after=sent, limit=1)] == ["three"]
    assert [m.content async for m in channel.history(before=last, limit=1)] == ["three"]
    await last.delete()
    await sent.delete()
    stop()
    await channel.send("four")
    assert seen[:3] == [("create", "one"), ("update", "two"), ("create", "three")]
    assert seen[3:] == [("create", "last"), ("delete", "last"), ("delete", "two")]
    assert loopback.breaches == []


async def test_files_of_a_message_can_be_added_retained_and_removed(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("press-desk").id)
    message = await channel.send("x", files=[discord.File(io.BytesIO(b"1"), name) for name in ("a.txt", "b.txt")])
    message = await message.edit(attachments=[message.attachments[1], discord.File(io.BytesIO(b"3"), "c.txt")])
    assert [attachment.filename for attachment in message.attachments] == ["b.txt", "c.txt"]
    assert await message.attachments[1].read() == b"3"
    await message.edit(content="y")
    assert len(loopback.read_channel("press-desk")[0]["attachments"]) == 2
    await message.edit(attachments=[])
    assert loopback.read_channel("press-desk")[0]["attachments"] == []


async def test_an_answer_of_the_wrong_type_is_refused(loopback: LoopbackDiscord, bot: Bot) -> None:
    refused = []

    @bot.tree.command(description="Answers wrongly")
    async def wrongly(interaction: discord.Interaction) -> None:
        for kind in (1, 6, 7, 8):
            route = discord.http.Route("POST", "/interactions/{i}/{t}/callback", i=interaction.id, t=interaction.token)
            try:
                await bot.http.request(route, json={"type": kind, "data": {"choices": []}})
            except discord.HTTPException as error:
                refused.append((kind, error.code))
        await interaction.response.send_message("after all")

    await bot.tree.sync()
    assert (await loopback.slash("member", "press-desk", "wrongly")).text == "after all"
    assert refused == [(kind, 50035) for kind in (1, 6, 7, 8)]


async def test_a_repeated_nonce_posts_once_within_some_minutes(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("briefings").id)
    first = await channel.send("morning", nonce="2031-02-03")
    second = await channel.send("morning", nonce="2031-02-03")
    assert first.id == second.id
    loopback.world.pass_time(600)
    third = await channel.send("morning", nonce="2031-02-03")
    assert third.id != first.id
    assert len(loopback.read_channel("briefings")) == 2


async def test_a_lost_answer_with_a_nonce_is_made_good_by_sending_again(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("briefings").id)
    loopback.fail_next("POST", r"/messages$", "lose")
    with pytest.raises((OSError, aiohttp.ClientError)):
        await channel.send("morning", nonce="n1")
    await channel.send("morning", nonce="n1")
    assert len(loopback.read_channel("briefings")) == 1
    loopback.fail_next("POST", r"/messages$", "drop")
    with pytest.raises((OSError, aiohttp.ClientError)):
        await channel.send("evening", nonce="n2")
    assert len(loopback.read_channel("briefings")) == 1
    assert [r.status for r in loopback.requests if r.path.endswith("/messages")] == ["lose", 200, "drop"]


async def test_a_request_can_hang_until_the_bot_gives_up(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("briefings").id)
    loopback.fail_next("POST", r"/messages$", "timeout")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(channel.send("never"), 0.1)
    assert loopback.read_channel("briefings") == []


async def test_rate_limits_are_waited_out_by_the_client(
    loopback: LoopbackDiscord, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "discord")
    channel = text_channel(bot, loopback.world.channel("briefings").id)
    loopback.fail_next("POST", r"/messages$", 429, times=2, retry_after=0.01)
    await channel.send("patient")
    assert [r.status for r in loopback.requests if r.path.endswith("/messages")] == [429, 429, 200]


@pytest.mark.parametrize("status", [400, 403, 404, 503])
async def test_other_statuses_reach_the_bot_as_discords_errors(
    loopback: LoopbackDiscord, bot: Bot, status: Any
) -> None:
    channel = text_channel(bot, loopback.world.channel("briefings").id)
    loopback.fail_next("POST", r"/messages$", status)
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send("x")
    assert caught.value.status == status
    loopback.fail_next("POST", r"/messages$", status)
    loopback.forget_faults()
    await channel.send("x")


async def test_missing_rights_and_unknown_things_have_discords_codes(loopback: LoopbackDiscord, bot: Bot) -> Any:
    async def code_of(call: Any) -> Any:
        with pytest.raises(discord.HTTPException) as caught:
            await call
        return caught.value.code

    locked = text_channel(bot, loopback.world.channel("read-only").id)
    service = text_channel(bot, loopback.world.channel("press-desk").id)
    assert await code_of(locked.send("x")) == 50013
    loopback.world.channel("wire").deny[loopback.world.guild_id] = int(Permission.VIEW_CHANNEL)
    assert await code_of(bot.fetch_channel(loopback.world.channel("wire").id)) == 50001
    assert await code_of(bot.fetch_channel(1)) == 10003
    assert await code_of(service.fetch_message(1)) == 10008
    assert await code_of(service.send("")) == 50006
    assert await code_of(bot.fetch_user(1)) == 10013


async def test_a_wire_message_is_crossposted_and_a_thread_hung_on_it(loopback: LoopbackDiscord, bot: Bot) -> None:
    wire = text_channel(bot, loopback.world.channel("wire").id)
    message = await wire.send("out")
    await message.publish()
    with pytest.raises(discord.HTTPException, match="already been crossposted"):
        await message.publish()
    thread = await message.create_thread(name="Sources")
    await thread.send("in the thread")
    assert loopback.read_channel("wire")[0]["flags"] == 1
    assert [m["content"] for m in loopback.read_channel("Sources")] == ["in the thread"]
    user = await bot.fetch_user(loopback.world.user("member").id)
    await user.send("directly")
    assert loopback.read_channel("@member")[0]["content"] == "directly"
    assert loopback.breaches == []


async def test_an_interaction_is_answered_once_and_in_time(loopback: LoopbackDiscord, bot: Bot) -> None:
    codes = []

    @bot.tree.error
    async def note(interaction: Any, error: Any) -> None:
        codes.append(error.original.code)

    @bot.tree.command(description="Answers twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        await interaction.response.send_message("twice")

    @bot.tree.command(description="Answers late")
    async def late(interaction: discord.Interaction) -> None:
        loopback.world.interactions[interaction.id].expired = True
        await interaction.response.send_message("late")

    await bot.tree.sync()
    loopback.answer_deadline = 0.3
    assert (await loopback.slash("member", "press-desk", "twice")).text == "once"
    assert (await loopback.slash("member", "press-desk", "late")).failed
    assert codes == [40060, 10062]


async def test_a_deferred_answer_can_be_completed_for_a_quarter_of_an_hour(loopback: LoopbackDiscord, bot: Bot) -> None:
    held = {}

    @bot.tree.command(description="Waits")
    async def wait(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        held["interaction"] = interaction

    await bot.tree.sync()
    reply = await loopback.slash("member", "press-desk", "wait")
    assert (await reply.settled(0.01)).failed == "The answer was put off and did not come within 0.01 seconds"
    loopback.world.pass_time(15 * 60 + 1)
    with pytest.raises(discord.HTTPException) as caught:
        await held["interaction"].edit_original_response(content="too late")
    assert caught.value.code == 50027


async def test_a_client_asked_to_reconnect_resumes_and_misses_nothing(loopback: LoopbackDiscord, bot: Bot) -> None:
    resumed = asyncio.Event()
    setattr(bot, "on_resumed", lambda: _set(resumed))  # noqa: B010
    await loopback.gateway.ask_to_reconnect()
    await asyncio.wait_for(resumed.wait(), 5)
    assert (await loopback.slash("member", "press-desk", "plain", {"words": "still"})).text.startswith("'still'")
    resumed.clear()
    await loopback.gateway.drop()
    assert (await loopback.slash("member", "press-desk", "plain", {"words": "there"})).text.startswith("'there'")
    assert loopback.gateway.resumed == 2
    assert loopback.gateway.identified == 1


async def test_an_invalidated_session_is_begun_anew(loopback: LoopbackDiscord, bot: Bot) -> None:
    again = asyncio.Event()
    setattr(bot, "on_ready", lambda: _set(again))  # noqa: B010
    # The client would pause for five seconds.
    setattr(bot, "before_identify_hook", lambda _, *, initial: asyncio.sleep(0))  # noqa: B010
    await loopback.gateway.invalidate()
    await asyncio.wait_for(again.wait(), 5)
    assert loopback.gateway.identified == 2
    assert (await loopback.slash("member", "press-desk", "plain", {"words": "anew"})).text.startswith("'anew'")


async def _set(event: Any) -> None:
    event.set()


async def test_buttons_with_their_state_in_the_id_work_after_a_restart(loopback: LoopbackDiscord) -> None:
    async with connected(loopback, Bot()):
        card = await loopback.slash("member", "press-desk", "card")
    async with connected(loopback, Bot()):
        reply = await loopback.click("member", card.message, "count:1")
        assert "## Card 2" in reply.text
    assert loopback.breaches == []


async def test_the_bot_hears_its_own_public_messages(loopback: LoopbackDiscord, bot: Bot) -> None:
    await (await loopback.slash("member", "press-desk", "slow")).settled(5)
    channel = text_channel(bot, loopback.world.channel("press-desk").id)
    await channel.send(view=make_card(5))
    async with asyncio.timeout(5):
        while not bot.heard:
            await asyncio.sleep(0)
    assert bot.heard[0].author.id == bot.user.id
    assert bot.heard[0].components, "the private answer before it is nobody else's"
    assert CountButton(5).custom_id == "count:5"


async def test_stopping_during_an_unanswered_command_leaves_nothing_waiting() -> None:
    loopback = LoopbackDiscord()
    await loopback.start()
    async with connected(loopback, Bot()):
        asking = asyncio.create_task(loopback.slash("member", "press-desk", "mute"))
        while not loopback.world.interactions:
            await asyncio.sleep(0)
        before = asyncio.get_running_loop().time()
        await loopback.stop()
        assert (await asking).failed
        assert asyncio.get_running_loop().time() - before < 2
        host, port = loopback.rest_base.removeprefix("http://").split("/")[0].split(":")
        with pytest.raises(OSError):  # noqa: PT011 any refusal will do
            await asyncio.open_connection(host, int(port))
    await loopback.stop()
