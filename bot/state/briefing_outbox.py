"""The outbox of briefings: one line for each channel, briefing and local day, and what has become of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.state.repository import Repository

PostingState = Literal["planned", "sending", "sent", "failed", "skipped", "missed"]


@dataclass(frozen=True, slots=True)
class Posting:
    """One day's briefing for a channel.

    due      Unix seconds
    message  the id of its first message, from the moment that it is known to be in the channel
    problem  why it was skipped or missed or has failed, or what of it could not be posted
    retry_at, retry_until  while it is sending: when it is tried next, and when it is given up; None: no attempt failed
    """

    id: int
    channel: int
    briefing: str
    local_day: date
    due: float
    state: PostingState
    message: int | None = None
    problem: str | None = None
    retry_at: float | None = None
    retry_until: float | None = None


_COLUMNS = "id, channel, briefing, local_day, due, state, message, problem, retry_at, retry_until"
_ALL = f"SELECT {_COLUMNS} FROM posting"  # noqa: S608 -- no input in it


class BriefingOutbox(Repository):
    """The outbox in a state file. Times are Unix seconds."""

    async def plan(
        self, channel: int, briefing: str, day: date, due: float, now: float,
        *, state: PostingState = "planned", problem: str | None = None,
    ) -> bool:  # fmt: skip
        """Enter a day's briefing; False where that day is entered already, which then stays as it is."""
        return await self._change(
            "INSERT INTO posting (channel, briefing, local_day, due, state, problem, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, briefing, local_day) DO NOTHING",
            (channel, briefing, day.isoformat(), due, state, problem, now),
        ) > 0  # fmt: skip

    async def get(self, posting: int) -> Posting | None:
        """One line of the outbox."""
        row = await self._row(f"{_ALL} WHERE id = ?", (posting,))
        return row and _from_row(row)

    async def list_open(self) -> list[Posting]:
        """What is planned or was being sent when the process last ran, the oldest first."""
        return [
            _from_row(row) for row in await self._rows(f"{_ALL} WHERE state IN ('planned', 'sending') ORDER BY due")
        ]

    async def begin(self, posting: int, now: float) -> bool:
        """Move a planned one to sending; False where it was not planned any more."""
        return await self._change(
            "UPDATE posting SET state = 'sending', changed = ? WHERE id = ? AND state = 'planned'", (now, posting)
        ) > 0  # fmt: skip

    async def note_statements(self, posting: int, statements: Iterable[str]) -> None:
        """Note what it shows, in order. It counts as shown once its message is known to be there."""
        await self._change(
            "INSERT INTO posting_statement (posting, statement, position) SELECT ?, value, key FROM json_each(?)"
            " WHERE true ON CONFLICT DO UPDATE SET position = excluded.position",
            (posting, json.dumps(list(statements))),
        )

    async def note_message(self, posting: int, message: int, now: float) -> None:
        """Note that its first message is in the channel."""
        await self._change("UPDATE posting SET message = ?, changed = ? WHERE id = ?", (message, now, posting))

    async def note_retry(self, posting: int, at: float, until: float) -> None:
        """Note that an attempt failed, when the next one is made, and when it is given up."""
        await self._change("UPDATE posting SET retry_at = ?, retry_until = ? WHERE id = ?", (at, until, posting))

    async def finish(self, posting: int, state: PostingState, now: float, problem: str | None = None) -> bool:
        """Move an open one to its last state; False where it was there already."""
        return await self._change(
            "UPDATE posting SET state = ?, problem = ?, changed = ? WHERE id = ? AND state IN ('planned', 'sending')",
            (state, problem, now, posting),
        ) > 0  # fmt: skip

    async def list_statements(self, channel: int, briefing: str, day: date) -> list[str]:
        """The ids of the statements that a day's briefing shows, in its order; none where it is not kept (any more)."""
        rows = await self._rows(
            "SELECT statement FROM posting_statement JOIN posting ON posting.id = posting"
            " WHERE channel = ? AND briefing = ? AND local_day = ? ORDER BY position, statement",
            (channel, briefing, day.isoformat()),
        )
        return [str(statement) for (statement,) in rows]

    async def find_previous(self, posting: Posting) -> Posting | None:
        """The last briefing of the same name that was sent to the channel for an earlier day."""
        row = await self._row(
            f"{_ALL} WHERE channel = ? AND briefing = ? AND state = 'sent' AND local_day < ?"
            " ORDER BY local_day DESC LIMIT 1",
            (posting.channel, posting.briefing, posting.local_day.isoformat()),
        )
        return row and _from_row(row)

    async def list_unsent(self, posting: Posting, after: date) -> list[Posting]:
        """The briefings of the same name for days after `after` and before this one that were not sent, by day."""
        rows = await self._rows(
            f"{_ALL} WHERE channel = ? AND briefing = ? AND local_day > ? AND local_day < ? AND state <> 'sent'"
            " ORDER BY local_day",
            (posting.channel, posting.briefing, after.isoformat(), posting.local_day.isoformat()),
        )
        return [_from_row(row) for row in rows]

    async def find_last(self, channel: int, briefing: str) -> Posting | None:
        """The newest line of a channel's briefing."""
        row = await self._row(
            f"{_ALL} WHERE channel = ? AND briefing = ? ORDER BY local_day DESC LIMIT 1", (channel, briefing)
        )
        return row and _from_row(row)

    async def list_of(self, channel: int, briefing: str, state: PostingState) -> list[Posting]:
        """The lines of a channel's briefing that are in a state, by day."""
        rows = await self._rows(
            f"{_ALL} WHERE channel = ? AND briefing = ? AND state = ? ORDER BY local_day", (channel, briefing, state)
        )
        return [_from_row(row) for row in rows]

    async def list_shown(self, channel: int, but: int) -> frozenset[str]:
        """The ids of statements that any other posting has shown in the channel."""
        rows = await self._rows(
            "SELECT DISTINCT statement FROM posting_statement JOIN posting ON posting.id = posting"
            " WHERE channel = ? AND message IS NOT NULL AND posting <> ?",
            (channel, but),
        )
        return frozenset(str(statement) for (statement,) in rows)

    async def forget(self, before: float) -> int:
        """Forget briefings that were due before an instant; gives how many that were.

        What the next briefing of a channel has to know stays, however old it is: the last one that was sent of each
        that is still ordered, and whatever the channel was shown since then.
        """
        return await self._change(
            "DELETE FROM posting WHERE due < ? AND state NOT IN ('planned', 'sending') AND NOT EXISTS ("
            " SELECT 1 FROM subscription WHERE subscription.channel = posting.channel AND posting.due >= ("
            " SELECT max(sent.due) FROM posting AS sent WHERE sent.channel = subscription.channel"
            " AND sent.briefing = subscription.name AND sent.state = 'sent'))",
            (before,),
        )

    async def list_unreported(self) -> list[Posting]:
        """What was missed or failed and has been reported to nobody, the oldest first."""
        return [
            _from_row(row)
            for row in await self._rows(f"{_ALL} WHERE state IN ('failed', 'missed') AND reported = 0 ORDER BY due")
        ]

    async def set_reported(self, postings: Iterable[int]) -> None:
        """Note that these were reported, or that there is nobody to report to."""
        await self._change(
            "UPDATE posting SET reported = 1 WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(postings)),),
        )


def _from_row(row: Sequence[object]) -> Posting:
    identity, channel, briefing, day, *rest = row
    return Posting(identity, channel, briefing, date.fromisoformat(str(day)), *rest)  # type: ignore[arg-type]
