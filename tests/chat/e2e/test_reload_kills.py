"""A real process, killed with SIGKILL as soon as a reload is in use: followers are told of it once, by the next one."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from pathlib import Path

import pytest

from bot.rehearsal.loopback.messages import read_text
from bot.settings import HOME
from bot.state.follows import Destination
from tests.support.briefing_orders import EARLY, Newsroom
from tests.support.manual_clock import ManualClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

CHANGED = "lim-irreversible-mistake"
LEASE = 61.0  # seconds after which nothing is left of the lease of a process that was killed


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(EARLY)


def change_tone(sources: Path) -> None:
    """Have the records say otherwise how it was said."""
    for file in sources.glob("*.yaml"):
        text = file.read_text("utf-8")
        if f"id: {CHANGED}," in text:
            at = text.index("tone: ", text.index(f"id: {CHANGED},"))
            file.write_text(f"{text[:at]}tone: say{text[text.index(',', at) :]}", "utf-8")
            return
    raise LookupError(CHANGED)


def list_told(newsroom: Newsroom) -> list[str]:
    person = newsroom.loopback.world.user("member")
    places = [one.id for one in newsroom.loopback.world.channels.values() if one.recipient_id == person.id]
    return [read_text(m.payload) for m in newsroom.loopback.world.messages.values() if m.channel_id in places]


@pytest.mark.parametrize("starts", [1, 2])
async def test_followers_are_told_once_of_a_reload_after_which_the_process_was_killed(
    newsroom: Newsroom, tmp_path: Path, starts: int
) -> None:
    """`starts` of new processes come within the minute; all but the last are killed as well."""
    world = newsroom.loopback.world
    data = tmp_path / "data"
    shutil.copytree(HOME / "data", data)
    newsroom.store = tmp_path / "store"
    newsroom.settings = {
        "data": {"folder": str(data), "root": str(HOME)},
        "admins": {"users": [world.user("admin").id]},
    }
    process = await newsroom.begin()
    place = Destination("person", world.user("member").id)
    await newsroom.state.follows.start(place, "countries: KR", EARLY, most=25)
    change_tone(data / "sources")
    await newsroom.move_to(EARLY + 5, process)
    process.doom_swap()
    asking = asyncio.create_task(newsroom.loopback.slash("admin", "press-desk", "reload"))
    assert await process.ended() == -signal.SIGKILL
    asking.cancel()
    (noted,) = await newsroom.state.alerts.list_unentered()
    assert list(noted.news) == [CHANGED]
    for last in range(starts, 0, -1):
        newsroom.clock.move_to(newsroom.clock.at + 10)
        process = await newsroom.begin()
        assert list_told(newsroom) == []
        if last > 1:
            process.kill()
            await process.ended()
    for pause in (LEASE, 20, 20):
        await newsroom.move_to(newsroom.clock.at + pause, process)
    (told,) = list_told(newsroom)
    assert "1 changed record" in told
