"""The outbox of alerts: which stores brought news, and one line for each of them and each follower concerned."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.state.follows import Destination, PlaceKind
from bot.state.known_statements import KnownStatements, NewsKind, Read, write
from bot.state.repository import Repository

AlertState = Literal["planned", "sending", "sent", "failed", "skipped"]


class Item(NamedTuple):
    """A statement of an alert: as it was then (by digest), what happened to it, what of it is followed."""

    statement: str
    digest: str
    kind: NewsKind
    scope: str


@dataclass(frozen=True, slots=True)
class Reload:
    """A store that was found in the place of another, and its news: digest and kind by statement id."""

    number: int
    version: str
    noted: float
    news: Mapping[str, tuple[str, NewsKind]]


@dataclass(frozen=True, slots=True)
class Alert:
    """One message about the news of one reload, for one follower.

    version  of the store that brought the news
    due      Unix seconds
    more     how many other statements concern the follower and are not listed, being too many
    message  the id of the message, from the moment that it is known to be there
    """

    id: int
    reload: int
    version: str
    place: Destination
    due: float
    state: AlertState
    items: tuple[Item, ...]
    more: int
    message: int | None = None
    problem: str | None = None


_ALL = (
    "SELECT id, reload, version, place_kind, place, due, state, statements, more, message, problem"
    " FROM alert JOIN reload ON number = reload"
)


class AlertOutbox(Repository):
    """The outbox in a state file. Times are Unix seconds."""

    async def find_version(self) -> str | None:
        """The version of the store that was noted last; None before the first one."""
        row = await self._row("SELECT version FROM reload ORDER BY number DESC LIMIT 1")
        return row and str(row[0])

    async def note_store(
        self,
        version: str,
        program: str,
        read: Read,
        now: float,
        *,
        own: bool = True,
        origin: str | None = None,
        in_use_since: float = 0.0,
        among: Collection[str] | None = None,
    ) -> int:
        """Note a store by what `read` gives of it; gives how many of its statements are news.

        For the very first store none is, nor what any store before held. Where another program made the store, or
        another process noted the one before (it is not our `own`), another digest does not tell that a statement has
        changed since: only those that are new are news then. It does tell where the store came into use after that
        note, and out of the same folder of the same machine (`origin`): a process that was killed is gone on with.
        `among` are the only ids that may differ from the store noted before; None where that is not known.
        """
        before = await self._row("SELECT program, origin, noted FROM reload ORDER BY number DESC LIMIT 1")
        is_first = before is None and await self._row("SELECT 1 FROM known_block LIMIT 1") is None
        known = KnownStatements(self._connection)
        if is_first:
            differences = await known.take_all(read)
        else:
            continues = before is not None and origin is not None and before[1] == origin and before[2] <= in_use_since
            comparable = (own or continues) and before is not None and before[0] == program
            differences = await known.compare(read, comparable=comparable, among=among)
        news = differences.news

        def write_all(db: sqlite3.Connection) -> None:
            write(db, differences, None if is_first else now)
            db.execute(
                "INSERT INTO reload (version, program, noted, news, entered, origin) VALUES (?, ?, ?, ?, ?, ?)",
                (version, program, now, json.dumps(news), int(not news), origin),
            )

        await self._change_together(write_all)
        return len(news)

    async def list_unentered(self) -> list[Reload]:
        """The stores whose news have not been entered for all followers yet, the oldest first."""
        rows = await self._rows("SELECT number, version, noted, news FROM reload WHERE entered = 0 ORDER BY number")
        return [
            Reload(number, version, noted, {key: (digest, kind) for key, (digest, kind) in json.loads(news).items()})
            for number, version, noted, news in rows
        ]

    async def list_announced(self, place: Destination) -> frozenset[tuple[str, str]]:
        """What a place was alerted to, or is about to be: ids and digests."""
        rows = await self._rows(
            "SELECT DISTINCT json_extract(one.value, '$[0]'), json_extract(one.value, '$[1]')"
            " FROM alert, json_each(alert.statements) AS one"
            " WHERE place_kind = ? AND place = ? AND state NOT IN ('failed', 'skipped')",
            place,
        )
        return frozenset((str(statement), str(digest)) for statement, digest in rows)

    async def plan(self, reload: int, place: Destination, items: Sequence[Item], more: int, now: float) -> bool:
        """Enter an alert; False where the place follows nothing, or that reload is entered for it, which then stays."""
        return await self._change(
            "INSERT INTO alert (reload, place_kind, place, due, state, statements, more, changed)"
            " SELECT ?, ?, ?, ?, 'planned', ?, ?, ? WHERE EXISTS (SELECT 1 FROM follow"
            " WHERE place_kind = ? AND place = ? AND ended IS NULL)"
            " ON CONFLICT (reload, place_kind, place) DO NOTHING",
            (reload, *place, now, json.dumps(items), more, now, *place),
        ) > 0  # fmt: skip

    async def set_entered(self, reload: int) -> None:
        """Note that every follower whom a reload concerns has an alert."""
        await self._change("UPDATE reload SET entered = 1, news = '{}' WHERE number = ?", (reload,))

    async def get(self, alert: int) -> Alert | None:
        """One line of the outbox."""
        row = await self._row(f"{_ALL} WHERE id = ?", (alert,))
        return row and _from_row(row)

    async def list_open(self) -> list[Alert]:
        """What is planned or was being sent when the process last ran, the oldest first."""
        rows = await self._rows(f"{_ALL} WHERE state IN ('planned', 'sending') ORDER BY due, id")
        return [_from_row(row) for row in rows]

    async def list_of(self, place: Destination) -> list[Alert]:
        """All alerts of a place, the oldest first."""
        return [
            _from_row(row)
            for row in await self._rows(f"{_ALL} WHERE place_kind = ? AND place = ? ORDER BY due, id", place)
        ]

    async def find_newest(self, place: Destination) -> Alert | None:
        """The newest alert of a place that has come to its end."""
        row = await self._row(
            f"{_ALL} WHERE place_kind = ? AND place = ? AND state NOT IN ('planned', 'sending')"
            " ORDER BY due DESC, id DESC LIMIT 1",
            place,
        )
        return row and _from_row(row)

    async def begin(self, alert: int, now: float) -> bool:
        """Move a planned one to sending; False where it was not planned any more."""
        return await self._change(
            "UPDATE alert SET state = 'sending', changed = ? WHERE id = ? AND state = 'planned'", (now, alert)
        ) > 0  # fmt: skip

    async def finish(
        self, alert: int, state: AlertState, now: float, *, message: int | None = None, problem: str | None = None
    ) -> bool:
        """Move an open one to its last state; False where it was there already, or is gone."""
        return await self._change(
            "UPDATE alert SET state = ?, message = ?, problem = ?, changed = ?"
            " WHERE id = ? AND state IN ('planned', 'sending')",
            (state, message, problem, now, alert),
        ) > 0  # fmt: skip

    async def forget_unfollowed(self, before: float) -> int:
        """Forget alerts older than an instant of places that follow nothing any more; gives how many that were."""
        return await self._change(
            "DELETE FROM alert WHERE changed < ? AND NOT EXISTS (SELECT 1 FROM follow"
            " WHERE follow.place_kind = alert.place_kind AND follow.place = alert.place)",
            (before,),
        )


def _from_row(row: Sequence[object]) -> Alert:
    identity, reload, version, kind, place, due, state, statements, more, message, problem = row
    items = tuple(Item(*one) for one in json.loads(str(statements)))
    where = Destination(_kind(kind), int(str(place)))
    return Alert(identity, reload, version, where, due, state, items, more, message, problem)  # type: ignore[arg-type]


def _kind(text: object) -> PlaceKind:
    return "person" if text == "person" else "channel"
