"""/follow and its alerts, and /privacy, over a socket: told once, to those who asked, until they ask no more."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.chat.custom_ids import RELOAD
from bot.chat.render.alert import GLANCE
from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.reply import Reply, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Permission
from bot.settings import HOME, Settings
from bot.state import State
from bot.state.follows import Destination
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.invented_answers import DAY
from tests.support.scripted_service import connected
from tests.support.shipped_records import list_ids

Options = Mapping[str, Any]

ADMIN, MANAGER, MEMBER, DESK = "admin", "manager", "member", "press-desk"


@dataclass
class Office:
    """The real bot on a copy of the records that a test may change; it can leave and come back."""

    loopback: LoopbackDiscord
    state: State
    data: Path
    store: Path
    client: AttacheClient
    _stack: AsyncExitStack

    @classmethod
    async def open(cls, loopback: LoopbackDiscord, state: State, folder: Path, compiled: Path) -> Office:
        data = folder / "data"
        shutil.copytree(HOME / "data", data)
        shutil.copytree(compiled, folder / "store")
        office = cls(loopback, state, data, folder / "store", None, AsyncExitStack())  # type: ignore[arg-type]
        await office.arrive()
        return office

    async def arrive(self) -> None:
        await asyncio.to_thread(build, self.data, HOME, self.store)
        manager = StoreManager(self.store, readers=2, deadline=5.0)
        await manager.open()
        self._stack.push_async_callback(manager.close)
        service = AnswerService(manager, data=self.data, root=HOME, folder=self.store, today=lambda: DAY)
        self._stack.push_async_callback(service.close)
        settings = Settings()
        self.client = await self._stack.enter_async_context(connected(self.loopback, service, self.state, settings))
        # Its first store is noted.
        await self.check_news()

    async def leave(self) -> None:
        await self._stack.aclose()

    async def check_news(self) -> None:
        await self.client.alert_dispatcher.tick()
        await self.client.alert_dispatcher.settle()

    def rename(self, *ids: str) -> None:
        """Make statements new ones: by id, everything else as it is."""
        for file in (self.data / "sources").glob("*.yaml"):
            text = file.read_text("utf-8")
            for one in ids:
                # An event may have the id of a statement.
                text = re.sub(rf"(?<![\w-])(?<!event: ){one}(?![\w-])", f"{one}-new", text)
            file.write_text(text, "utf-8")

    async def use(
        self, person: str, command: str, options: Mapping[str, Any] | None = None, channel: Any = DESK
    ) -> str:
        name, _, subcommand = command.partition(" ")
        reply = await (await self.loopback.slash(person, channel, name, options or {}, subcommand)).settled()
        assert reply.ephemeral or channel != DESK
        return plain(reply)

    async def reload(self) -> None:
        reply = await (await self.loopback.slash(ADMIN, DESK, "reload")).settled()
        if "would go" in reply.text:
            # Many statements are renamed at once: that is asked about first.
            reply = await (await self.loopback.click(ADMIN, reply.message, RELOAD)).settled()
        assert "Reloaded" in reply.text
        await self.check_news()

    def posts(self, channel: str = DESK) -> list[Any]:
        return [m.payload for m in self.loopback.world.messages.values()
                if m.visible_to is None and m.channel_id == self.loopback.world.channel(channel).id]  # fmt: skip

    def direct(self, person: str = MEMBER) -> list[Any]:
        user = self.loopback.world.user(person)
        places = [c.id for c in self.loopback.world.channels.values() if c.recipient_id == user.id]
        return [m.payload for m in self.loopback.world.messages.values() if m.channel_id in places]


def plain(reply: Reply) -> str:
    return reply.text.replace("\\", "")


def text_of(message: Any) -> str:
    return read_text(message).replace("\\", "")


@pytest.fixture
async def office(loopback: LoopbackDiscord, state: State, tmp_path: Path, store: Path) -> AsyncIterator[Office]:
    opened = await Office.open(loopback, state, tmp_path, store)
    yield opened
    await opened.leave()


async def test_a_reload_alerts_a_channel_and_a_person_once_each(office: Office) -> None:
    assert "This channel follows South Korea with Russia" in await office.use(
        MANAGER, "follow add", {"country": "Seoul", "other-country": "RU", "where": "here"}
    )
    assert "You follow Lim Soo-suk" in await office.use(MEMBER, "follow add", {"speaker": "Im Soo-suk"})
    office.rename("lim-act-as-permanent-member", "lim-irreversible-mistake", "cho-deplorable")
    await office.reload()
    for _ in range(2):
        await office.check_news()
    (posted,) = office.posts()
    assert "What is followed here: 3 new statements" in text_of(posted)
    assert "South Korea with Russia" in text_of(posted)
    (told,) = office.direct()
    shown = text_of(told)
    assert "What you follow: 2 new statements" in shown
    assert "lim-act-as-permanent-member-new" in shown
    assert "cho-deplorable" not in shown
    assert told["mentions"] == posted["mentions"] == []
    # The same data again bring nothing, and a reload without news for them neither.
    await office.reload()
    assert (len(office.posts()), len(office.direct())) == (1, 1)


async def test_followers_are_alerted_at_once_after_a_reload(office: Office) -> None:
    await office.use(MEMBER, "follow add", {"country": "KR"})
    office.rename("lim-act-as-permanent-member")
    await (await office.loopback.slash(ADMIN, DESK, "reload")).settled()
    async with asyncio.timeout(10):
        while not office.direct():
            await asyncio.sleep(0.01)


async def test_a_changed_record_is_announced_as_changed(office: Office) -> None:
    await office.use(MEMBER, "follow add", {"country": "KR"})
    source = office.data / "sources" / "warns-russia-2024-06-27.yaml"
    written = "id: lim-irreversible-mistake,"
    text = source.read_text("utf-8").replace(written, f"{written} note: Repeated on Friday.,")
    source.write_text(text, "utf-8")
    await office.reload()
    (told,) = office.direct()
    assert "1 changed record" in text_of(told)
    assert "The record of this statement was changed" in text_of(told)


async def test_what_does_not_fit_is_behind_a_button_that_works_after_a_restart(office: Office) -> None:
    await office.use(MANAGER, "follow add", {"country": "KR", "where": "here"})
    held = read_all(office.data)
    alone = [one for one in list_ids(held) if len(re.findall(rf"(?<![\w-]){one}(?![\w-])", held)) == 1]
    assert len(alone) > 15
    office.rename(*alone)
    await office.reload()
    (posted,) = office.posts()
    assert len(read_text(posted)) <= GLANCE.characters
    await office.leave()
    await office.arrive()
    message: Any = posted
    left = [count_of(posted), count_left(posted)]
    while buttons := [one for one in list_buttons(message) if one.get("label") == "Show more"]:
        reply = await office.loopback.click(MEMBER, message, buttons[0]["custom_id"])
        assert reply.ephemeral
        message = reply.message
        left.append(count_left(message))
    assert len(left) > 2
    assert left == sorted(set(left), reverse=True)
    assert left[-1] == 0
    back = next(one for one in list_buttons(message) if one.get("label") == "From the start")
    reply = await office.loopback.click(MEMBER, message, back["custom_id"])
    assert count_left(reply.message) > 0
    # The channel's own message stays as it was.
    assert office.posts() == [posted]


def read_all(data: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in data.rglob("*.yaml"))


def count_left(message: Any) -> int:
    found = re.search(r"and (\d+) more", text_of(message))
    return int(found[1]) if found else 0


def count_of(message: Any) -> int:
    found = re.search(r"(\d+) new statement", text_of(message))
    assert found
    return int(found[1])


async def test_a_restart_between_a_reload_and_sending_loses_nothing_and_doubles_nothing(office: Office) -> None:
    await office.use(MANAGER, "follow add", {"country": "KR", "where": "here"})
    await office.use(MEMBER, "follow add", {"country": "KR"})
    office.rename("lim-act-as-permanent-member")
    # Discord carries the channel's message out and loses the answer; the person's it does not take.
    direct = await office.client.create_dm(await office.client.fetch_user(office.loopback.world.user(MEMBER).id))
    office.loopback.fail_next("POST", rf"/channels/{direct.id}/messages", 503, times=1000)
    office.loopback.fail_next("POST", rf"/channels/{office.loopback.world.channel(DESK).id}/messages", "lose", times=1)
    await (await office.loopback.slash(ADMIN, DESK, "reload")).settled()
    await office.client.alert_dispatcher.tick()
    async with asyncio.timeout(10):
        while not office.posts():
            await asyncio.sleep(0.01)
    for task in office.client.alert_dispatcher._jobs.values():
        task.cancel()
    await office.leave()
    office.loopback.forget_faults()
    office.loopback.world.pass_time(600.0)
    await office.arrive()
    for _ in range(2):
        await office.check_news()
    assert len(office.posts()) == 1
    assert len(office.direct()) == 1


async def test_changes_while_the_bot_was_away_are_announced_when_it_is_back(office: Office) -> None:
    await office.use(MEMBER, "follow add", {"country": "KR"})
    await office.leave()
    office.rename("lim-act-as-permanent-member")
    await office.arrive()
    assert "move away from relying on North Korea" in text_of(office.direct()[0])


async def test_closed_direct_messages_end_it_quietly_and_the_list_says_why(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await office.use(MEMBER, "follow add", {"country": "KR"})
    await office.use(MANAGER, "follow add", {"country": "KR", "where": "here"})
    member = office.loopback.world.user(MEMBER)
    member.closed = True
    office.rename("lim-act-as-permanent-member")
    await office.reload()
    assert office.direct() == []
    assert len(office.posts()) == 1
    listed = await office.use(MEMBER, "follow list")
    assert "ended on" in listed
    assert "direct messages are closed to me" in listed
    about = [record for record in caplog.records if "direct messages are closed" in record.getMessage()]
    assert [record.levelname for record in about] == ["INFO"]
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR", "CRITICAL")]
    member.closed = False
    office.rename("lim-stop-relying-on-north")
    await office.reload()
    assert office.direct() == []
    assert "You follow South Korea from now on" in await office.use(MEMBER, "follow add", {"country": "KR"})
    assert "ended" not in await office.use(MEMBER, "follow list")


async def test_a_channel_where_the_bot_may_write_no_more_ends_it_too(office: Office) -> None:
    world = office.loopback.world
    await office.use(MANAGER, "follow add", {"country": "KR", "where": "here"})
    channel = world.channel(DESK)
    channel.deny[world.bot.roles[0]] = int(Permission.SEND_MESSAGES)
    office.rename("lim-act-as-permanent-member")
    await office.reload()
    assert "I lack a permission in the channel" in await office.use(MEMBER, "follow list")
    assert "I lack the permission Send Messages" in await office.use(
        MANAGER, "follow add", {"country": "KR", "where": "here"}
    )


async def test_only_those_who_manage_a_channel_decide_what_it_follows(office: Office) -> None:
    wish = {"country": "KR", "where": "here"}
    assert "Only those who manage this channel" in await office.use(MEMBER, "follow add", wish)
    assert "Nothing." in await office.use(MEMBER, "follow list")
    await office.use(MANAGER, "follow add", wish)
    assert "Nothing is followed here that you could end" in await office.use(MEMBER, "follow stop", {"what": "KR"})
    offered = await office.loopback.autocomplete(MEMBER, DESK, "follow", {"what": ""}, "what", subcommand="stop")
    assert offered == []
    # Somebody who managed it when the list was offered, and does no more.
    await office.use(MANAGER, "follow add", {"country": "RU", "where": "here"})
    reply = await (await office.loopback.slash(MANAGER, DESK, "follow", {}, "stop")).settled()
    office.loopback.world.user(MANAGER).roles.clear()
    first, _ = await office.state.follows.list_going_on()
    chosen = await office.loopback.choose(MANAGER, reply.message, "unfollow:here", [str(first.id)])
    assert "Only those who manage this channel" in plain(await chosen.settled())
    assert len(await office.state.follows.list_going_on()) == 2


async def test_one_thing_is_ended_by_name_by_choice_and_by_completion(office: Office) -> None:
    for options in ({"country": "KR"}, {"topic": "Arms for Ukraine"}, {"speaker": "Lim Soo-suk"}):
        await office.use(MEMBER, "follow add", options)
    listed = await office.use(MEMBER, "follow list")
    assert all(name in listed for name in ("South Korea", "Arms for Ukraine", "Lim Soo-suk"))
    (offered,) = await office.loopback.autocomplete(MEMBER, DESK, "follow", {"what": "ukr"}, "what", subcommand="stop")
    assert offered.name == "By direct message: Arms for Ukraine"
    told = await office.use(MEMBER, "follow stop", {"what": str(offered.value)})
    assert "You do not follow Arms for Ukraine any more" in told
    assert "You do not follow South Korea any more" in await office.use(MEMBER, "follow stop", {"what": "south korea"})
    reply = await (await office.loopback.slash(MEMBER, DESK, "follow", {}, "stop")).settled()
    (last,) = await office.state.follows.list_going_on()
    chosen = await (await office.loopback.choose(MEMBER, reply.message, "unfollow:direct", [str(last.id)])).settled()
    assert "You do not follow Lim Soo-suk any more" in plain(chosen)
    # The same list, used once more.
    again = await (await office.loopback.slash(MEMBER, DESK, "follow", {}, "stop")).settled()
    assert "Nothing is followed here" in plain(again)


HOSTILE = [
    {"country": "'; DROP TABLE follow;--"},
    {"country": "@everyone"},
    {"speaker": "<@123> **x** `y` [a](https://example.org)"},
    {"topic": "\u202e\u0000evil"},
    {"event": "x" * 100},
    {"country": "KR", "other-country": "KR"},
    {"country": "KR", "topic": "Arms for Ukraine"},
    {"where": "here"},
    {"other-country": "nowhere at all", "country": "KR"},
    {"country": "KR", "where": "\u202eere"},
    {},
]


async def test_what_cannot_be_followed_is_said_and_nothing_is_stored(office: Office) -> None:
    for options in HOSTILE:
        shown = await office.use(MANAGER, "follow add", options)
        assert "from now on" not in shown, options
        assert "error on our side" not in shown, options
        assert await office.state.follows.list_going_on() == []
    await office.use(MANAGER, "follow add", {"country": "KR"})
    for what in (*(text for options in HOSTILE for text in options.values()), "%", "1 OR 1=1"):
        if what not in ("KR", "Arms for Ukraine"):
            assert "is nothing of what is followed" in await office.use(MANAGER, "follow stop", {"what": what})
    assert len(await office.state.follows.list_going_on()) == 1


async def test_a_name_that_can_mean_two_is_asked_back_and_followed_by_a_click(office: Office) -> None:
    reply = await (await office.loopback.slash(MEMBER, DESK, "follow", {"speaker": "Kim"}, "add")).settled()
    buttons = [one for one in list_buttons(reply.message) if str(one["custom_id"]).startswith("ask:")]
    if buttons:
        clicked = await office.loopback.click(MEMBER, reply.message, buttons[0]["custom_id"])
        name = str(buttons[0]["label"])
    else:
        select = next(
            part for row in reply.message["components"][0]["components"] for part in row.get("components", ())
        )
        name = str(select["options"][0]["label"])
        clicked = await office.loopback.choose(MEMBER, reply.message, "choose", [select["options"][0]["value"]])
    assert f"You follow {name}" in plain(await clicked.settled())
    (followed,) = await office.state.follows.list_going_on()
    assert followed.place == Destination("person", office.loopback.world.user(MEMBER).id)


async def test_no_more_than_25_things_are_followed_and_the_list_fits_a_message(office: Office) -> None:
    codes = re.findall("..", "ATBEBGCHCNCZDEDKEEESFIFRGBGRHUIEINITJPKPKRLTLVMXNL")
    assert len(codes) == 25
    for code in codes:
        for where in ("here", "direct"):
            assert "from now on" in await office.use(MANAGER, "follow add", {"country": code, "where": where})
    assert "25 things at most" in await office.use(MANAGER, "follow add", {"country": "US"})
    assert "already follow" in await office.use(MANAGER, "follow add", {"country": "AT"})
    assert (await office.use(MANAGER, "follow list")).count("since") == 50
    reply = await (await office.loopback.slash(MANAGER, DESK, "follow", {}, "stop")).settled()
    assert len(reply.message["components"][0]["components"]) == 3


async def test_a_person_is_shown_their_data_and_has_it_deleted(office: Office) -> None:
    assert "I hold nothing about you" in await office.use(MEMBER, "privacy show")
    await office.use(MANAGER, "follow add", {"country": "KR"})
    await office.use(MANAGER, "follow add", {"topic": "Arms for Ukraine", "where": "here"})
    await office.use(MEMBER, "follow add", {"country": "RU"})
    office.rename("lim-act-as-permanent-member")
    await office.reload()
    shown = await office.use(MANAGER, "privacy show")
    assert "You follow South Korea" in shown
    assert "1 message to you" in shown
    channel = office.loopback.world.channel(DESK).id
    assert f"Your name as the one who made <#{channel}> follow Arms for Ukraine" in shown
    assert "Russia" not in shown
    reply = await (await office.loopback.slash(MANAGER, DESK, "privacy", {}, "forget")).settled()
    assert await office.state.personal.show(office.loopback.world.user(MANAGER).id)
    deleted = await (await office.loopback.click(MANAGER, reply.message, "forget")).settled()
    assert "Deleted" in plain(deleted)
    assert "goes on, without your name" in plain(deleted)
    assert not await office.state.personal.show(office.loopback.world.user(MANAGER).id)
    assert "I hold nothing about you" in await office.use(MANAGER, "privacy show")
    assert {follow.scope for follow in await office.state.follows.list_going_on()} == {
        "topics: arms-to-ukraine", "countries: RU",
    }  # fmt: skip
    office.rename("lim-stop-relying-on-north")
    before = len(office.direct(MANAGER))
    await office.reload()
    assert len(office.direct(MANAGER)) == before
    # The button once more: there is nothing left.
    again = await office.loopback.autocomplete(MANAGER, DESK, "follow", {"what": ""}, "what", subcommand="stop")
    assert [one.name for one in again] == ["Here: Arms for Ukraine"]


async def test_in_direct_messages_the_same_commands_work_for_the_person(office: Office) -> None:
    direct = await office.client.create_dm(await office.client.fetch_user(office.loopback.world.user(MEMBER).id))
    place = office.loopback.world.channels[direct.id]
    assert "You follow South Korea" in await office.use(MEMBER, "follow add", {"country": "KR", "where": "here"}, place)
    assert "Followed in this channel" not in await office.use(MEMBER, "follow list", channel=place)
    assert "You follow South Korea" in await office.use(MEMBER, "privacy show", channel=place)
    assert "You do not follow" in await office.use(MEMBER, "follow stop", {"what": "South Korea"}, place)


async def test_places_are_offered_and_nothing_else_is_taken_for_one(office: Office) -> None:
    offered = await office.loopback.autocomplete(MEMBER, DESK, "follow", {"where": "h"}, "where", subcommand="add")
    assert [one.value for one in offered] == ["here"]
    assert "is no place" in await office.use(MEMBER, "follow add", {"country": "KR", "where": "there"})
    with pytest.raises(PersonError):
        await office.use(MEMBER, "follow", {})
