"""A desk that answers what a test lays out, and the real client connected to a Discord on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from bot.answers.model import Answer, FactItem, Question
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.store_care import StoreCare
from bot.chat.api_endpoint import point_at
from bot.chat.client import AttacheClient
from bot.ingest.review.service import ReviewService
from bot.notifications.clock import Clock
from bot.rehearsal.loopback.reply import Reply, list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State
from tests.support.invented_answers import DAY, make_answer, make_item

Script = Callable[[Question], Answer]


def find_three_pages(question: Question) -> Answer:
    """Eight statements, of which at most three are given at a time."""
    items = [make_item(n) for n in range(1, 9)][question.skipped : question.skipped + 3]
    answer = make_answer(*items, question=question, total=8, more=question.skipped + 3 < 8)
    entries = tuple(replace(entry, key=f"after-{question.skipped + n}") for n, entry in enumerate(answer.entries, 1))
    return replace(answer, entries=entries)


class ScriptedService:
    """Stands in for the desk: `script` answers, `hold` lets a test keep an answer back, `asked` is what was asked."""

    def __init__(self, script: Script = find_three_pages) -> None:
        self.script = script
        self.asked: list[Question] = []
        self.hold: asyncio.Event | None = None
        self.suggestions: list[Suggestion] = []
        self.reloads: list[Any] = []
        self.others: Mapping[str, str] = {}

    async def answer(self, question: Question, limit: int = 10, extra: Sequence[FactItem] = ()) -> Answer:
        self.asked.append(question)
        if self.hold:
            await self.hold.wait()
        if extra:
            return make_answer(*extra, question=question)
        return self.script(question)

    async def suggest(self, command: str, option: str, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        self.others = dict(others)
        if typed == "break":
            raise RuntimeError("no directory")
        return self.suggestions

    version = "scripted"

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str, str | None]:
        return self.version, "", None

    async def warm(self) -> None:
        return

    care = StoreCare(None, None)  # type: ignore[arg-type]

    async def reload(self, *, force: bool = False) -> Any:
        result = self.reloads.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


@asynccontextmanager
async def connected(
    loopback: LoopbackDiscord,
    service: Any,
    state: State,
    settings: Settings | None = None,
    clock: Clock | None = None,
    review: ReviewService | None = None,
) -> AsyncIterator[AttacheClient]:
    """The real client, connected and with its commands registered."""
    point_at(loopback.rest_base, loopback.gateway_url)
    client = AttacheClient(settings or Settings(), service, state, clock, review)
    client._connection.guild_ready_timeout = 0.01  # nothing but this guild will come
    client.today = lambda: DAY  # type: ignore[method-assign]
    running = asyncio.create_task(client.start(loopback.token))
    try:
        await loopback.wait_for_bot()
        await asyncio.wait_for(client.wait_until_ready(), 10)
        await asyncio.wait_for(client.registration.tried.wait(), 10)
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)


def shows(reply: Reply, statement: str) -> bool:
    """Whether an answer has the card of a statement: its id stands behind the buttons alone."""
    return any(f":{statement}:" in f"{part.get('custom_id')}:" for part in list_buttons(reply.message))
