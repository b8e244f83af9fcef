"""The composition root: builds the answer service and opens the state from the settings.

Every way in that answers shares it: run, rehearse, ask and briefing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answers.service import AnswerService
from bot.corpus.problems import CorpusError
from bot.exit_codes import Exit, ExitError
from bot.progress import show_progress
from bot.settings import Settings
from bot.state import State, StateError
from bot.store.build.worker import build_aside
from bot.store.errors import StoreError
from bot.store.manager import StoreManager


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncIterator[AnswerService]:
    """The store compiled from the records as they are now, open for questions. Raises ExitError."""
    manager = StoreManager(
        settings.store.folder, readers=settings.store.readers, deadline=settings.store.deadline_seconds
    )
    try:
        await _fill(manager, settings)
        service = AnswerService(
            manager,
            data=settings.data.folder,
            root=settings.data.root,
            folder=settings.store.folder,
            today=_make_today(settings),
            locale=settings.answers.language,
        )
        try:
            yield service
        finally:
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


async def _fill(manager: StoreManager, settings: Settings) -> None:
    """Open the store of the records as they are now. Raises ExitError."""
    opening = asyncio.create_task(_open_last(manager))
    try:
        with show_progress() as note:
            built = await build_aside(settings.data.folder, settings.data.root, settings.store.folder, note)
        await opening
        await manager.swap(built.path)
    except CorpusError as error:
        number = len(error.problems)
        rest = "" if number == 1 else f" (and {number - 1} more; `python -m bot check` shows all)"
        raise ExitError(Exit.NO_STORE, f"the records will not compile: {error.problems[0]}{rest}") from error
    except StoreError as error:
        raise ExitError(Exit.NO_STORE, str(error)) from error
    finally:
        await opening


async def _open_last(manager: StoreManager) -> None:
    """Open the store of last time while the records are compared with it: mostly they are unchanged."""
    with contextlib.suppress(StoreError):
        await manager.open()


def _make_today(settings: Settings) -> Callable[[], date]:
    zone = ZoneInfo(settings.answers.timezone)
    return lambda: datetime.now(zone).date()
