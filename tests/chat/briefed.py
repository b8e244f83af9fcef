"""Orders for briefings on the loopback, and what has come of them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.rehearsal.messages import read_text
from bot.rehearsal.service import LoopbackDiscord
from bot.rehearsal.world import Channel
from bot.state import State
from bot.state.subscriptions import Order

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


def make_order(service: LoopbackDiscord, channel: str = "briefings", **changes: Any) -> Order:
    given: dict[str, Any] = {
        "channel": service.world.channel(channel).id, "name": "daily", "at": "07:30", "zone": "Asia/Seoul",
        "guild": service.world.guild_id, "set_by": service.world.user("manager").id,
    }  # fmt: skip
    return Order(**given | changes)


def add_channels(service: LoopbackDiscord, number: int, kind: int = 0) -> list[str]:
    """Channels of a kind; gives their names."""
    names = [f"desk-{len(service.world.channels)}-{one}" for one in range(number)]
    for name in names:
        identity = service.world.make_id()
        service.world.channels[identity] = Channel(identity, name, kind)
    return names


def texts(service: LoopbackDiscord, channel: int | str) -> list[str]:
    place = service.world.channels[channel] if isinstance(channel, int) else channel
    return [read_text(payload) for payload in service.read_channel(place)]


def look_at(service: LoopbackDiscord, channel: str) -> Shown:
    ids = [int(payload["id"]) for payload in service.read_channel(channel)]
    threads = [texts(service, one) if one in service.world.channels else [] for one in ids]
    return Shown(ids, texts(service, channel), threads)


async def is_finished(state: State, channel: int) -> bool:
    last = await state.postings.find_last(channel, "daily")
    return last is not None and last.state not in ("planned", "sending")
