"""A store that cannot be answered from, and a start on the last good one, as people see them in Discord."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest

from bot.app import open_service
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State
from tests.support.briefing_orders import written_to
from tests.support.scripted_service import connected
from tests.support.small_corpus import ROOT, write_data

ASKED = ("member", "press-desk", "who-said", {"words": "irreversible"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


@pytest.fixture
def settings(data: Path, tmp_path: Path, loopback: LoopbackDiscord) -> Settings:
    return Settings.model_validate(
        {
            "data": {"folder": data, "root": ROOT},
            "store": {"folder": tmp_path / "store", "readers": 1},
            "admins": {"users": [loopback.world.user("admin").id]},
        }
    )


async def test_everything_is_answered_with_that_sentence_while_the_store_is_damaged(
    loopback: LoopbackDiscord, state: State, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_service(settings) as service, connected(loopback, service, state, settings):
        path = service._manager.path
        assert path
        right = (await (await loopback.slash(*ASKED)).settled(20)).text
        await service._manager.condemn(path, "it was altered")
        for name, options in (
            ("who-said", {"words": "irreversible"}),
            ("timeline", {"country": "KR"}),
            ("speaker", {"name": "Lim"}),
            ("sources", {}),
            ("status", {}),
            ("follow add", {"country": "KR"}),
            ("briefing preview", {}),
        ):
            command, _, inner = name.partition(" ")
            reply = await (await loopback.slash("member", "press-desk", command, options, inner or None)).settled(20)
            assert "is being built anew" in reply.text, name
        assert await loopback.autocomplete("member", "press-desk", "who-said", {"words": "irrev"}, "words") == []
        await service.care.check()
        assert (await (await loopback.slash(*ASKED)).settled(20)).text == right
    assert [one for one in caplog.records if one.exc_info and one.name.startswith("bot.chat")] == []


async def test_the_admins_are_written_to_where_the_bot_starts_on_the_last_good_store(
    loopback: LoopbackDiscord, state: State, settings: Settings, data: Path
) -> None:
    async with open_service(settings):
        pass
    file = next((data / "sources").glob("*.yaml"))
    file.write_text("statements: [", "utf-8")
    async with open_service(settings) as service, connected(loopback, service, state, settings):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                while not written_to(loopback, "admin"):
                    await asyncio.sleep(0.02)
        (told,) = written_to(loopback, "admin")
        assert "the records will not compile" in told.replace("\\", "")
        assert file.name in told.replace("\\", "")
        assert "the last good store" in told
        assert written_to(loopback, "member") == []
        assert "irreversible" in (await (await loopback.slash(*ASKED)).settled(20)).text
        status = await (await loopback.slash("admin", "press-desk", "status")).settled(20)
        assert "could not be taken in" in status.text
