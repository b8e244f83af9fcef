"""The state of the loopback Discord, in memory: people, roles, channels, messages, commands and interactions."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, Literal, TypeVar

Json = dict[str, Any]
Change = Literal["create", "update", "delete"]

DISCORD_EPOCH = 1_420_070_400  # 2015-01-01, the second from which snowflakes count
TOKEN_LIFETIME = 15 * 60.0  # seconds for which an interaction's token completes a deferred answer
NONCE_MEMORY = 3 * 60.0  # seconds for which a repeated nonce is recognised

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


class Permission(IntFlag):
    """The permissions that play a part here, with Discord's bits."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


EVERY_PERMISSION = (1 << 53) - 1
READING = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
WRITING = Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS | Permission.USE_APPLICATION_COMMANDS
POSTING = Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.CREATE_PUBLIC_THREADS


@dataclass(slots=True)
class Role:
    """A role of the guild; ``permissions`` are Discord's bits."""

    id: int
    name: str
    permissions: int
    position: int = 0


@dataclass(slots=True)
class User:
    """A person or the bot, with the roles held in the guild; ``closed`` is one who takes no direct messages."""

    id: int
    name: str
    display_name: str
    roles: list[int] = field(default_factory=list)
    bot: bool = False
    locale: str = "en-GB"
    closed: bool = False


@dataclass(slots=True)
class Channel:
    """A text (0), direct (1), announcement (5) or thread (10, 11) channel.

    ``allow`` and ``deny`` map the id of a role or user to permission bits, as Discord's overwrites do. ``locked``: a
    thread that is archived, and that nobody but a moderator opens again.
    """

    id: int
    name: str
    type: int = 0
    topic: str | None = None
    position: int = 0
    parent_id: int | None = None
    owner_id: int | None = None
    recipient_id: int | None = None
    locked: bool = False
    allow: dict[int, int] = field(default_factory=dict)
    deny: dict[int, int] = field(default_factory=dict)

    @property
    def is_thread(self) -> bool:
        return self.type in (10, 11, 12)


@dataclass(slots=True)
class Message:
    """A message as Discord would hold it: ``payload`` is the raw JSON, ``seen_by`` the one person of a private one.

    ``delivered_at`` is when the bot had the service's answer about it, on ``time.perf_counter``.
    """

    id: int
    channel_id: int
    payload: Json
    visible_to: int | None = None
    delivered_at: float = 0.0

    @property
    def flags(self) -> int:
        return int(self.payload.get("flags") or 0)


@dataclass(slots=True)
class Attachment:
    """A file that was sent with a message, served for download."""

    id: int
    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Modal:
    """A form that the bot opened for one person; ``message_id`` is the message whose button opened it."""

    payload: Json
    user_id: int
    channel_id: int
    message_id: int | None


@dataclass(slots=True)
class Interaction:
    """One interaction and all that the bot did for it.

    ``kind``: 2 command, 3 component, 4 autocomplete, 5 modal. ``callback``: the type of the first answer.
    ``answered`` is set when the first answer has been delivered, ``finished`` when something final is shown.
    """

    id: int
    token: str
    kind: int
    user_id: int
    channel_id: int
    data: Json
    message_id: int | None = None
    created_at: float = 0.0
    started: float = field(default_factory=time.perf_counter)
    callback: int | None = None
    ephemeral: bool = False
    original_id: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Modal | None = None
    first_ms: float | None = None
    expired: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def pending(self) -> bool:
        """Whether the answer was deferred (5) and nothing final has been sent since."""
        return self.callback == 5 and not self.finished.is_set()


Watcher = Callable[[Change, Message], None]
Named = TypeVar("Named", User, Channel)


class LoopbackState:
    """One application, its bot, one guild with its people and channels, and all that was said there.

    The standing parts have fixed ids. ``clock`` gives seconds since 1970; ``pass_time`` moves it on.
    """

    application_id = 1_100_000_000_000_000_001
    guild_id = 1_100_000_000_000_000_100
    guild_name = "Foreign desk"

    def __init__(self, *, clock: Callable[[], float] = time.time, token: str | None = None) -> None:
        # Random: whoever does not start the bot cannot take its place.
        self.token = token or secrets.token_urlsafe(24)
        self.origin = ""  # where attachments are served, set when the service listens
        self.privileged_intents = 0
        self._clock = clock
        self._skew = 0.0
        self._last_id = 0
        base = self.guild_id
        self.roles = {
            role.id: role
            for role in (
                Role(base, "@everyone", int(READING | WRITING)),
                Role(base + 1, "Attaché", int(READING | WRITING | POSTING), 1),
                Role(base + 2, "Editors", int(Permission.MANAGE_GUILD | Permission.MANAGE_CHANNELS), 2),
                Role(base + 3, "Admins", int(Permission.ADMINISTRATOR), 3),
            )
        }
        self.bot = User(self.application_id, "attache", "Attaché", [base + 1], bot=True)
        self.users = {
            user.id: user
            for user in (
                self.bot,
                User(base + 11, "member", "Desk officer"),
                User(base + 12, "manager", "Managing editor", [base + 2]),
                User(base + 13, "admin", "Administrator", [base + 3]),
            )
        }
        self.owner_id = base + 19  # the owner is nobody who plays: an admin's rights come from the role
        self.channels = {
            channel.id: channel
            for channel in (
                Channel(base + 21, "press-desk", topic="Who said what", position=0),
                Channel(base + 22, "briefings", position=1),
                Channel(base + 23, "wire", type=5, position=2),
                Channel(
                    base + 24, "read-only", position=3,
                    deny={base + 1: int(Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS)},
                ),
            )
        }  # fmt: skip
        self.messages: dict[int, Message] = {}
        self.attachments: dict[int, Attachment] = {}
        self.interactions: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.commands: dict[int | None, dict[int, Json]] = {None: {}, self.guild_id: {}}
        self.nonces: dict[tuple[int, str], tuple[float, int]] = {}
        self._watchers: list[Watcher] = []

    def now(self) -> float:
        """Seconds since 1970 on this world's clock."""
        return self._clock() + self._skew

    def pass_time(self, seconds: float) -> None:
        """Move the clock on, so that tokens and nonces age without anybody waiting."""
        self._skew += seconds

    def make_id(self) -> int:
        """A new snowflake: the time in its upper bits, never the same twice, always rising."""
        self._last_id = max(self._last_id + 1, int((self.now() - DISCORD_EPOCH) * 1000) << 22)
        return self._last_id

    def user(self, who: "User | str") -> User:
        """The person by object or name (``member``, ``manager``, ``admin``); KeyError if there is none."""
        return who if isinstance(who, User) else _find(self.users.values(), who, "person")

    def channel(self, where: "Channel | str") -> Channel:
        """The channel by object or name; KeyError if there is none."""
        return where if isinstance(where, Channel) else _find(self.channels.values(), where, "channel")

    def permissions_of(self, user: User, channel: Channel | None = None) -> int:
        """The permission bits that a person has in the guild or, with its overwrites, in a channel."""
        bits = self.roles[self.guild_id].permissions
        for role_id in user.roles:
            bits |= self.roles[role_id].permissions
        if bits & Permission.ADMINISTRATOR:
            return EVERY_PERMISSION
        if channel is not None and channel.is_thread and channel.parent_id is not None:
            channel = self.channels.get(channel.parent_id)
        if channel is not None:
            for holder in (self.guild_id, *user.roles, user.id):
                bits = bits & ~channel.deny.get(holder, 0) | channel.allow.get(holder, 0)
        return bits

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` with every message created, updated or deleted; gives back what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, change: Change, message: Message) -> None:
        """Let every watcher know that a message changed."""
        for watcher in tuple(self._watchers):
            watcher(change, message)


def _find(things: Iterable[Named], name: str, what: str) -> Named:
    for thing in things:
        if thing.name == name:
            return thing
    raise KeyError(f"There is no {what} called {name!r} in this guild.")
