"""A fair queue of questions by person: who asks a lot waits for their own answers, and nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

MAX_CONCURRENT: Final = 2  # questions of one person that are answered at the same time


class FairQueue:
    """Lets so many questions of each person through at a time; the others of that person wait, in order."""

    def __init__(self, concurrent: int = MAX_CONCURRENT) -> None:
        self._concurrent = concurrent
        # Each with the number of questions that use it; a person without any is forgotten.
        self._people: dict[int, tuple[asyncio.Semaphore, int]] = {}

    @property
    def people(self) -> int:
        """How many people wait or are being answered."""
        return len(self._people)

    @asynccontextmanager
    async def turn(self, person: int) -> AsyncIterator[None]:
        """Wait for a person's turn, and keep it while this is open."""
        slots, users = self._people.get(person, (asyncio.Semaphore(self._concurrent), 0))
        self._people[person] = slots, users + 1
        try:
            async with slots:
                yield
        finally:
            slots, users = self._people[person]
            if users > 1:
                self._people[person] = slots, users - 1
            else:
                del self._people[person]
