"""A process that dies at any step that one names: between a look at the state and the message, and after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from scene import Chat, Killed

from bot.state import State

PARTS = ("subscriptions", "postings", "held", "leases")


@dataclass
class Fate:
    """Dies at step `at` (from 0), once it is carried out or before; `die` is what dying is."""

    at: int
    carried_out: bool
    die: Callable[[], None]
    steps: int = 0
    dead: bool = False

    async def take(self, step: Callable[[], Any]) -> Any:
        number = self.steps
        self.steps += 1
        if (number == self.at and not self.carried_out) or self.dead:
            self._end()
        result = await step()
        if number == self.at or self.dead:
            self._end()
        return result

    def _end(self) -> None:
        self.dead = True
        self.die()


def die_here() -> None:
    raise Killed


class Mortal:
    """Passes calls on, as long as the process lives."""

    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found) or name == "draw":
            return found
        return lambda *args, **kwargs: self._fate.take(lambda: found(*args, **kwargs))


def doom(fate: Fate) -> Callable[[State, Chat], tuple[Any, Any]]:
    """Let every step into the state and into the chat be one at which the process may die."""

    def wrap(state: State, chat: Chat) -> tuple[Any, Any]:
        return SimpleNamespace(**{name: Mortal(getattr(state, name), fate) for name in PARTS}), Mortal(chat, fate)

    return wrap
