"""The room's server: a reload under way goes on to its end, whatever becomes of the watching that began it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel
from bot.rehearsal.room.server import RehearsalRoom


class SlowRoom(RehearsalRoom):
    """A room whose reloads take as long as the test says."""

    def __init__(self, loopback: LoopbackDiscord, folder: Path) -> None:
        super().__init__(loopback, [folder], interval=0.02)
        self.began, self.goes_on, self.finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def reload(self, channel: Channel) -> None:
        self.began.set()
        await self.goes_on.wait()
        self.finished.set()


async def test_watching_turned_off_during_a_reload_lets_it_finish(tmp_path: Path) -> None:
    loopback = LoopbackDiscord()
    channel = loopback.world.channel("press-desk")
    room = SlowRoom(loopback, tmp_path)
    async with asyncio.timeout(20), room:
        await room.watch(True, channel)
        (tmp_path / "people.yaml").write_text("people: {}\n")
        await room.began.wait()
        await room.watch(False, channel)
        assert not room.watching
        room.goes_on.set()
        await room.finished.wait()


async def test_closing_the_room_ends_a_reload_under_way(tmp_path: Path) -> None:
    loopback = LoopbackDiscord()
    room = SlowRoom(loopback, tmp_path)
    async with asyncio.timeout(20):
        async with room:
            await room.watch(True, loopback.world.channel("press-desk"))
            (tmp_path / "people.yaml").write_text("people: {}\n")
            await room.began.wait()
        assert not room.finished.is_set()
