"""The composition root: builds the answer service and opens the state from the settings.

Every way in that answers shares it: run, rehearse, ask and briefing.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers.service import AnswerService
from bot.answers.store_care import describe_failure
from bot.corpus.problems import CorpusError
from bot.exit_codes import Exit, ExitError
from bot.ingest.drafting.model import Drafted, DraftInput, Known
from bot.ingest.review.model import ReviewError
from bot.ingest.review.service import ReviewService
from bot.progress import show_progress
from bot.settings import Settings
from bot.state import State, StateError
from bot.store.build.worker import build_aside
from bot.store.errors import StoreError
from bot.store.manager import StoreManager

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncIterator[AnswerService]:
    """The store compiled from the records as they are now, open for questions.

    Where they cannot be compiled, the last good store is used and that is logged. Raises ExitError where there is none.
    """
    manager = StoreManager(
        settings.store.folder, readers=settings.store.readers, deadline=settings.store.deadline_seconds
    )
    try:
        problem = await _fill(manager, settings)
        service = AnswerService(
            manager,
            data=settings.data.folder,
            root=settings.data.root,
            folder=settings.store.folder,
            today=make_today(settings),
            locale=settings.answers.language,
        )
        if problem:
            service.care.note_problem(problem)
            log.error("%s", service.care.describe())
        watching = asyncio.create_task(service.care.watch())
        try:
            yield service
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await service.close()
    finally:
        await manager.close()


@asynccontextmanager
async def open_state(file: Path, keep_days: int) -> AsyncIterator[State]:
    """The state file, open. Raises ExitError."""
    try:
        state = await State.open(file, keep_days=keep_days)
    except StateError as error:
        raise ExitError(Exit.NO_STATE, str(error)) from error
    try:
        yield state
    finally:
        await state.close()


@asynccontextmanager
async def open_review(settings: Settings) -> AsyncIterator[ReviewService]:
    """Documents and drafts of the configured records. What drafts is started when it is needed."""
    drafter = _LazyDrafter()
    try:
        yield ReviewService(settings.data.folder, settings.data.root, drafter)
    finally:
        await drafter.close()


class _LazyDrafter:
    """The drafting process, imported when the first document is drafted: a bot that takes none in needs no part of it.

    Its errors are ReviewErrors here, with the same words.
    """

    def __init__(self) -> None:
        self._worker: Any = None
        self._errors: tuple[type[Exception], ...] = ()

    async def draft(self, document: DraftInput, known: Known) -> Drafted:
        """Draft a document. Raises ReviewError."""
        if self._worker is None:
            try:
                module = importlib.import_module("bot.ingest.drafting.worker")
            except ModuleNotFoundError as error:
                raise ReviewError(
                    "Drafting is not installed here: pip install 'attache[ingest]', then start the bot again."
                ) from error
            self._worker, self._errors = module.DraftingWorker(), (module.DraftingError,)
        try:
            drafted: Drafted = await self._worker.draft(document, known)
        except self._errors as error:
            raise ReviewError(str(error)) from error
        return drafted

    async def close(self) -> None:
        """End the drafting process, where one runs."""
        if self._worker is not None:
            await self._worker.close()


async def _fill(manager: StoreManager, settings: Settings) -> str | None:
    """Open the store of the records as they are now, or else the last good one, and give why. Raises ExitError."""
    opening = asyncio.create_task(_open_last(manager))
    try:
        with show_progress() as note:
            built = await build_aside(settings.data.folder, settings.data.root, settings.store.folder, note)
        await opening
        await manager.swap(built.path)
    except (CorpusError, StoreError) as error:
        await opening
        problem = describe_failure(error)
        if manager.path is None:
            code = Exit.BAD_DATA if isinstance(error, CorpusError) else Exit.NO_STORE
            raise ExitError(code, problem) from error
        return problem
    finally:
        await opening
    return None


async def _open_last(manager: StoreManager) -> None:
    """Open the store of last time while the records are compared with it: mostly they are unchanged."""
    with contextlib.suppress(StoreError):
        await manager.open()


def make_today(settings: Settings) -> Callable[[], date]:
    """Give what tells the day in the configured zone."""
    zone = ZoneInfo(settings.answers.timezone)
    return lambda: datetime.now(zone).date()
