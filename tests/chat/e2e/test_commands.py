"""Every command of the real bot on the shipped records, over a real socket, with friendly and hostile input."""

from __future__ import annotations

import pytest

from bot.answers.catalogue import COMMANDS, CommandSpec, OptionSpec
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.reply import list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from tests.support.discord_markdown import read_markdown

MEMBER, DESK = "member", "press-desk"
ASKS = [(name, dict(options)) for name, spec in COMMANDS.items() for options in spec.asks]
# What Discord has a kind of its own for is not typed; and what can be ended is offered where there is something.
TYPED = [
    (spec, option)
    for spec in COMMANDS.values()
    for option in spec.options
    if option.kind not in ("yes-no", "role", "file")
]
OFFERING = [
    (spec, option) for spec, option in TYPED if spec.name not in ("briefing off", "briefing test", "ingest", "ask")
]
HOSTILE = (
    " ", "'", '"', "'; DROP TABLE statement; --", "NOT", "a AND (b OR", "col:x", "-x", "NEAR(a b)", "*", "c'est", "^",
    "**bold** _it_ ||s|| `c` # h", "@everyone <@1> <@&2> <#3> </who-said:1> <t:0>", "[a](https://example.org)",
    "\u202eabc\u202c", "\u2066x", "\u200b\u200b", "\ud800", "a\udfffb", "\x00", "\n- x\n> y", "🇰🇷", "朝鮮", "𐏿" * 20,
    "%", "_", "{0}", "../../etc/passwd", "x" * 90, "99999-99-99", "2024-02-30", "0",
)  # fmt: skip

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def loopback(lasting_service: LoopbackDiscord) -> LoopbackDiscord:
    return lasting_service


def person_for(spec: CommandSpec) -> str:
    """What is for those who manage the channel is asked by one of them: others are refused before it is read."""
    return "manager" if spec.name.startswith("briefing ") else MEMBER


def options_with(spec: CommandSpec, option: OptionSpec, text: str) -> dict[str, str]:
    needed = {one.name: "07:30" if one.kind == "time" else "irreversible" for one in spec.options if one.required}
    return needed | {option.name: text[: option.max_length]}


@pytest.mark.parametrize(("command", "options"), ASKS, ids=str)
async def test_every_example_of_the_catalogue_finds_something(
    attache: AttacheClient, loopback: LoopbackDiscord, command: str, options: dict[str, str]
) -> None:
    reply = await (await loopback.slash(MEMBER, DESK, command, options)).settled()
    assert reply.failed is None
    assert reply.ephemeral
    assert "error on our side" not in reply.text
    assert len(reply.text) > 100


async def test_the_words_asked_for_are_found_with_speaker_day_and_source(
    attache: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", {"words": "irreversible", "country": "KR"})
    shown = read_markdown(reply.text).text
    assert "Lim Soo-suk" in shown
    assert "27 June 2024" in shown
    assert "“We warn that Russia should not make a mistake" in shown
    assert "**irreversible**" in reply.text


async def test_the_passage_opens_in_its_context_with_one_click(
    attache: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "who-said", {"words": "irreversible", "country": "KR"})
    passage = next(part["custom_id"] for part in list_buttons(reply.message) if part["label"] == "Passage")
    opened = await (await loopback.click(MEMBER, reply.message, passage)).settled()
    assert "Tensions have heightened" in opened.text
    assert "**We warn that Russia should not make a mistake" in opened.text


async def test_all_pages_of_a_timeline_together_hold_every_statement_once(
    attache: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "timeline")
    seen: list[str] = []
    while True:
        buttons = list_buttons(reply.message)
        seen += [part["custom_id"].split(":")[1] for part in buttons if part.get("label") == "Passage"]
        (on,) = (part for part in buttons if part.get("label") == "▶")
        if on.get("disabled"):
            break
        await (await loopback.click(MEMBER, reply.message, on["custom_id"])).settled()
    async with attache.service._manager.use() as store:
        assert len(seen) == len(set(seen)) == store.info.counts["statement"]


async def test_an_ambiguous_name_asks_back_and_a_click_decides(
    attache: AttacheClient, loopback: LoopbackDiscord
) -> None:
    reply = await loopback.slash(MEMBER, DESK, "speaker", {"name": "Kim"})
    labels = {part["label"]: part["custom_id"] for part in list_buttons(reply.message)}
    assert {"Kim Hong-kyun", "Kim Jong-un"} <= set(labels)
    await (await loopback.click(MEMBER, reply.message, labels["Kim Jong-un"])).settled()
    assert "Kim Jong-un" in reply.text
    assert "Kim Hong-kyun" not in reply.text


@pytest.mark.parametrize(("spec", "option"), TYPED, ids=lambda one: one.name)
async def test_hostile_input_gets_an_answer_that_harms_nothing(
    attache: AttacheClient, loopback: LoopbackDiscord, spec: CommandSpec, option: OptionSpec
) -> None:
    for text in HOSTILE:
        options = options_with(spec, option, text)
        reply = await (await loopback.slash(person_for(spec), DESK, spec.name, options)).settled()
        assert reply.failed is None, text
        assert "error on our side" not in reply.text, text
        assert "\u202e" not in reply.text, text
        offered = await loopback.autocomplete(person_for(spec), DESK, spec.name, options, option.name)
        assert len(offered) <= 25


@pytest.mark.parametrize(("spec", "option"), TYPED, ids=lambda one: one.name)
async def test_six_thousand_characters_are_refused_or_do_no_harm(
    attache: AttacheClient, loopback: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch,
    spec: CommandSpec, option: OptionSpec,
) -> None:  # fmt: skip
    person, long = person_for(spec), options_with(spec, option, "") | {option.name: "irreversible " * 461 + "mistake"}
    with pytest.raises(PersonError, match="characters, not 6000"):
        await loopback.slash(person, DESK, spec.name, long)
    # What Discord itself would not let through reaches the bot as it is, for once.
    monkeypatch.setattr("bot.rehearsal.loopback.command_calls.check_length", lambda *_: None)
    reply = await (await loopback.slash(person, DESK, spec.name, long)).settled()
    assert reply.failed is None
    assert "error on our side" not in reply.text


@pytest.mark.parametrize(("spec", "option"), OFFERING, ids=lambda one: one.name)
async def test_every_option_offers_what_can_be_asked(
    attache: AttacheClient, loopback: LoopbackDiscord, spec: CommandSpec, option: OptionSpec
) -> None:
    typed = {"words": "irrev", "statement": "lim", "command": "who", "publisher": "han"}.get(option.kind, "")
    person = person_for(spec)
    offered = await loopback.autocomplete(person, DESK, spec.name, options_with(spec, option, typed), option.name)
    assert offered
    reply = await loopback.slash(person, DESK, spec.name, options_with(spec, option, str(offered[0].value)))
    assert "error on our side" not in (await reply.settled()).text
