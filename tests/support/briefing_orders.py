"""Orders for briefings on the loopback, and what has come of them there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel
from bot.state import State
from bot.state.subscriptions import Order
from tests.support.bot_process import BotProcess
from tests.support.manual_clock import ManualClock

# 07:30 in Seoul on 27 June 2024, and an hour before.
DUE = datetime(2024, 6, 26, 22, 30, tzinfo=UTC).timestamp()
EARLY = DUE - 3_600.0
MINUTE, HOUR, DAY_SECONDS = 60.0, 3_600.0, 86_400.0


@dataclass(frozen=True)
class Shown:
    """What a channel holds: its posts, and what stands in the threads under them."""

    ids: list[int]
    posts: list[str]
    threads: list[list[str]]


def make_order(loopback: LoopbackDiscord, channel: str = "briefings", **changes: Any) -> Order:
    given: dict[str, Any] = {
        "channel": loopback.world.channel(channel).id, "name": "daily", "at": "07:30", "zone": "Asia/Seoul",
        "guild": loopback.world.guild_id, "set_by": loopback.world.user("manager").id,
    }  # fmt: skip
    return Order(**given | changes)


def add_channels(loopback: LoopbackDiscord, number: int, kind: int = 0) -> list[str]:
    """Channels of a kind; gives their names."""
    names = [f"desk-{len(loopback.world.channels)}-{one}" for one in range(number)]
    for name in names:
        identity = loopback.world.make_id()
        loopback.world.channels[identity] = Channel(identity, name, kind)
    return names


def texts(loopback: LoopbackDiscord, channel: int | str) -> list[str]:
    place = loopback.world.channels[channel] if isinstance(channel, int) else channel
    return [read_text(payload) for payload in loopback.read_channel(place)]


def written_to(loopback: LoopbackDiscord, person: str) -> list[str]:
    """What somebody was told by direct messages."""
    direct = [one for one in loopback.world.channels.values() if one.recipient_id == loopback.world.user(person).id]
    return [text for one in direct for text in texts(loopback, one.id)]


def look_at(loopback: LoopbackDiscord, channel: str) -> Shown:
    ids = [int(payload["id"]) for payload in loopback.read_channel(channel)]
    threads = [texts(loopback, one) if one in loopback.world.channels else [] for one in ids]
    return Shown(ids, texts(loopback, channel), threads)


async def wait_for_sleep(client: AttacheClient, clock: ManualClock) -> None:
    """Wait until nothing happens any more unless the clock is moved."""
    scheduler = client.scheduler
    async with asyncio.timeout(20):
        # The keeper and the alerter sleep between two looks, a delivery between two attempts.
        while scheduler.is_reporting or clock.sleeping < 2 + scheduler.jobs_under_way:
            await asyncio.sleep(0.001)


async def run_until_finished(client: AttacheClient, clock: ManualClock, *channels: int, after: float = EARLY) -> None:
    """Move on from the hour of the order that is due next, until these channels have no open posting due `after`."""
    postings = client.state.postings

    async def is_finished(channel: int) -> bool:
        last = await postings.find_last(channel, "daily")
        return last is not None and last.due > after and last.state not in ("planned", "sending")

    clock.move_to(DUE)
    await wait_for_sleep(client, clock)
    while not all([await is_finished(channel) for channel in channels]):
        clock.move_to(clock.at + 60)
        await wait_for_sleep(client, clock)


@dataclass
class Newsroom:
    """A service, a state file, and the processes that work for the one on the other."""

    loopback: LoopbackDiscord
    clock: ManualClock
    state: State
    store: Path
    file: Path
    processes: list[BotProcess] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def start(self) -> BotProcess:
        process = BotProcess.start(self.loopback, self.store, self.file, self.clock.at, self.settings)
        self.processes.append(process)
        return process

    async def begin(self) -> BotProcess:
        """Start one, and wait until it has done what there was to do."""
        process = self.start()
        assert await process.settled() is not None, process.explain()
        return process

    async def move_to(self, at: float, *processes: BotProcess) -> list[bool | None]:
        """Move the service's clock and that of these processes, and wait until all have done what there was to do."""
        self.clock.move_to(at)
        return list(await asyncio.gather(*(process.move_to(at) for process in processes)))
