"""/reload: for admins alone, always private; what changed or stood in the way; and a store that answers all along."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers.service import AnswerService, Reloaded
from bot.chat.client import AttacheClient
from bot.corpus.problems import CorpusError, Problem
from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import User
from bot.settings import HOME, Settings
from bot.state import State
from bot.store.build.builder import build
from bot.store.diff import StatementName, StoreDiff
from bot.store.errors import StoreError
from bot.store.manager import StoreManager
from tests.support.invented_answers import DAY
from tests.support.scripted_service import ScriptedService, connected

ADMIN, MEMBER, DESK = "admin", "member", "press-desk"
NOTHING = StoreDiff((), (), ())


def files_of(loopback: LoopbackDiscord, reply: Reply) -> str:
    names = [attachment["filename"] for attachment in reply.message["attachments"]]
    held = [one for one in loopback.world.attachments.values() if one.filename in names]
    return "\n".join(one.data.decode() for one in held)


async def reload(loopback: LoopbackDiscord, person: str = ADMIN) -> Reply:
    return await (await loopback.slash(person, DESK, "reload")).settled()


async def test_a_reload_is_deferred_privately_and_tells_what_changed(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.chat")
    names = tuple(StatementName(f"vesk-{n}", "Ada Vesk") for n in range(3))
    service.reloads = [Reloaded(StoreDiff(names[:1], names[1:2], names[2:]), {"statement": 62}, 1.234, "abc")]
    reply = await reload(loopback)
    assert reply.kind == 5
    assert reply.ephemeral
    for part in ("1 added, 1 changed, 1 removed", "vesk-0", "vesk-1", "vesk-2", "Ada Vesk", "62 statement", "1.23 s"):
        assert part in reply.text.replace("\\", "")
    user = loopback.world.user(ADMIN).id
    assert any(f"user {user} in guild {loopback.world.guild_id}" in record.getMessage() for record in caplog.records)


async def test_a_report_too_long_for_a_message_is_attached_in_full(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    names = tuple(StatementName(f"vesk-speaks-at-length-{n}", "Ada Vesk") for n in range(300))
    service.reloads = [Reloaded(StoreDiff(names, (), ()), {"statement": 300}, 2.0, "abc")]
    reply = await reload(loopback)
    assert all(name.id in files_of(loopback, reply) for name in names)


async def test_with_mistakes_the_old_store_stays_and_they_are_shown_by_file_and_line(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    problems = [Problem("data/people.yaml", n, 3, f"no *person* {n}", "add @everyone") for n in range(1, 30)]
    service.reloads = [CorpusError(problems)]
    reply = await reload(loopback)
    shown = reply.text.replace("\\", "")
    assert "29 problems" in shown
    assert "old store stays" in shown
    assert "data/people.yaml:1:3: no *person* 1" in shown
    assert files_of(loopback, reply).splitlines() == [str(problem) for problem in problems]


async def test_a_store_that_will_not_build_is_one_sentence(
    client: AttacheClient, loopback: LoopbackDiscord, service: ScriptedService
) -> None:
    service.reloads = [StoreError("the disk is full")]
    assert "the disk is full" in (await reload(loopback)).text


async def test_the_command_is_hidden_from_members(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    with pytest.raises(PersonError):
        await reload(loopback, MEMBER)


@pytest.mark.parametrize(
    ("admins", "person", "allowed"),
    [
        ({}, ADMIN, True),  # who owns the application
        ({}, MEMBER, False),
        ({}, "chief", False),  # an administrator of this server
        ({"users": [1]}, "chief", False),
        ({"servers": ["here"]}, "chief", True),
        ({"servers": [1]}, "chief", False),
        ({"servers": ["here"]}, MEMBER, False),
        ({"users": ["member"]}, MEMBER, True),
        ({"roles": ["manager"]}, "manager", True),
        ({"roles": ["manager"]}, MEMBER, False),
    ],
)
async def test_the_real_check_holds_where_a_server_shows_the_command_to_all(
    loopback: LoopbackDiscord, service: ScriptedService, state: State, admins: Any, person: str, allowed: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    world = loopback.world
    chief = User(world.make_id(), "chief", "Chief", roles=world.user(ADMIN).roles)
    world.users[chief.id] = chief
    ids = {"member": world.user(MEMBER).id, "manager": world.user("manager").roles[0], "here": world.guild_id}
    named = {key: [ids.get(one, one) for one in values] for key, values in admins.items()}
    service.reloads = [Reloaded(NOTHING, {}, 0.1, "abc")]
    async with connected(loopback, service, state, Settings.model_validate({"admins": named})):
        for command in world.commands[None].values():
            command["default_member_permissions"] = None
        reply = await reload(loopback, person)
    assert reply.ephemeral
    assert (service.reloads == []) is allowed
    assert ("Only the admins" in reply.text) is not allowed
    assert any("refused" in record.getMessage() for record in caplog.records) is not allowed


@pytest.fixture
async def real(loopback: LoopbackDiscord, state: State, tmp_path: Path) -> AsyncIterator[Path]:
    """The real desk on a copy of the records; gives the copy's folder."""
    data = tmp_path / "data"
    shutil.copytree(HOME / "data", data)
    store = tmp_path / "store"
    await asyncio.to_thread(build, data, HOME, store)
    manager = StoreManager(store, readers=2, deadline=2.0)
    await manager.open()
    service = AnswerService(manager, data=data, root=HOME, folder=store, today=lambda: DAY)
    async with connected(loopback, service, state):
        yield data
    await service.close()
    await manager.close()


async def test_a_reload_under_questions_takes_in_what_changed_and_fails_none(
    real: Path, loopback: LoopbackDiscord
) -> None:
    source = next((real / "sources").glob("*.yaml"))
    text = source.read_text("utf-8")
    source.write_text(text.replace("- {id: ", "- {note: Repeated on Friday., id: ", 1), "utf-8")

    async def ask_until(done: asyncio.Event) -> int:
        asked = 0
        while not done.is_set() or asked < 5:
            reply = await loopback.slash("member", DESK, "who-said", {"words": "irreversible"})
            assert "Lim Soo\\-suk" in reply.text or "Lim Soo-suk" in reply.text
            asked += 1
        return asked

    done = asyncio.Event()
    asking = asyncio.create_task(ask_until(done))
    # Two at once are served one after the other.
    first, second = await asyncio.gather(reload(loopback), reload(loopback))
    done.set()
    assert await asking >= 5
    shown = sorted(reply.text.replace("\\", "") for reply in (first, second))
    assert any("0 added, 1 changed, 0 removed" in one for one in shown)
    assert any("no statement changed" in one for one in shown)


async def test_a_broken_record_is_refused_and_the_bot_goes_on_answering(real: Path, loopback: LoopbackDiscord) -> None:
    with (real / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("\nspeakers: [\n")
    reply = await reload(loopback)
    assert "data/people.yaml:" in reply.text.replace("\\", "")
    answer = await loopback.slash("member", DESK, "who-said", {"words": "irreversible"})
    assert "irreversible" in answer.text
