"""Forged and damaged interactions, sent to the real client over the socket: each is answered without a traceback.

The tests try some hundreds. For many, with the seeds of what failed kept for the next run:

    python -m tests.support.hostile_interactions 200000
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase

from bot.answers.catalogue import COMMANDS
from bot.answers.service import AnswerService
from bot.chat import custom_ids
from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Interaction, Json
from bot.rehearsal.loopback.users import describe_interaction
from bot.settings import HOME
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.invented_answers import DAY
from tests.support.scripted_service import connected

ANSWER_SECONDS = 30.0  # Discord's three are for the benchmarks: a busy machine is no fault of the code
COMMAND, COMPONENT, TYPING, FORM = 2, 3, 4, 5
PEOPLE = ("member", "manager")

TOKEN = st.text("abcdefXYZ019_-", min_size=10, max_size=10)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)  # lone surrogates as well
NUMBER = st.sampled_from(["0", "1", "999999", "9999999", "٣", "-1", "18446744073709551616", "9" * 30]) | ANY_TEXT
DATE = st.sampled_from(["2024-06-27", "2024-02-30", "0000-00-00", "9999-12-31", "٢٠٢٤-٠٦-٢٧"])
CUSTOM_ID = st.one_of(
    st.builds("page:{}:{}n".format, TOKEN, NUMBER),
    st.builds("share:{}:{}".format, TOKEN, NUMBER),
    st.builds("ask:{}:here:{}".format, TOKEN, NUMBER),
    st.builds("passage:{}:{}".format, st.sampled_from(["lim-irreversible-mistake", "none", "A", "x" * 90]), NUMBER),
    st.builds("alert:{}:{}".format, NUMBER, NUMBER),
    st.builds("posted:{}:daily:{}:{}".format, NUMBER, DATE, NUMBER),
    st.builds("previewed:{}:{}n".format, TOKEN, NUMBER),
    st.sampled_from([custom_ids.CHOOSE, custom_ids.FORGET, "unfollow:here", "unfollow:direct", "unfollow:"]),
    ANY_TEXT,
)
ANYTHING = st.one_of(
    ANY_TEXT, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(ANY_TEXT, max_size=2),
    st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2),
)  # fmt: skip
VALUES = st.none() | st.lists(TOKEN | NUMBER | ANYTHING, max_size=3) | ANYTHING
NAMES = sorted({name for name in COMMANDS if name != "reload"})


@st.composite
def components(draw: st.DrawFn) -> tuple[int, Json]:
    """A click on a button or a select."""
    data: Json = {"custom_id": draw(CUSTOM_ID), "component_type": draw(st.sampled_from([2, 3, 5, 8])), "id": 1}
    values = draw(VALUES)
    return COMPONENT, data if values is None else data | {"values": values}


@st.composite
def commands(draw: st.DrawFn) -> tuple[int, Json]:
    """A command, or one being typed, with options of its own and other names, kinds and values."""
    name = draw(st.sampled_from(NAMES))
    group, _, inner = name.partition(" ")
    names = st.sampled_from([option.name for option in COMMANDS[name].options] or ["none"]) | ANY_TEXT
    options: list[Json] = []
    for option in draw(st.lists(names, max_size=4)):
        kind = draw(st.sampled_from([3, 3, 3, 3, 4, 5, 8, 10, 1]))
        options.append({"name": option, "type": kind, "value": draw(ANY_TEXT | ANYTHING)})
    typing = draw(st.booleans())
    if typing and options:
        options[0]["focused"] = True
    if inner and draw(st.integers(0, 9)):
        options = [{"name": inner, "type": 1, "options": options}]
    named = group if draw(st.integers(0, 9)) else draw(ANY_TEXT)
    data = {"id": "1", "name": named, "type": 1, "options": options}
    resolved = draw(st.none() | st.fixed_dictionaries({"roles": st.dictionaries(NUMBER, ANYTHING, max_size=2)}))
    return (TYPING if typing else COMMAND), data if resolved is None else data | {"resolved": resolved}


@st.composite
def forms(draw: st.DrawFn) -> tuple[int, Json]:
    """A form, of which the bot has none."""
    return FORM, {"custom_id": draw(CUSTOM_ID), "components": []}


INTERACTIONS = st.tuples(components() | commands() | forms(), st.sampled_from(PEOPLE))


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

    def check(self, case: tuple[tuple[int, Json], str]) -> None:
        """Send one interaction. Raises AssertionError where it stays unanswered, or something goes wrong."""
        with catch_tracebacks() as tracebacks:
            self._runner.run(self._send(*case[0], case[1]))
        assert tracebacks == []
        assert self.loopback.breaches == []
        self.tried += 1

    async def _open(self) -> None:
        enter = self._stack.enter_async_context
        store = self._folder / "store"
        build(HOME / "data", HOME, store)
        self.loopback = await enter(LoopbackDiscord(answer_deadline=ANSWER_SECONDS))
        state = await State.open(self._folder / "state.sqlite")
        self._stack.push_async_callback(state.close)
        manager = StoreManager(store, readers=2, deadline=2.0)
        await manager.open()
        self._stack.push_async_callback(manager.close)
        service = AnswerService(manager, data=HOME / "data", root=HOME, folder=store, today=lambda: DAY)
        await service.warm()
        self.client: AttacheClient = await enter(connected(self.loopback, service, state))

    async def _send(self, kind: int, data: Json, person: str) -> None:
        world = self.loopback.world
        if len(world.interactions) > 2_000:
            for memory in (world.interactions, world.by_token, world.messages):
                memory.clear()
        user, channel = world.user(person), world.channel("press-desk")
        identity = world.make_id()
        now = world.now()
        used = Interaction(identity, f"token-{identity}", kind, user.id, channel.id, data, None, now)
        world.interactions[identity] = world.by_token[used.token] = used
        assert self.loopback.gateway.dispatch("INTERACTION_CREATE", describe_interaction(world, used, user, channel))
        async with asyncio.timeout(ANSWER_SECONDS):
            await used.finished.wait()
        # What the bot does after its answer belongs to it as well.
        while not self.client.is_idle:
            await asyncio.sleep(0.001)


@contextmanager
def catch_tracebacks() -> Iterator[list[str]]:
    """Collect whatever is logged with a traceback, or as an error on our side."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info or "Traceback" in record.getMessage():
                found.append(f"{record.name}: {record.getMessage()}: {record.exc_info and record.exc_info[1]!r}")

    collector = Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(collector)


def main() -> None:
    """Try as many as are asked for; what fails is kept, and tried first the next time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    parser.add_argument("--kept", type=Path, default=Path("var/hostile-interactions"), help="where seeds are kept")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="attache-") as folder:
        target = Target(Path(folder))
        target.open()
        try:

            @settings(
                max_examples=arguments.count,
                deadline=None,
                database=DirectoryBasedExampleDatabase(arguments.kept),
                suppress_health_check=list(HealthCheck),
            )
            @given(INTERACTIONS)
            def attempt(case: tuple[tuple[int, Any], str]) -> None:
                target.check(case)

            attempt()
        finally:
            target.close()
    print(f"{target.tried:,} interactions in {time.monotonic() - began:.0f} s: every one answered, no traceback")


if __name__ == "__main__":
    main()
