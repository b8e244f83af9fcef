"""Forged and damaged interactions, sent to the real client over the socket: each is answered without a traceback.

The tests try some hundreds. For many, in rounds that each begin from a seed of their own, with what failed kept and
tried first the next time:

    python -m tests.support.hostile_interactions 200000
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.ingest.review.service import ReviewService
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Interaction
from bot.rehearsal.loopback.users import describe_interaction
from bot.settings import HOME, Settings
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.draft_corpus import make_draft_corpus
from tests.support.hostile_input import TYPING, Case, cases, mutate
from tests.support.invented_answers import DAY
from tests.support.review_scene import ScriptedDrafter
from tests.support.scripted_service import connected

ANSWER_SECONDS = 10.0  # Discord's three are for the benchmarks: a busy machine is no fault of the code
REQUESTS = {"callback": ("POST", "/{}/callback$"), "edit": ("PATCH", "/{}/messages/@original$")}
MUTATIONS = 9  # cases that are made of each one that is drawn, and sent together with it
ROUND = 5_000  # cases after which the drafts under review are written anew, so that decisions are not all taken
KEPT_MESSAGES = 2_000


class Target:
    """The bot on the shipped records, connected to a Discord on loopback, in an event loop of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.tried = 0

    def open(self) -> None:
        """Start both."""
        self._runner.run(self._open())

    def close(self) -> None:
        """Stop both."""
        self._runner.run(self._stack.aclose())
        self._runner.close()

    def check(self, case: Case) -> None:
        """Send an interaction, and others much like it at the same time.

        Raises AssertionError where one stays unanswered, or something goes wrong.
        """
        together = [case, *mutate(case, MUTATIONS)]
        if self.tried % ROUND < len(together):
            self._renew_drafts()
        self.tried += len(together)
        pauses = patch("bot.chat.responses.EDIT_PAUSES_SECONDS", (0.0, 0.0, 0.0))
        haste = patch("bot.chat.handlers.answers.DEFER_AFTER_SECONDS", 0.0 if case.is_slow else ANSWER_SECONDS)
        with pauses, haste, collect_log() as log:
            self._runner.run(self._send_all(together, log))
        assert log.tracebacks == []
        assert self.loopback.breaches == []

    def _renew_drafts(self) -> None:
        shutil.rmtree(self._folder / "review", ignore_errors=True)
        make_draft_corpus(self._folder / "review", begun=True)

    async def _open(self) -> None:
        enter = self._stack.enter_async_context
        store, review = self._folder / "store", self._folder / "review"
        build(HOME / "data", HOME, store)
        self.loopback = await enter(LoopbackDiscord(answer_deadline=ANSWER_SECONDS))
        state = await State.open(self._folder / "state.sqlite")
        self._stack.push_async_callback(state.close)
        manager = StoreManager(store, readers=2, deadline=2.0)
        await manager.open()
        self._stack.push_async_callback(manager.close)
        service = AnswerService(manager, data=HOME / "data", root=HOME, folder=store, today=lambda: DAY)
        await service.warm()
        chosen = Settings.model_validate({"admins": {"users": [self.loopback.world.user("admin").id]}})
        reviewing = ReviewService(review / "data", review, ScriptedDrafter())
        self.client: AttacheClient = await enter(connected(self.loopback, service, state, chosen, review=reviewing))

    async def _send_all(self, together: list[Case], log: Collector) -> None:
        world = self.loopback.world
        if len(world.interactions) > KEPT_MESSAGES:
            for memory in (world.interactions, world.by_token, world.messages):
                memory.clear()
        try:
            await asyncio.gather(*(self._send(case, log) for case in together))
            # What the bot does after its answers belongs to them as well.
            while not self.client.is_idle:
                await asyncio.sleep(0.001)
        finally:
            self.loopback.forget_faults()

    async def _send(self, case: Case, log: Collector) -> None:
        world = self.loopback.world
        user, channel = world.user(case.person), world.channel("press-desk")
        message = next(reversed(world.messages), None) if case.on_message else None
        identity = world.make_id()
        token, now = f"token-{identity}", world.now()
        used = Interaction(identity, token, case.kind, user.id, channel.id, dict(case.data), message, now)
        world.interactions[identity] = world.by_token[used.token] = used
        if case.stumble and case.kind != TYPING:
            where, failure = case.stumble
            method, path = REQUESTS[where]
            self.loopback.fail_next(method, path.format(used.token), failure)
        payload = describe_interaction(world, used, user, channel)
        assert self.loopback.gateway.dispatch("INTERACTION_CREATE", payload)
        # Where Discord itself refused the answer, it is the log that must say so.
        ends = [asyncio.create_task(one.wait()) for one in (used.finished, log.untold[identity])]
        done, _ = await asyncio.wait(ends, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for one in ends:
            one.cancel()
        assert done, f"nobody was answered, and the log says nothing: {case}"
        assert case.stumble or used.finished.is_set()


class Collector(logging.Handler):
    """Collects what is logged with a traceback; `untold` are those for which the log says that nobody was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.tracebacks: list[str] = []
        self.untold: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info or "Traceback" in message:
            self.tracebacks.append(f"{record.name}: {message}: {record.exc_info and record.exc_info[1]!r}")
        elif found := re.match(r"A person was not told .*\(interaction (\d+)\)", message):
            self.untold[int(found[1])].set()


@contextmanager
def collect_log() -> Iterator[Collector]:
    """Collect for the length of the block."""
    collector = Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield collector
    finally:
        logging.getLogger().removeHandler(collector)


def try_round(target: Target, count: int, number: int, kept: Path) -> None:
    """Try so many cases, drawn from the seed `number`. Raises what hypothesis does for a case that fails."""

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=DirectoryBasedExampleDatabase(kept),
        suppress_health_check=list(HealthCheck),
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
    )
    @given(cases())
    def attempt(case: Case) -> None:
        target.check(case)

    attempt()


def main() -> int:
    """Try as many as are asked for, round by round; a round that fails is told, and the next one begins."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    parser.add_argument("--first", type=int, default=1, help="the seed of the first round; each next one is one more")
    parser.add_argument("--kept", type=Path, default=Path("var/hostile-interactions"), help="where seeds are kept")
    arguments = parser.parse_args()
    began, failed, number = time.monotonic(), 0, arguments.first
    with tempfile.TemporaryDirectory(prefix="attache-") as folder:
        target = Target(Path(folder))
        target.open()
        try:
            while (left := arguments.count - target.tried) > 0:
                try:
                    try_round(target, -(-min(left, ROUND) // (1 + MUTATIONS)), number, arguments.kept)
                except Exception as error:
                    failed += 1
                    notes = "\n".join(getattr(error, "__notes__", ()))
                    print(f"seed {number}: {type(error).__name__}: {error}\n{notes}", flush=True)
                print(f"seed {number}: {target.tried:,} tried, {time.monotonic() - began:.0f} s", flush=True)
                number += 1
        finally:
            target.close()
    seconds = time.monotonic() - began
    verdict = "every one answered, no traceback" if not failed else f"{failed} rounds with mistakes"
    print(f"{target.tried:,} interactions in {seconds:.0f} s: {verdict}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
