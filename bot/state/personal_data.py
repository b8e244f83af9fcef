"""What the state file holds about one person, and how it is deleted. PRIVACY.md tells the same to the people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.state.repository import Repository

log = logging.getLogger(__name__)

# How often, and with what pauses, a log is tried to be emptied that another process reads.
_TRIES, _PAUSE_SECONDS = 10, 0.2


@dataclass(frozen=True, slots=True)
class PersonalRecords:
    """All that is stored about one person.

    follows        what they follow by direct message: scope, since when, why the bot ended it (None while it goes on)
    alerts         how many messages were sent or are on their way to them about that, and when the newest was due
    set_follows    what they made channels follow: channel, scope
    set_briefings  the briefings that they ordered: channel, name
    """

    follows: tuple[tuple[str, float, str | None], ...]
    alerts: int
    newest_alert: float | None
    set_follows: tuple[tuple[int, str], ...]
    set_briefings: tuple[tuple[int, str], ...]

    def __bool__(self) -> bool:
        return bool(self.follows or self.alerts or self.set_follows or self.set_briefings)


class PersonalData(Repository):
    """What is held about people in a state file."""

    async def show(self, person: int) -> PersonalRecords:
        """All that is held about a person, by their id."""
        follows = await self._rows(
            "SELECT scope, began, ended_because FROM follow WHERE place_kind = 'person' AND place = ?"
            " ORDER BY began, id",
            (person,),
        )
        count, newest = await self._row(
            "SELECT count(*), max(due) FROM alert WHERE place_kind = 'person' AND place = ?", (person,)
        )
        set_follows = await self._rows("SELECT place, scope FROM follow WHERE set_by = ? ORDER BY began, id", (person,))
        briefings = await self._rows(
            "SELECT channel, name FROM subscription WHERE set_by = ? ORDER BY channel, name", (person,)
        )
        return PersonalRecords(_tuples(follows), count, newest, _tuples(set_follows), _tuples(briefings))

    async def forget(self, person: int) -> PersonalRecords:
        """Delete all that is held about a person; gives what that was.

        Nothing of it stays in the file or beside it. What a channel follows and its briefings belong to its team: they
        go on, without the person's name.
        """
        records = await self.show(person)
        # The follows go first: as long as there is one, another alert may be entered.
        await self._change("DELETE FROM follow WHERE place_kind = 'person' AND place = ?", (person,))
        await self._change("DELETE FROM alert WHERE place_kind = 'person' AND place = ?", (person,))
        await self._change("UPDATE follow SET set_by = NULL WHERE set_by = ?", (person,))
        await self._change("UPDATE subscription SET set_by = NULL WHERE set_by = ?", (person,))
        await self._empty_log()
        return records

    async def _empty_log(self) -> None:
        """Write the write-ahead log into the file, where what was deleted is overwritten, and cut it to nothing."""
        for _ in range(_TRIES):
            busy, _, _ = await self._row("PRAGMA wal_checkpoint(TRUNCATE)")
            if not busy:
                return
            await asyncio.sleep(_PAUSE_SECONDS)
        log.warning("The write-ahead log is in use: what was forgotten leaves the disk with its next checkpoint")


def _tuples(rows: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)
