"""What people get from a real client over the loopback."""

from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.reply import NO_ANSWER, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from tests.support.small_bot import Bot, connected, text_channel


async def test_a_plain_answer_arrives_with_every_option_in_its_type(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await loopback.slash(
        "member", "press-desk", "plain", {"words": "12", "times": 3, "loud": True, "other-country": "KP"}
    )
    assert reply.text == "'12' 3 True 'KP' by member"
    assert reply.kind == 4
    assert not reply.deferred
    assert not reply.ephemeral
    assert reply.first_ms is not None
    assert 0 < reply.first_ms < 3000
    assert loopback.breaches == []


async def test_a_deferred_answer_settles_when_it_is_edited_in(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await (await loopback.slash("member", "press-desk", "slow")).settled(5)
    assert reply.deferred
    assert reply.ephemeral
    assert reply.message["content"] == "at last"
    assert reply.message["flags"] == 64
    assert loopback.breaches == []


async def test_the_first_follow_up_fills_the_place_of_a_deferred_answer(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await (await loopback.slash("member", "press-desk", "slower")).settled(5)
    assert [message["content"] for message in reply.messages] == ["filled in"]
    assert reply.followups == []
    assert reply.message["flags"] == 64


async def test_a_private_answer_is_visible_to_its_asker_alone(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await (await loopback.slash("member", "press-desk", "slow")).settled(5)
    assert reply.message in loopback.read_channel("press-desk", "member")
    assert loopback.read_channel("press-desk", "admin") == []
    with pytest.raises(PersonError):
        await loopback.click("admin", reply.message, "anything")


async def test_words_that_cannot_be_encoded_reach_the_bot_as_they_are(loopback: LoopbackDiscord, bot: Bot) -> None:
    hostile = "\ud800 \u202e <@&1> \x00 '; DROP TABLE"
    reply = await loopback.slash("member", "press-desk", "plain", {"words": hostile})
    assert reply.text.startswith(repr(hostile))
    assert reply.message["mention_roles"] == []


async def test_completions_come_with_names_and_values(loopback: LoopbackDiscord, bot: Bot) -> None:
    choices = await loopback.autocomplete("member", "press-desk", "plain", {"words": "irr"}, "words")
    assert len(choices) == 25
    assert (choices[3].name, choices[3].value) == ("irr 3", "irr-3")
    assert loopback.breaches == []


async def test_a_subcommand_receives_its_options_and_resolved_channels(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await loopback.slash(
        "member", "press-desk", "briefing", {"date": "2031-02-03", "where": "briefings"}, subcommand="preview"
    )
    assert reply.text == "preview of 2031-02-03 in briefings"
    again = await loopback.slash("member", "press-desk", "briefing preview", {"date": "today"})
    assert again.text == "preview of today in None"


async def test_a_button_changes_its_own_card(loopback: LoopbackDiscord, bot: Bot) -> None:
    card = await loopback.slash("member", "press-desk", "card")
    reply = await loopback.click("member", card.message, "count:1")
    assert reply.kind == 7
    assert reply.message["id"] == card.message["id"]
    assert "## Card 2" in reply.text
    assert [part.get("custom_id") for part in list_buttons(reply.message)] == ["passage", "count:2", None, "place"]
    assert loopback.breaches == []


async def test_a_button_of_a_view_in_memory_is_pressed_right_after_the_answer(
    loopback: LoopbackDiscord, bot: Bot
) -> None:
    card = await loopback.slash("member", "press-desk", "card")
    reply = await loopback.click("manager", card.message, "passage")
    assert (reply.text, reply.ephemeral) == ("pressed", True)
    chosen = await loopback.choose("manager", card.message, "place", ["borduria"])
    assert chosen.text == "chosen borduria"
    with pytest.raises(PersonError, match="does not offer"):
        await loopback.choose("manager", card.message, "place", ["syldavia"])


async def test_a_form_is_filled_in_and_sent(loopback: LoopbackDiscord, bot: Bot) -> None:
    opened = await loopback.slash("member", "press-desk", "note")
    assert opened.kind == 9
    reply = await loopback.submit("member", opened, {"words": "irreversible"})
    assert reply.text == "noted irreversible"
    with pytest.raises(PersonError, match="0 to 20 characters"):
        await loopback.submit("member", opened, {"words": "x" * 21})
    with pytest.raises(PersonError, match="must be filled in"):
        await loopback.submit("member", opened, {})
    with pytest.raises(PersonError, match="no field wrods"):
        await loopback.submit("member", opened, {"wrods": "x"})
    assert loopback.breaches == []


async def test_a_file_can_be_downloaded_as_it_was_sent(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await loopback.slash("member", "press-desk", "paper")
    (attachment,) = reply.message["attachments"]
    assert attachment["filename"] == "list_of_errors.txt"
    assert attachment["description"] == "all of it"
    (file,) = [part for part in reply.message["components"] if part["type"] == 13]
    assert file["file"]["url"] == attachment["url"]
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        assert await response.text() == "première ligne\n"
    assert loopback.breaches == []


async def test_a_command_that_never_answers_fails_as_people_see_it() -> None:
    async with LoopbackDiscord(answer_deadline=0.1) as loopback, connected(loopback, Bot()):
        reply = await loopback.slash("member", "press-desk", "mute")
        assert reply.failed == NO_ANSWER
        assert (await reply.settled(0.1)).failed == NO_ANSWER


async def test_without_a_bot_every_command_fails_at_once() -> None:
    async with LoopbackDiscord() as loopback:
        loopback.world.commands[None][1] = {
            "id": "1", "name": "plain", "type": 1, "default_member_permissions": None, "options": []
        }  # fmt: skip
        assert (await loopback.slash("member", "press-desk", "plain")).failed == NO_ANSWER


async def test_a_hidden_command_can_be_used_by_admins_only(loopback: LoopbackDiscord, bot: Bot) -> None:
    assert "reload" in loopback.commands_for("admin", "press-desk")
    assert "reload" not in loopback.commands_for("manager", "press-desk")
    assert (await loopback.slash("admin", "press-desk", "reload")).text == "reloaded"
    with pytest.raises(PersonError, match="is not shown to member"):
        await loopback.slash("member", "press-desk", "reload")


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("nothing", {}, "does not exist"),
        ("plain", {}, "needs the option words"),
        ("plain", {"words": "x", "colour": "red"}, "no option colour"),
        ("plain", {"words": "x", "times": "three"}, "whole number"),
        ("plain", {"words": "x", "loud": "yes"}, "true or false"),
        ("plain", {"words": "x" * 6001}, "1 to 6000 characters"),
        ("plain", {"words": ""}, "1 to 6000 characters"),
        ("briefing", {}, "needs a subcommand: preview"),
        ("briefing review", {}, "no subcommand review"),
        ("briefing preview", {"date": "x", "where": "nowhere"}, "no nowhere among the channels"),
    ],
)
async def test_what_discord_would_not_send_is_refused_with_the_reason(
    loopback: LoopbackDiscord, bot: Bot, command: Any, options: Any, says: Any
) -> None:
    with pytest.raises(PersonError, match=says):
        await loopback.slash("member", "press-desk", command, options)


async def test_a_command_works_in_a_direct_channel(loopback: LoopbackDiscord, bot: Bot) -> None:
    person = await bot.fetch_user(loopback.world.user("member").id)
    await person.send("hello")
    reply = await loopback.slash("member", "@member", "plain", {"words": "here"})
    assert reply.text == "'here' 1 False 'nobody' by member"
    assert [m["content"] for m in loopback.read_channel("@member")] == ["hello", reply.text]
    assert loopback.breaches == []


async def test_pings_are_those_that_the_bot_allowed(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("press-desk").id)
    everyone = f"<@{loopback.world.user('admin').id}> <@&{loopback.world.user('admin').roles[0]}> @everyone"
    await channel.send(everyone)
    await channel.send(everyone, allowed_mentions=discord.AllowedMentions.none())
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay(everyone))
    await channel.send(view=view)
    loud, quiet, card = loopback.read_channel("press-desk")
    assert [user["username"] for user in loud["mentions"]] == ["admin"]
    assert (len(loud["mention_roles"]), loud["mention_everyone"]) == (1, True)
    assert (quiet["mentions"], quiet["mention_roles"], quiet["mention_everyone"]) == ([], [], False)
    assert card["mention_everyone"]


async def test_a_button_that_is_acknowledged_first_settles_with_its_edit(loopback: LoopbackDiscord, bot: Bot) -> None:
    class Later(ui.Button[Any]):
        async def callback(self, interaction: Any) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="turned")

    @bot.tree.command(description="Pages")
    async def pages(interaction: discord.Interaction) -> None:
        view = ui.View()
        view.add_item(Later(label="Next", custom_id="next"))
        await interaction.response.send_message("first", view=view, ephemeral=True)

    await bot.tree.sync()
    shown = await loopback.slash("member", "press-desk", "pages")
    reply = await (await loopback.click("member", shown.message, "next")).settled(2)
    assert (reply.kind, reply.message["content"]) == (6, "turned")
    assert reply.message["id"] == shown.message["id"]
    assert loopback.breaches == []


async def test_nobody_presses_what_is_greyed_out_or_sends_anothers_form(loopback: LoopbackDiscord, bot: Bot) -> None:
    card = await loopback.slash("member", "press-desk", "card")
    with pytest.raises(PersonError, match="1 to 1 values, not 2"):
        await loopback.choose("member", card.message, "place", ["arland", "borduria"])
    with pytest.raises(PersonError, match="nothing with the custom_id"):
        await loopback.click("member", card.message, "place")
    card.message["components"][0]["components"][1]["accessory"]["disabled"] = True
    with pytest.raises(PersonError, match="Passage is greyed out"):
        await loopback.click("member", card.message, "passage")
    form = await loopback.slash("member", "press-desk", "note")
    with pytest.raises(PersonError, match="No form is open"):
        await loopback.submit("admin", form, {"words": "x"})


async def test_commands_show_only_where_they_may_be_used(loopback: LoopbackDiscord, bot: Bot) -> None:
    @bot.tree.command(description="In the guild")
    @app_commands.guild_only()
    async def inside(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("inside")

    await bot.tree.sync()
    await (await bot.fetch_user(loopback.world.user("member").id)).send("hello")
    assert "inside" in loopback.commands_for("member", "press-desk")
    assert "inside" not in loopback.commands_for("member", "@member")
    bot.tree.remove_command("inside")
    await bot.tree.sync()
    assert "inside" not in loopback.commands_for("member", "press-desk")
    loopback.world.channel("press-desk").deny[loopback.world.guild_id] = 1 << 31
    assert loopback.commands_for("member", "press-desk") == {}
    assert loopback.commands_for("admin", "press-desk") != {}
