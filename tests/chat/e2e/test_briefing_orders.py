"""/briefing here, off, list and test, over a socket: for those who manage the channel, clear about what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.answers.options.errors import NotUnderstood
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.notifications.configured_orders import apply_configured_orders
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.payloads import show_role
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Permission
from bot.settings import Settings
from bot.state import State
from bot.state.subscriptions import Order
from tests.support.invented_answers import DAY
from tests.support.manual_clock import ManualClock
from tests.support.scripted_service import connected

# 27 June 2024, 09:00 in Seoul.
NOW = 1_719_446_400.0
MENTION_EVERYONE = 1 << 17
MANAGER, MEMBER = "manager", "member"


@pytest.fixture
def service(records_service: AnswerService) -> AnswerService:
    return records_service


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


async def use(
    loopback: LoopbackDiscord, what: str, person: str = MANAGER, channel: str = "briefings", **options: Any
) -> str:
    given = {name.replace("_", "-"): value for name, value in options.items()}
    reply: Reply = await (await loopback.slash(person, channel, "briefing", given, what)).settled()
    assert reply.ephemeral
    return reply.text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


async def test_an_order_is_stored_as_given_and_says_when_the_first_one_comes(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    role = loopback.world.user(MANAGER).roles[0]
    loopback.world.roles[role].permissions |= MENTION_EVERYONE
    said = await use(
        loopback, "here", time="7.30 am", timezone="Seoul", scope="pairs: Seoul-Moscow", weekdays_only=True,
        holidays="South Korea, 2024-12-24", language="fr", nothing_new=False, open_questions=True, ping=str(role),
    )  # fmt: skip
    (kept,) = await state.subscriptions.list_all()
    assert kept.order == Order(
        channel=loopback.world.channel("briefings").id, name="daily", at="07:30", zone="Asia/Seoul",
        guild=loopback.world.guild_id, weekdays_only=True, free_days=("2024-12-24", "KR"), scope="pairs: KR-RU",
        sections=("open-questions",), language="fr", when_nothing=False, role=role,
        set_by=loopback.world.user(MANAGER).id,
    )  # fmt: skip
    assert said.startswith("Ordered:")
    assert "28 juin 2024, 07:30 (Asia/Seoul)" in said
    assert "South Korea with Russia" in said


async def test_a_second_order_changes_the_first_and_another_name_adds_one(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    await use(loopback, "here", time="07:30")
    assert (await use(loopback, "here", time="08:00")).startswith("Changed:")
    assert (await use(loopback, "here", time="18:00", name="Evening")).startswith("Ordered:")
    assert [(kept.order.name, kept.order.at) for kept in await state.subscriptions.list_all()] == [
        ("daily", "08:00"), ("evening", "18:00"),
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["here", "off", "list", "test"])
async def test_members_are_refused_by_a_real_check(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, what: str
) -> None:
    await use(loopback, "here", time="07:30")
    options = {"time": "09:00"} if what == "here" else {}
    assert "may manage this channel" in await use(loopback, what, MEMBER, **options)
    (kept,) = await state.subscriptions.list_all()
    assert kept.order.at == "07:30"
    assert loopback.read_channel("briefings", MEMBER)[-1]["flags"] & 64
    assert len(loopback.read_channel("briefings")) == 0


async def test_who_manages_this_channel_alone_may_order_here_and_not_elsewhere(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    member = loopback.world.user(MEMBER)
    loopback.world.channel("briefings").allow[member.id] = int(Permission.MANAGE_CHANNELS)
    assert (await use(loopback, "here", MEMBER, time="07:30")).startswith("Ordered:")
    assert "may manage this channel" in await use(loopback, "here", MEMBER, "press-desk", time="07:30")


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"time": "25:00"}, "write it as 07:30"),
        ({"time": "07:30", "timezone": "Atlantis"}, "I know no time zone"),
        ({"time": "07:30", "timezone": "Brazil"}, "Which one?"),
        ({"time": "07:30", "scope": "topics: cheese"}, "scope:"),
        ({"time": "07:30", "scope": "KR"}, "countries:"),
        ({"time": "07:30", "holidays": "Narnia"}, "Narnia"),
        ({"time": "07:30", "holidays": "2024-02-30"}, "2024-02-30"),
        ({"time": "07:30", "language": "Klingon"}, "I know no language"),
        ({"time": "07:30", "name": "*~`"}, "no name for a briefing"),
        ({"time": "07:30", "publish": True}, "announcement channels"),
        ({"time": "@everyone <@&1> \u202e'; DROP TABLE subscription; --"}, "no time of day"),
    ],
)
async def test_what_cannot_be_understood_is_named_and_nothing_is_stored(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, options: dict[str, Any], hint: str
) -> None:
    assert hint in await use(loopback, "here", **options)
    assert await state.subscriptions.list_all() == []


async def test_a_channel_without_permission_to_post_is_refused_at_once(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    assert "Send Messages" in await use(loopback, "here", channel="read-only", time="07:30")
    assert await state.subscriptions.list_all() == []


async def test_everybody_is_never_pinged_and_a_role_out_of_reach_is_said(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    assert "never everybody" in await use(loopback, "here", time="07:30", ping=str(loopback.world.guild_id))
    role = loopback.world.user(MANAGER).roles[0]
    assert "may not mention this role yourself" in await use(loopback, "here", time="07:30", ping=str(role))
    assert await state.subscriptions.list_all() == []
    loopback.world.roles[role].permissions |= MENTION_EVERYONE
    assert "Mention Everyone" in await use(loopback, "here", time="07:30", ping=str(role))


async def test_off_ends_the_one_that_is_meant(client: AttacheClient, loopback: LoopbackDiscord, state: State) -> None:
    assert "no briefing in this channel" in await use(loopback, "off")
    await use(loopback, "here", time="07:30")
    await use(loopback, "here", time="18:00", name="evening")
    assert "daily, evening" in await use(loopback, "off")
    assert "no briefing called" in await use(loopback, "off", name="noon")
    assert (await use(loopback, "off", name="evening")).startswith("Ended:")
    assert (await use(loopback, "off")).startswith("Ended:")
    assert await state.subscriptions.list_all() == []


async def test_the_list_tells_what_comes_what_became_of_the_last_and_what_is_wrong(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, clock: ManualClock
) -> None:
    assert "No briefing is ordered" in await use(loopback, "list")
    await use(loopback, "here", time="07:30", timezone="Asia/Seoul")
    await use(loopback, "here", channel="press-desk", time="18:00", timezone="Vienna")
    service = loopback.world.channel("press-desk").id
    here = loopback.world.channel("briefings").id
    await state.subscriptions.switch_off(service, "daily", "I may not see the channel")
    await state.postings.plan(here, "daily", DAY, NOW - 90_000, NOW, state="missed", problem="the bot was not there")
    said = await use(loopback, "list")
    assert said.index(f"<#{here}>") < said.index(f"<#{service}>")
    assert "Next: 28 June 2024, 07:30 (Asia/Seoul)" in said
    assert "Missed lately:" in said
    assert "Switched off, because I may not see the channel" in said
    status = await loopback.slash(MEMBER, "press-desk", "status")
    assert "I may not see the channel" in status.text
    assert "28 June 2024, 07:30 (Asia/Seoul)" in status.text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


async def test_many_briefings_are_listed_as_far_as_a_message_holds_them(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    for number in range(120):
        await state.subscriptions.put(Order(number + 1, "daily", "07:30", "UTC", loopback.world.guild_id), NOW)
    said = await use(loopback, "list")
    assert "more in this server" in said


async def test_a_test_posts_at_once_pings_nobody_and_leaves_the_ledger_alone(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    role = loopback.world.user(MANAGER).roles[0]
    loopback.world.roles[role].permissions |= MENTION_EVERYONE
    await use(loopback, "here", time="07:30", timezone="Asia/Seoul", ping=str(role))
    assert (await use(loopback, "test")).startswith("Posted as a test")
    (post,) = loopback.read_channel("briefings")
    assert "27 June 2024" in read_text(post)
    assert "A test" in read_text(post)
    assert post["mention_roles"] == []
    assert await state.postings.find_last(loopback.world.channel("briefings").id, "daily") is None


async def test_a_test_that_succeeds_switches_on_what_was_off_and_one_that_fails_says_why(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    channel = loopback.world.channel("briefings")
    await use(loopback, "here", time="07:30")
    await state.subscriptions.switch_off(channel.id, "daily", "I lack a permission in the channel")
    channel.deny[loopback.world.bot.roles[0]] = int(Permission.SEND_MESSAGES)
    assert "I lack a permission" in await use(loopback, "test")
    del channel.deny[loopback.world.bot.roles[0]]
    assert "goes on now" in await use(loopback, "test")
    kept = await state.subscriptions.get(channel.id, "daily")
    assert kept is not None
    assert kept.off_because is None


async def test_orders_of_the_settings_follow_the_settings(
    loopback: LoopbackDiscord, service: AnswerService, state: State, clock: ManualClock
) -> None:
    channel = loopback.world.channel("briefings").id
    briefings = {
        "channels": [
            {
                "channel": channel,
                "time": "07:30",
                "timezone": "Asia/Seoul",
                "scope": "pairs: Seoul-Moscow",
                "skip": "KR",
            },
            {"channel": channel, "time": "18:00", "name": "evening"},
        ]
    }
    settings = Settings.model_validate({"briefings": briefings, "answers": {"timezone": "Europe/Vienna"}})
    await apply_configured_orders(settings, service, state, NOW)
    daily, evening = [kept.order for kept in await state.subscriptions.list_all()]
    assert (daily.zone, daily.scope, daily.free_days, daily.origin) == (
        "Asia/Seoul",
        "pairs: KR-RU",
        ("KR",),
        "settings",
    )
    assert (evening.at, evening.zone) == ("18:00", "Europe/Vienna")

    async with connected(loopback, service, state, clock=clock):
        assert "in the bot's settings" in await use(loopback, "off", name="daily")
        assert "in the bot's settings" in await use(loopback, "here", time="09:00")
        assert "ordered in the bot's settings" in await use(loopback, "list")
        await use(loopback, "here", time="12:00", name="noon")

    less = Settings.model_validate({"briefings": {"channels": briefings["channels"][:1]}})
    await apply_configured_orders(less, service, state, NOW + 1)
    assert [kept.order.name for kept in await state.subscriptions.list_all()] == ["daily", "noon"]

    wrong = Settings.model_validate({"briefings": {"channels": [{"channel": 1, "time": "7:30", "scope": "topics: x"}]}})
    with pytest.raises(NotUnderstood):
        await apply_configured_orders(wrong, service, state, NOW + 2)
    assert len(await state.subscriptions.list_all()) == 2


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("timezone", "seo", "Asia/Seoul"),
        ("timezone", "Austria", "Europe/Vienna"),
        ("timezone", "", "UTC"),
        ("time", "0730", "07:30"),
        ("time", "", "07:30"),
        ("holidays", "KR, Aust", "KR, AT"),
        ("scope", "", "countries:"),
        ("scope", "countries: Russ", "countries: RU"),
        ("scope", "pairs: KR-Russ", "pairs: KR-RU"),
        ("scope", "countries: KR; topics: ", "countries: KR; topics: "),
        ("language", "fren", "fr"),
        ("name", "", "daily"),
    ],
)
async def test_options_are_completed(
    client: AttacheClient, loopback: LoopbackDiscord, option: str, typed: str, offered: str
) -> None:
    choices = await loopback.autocomplete(MANAGER, "briefings", "briefing", {option: typed}, option, subcommand="here")
    assert 1 <= len(choices) <= 25
    assert any(str(choice.value).startswith(offered) for choice in choices)


async def test_names_of_this_channel_are_offered_where_one_is_to_end(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    await use(loopback, "here", time="18:00", name="evening")
    await use(loopback, "here", channel="press-desk", time="18:00", name="noon")
    choices = await loopback.autocomplete(MANAGER, "briefings", "briefing", {"name": ""}, "name", subcommand="off")
    assert [choice.value for choice in choices] == ["evening"]


async def test_an_order_wakes_the_scheduler_for_an_hour_that_is_near(
    client: AttacheClient, loopback: LoopbackDiscord, clock: ManualClock
) -> None:
    await use(loopback, "here", time="09:01", timezone="Asia/Seoul")
    clock.move_to(NOW + 60)
    await clock.move_until(lambda: bool(loopback.read_channel("briefings")), step=1)
    assert clock.at < NOW + 120
    assert isinstance(client, discord.Client)
    await asyncio.sleep(0)


@pytest.mark.parametrize("may", [True, False])
async def test_a_role_is_pinged_only_while_who_ordered_it_may_mention_it(
    client: AttacheClient, loopback: LoopbackDiscord, state: State, may: bool
) -> None:
    role = loopback.world.user(MANAGER).roles[0]
    loopback.world.roles[role].permissions |= MENTION_EVERYONE
    await use(loopback, "here", time="07:30", ping=str(role))
    (subscription,) = await state.subscriptions.list_all()
    if not may:
        loopback.world.roles[role].permissions &= ~MENTION_EVERYONE
    shown = {"guild_id": str(loopback.world.guild_id), "role": show_role(loopback.world.roles[role])}
    loopback.gateway.dispatch("GUILD_ROLE_UPDATE", shown)
    await asyncio.sleep(0.1)
    assert await client.post.may_ping(subscription.order) is may


async def test_a_role_is_not_pinged_for_somebody_who_has_left(
    client: AttacheClient, loopback: LoopbackDiscord, state: State
) -> None:
    role = loopback.world.user(MANAGER).roles[0]
    channel = loopback.world.channel("briefings").id
    gone = Order(channel, "daily", "07:30", "UTC", loopback.world.guild_id, role=role, set_by=1)
    assert await client.post.may_ping(gone) is False
    assert await client.post.may_ping(replace(gone, set_by=None)) is True
