"""The page of the review in the room's server, over a small corpus with drafts and a store of what is held."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp import ClientSession, CookieJar

from bot.answers.service import AnswerService
from bot.ingest.review.model import DraftFile
from bot.ingest.review.service import ReviewService
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.room.server import RehearsalRoom
from bot.review_page.routes import ReviewPage
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.browser import browser  # a fixture
from tests.support.draft_corpus import SOURCE, DraftCorpus, make_draft_corpus
from tests.support.invented_answers import DAY
from tests.support.review_scene import ScriptedDrafter


@dataclass
class Desk:
    """The page behind its door, and an editor who came in by it."""

    corpus: DraftCorpus
    room: RehearsalRoom
    review: ReviewService
    answers: AnswerService
    session: ClientSession
    drafter: ScriptedDrafter = field(default_factory=ScriptedDrafter)

    async def read(self) -> DraftFile:
        return await self.review.read(SOURCE)

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.session.get(f"{self.room.origin}{path}") as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, **asked: Any) -> tuple[int, Any]:
        async with self.session.post(f"{self.room.origin}{path}", json=asked) as answer:
            return answer.status, await answer.json()

    async def decide(self, act: str, source: str = SOURCE, **asked: Any) -> tuple[int, Any]:
        return await self.post(f"/review/documents/{source}/{act}", **asked)


def open_session() -> ClientSession:
    """A client that keeps the door's cookie, which is for an address and not for a name."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


@pytest_asyncio.fixture(loop_scope="session")
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    corpus = make_draft_corpus(tmp_path, begun=True)
    async with AsyncExitStack() as stack:
        loopback = await stack.enter_async_context(LoopbackDiscord())
        page = ReviewPage(by="ada", today=lambda: DAY)
        room = await stack.enter_async_context(RehearsalRoom(loopback, (), add_routes=page.add_routes))
        build(corpus.data, corpus.root, tmp_path / "store")
        manager = StoreManager(tmp_path / "store", readers=1, deadline=5.0)
        await manager.open()
        stack.push_async_callback(manager.close)
        answers = AnswerService(
            manager, data=corpus.data, root=corpus.root, folder=tmp_path / "store", today=lambda: DAY
        )
        stack.push_async_callback(answers.close)
        drafter = ScriptedDrafter()
        review = ReviewService(corpus.data, corpus.root, drafter)
        page.attach(review, answers)
        session = await stack.enter_async_context(open_session())
        async with session.get(room.address) as entered:
            assert entered.status == 200
        yield Desk(corpus, room, review, answers, session, drafter)
