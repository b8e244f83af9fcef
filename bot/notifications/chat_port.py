"""What briefings need of a chat: send messages, find them again, publish them, continue in a thread, notify people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from bot.answers.briefing.compose import Briefing
from bot.state.briefing_outbox import Posting
from bot.state.subscriptions import Order

_LOWEST_MARKER, _HIGHEST_MARKER = 1 << 20, (1 << 31) - 1


class PostError(Exception):
    """Something could not be done in the chat; str() is fit for a reader."""


class PassingError(PostError):
    """It may go well later; whether it was carried out is not known. `wait`: seconds that the chat asked for."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class RefusedError(PostError):
    """It will be refused until a person changes something: a channel is gone, or a permission is missing."""


class UnfitError(PostError):
    """The chat does not take this message, nor would it later."""


@dataclass(frozen=True, slots=True)
class MessageKey:
    """What a message is known by, the same at every attempt and after every restart.

    nonce   keeps the chat from showing it twice within minutes (at most 25 characters)
    marker  a number that the message carries where no reader sees it, for finding it later
    """

    nonce: str
    marker: int


def make_key(posting: Posting, part: int) -> MessageKey:
    """The key of a message of a posting; part 0 is the post itself, the others follow it."""
    day = posting.local_day.isoformat()
    return make_key_of(f"{posting.channel}\0{posting.briefing}\0{day}\0{part}")


def make_key_of(what: str) -> MessageKey:
    """The key of a message by a text that says which one it is, and that no other message has."""
    digest = sha256(what.encode()).digest()
    # Chats number the parts of a message from 1 on: keep away from those numbers.
    marker = _LOWEST_MARKER + int.from_bytes(digest[12:20]) % (_HIGHEST_MARKER - _LOWEST_MARKER)
    return MessageKey(digest[:12].hex(), marker)


class ChatPort(Protocol):
    """A chat as briefings see it. Everything asynchronous may raise PostError; ids are numbers."""

    def draw(self, briefing: Briefing, order: Order, *, test: bool = False) -> Sequence[Any]:
        """The messages of a briefing: the post itself, marked where it is a `test`, then what follows under it."""
        ...

    async def may_ping(self, order: Order) -> bool:
        """Whether who ordered a briefing may still mention its role. Raises PostError."""
        ...

    async def send(self, place: int, message: Any, key: MessageKey, role: int | None) -> int:
        """Send a message, pinging nobody but a role; gives its id."""
        ...

    async def find(self, place: int, keys: Collection[MessageKey], since: float) -> Mapping[MessageKey, int]:
        """Which of these messages of ours are in a place, as far as they were sent after `since` (Unix seconds)."""
        ...

    async def publish(self, channel: int, message: int) -> None:
        """Publish a message of an announcement channel; nothing happens in others, or where it is published."""
        ...

    async def open_thread(self, channel: int, message: int, name: str) -> int:
        """The thread under a message, made where it is not there; the channel itself where it can have none."""
        ...

    async def tell(self, order: Order, text: str) -> bool:
        """Tell who ordered a briefing, or else the owner of the server; False where neither can be reached."""
        ...
