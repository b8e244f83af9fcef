"""Whether this process may post: one of those on a state file holds the lease."""

from __future__ import annotations

import logging
import secrets

from bot.notifications.clock import Clock
from bot.state.lease import Leases

log = logging.getLogger(__name__)

NAME = "briefings"
LEASE_SECONDS = 60.0
# Asked for before every message: the state file is not troubled for each.
_RENEW_SECONDS = 10.0


class LeaderLease:
    """The hold of one process on the lease; `hold()` has to be called at least every LEASE_SECONDS."""

    def __init__(self, leases: Leases, clock: Clock) -> None:
        self._leases = leases
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._taken_at: float | None = None

    @property
    def is_leader(self) -> bool:
        """Whether it was held when it was last asked for."""
        return self._taken_at is not None

    async def hold(self) -> bool:
        """Take the lease or hold on to it; False while another process has it."""
        now = self._clock.now()
        if self._taken_at is not None and 0 <= now - self._taken_at < _RENEW_SECONDS:
            return True
        is_holder = await self._leases.take(NAME, self._holder, now, LEASE_SECONDS)
        if is_holder != self.is_leader:
            log.info("This process posts the briefings" if is_holder else "Another process posts the briefings")
        self._taken_at = now if is_holder else None
        return is_holder

    async def give_back(self) -> None:
        """Let another process take it at once."""
        self._taken_at = None
        await self._leases.give_back(NAME, self._holder)
