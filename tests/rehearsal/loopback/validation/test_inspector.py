"""Which requests the loopback records as breaches of Discord's rules."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from bot.rehearsal.loopback.http import Body, Upload
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Interaction, LoopbackState, Message
from bot.rehearsal.loopback.validation import limits as rules
from bot.rehearsal.loopback.validation.inspector import Inspector
from bot.rehearsal.loopback.validation.openapi import (
    Description,
    find_description,
    load_description,
    require_description,
)
from tests.support.small_bot import Bot, connected, text_channel

FLAG = {"flags": 1 << 15}


def text(words: Any = "x") -> Any:
    return {"type": 10, "content": words}


def button(number: Any = 0, **more: Any) -> Any:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"go:{number}", **more}


def row(*parts: Any) -> Any:
    return {"type": 1, "components": list(parts)}


def select(*values: Any) -> Any:
    return {"type": 3, "custom_id": "s", "options": [{"label": v, "value": v} for v in values]}


def file(name: Any, data: Any = b"x") -> Any:
    return Upload("files[0]", name, "text/plain", data)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"content": "x" * 2001}, "content has 2001 characters"),
        ({"components": [text()]}, "without their flag"),
        (FLAG | {"content": "x", "components": [text()]}, "beside components of the second kind"),
        (FLAG | {"embeds": [{"title": "x"}], "components": [text()]}, "beside components of the second kind"),
        (FLAG | {"components": [text() for _ in range(41)]}, "41 components"),
        (FLAG | {"components": [{"type": 17, "components": [text() for _ in range(40)]}]}, "41 components"),
        (FLAG | {"components": [text("x" * 2000), text("y" * 2001)]}, "4001 characters together"),
        (FLAG | {"components": [text(" ")]}, "a text display without text"),
        (FLAG | {"components": [row(*(button(n) for n in range(6)))]}, "this one has 6 components"),
        (FLAG | {"components": [row()]}, "this one has 0 components"),
        (FLAG | {"components": [row(button(), select("a"))]}, "5 buttons or one select"),
        (FLAG | {"components": [row(button(label="x" * 81))]}, "label has 81 characters"),
        (FLAG | {"components": [row(button(custom_id="x" * 101))]}, "custom_id of 101 characters"),
        (FLAG | {"components": [row(button(), button())]}, "'go:0' is used 2 times"),
        (FLAG | {"components": [row(button(label=""))]}, "neither label nor emoji"),
        (
            FLAG | {"components": [row({"type": 2, "style": 5, "label": "x", "url": "https://e.org/" + "x" * 500})]},
            "512",
        ),
        (FLAG | {"components": [row({"type": 2, "style": 1, "label": "x"})]}, "needs a custom_id"),
        (FLAG | {"components": [row(select())]}, "0 options"),
        (FLAG | {"components": [row(select(*map(str, range(26))))]}, "26 options"),
        (FLAG | {"components": [row(select("a", "a"))]}, "offers the value 'a' 2 times"),
        (FLAG | {"components": [row(select("x" * 101))]}, "label has 101 characters"),
        (
            FLAG | {"components": [{"type": 9, "components": [text()] * 4, "accessory": button()}]},
            "section holds 1 to 3",
        ),
        (FLAG | {"components": [{"type": 9, "components": [text()]}]}, "without an accessory"),
        (FLAG | {"components": [{"type": 12, "items": []}]}, "gallery holds 1 to 10"),
        (FLAG | {"components": [{"type": 17, "components": []}]}, "empty container"),
        (FLAG | {"components": [{"type": 13, "file": {"url": "attachment://a.txt"}}]}, "no such file is attached"),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, "6001 characters together"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "26 fields"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]}, "fields.0.value has 1025"),
        ({"embeds": [{"title": "x"}] * 11}, "11 embeds"),
        ({"content": "x", "nonce": "x" * 26}, "nonce"),
    ],
)
def test_a_message_past_a_limit_is_recorded(form: Any, says: Any) -> None:
    assert [what for what in rules.check_message(form, Body(form)) if says in what]


@pytest.mark.parametrize(
    "form",
    [
        {"content": "x" * 2000},
        FLAG | {"components": [text("x" * 4000)]},
        FLAG | {"components": [text() for _ in range(40)]},
        FLAG | {"components": [row(*(button(n, label="x" * 80) for n in range(5)))]},
        FLAG | {"components": [row(select(*map(str, range(25))))]},
        FLAG | {"components": [{"type": 9, "components": [text()] * 3, "accessory": button()}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2000}]},
    ],
)
def test_a_message_at_a_limit_is_not(form: Any) -> None:
    assert list(rules.check_message(form, Body(form))) == []


def test_files_are_small_enough_and_shown() -> None:
    shown = FLAG | {"components": [{"type": 13, "file": {"url": "attachment://a.txt"}}]}
    assert list(rules.check_message(shown, Body(shown, (file("a.txt"),)))) == []
    assert list(rules.check_message(shown, Body(shown), present_files=frozenset({"a.txt"}))) == []
    hidden = FLAG | {"components": [text()]}
    assert "b.txt is attached but shown by no component" in rules.check_message(hidden, Body(hidden, (file("b.txt"),)))
    big = file("c.txt", b"x" * (rules.MAX_FILE_BYTES + 1))
    assert any("at most 10485760" in what for what in rules.check_message({}, Body({}, (big,))))


def command(**more: Any) -> Any:
    return {"name": "who-said", "description": "Who said it", **more}


def option(name: Any = "words", **more: Any) -> Any:
    return {"type": 3, "name": name, "description": "Words", **more}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (command(name="Who"), "lower-case"),
        (command(name="who said"), "lower-case"),
        (command(name="x" * 33), "1 to 32"),
        (command(description=""), "description has 0"),
        (command(description="x" * 101), "description has 101"),
        (command(options=[option(f"o{n}") for n in range(26)]), "26 options"),
        (command(options=[option("a"), option("b", required=True)]), "behind an optional one"),
        (command(options=[option("a"), option("a")]), "the same name"),
        (command(options=[option(choices=[{"name": "", "value": "x"}])]), "1 to 100"),
        (command(options=[option(autocomplete=True, choices=[{"name": "x", "value": "x"}])]), "exclude each other"),
        (
            command(options=[option(choices=[{"name": "x" * 90, "value": f"{n:0>90}"} for n in range(25)])] * 2),
            "in all",
        ),
    ],
)
def test_a_command_past_a_limit_is_recorded(wrong: Any, says: Any) -> None:
    assert [what for what in rules.check_command(wrong) if says in what]


def test_commands_in_any_script_within_the_limits_are_fine() -> None:
    fine = command(name="qui-l_a-dit", options=[option("говорил", required=True), option("国")])
    assert list(rules.check_commands([fine, command()])) == []
    assert [what for what in rules.check_commands([command(), command()]) if "registered 2 times" in what]
    assert [
        what for what in rules.check_commands([command(name=f"c{n}") for n in range(101)]) if "101 commands" in what
    ]


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ([{"name": "x", "value": "x"}] * 26, "26 choices"),
        ([{"name": "x" * 101, "value": "x"}], "name has 101"),
        ([{"name": "x", "value": ""}], "value has 0"),
    ],
)
def test_completions_past_a_limit_are_recorded(choices: Any, says: Any) -> None:
    assert [what for what in rules.check_choices(choices) if says in what]


def test_forms_past_a_limit_are_recorded() -> None:
    form = {"custom_id": "", "title": "x" * 46, "components": [{"type": 18, "label": "x" * 46, "component": {}}] * 6}
    found = " ".join(rules.check_modal(form))
    assert all(piece in found for piece in ("title has 46", "custom_id has not", "label has 46", "6 rows"))


def test_in_ci_a_missing_description_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "nothing.json"))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(FileNotFoundError, match="DISCORD_OPENAPI"):
        require_description()
    monkeypatch.delenv("CI")
    require_description()
    assert "hard limits only" in str(LoopbackDiscord().unchecked)


def test_a_small_description_is_matched_literals_first_and_loosened() -> None:
    body = {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}
    thing = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"$ref": "#/components/schemas/SnowflakeType"},
            "default_member_permissions": {"type": ["integer", "null"]},
        },
    }
    description = Description(
        {
            "paths": {"/things/{id}": {"get": {}, "post": body}, "/things/@me": {"get": {}}},
            "components": {"schemas": {"Thing": thing, "SnowflakeType": {"type": "string"}}},
        }
    )
    assert description.complaints("POST", "/things/1", {"id": 5, "default_member_permissions": "8"}) == []
    assert description.complaints("POST", "/things/1", {}) == ['the body: "id" is a required property']
    assert description.complaints("POST", "/things/@me", {}) == ["Discord's API has no POST for this path"]
    assert description.complaints("GET", "/other", None) == ["Discord's API has no such path"]
    assert description.complaints("GET", "/things/1", {"a": 1}) == ["a body where Discord's API takes none"]


@pytest.mark.skipif(find_description() is None, reason="Discord's description is not at hand")
def test_of_many_alternatives_the_one_that_was_meant_is_explained() -> None:
    description = load_description(find_description())
    container = {"type": 17, "components": [text(), row(button(label="x" * 81))]}
    (complaint,) = description.complaints("POST", "/channels/1/messages", FLAG | {"components": [container]})
    assert complaint.startswith("components.0.components.1.components.0.label:")
    assert "longer than 80" in complaint


async def test_a_breach_is_recorded_and_the_bot_carries_on(loopback: LoopbackDiscord, bot: Bot) -> None:
    reply = await loopback.slash("member", "press-desk", "much")
    assert reply.failed is None
    assert any("4001 characters together" in str(breach) for breach in loopback.breaches)
    assert all(breach.path.endswith("/callback") for breach in loopback.breaches)


async def test_a_breach_can_be_refused_as_discord_does() -> None:
    async with (
        LoopbackDiscord(refuse_breaches=True, answer_deadline=0.2) as loopback,
        connected(loopback, Bot()) as bot,
    ):
        codes = []

        @bot.tree.error
        async def note(interaction: Any, error: Any) -> None:
            codes.append(error.original.code)

        assert (await loopback.slash("member", "press-desk", "much")).failed
        assert codes == [50035]


async def test_a_request_that_no_discord_knows_is_recorded_and_not_found(loopback: LoopbackDiscord, bot: Bot) -> None:
    with pytest.raises(discord.NotFound):
        await bot.http.request(discord.http.Route("POST", "/oracle"), json={"ask": 1})
    assert str(loopback.breaches[-1]) == "POST /oracle: the loopback has no such route"


async def test_a_body_that_is_no_json_is_recorded_and_refused(loopback: LoopbackDiscord) -> None:
    headers = {"Authorization": f"Bot {loopback.token}", "Content-Type": "application/json"}
    url = f"{loopback.rest_base}/channels/{loopback.world.channel('press-desk').id}/messages"
    async with aiohttp.ClientSession(headers=headers) as session:
        for body in (b"{", b'{"embeds": 5}', b"[]", json.dumps({"components": [5], "flags": "x"}).encode()):
            async with session.post(url, data=body) as response:
                assert response.status in (200, 400)
            assert loopback.breaches
            loopback.breaches.clear()


async def test_an_edit_keeps_what_the_message_already_is(loopback: LoopbackDiscord, bot: Bot) -> None:
    channel = text_channel(bot, loopback.world.channel("press-desk").id)
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("one"))
    message = await channel.send(view=view)
    await bot.http.request(
        discord.http.Route("PATCH", "/channels/{c}/messages/{m}", c=channel.id, m=message.id),
        json={"components": [text("two")]},
    )
    assert loopback.breaches == []
    assert loopback.read_channel("press-desk")[0]["flags"] == 1 << 15
    await message.channel.get_partial_message(message.id).edit(content="three")
    assert any("beside components" in str(breach) for breach in loopback.breaches)


def test_a_button_that_turns_its_card_needs_no_flag_a_new_message_does() -> None:
    world = LoopbackState()
    world.messages[5] = Message(5, 1, {"flags": 1 << 15, "attachments": []})
    world.interactions[7] = Interaction(7, "t", 3, 1, 1, {}, message_id=5)
    inspector = Inspector(world, None)
    for kind, found in ((7, 0), (4, 1)):
        body = Body({"type": kind, "data": {"components": [text()]}})
        assert len(inspector.inspect("POST", "/interactions/7/t/callback", body)) == found
    assert len(inspector.breaches) == 1
