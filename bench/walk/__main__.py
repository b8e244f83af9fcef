"""`python -m bench.walk [--files] [--pairs]`: how many files an answer goes through, and how often words are chosen.

Counts calls of functions of bot/ from the service's method to the drawn message, on the shipped records: in how many
files they lie, and how many of them go from one file to another. A second asking is counted, so that imports and
caches filled once are no part of it. `--files` lists the files, `--pairs` which file calls what in another one.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

from bot.answers.briefing.compose import BriefingRequest
from bot.answers.formatting.snippets import choose_snippet
from bot.answers.model import Question
from bot.answers.service import AnswerService
from bot.chat.render.briefing import briefing_messages
from bot.chat.render.page import PageContext, lay_out
from bot.store.build.builder import build
from bot.store.manager import StoreManager

ROOT = Path(__file__).parents[2]
BOT = str(ROOT / "bot")
AS_OF = date(2024, 6, 29)


@dataclass(slots=True)
class Walk:
    """What is counted: calls by file, calls from one file to a function of another, choices of the shown words."""

    files: Counter[str] = field(default_factory=Counter)
    changes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    choices: int = 0
    counting: bool = False

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Take a call, as sys.setprofile gives it."""
        code = frame.f_code
        if not self.counting or event != "call" or not code.co_filename.startswith(BOT):
            return
        self.files[code.co_filename] += 1
        caller = _find_caller(frame)
        if caller != code.co_filename:
            self.changes[caller, code.co_filename, code.co_qualname] += 1
        self.choices += code is choose_snippet.__code__

    @contextmanager
    def count(self) -> Iterator[None]:
        """Count what is done inside."""
        self.files.clear()
        self.changes.clear()
        self.choices = 0
        self.counting = True
        try:
            yield
        finally:
            self.counting = False

    def print(self, what: str, *, files: bool, pairs: bool) -> None:
        """Print the counts in a line; below it the files, and what one calls in another, the most entered first."""
        changes = self.changes.total()
        print(f"{what:28} {len(self.files):3} files, {changes:4} changes, shown words chosen {self.choices} times")
        for name, calls in self.files.most_common() if files else ():
            print(f"    {calls:5}  {_shorten(name)}")
        for (caller, name, function), calls in self.changes.most_common() if pairs else ():
            print(f"    {calls:5}  {_shorten(caller)} -> {_shorten(name)}: {function}")


def _shorten(name: str) -> str:
    return str(Path(name).relative_to(BOT)) if name else "(outside)"


def _find_caller(frame: FrameType) -> str:
    """The file of the nearest function of bot/ that led to this call; empty where there is none."""
    before = frame.f_back
    while before is not None and not before.f_code.co_filename.startswith(BOT):
        before = before.f_back
    return before.f_code.co_filename if before else ""


async def main() -> None:
    """Ask and compose, and print what each took."""
    listed = {"files": "--files" in sys.argv[1:], "pairs": "--pairs" in sys.argv[1:]}
    walk = Walk()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(ROOT / "data", ROOT, folder)
        # Readers are threads: each takes the profile with it from its beginning.
        threading.setprofile(walk.note)
        sys.setprofile(walk.note)
        manager = StoreManager(folder, readers=1, deadline=5.0)
        await manager.open()
        service = AnswerService(manager, data=ROOT / "data", root=ROOT, folder=folder, today=lambda: AS_OF)
        place = PageContext("token", 0, "en", {})
        for counted, words in ((False, "grave concern"), (True, "irreversible")):
            for command, options in (("who-said", {"words": words}), ("timeline", {"country": "KR"})):
                with walk.count():
                    answer = await service.answer(Question(command, options, AS_OF))
                    lay_out(answer, place)
                if counted:
                    walk.print(f"/{command} {next(iter(options.values()))}", **listed)
            with walk.count():
                briefing = await service.briefing(BriefingRequest(date(2024, 6, 27), date(2024, 6, 26)))
                briefing_messages(briefing)
            if counted:
                walk.print(f"briefing of {len(briefing.statement_ids)} statements", **listed)
        sys.setprofile(None)
        threading.setprofile(None)
        await service.close()
        await manager.close()


if __name__ == "__main__":
    asyncio.run(main())
