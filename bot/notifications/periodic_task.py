"""A task that checks now and then what has to be done, and runs each job in a task of its own.

A job that fails because of an error of ours rests before it is started again, so that it does not fill the log.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any

from bot.notifications.clock import Clock, sleep_unless_woken
from bot.state import StateError

log = logging.getLogger(__name__)

# How long a job rests after an error of ours.
REST_SECONDS = 300.0
# A check that fails is tried again after so long.
RETRY_SECONDS = 15.0
# For how long what is on its way may still arrive when the process leaves.
FAREWELL_SECONDS = 5.0


class PeriodicTask(ABC):
    """Checks by `tick()`, which a subclass fills in and which starts jobs by `start_job()`.

    `name` says in the log what is looked after, in the plural: "briefings".
    """

    def __init__(self, name: str, clock: Clock) -> None:
        self.clock = clock
        self._name = name
        self._jobs: dict[Hashable, asyncio.Task[None]] = {}
        self._rest_until: dict[Hashable, float] = {}
        self._woken = asyncio.Event()
        self._trouble: str | None = None

    @abstractmethod
    async def tick(self) -> float:
        """Do what there is to do now; gives the seconds until the next check."""

    async def run(self) -> None:
        """Check again and again until cancelled; no error ends it."""
        while True:
            pause = RETRY_SECONDS
            self._woken.clear()
            try:
                pause = await self.tick()
                self._trouble = None
            except StateError as error:
                # The same every few seconds until somebody mends it: said once.
                if str(error) != self._trouble:
                    self._trouble = str(error)
                    log.error("Looking after the %s stopped: %s; it is tried again", self._name, error)
            except Exception:
                log.exception("Looking after the %s failed; it is tried again", self._name)
            await sleep_unless_woken(self.clock, pause, self._woken)

    def wake(self) -> None:
        """Check again at once: there is something new."""
        self._woken.set()

    @property
    def jobs_under_way(self) -> int:
        """How many jobs are running."""
        return len(self._jobs)

    def start_job(self, key: Hashable, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `work()` in a task of its own; nothing where the job of this key is running, or rests.

        `name` stands in the log.
        """
        if key in self._jobs or self._rest_until.get(key, 0.0) > self.clock.now():
            return
        task = asyncio.create_task(work(), name=name)
        self._jobs[key] = task
        task.add_done_callback(partial(self._end_job, key))

    async def settle(self) -> None:
        """Wait until no job is running."""
        while self._jobs:
            await asyncio.wait(set(self._jobs.values()))
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Let what is on its way arrive, for a few seconds at most; the rest goes on after the next start."""
        if not self._jobs:
            return
        _, late = await asyncio.wait(set(self._jobs.values()), timeout=FAREWELL_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            log.warning("Leaving with %d %s on their way; the next start goes on with them", len(late), self._name)

    def _end_job(self, key: Hashable, task: asyncio.Task[None]) -> None:
        del self._jobs[key]
        self._rest_until.pop(key, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s: failed because of an error on our side", task.get_name(), exc_info=error)
            self._rest_until[key] = self.clock.now() + REST_SECONDS
