"""What teams ordered: which briefing goes to which channel, when, and with what in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.state.repository import Repository


@dataclass(frozen=True, slots=True)
class Order:
    """One daily briefing as a team wants it.

    name           which of the channel's briefings; there may be several
    at, zone       clock time HH:MM in an IANA zone
    free_days      days (2024-12-24) and country codes (AT) on which nothing is posted, besides weekends
    scope          as bot.answers.options.scope writes it; empty for everything
    sections       optional sections
    when_nothing   whether a line is posted where nothing is new
    publish        whether an announcement channel publishes the post
    role           the role that is pinged, None for nobody
    set_by         the person who ordered it, None where it stands in the settings
    """

    channel: int
    name: str
    at: str
    zone: str
    guild: int | None = None
    weekdays_only: bool = False
    free_days: tuple[str, ...] = ()
    scope: str = ""
    sections: tuple[str, ...] = ()
    language: str = "en"
    when_nothing: bool = True
    publish: bool = False
    role: int | None = None
    origin: Literal["command", "settings"] = "command"
    set_by: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """An order that is stored. All its briefings due up to `planned_until` (Unix seconds) are in the outbox.

    `off_because` says why the bot switched it off by itself; None while it is on.
    """

    id: int
    order: Order
    planned_until: float
    off_because: str | None = None


_ORDER = (
    "channel, name, at, zone, guild, weekdays_only, free_days, scope, sections, language, when_nothing, publish, role,"
    " origin, set_by"
)
_ALL = f"SELECT id, planned_until, off_because, {_ORDER} FROM subscription"  # noqa: S608 -- no input in it


class Subscriptions(Repository):
    """The orders in a state file."""

    async def put(self, order: Order, now: float) -> Subscription:
        """Keep an order, in place of the one of the same channel and name; nothing due before `now` comes of it.

        An order that is kept already, unchanged, goes on as it was, but for being switched on again.
        """
        values = _to_row(order)
        marks = ", ".join("?" * (len(values) + 1))
        columns = [column.strip() for column in _ORDER.split(",")]
        updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "guild")
        same = " AND ".join(f"{column} IS excluded.{column}" for column in ("at", "zone", "weekdays_only", "free_days"))
        row = await self._change_row(
            f"INSERT INTO subscription ({_ORDER}, planned_until) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT (channel, name) DO UPDATE SET {updates}, guild = coalesce(excluded.guild, guild),"
            f" off_because = NULL, planned_until = CASE WHEN {same} AND off_because IS NULL"
            " THEN planned_until ELSE excluded.planned_until END"
            f" RETURNING id, planned_until, off_because, {_ORDER}",
            (*values, now),
        )
        return _from_row(row)

    async def remove(self, channel: int, name: str) -> bool:
        """End an order; False where there is none."""
        return await self._change("DELETE FROM subscription WHERE channel = ? AND name = ?", (channel, name)) > 0

    async def get(self, channel: int, name: str) -> Subscription | None:
        """One order, by channel and name."""
        row = await self._row(f"{_ALL} WHERE channel = ? AND name = ?", (channel, name))
        return row and _from_row(row)

    async def list_all(self) -> list[Subscription]:
        """Every order, those switched off included, channel by channel."""
        return [_from_row(row) for row in await self._rows(f"{_ALL} ORDER BY channel, name")]

    async def list_in_guild(self, guild: int) -> list[Subscription]:
        """The orders of one server."""
        return [_from_row(row) for row in await self._rows(f"{_ALL} WHERE guild = ? ORDER BY channel, name", (guild,))]

    async def set_planned_until(self, subscription: int, until: float) -> None:
        """Note that every briefing due up to `until` is in the outbox; never goes back."""
        await self._change(
            "UPDATE subscription SET planned_until = max(planned_until, ?) WHERE id = ?", (until, subscription)
        )

    async def set_guild(self, subscription: int, guild: int) -> None:
        """Note in which server a channel lies."""
        await self._change("UPDATE subscription SET guild = ? WHERE id = ?", (guild, subscription))

    async def switch_off(self, channel: int, name: str, because: str) -> bool:
        """Switch an order off until it is given again; False where it is off or gone already."""
        return (
            await self._change(
                "UPDATE subscription SET off_because = ? WHERE channel = ? AND name = ? AND off_because IS NULL",
                (because, channel, name),
            )
            > 0
        )

    async def replace_configured(self, orders: Sequence[Order], now: float) -> None:
        """Make the orders that come from the settings these and no others."""
        for order in orders:
            await self.put(order, now)
        named = json.dumps([[order.channel, order.name] for order in orders])
        await self._change(
            "DELETE FROM subscription WHERE origin = 'settings' AND NOT EXISTS (SELECT 1 FROM json_each(?) AS one"
            " WHERE json_extract(one.value, '$[0]') = subscription.channel"
            " AND json_extract(one.value, '$[1]') = subscription.name)",
            (named,),
        )


def _to_row(order: Order) -> tuple[object, ...]:
    return (
        order.channel,
        order.name,
        order.at,
        order.zone,
        order.guild,
        int(order.weekdays_only),
        json.dumps(order.free_days),
        order.scope,
        json.dumps(order.sections),
        order.language,
        int(order.when_nothing),
        int(order.publish),
        order.role,
        order.origin,
        order.set_by,
    )


def _from_row(row: Sequence[object]) -> Subscription:
    (
        identity,
        planned_until,
        off_because,
        channel,
        name,
        at,
        zone,
        guild,
        weekdays,
        free_days,
        scope,
        sections,
        *rest,
    ) = row
    language, when_nothing, publish, role, origin, set_by = rest
    order = Order(
        channel, name, at, zone, guild, bool(weekdays), tuple(json.loads(free_days)), scope,  # type: ignore[arg-type]
        tuple(json.loads(sections)), language, bool(when_nothing), bool(publish), role, origin, set_by,  # type: ignore[arg-type]
    )  # fmt: skip
    return Subscription(identity, order, planned_until, off_because)  # type: ignore[arg-type]
