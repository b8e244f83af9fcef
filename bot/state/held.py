"""Since when the store holds each statement, as far as the bot has seen."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.state.table import Table


class Held(Table):
    """The first sight of each statement, in a state file."""

    async def note(self, statements: Iterable[str], now: float) -> int:
        """Note the statements that the store holds; gives how many of them were not known.

        What it holds at the very first look is not new to anybody, and is kept without a time.
        """
        return await self._change(
            "INSERT INTO held (statement, first_held)"
            " SELECT value, CASE WHEN EXISTS (SELECT 1 FROM held) THEN ? END FROM json_each(?) WHERE true"
            " ON CONFLICT (statement) DO NOTHING",
            (now, json.dumps(list(statements))),
        )

    async def list_since(self, since: float) -> dict[str, float]:
        """The ids first held after an instant, with that first time (Unix seconds)."""
        return dict(await self._rows("SELECT statement, first_held FROM held WHERE first_held > ?", (since,)))
