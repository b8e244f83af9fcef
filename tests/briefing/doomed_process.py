"""A process that keeps briefings on a chat in a file, and is killed without notice at a step that its caller names.

python doomed_process.py STATE CHAT NOW STEP     STEP such as postings.begin:after, or never
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from bot.briefing.keeper import Keeper
from bot.state import State


class Clock:
    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


class FileChat:
    """A chat without a memory for nonces: only looking keeps a message from being there twice."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self.file, self.clock = file, clock

    def draw(self, briefing: Any, order: Any, *, test: bool = False) -> list[str]:
        return ["post", "part 1", "part 2"]

    def _messages(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    async def send(self, place: int, message: str, key: Any, role: int | None) -> int:
        number = 1000 + len(self._messages())
        with self.file.open("a") as file:
            file.write(json.dumps({"id": number, "place": place, "text": message, "marker": key.marker}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return number

    async def find(self, place: int, keys: Any, since: float) -> dict[Any, int]:
        held = {(one["place"], one["marker"]): one["id"] for one in self._messages()}
        return {key: held[place, key.marker] for key in keys if (place, key.marker) in held}

    async def publish(self, channel: int, message: int) -> None:
        return None

    async def open_thread(self, channel: int, message: int, name: str) -> int:
        return message

    async def tell(self, order: Any, text: str) -> bool:
        return True


class Desk:
    async def briefing(self, request: Any) -> Any:
        return SimpleNamespace(request=request, statement_ids=("a", "b"), nothing_new=False)

    async def list_held(self, known: str | None) -> tuple[str, list[str]]:
        return "one", [] if known else ["a", "b"]


class Doomed:
    """Passes calls on; `step` is the one at which the process is killed."""

    def __init__(self, inner: Any, name: str, step: str) -> None:
        self._inner, self._name, self._step = inner, name, step

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._doom(f"{self._name}.{name}", found) if asyncio.iscoroutinefunction(found) else found

    def _doom(self, name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def step(*args: Any, **kwargs: Any) -> Any:
            if self._step == f"{name}:before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = await call(*args, **kwargs)
            if self._step == f"{name}:after":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return step


async def main(file: str, chat: str, now: str, step: str) -> None:
    clock = Clock(float(now))
    state = await State.open(Path(file), clock=clock.now)
    parts = ("subscriptions", "postings", "held", "leases")
    seen: Any = SimpleNamespace(**{part: Doomed(getattr(state, part), part, step) for part in parts})
    post: Any = Doomed(FileChat(Path(chat), clock), "chat", step)
    keeper = Keeper(seen, Desk(), post, catch_up=21_600.0, clock=clock, random=Random(7))
    await keeper.tick()
    await keeper.settle()
    await keeper.close()
    await state.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
