"""The application service on the shipped records, asked without Discord: the one place that names its modules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.answers.catalogue import COMMANDS
from bot.answers.formatting.to_json import to_json
from bot.answers.model import Question
from bot.answers.service import AnswerService
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.questions.question_list import AS_OF, ROOT, Asked

# More than the shipped records hold of anything: an answer comes on one page.
LIMIT = 200


def build_store(folder: Path) -> None:
    build(ROOT / "data", ROOT, folder)


@dataclass(slots=True)
class Questions:
    """The service, and the day that it takes for today."""

    today: date = AS_OF
    _service: AnswerService | None = None

    @asynccontextmanager
    async def open(self, folder: Path) -> AsyncIterator[Questions]:
        """Open the service on the store in `folder`."""
        manager = StoreManager(folder, readers=1, deadline=5.0)
        await manager.open()
        self._service = AnswerService(
            manager, data=ROOT / "data", root=ROOT, folder=folder, today=lambda: self.today, locale="en"
        )
        try:
            yield self
        finally:
            await self._service.close()
            await manager.close()

    async def put(self, asked: Asked) -> dict[str, Any] | None:
        """Ask; give the answer as docs/answer-json.md has it, None where there is no such command or option."""
        command = COMMANDS.get(asked.command)
        if command is None or not set(asked.options) <= {option.name for option in command.options}:
            return None
        assert self._service is not None
        self.today = asked.as_of
        return to_json(await self._service.answer(Question(asked.command, asked.options, asked.as_of), LIMIT))

    async def list_statements(self) -> set[str]:
        """Give the ids of all statements held."""
        answer = await self.put(Asked(id="all", kind="all", ask="/timeline", why=""))
        assert answer is not None
        assert not answer["more"]
        return {entry["item"]["statement"]["id"] for entry in answer["entries"]}
