"""Opens the desk on the records as they are now, and answers a single question from it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.answers.catalogue import COMMANDS
from bot.answers.model import Answer, Question
from bot.answers.service import AnswerService
from bot.corpus.problems import CorpusError
from bot.exit_codes import Exit, ExitError
from bot.progress import show_progress
from bot.settings import Settings
from bot.slash_line import LineError, OptionSpec, parse_line
from bot.store.build.worker import build_aside
from bot.store.errors import StoreError
from bot.store.manager import StoreManager

_SPECS = {
    name: tuple(OptionSpec(option.name, option.required) for option in command.options)
    for name, command in COMMANDS.items()
}


async def ask(settings: Settings, line: str) -> Answer:
    """Answer one typed slash command. Raises ExitError where it cannot be read, or there is no store."""
    try:
        asked = parse_line(line, _SPECS)
    except LineError as error:
        raise ExitError(Exit.BAD_INPUT, str(error)) from error
    if COMMANDS[asked.command].admins_only:
        raise ExitError(Exit.BAD_INPUT, f"/{asked.command} is for Discord; here it is `python -m bot build`")
    async with open_service(settings) as service:
        options = {name: str(value) for name, value in asked.options.items()}
        return await service.answer(Question(asked.command, options, service.today()), limit=50)


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
            today=_today(settings),
            locale=settings.answers.language,
        )
        try:
            yield service
        finally:
            await service.close()
    finally:
        await manager.close()


async def _fill(manager: StoreManager, settings: Settings) -> None:
    """Put the store of the records as they are now on the shelf. Raises ExitError."""
    opening = asyncio.create_task(_open_early(manager))
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


async def _open_early(manager: StoreManager) -> None:
    """Open the store of last time while it is looked whether the records are still those: mostly they are."""
    with contextlib.suppress(StoreError):
        await manager.open()


def _today(settings: Settings) -> Callable[[], date]:
    zone = ZoneInfo(settings.answers.timezone)
    return lambda: datetime.now(zone).date()
