"""A lease: of several processes on one state file, the one that may act; passed on when its holder is gone."""

from __future__ import annotations

from bot.state.repository import Repository


class Leases(Repository):
    """The leases in a state file. Times are Unix seconds."""

    async def take(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Take a lease for `seconds`, or hold on to it; False while somebody else has it.

        One that runs much longer than anybody may ask for was taken before the clock was put back: it is void.
        """
        return await self._change(
            "INSERT INTO lease (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
            " SET holder = excluded.holder, until = excluded.until"
            " WHERE holder = excluded.holder OR until <= ? OR until > ?",
            (name, holder, now + seconds, now, now + 2 * seconds),
        ) > 0  # fmt: skip

    async def give_back(self, name: str, holder: str) -> None:
        """End a lease that `holder` has, so that another can take it at once."""
        await self._change("DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))
