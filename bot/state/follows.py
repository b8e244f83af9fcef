"""What is followed: by a channel, or by a person who is written to directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.state.repository import Repository

PlaceKind = Literal["channel", "person"]


class Destination(NamedTuple):
    """Where alerts go: a channel by its id, or a person by theirs."""

    kind: PlaceKind
    id: int


@dataclass(frozen=True, slots=True)
class Follow:
    """One thing that a place follows.

    scope   what is followed, as bot.answers.options.scope writes it
    set_by  the person who set up a channel's
    ended, ended_because  when (Unix seconds) and why the bot ended it by itself; None while it goes on
    """

    id: int
    place: Destination
    guild: int | None
    scope: str
    set_by: int | None
    began: float
    ended: float | None = None
    ended_because: str | None = None


_ALL = "SELECT id, place_kind, place, guild, scope, set_by, began, ended, ended_because FROM follow"


class Follows(Repository):
    """What is followed, in a state file. Times are Unix seconds."""

    async def start(
        self,
        place: Destination,
        scope: str,
        now: float,
        *,
        most: int,
        guild: int | None = None,
        set_by: int | None = None,
    ) -> bool:
        """Follow something from now on, also where the bot had ended that; False where it is followed already.

        Raises TooManyError where the place follows `most` things already.
        """
        known = await self._row(
            "SELECT ended FROM follow WHERE place_kind = ? AND place = ? AND scope = ?", (*place, scope)
        )
        if known is not None and known[0] is None:
            return False
        begun = await self._change(
            "INSERT INTO follow (place_kind, place, guild, scope, set_by, began) SELECT ?, ?, ?, ?, ?, ?"
            " WHERE (SELECT count(*) FROM follow WHERE place_kind = ? AND place = ? AND ended IS NULL) < ?"
            " ON CONFLICT (place_kind, place, scope) DO UPDATE SET guild = excluded.guild, set_by = excluded.set_by,"
            " began = excluded.began, ended = NULL, ended_because = NULL",
            (*place, guild, scope, set_by, now, *place, most),
        )
        if not begun:
            raise TooManyError(most)
        return True

    async def stop(self, place: Destination, follow: int) -> bool:
        """Follow something no longer; False where that place follows no such thing."""
        return await self._change(
            "DELETE FROM follow WHERE id = ? AND place_kind = ? AND place = ?", (follow, *place)
        ) > 0  # fmt: skip

    async def end(self, place: Destination, now: float, because: str) -> int:
        """Mark all that a place follows as ended by the bot; gives how many that were."""
        return await self._change(
            "UPDATE follow SET ended = ?, ended_because = ? WHERE place_kind = ? AND place = ? AND ended IS NULL",
            (now, because, *place),
        )

    async def list_of(self, place: Destination) -> list[Follow]:
        """All that a place follows, what has ended included, the oldest first."""
        rows = await self._rows(f"{_ALL} WHERE place_kind = ? AND place = ? ORDER BY began, id", place)
        return [_from_row(row) for row in rows]

    async def list_going_on(self) -> list[Follow]:
        """All that is followed, place by place, the oldest first."""
        rows = await self._rows(f"{_ALL} WHERE ended IS NULL ORDER BY place_kind, place, began, id")
        return [_from_row(row) for row in rows]

    async def forget_ended(self, before: float) -> int:
        """Forget what ended before an instant; gives how many that were."""
        return await self._change("DELETE FROM follow WHERE ended < ?", (before,))


class TooManyError(Exception):
    """The place follows as much as one may; `most` is how much that is."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def _from_row(row: Sequence[object]) -> Follow:
    identity, kind, place, *rest = row
    return Follow(identity, Destination(kind, place), *rest)  # type: ignore[arg-type]
