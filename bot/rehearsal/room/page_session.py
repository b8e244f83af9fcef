"""One open page: its person and channel, what the person does, and what is sent to the page."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Change, Channel, Json, Message, Modal, User
from bot.rehearsal.room import views
from bot.slash_line import LineError, OptionSpec, Value, parse_line, read_specs, read_value

log = logging.getLogger(__name__)

ANSWER_TIMEOUT_SECONDS = 60.0  # for a deferred answer; it is shown even if it comes later
ACKNOWLEDGED_SECONDS = 3.0  # for what may follow a click that was only acknowledged
MAX_QUEUED_EVENTS = 2_000  # a page that is further behind is disconnected
MAX_CONCURRENT_ACTIONS = 32
MAX_OPEN_FORMS = 20


class PageHost(Protocol):
    """What a page needs of the room around it."""

    loopback: LoopbackDiscord

    @property
    def watching(self) -> bool:
        """Whether a change of a file reloads the data."""

    @property
    def has_review(self) -> bool:
        """Whether the review of drafts is one of the pages behind this door."""

    def note_breaches(self) -> None:
        """Tell every page of the rules broken since the last time."""

    async def reload(self, channel: Channel) -> None:
        """Let the administrator reload the data, with the answer in this channel."""

    async def watch(self, on: bool, channel: Channel) -> None:
        """Reload by itself, or no more, whenever a file changes."""

    def shows_to_all(self, message: Message) -> bool:
        """Whether a private message is one of the room's own reloads, which every page sees."""


class PageSession:
    """A page and its person, until the page is closed."""

    def __init__(self, house: PageHost, user: User, channel: Channel) -> None:
        self.house = house
        self.loopback = house.loopback
        self.user = user
        self.channel = channel
        self._socket = web.WebSocketResponse(heartbeat=20.0, max_msg_size=256 * 1024)
        self._news: asyncio.Queue[str] = asyncio.Queue(MAX_QUEUED_EVENTS)
        self._forms: dict[str, Modal] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._deeds: dict[str, Callable[[Mapping[str, Any]], Awaitable[None]]] = {
            "enter": self._enter,
            "slash": self._slash,
            "line": self._line,
            "complete": self._complete,
            "click": self._click,
            "choose": self._choose,
            "submit": self._submit,
            "reload": self._reload,
            "watch": self._watch,
        }

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk with the page until it goes."""
        await self._socket.prepare(request)
        writing = asyncio.create_task(self._write())
        self.tell(
            {
                "is": "world",
                **views.show_world(self.loopback),
                "watching": self.house.watching,
                "review": self.house.has_review,
            }
        )
        self._describe_place()
        try:
            async for received in self._socket:
                if received.type is WSMsgType.TEXT:
                    self._take(received.data)
        finally:
            writing.cancel()
            for task in tuple(self._tasks):
                task.cancel()
        return self._socket

    async def leave(self) -> None:
        """Close the page's connection."""
        with suppress(ConnectionError):
            await self._socket.close(code=1001, message=b"the room is closed")

    def tell(self, news: Json) -> None:
        """Send a piece of news; a page that no longer listens is let go."""
        try:
            self._news.put_nowait(json.dumps(news, ensure_ascii=False))
        except asyncio.QueueFull:
            self._start(self.leave())

    def notice(self, change: Change, message: Message) -> None:
        """Tell the page of a message that its person sees, or that there is something new in another channel."""
        if message.visible_to not in (None, self.user.id) and not self.house.shows_to_all(message):
            return
        if message.channel_id == self.channel.id:
            self.tell({"is": "message", "change": change, **views.show_message(self.loopback.world, message)})
        elif change == "create":
            channels = views.list_channels(self.loopback.world)  # a thread may have begun with it
            self.tell({"is": "elsewhere", "channel": str(message.channel_id), "channels": channels})

    def list_commands(self) -> list[Json]:
        """The commands of the person here."""
        return views.list_commands(self.loopback.world, self.user, self.channel)

    async def _write(self) -> None:
        with suppress(ConnectionError):
            while True:
                await self._socket.send_str(await self._news.get())

    def _take(self, text: str) -> None:
        try:
            deed = json.loads(text)
            carry_out = self._deeds[deed["do"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            self.tell({"is": "problem", "text": "The room does not understand this."})
            return
        if len(self._tasks) >= MAX_CONCURRENT_ACTIONS:
            self.tell({"is": "problem", "text": "Too much at once: wait for the answers under way."})
            return
        self._start(self._carry_out(carry_out, deed))

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, carry_out: Callable[[Mapping[str, Any]], Awaitable[None]], deed: Json) -> None:
        try:
            await carry_out(deed)
        except (PersonError, LineError) as error:
            self.tell({"is": "problem", "text": str(error), "deed": deed.get("id")})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            log.debug("A page asked for what cannot be read: %r", error)
            self.tell({"is": "problem", "text": "The room does not understand this.", "deed": deed.get("id")})
        finally:
            self.house.note_breaches()

    def _describe_place(self) -> None:
        world = self.loopback.world
        visible = [
            message
            for message in world.messages.values()
            if message.channel_id == self.channel.id
            and (message.visible_to in (None, self.user.id) or self.house.shows_to_all(message))
        ]
        self.tell(
            {
                "is": "place",
                "user": str(self.user.id),
                "channel": str(self.channel.id),
                "channels": views.list_channels(world),
                "commands": self.list_commands(),
                "messages": [views.show_message(world, message) for message in visible],
                "bot": self.loopback.gateway.connected.is_set(),
            }
        )

    async def _enter(self, deed: Mapping[str, Any]) -> None:
        world = self.loopback.world
        user, channel = world.users[int(deed["user"])], world.channels[int(deed["channel"])]
        if user.bot or channel.type not in views.TEXT_CHANNELS:
            raise PersonError("Nobody can be there.")
        self.user, self.channel = user, channel
        self._describe_place()

    async def _slash(self, deed: Mapping[str, Any]) -> None:
        specs = read_specs(self.loopback.commands_for(self.user, self.channel))
        command = str(deed["command"])
        if command not in specs:
            raise PersonError(f"There is no command /{command} here.")
        values = read_values(command, specs[command], deed["options"])
        await self._ask(command, values)

    async def _line(self, deed: Mapping[str, Any]) -> None:
        typed = str(deed["line"]).strip()
        if not typed.startswith("/"):
            await self.loopback.write(self.user, self.channel, typed)
            return
        line = parse_line(str(deed["line"]), read_specs(self.loopback.commands_for(self.user, self.channel)))
        await self._ask(line.command, line.options)

    async def _ask(self, command: str, values: Mapping[str, Value]) -> None:
        await self._await(f"/{command}", self.loopback.slash(self.user, self.channel, command, values))

    async def _complete(self, deed: Mapping[str, Any]) -> None:
        news: Json = {"is": "choices", "deed": deed["id"]}
        typed = {str(name): str(value) for name, value in deed["options"].items()}
        command, focused = str(deed["command"]), str(deed["focused"])
        began = time.perf_counter()
        try:
            choices = await self.loopback.autocomplete(self.user, self.channel, command, typed, focused)
        except PersonError as error:
            self.tell(news | {"choices": [], "failed": str(error)})
            return
        ms = (time.perf_counter() - began) * 1000
        shown = [{"name": choice.name, "value": str(choice.value)} for choice in choices]
        self.tell(news | {"choices": shown, "ms": round(ms, 1)})

    async def _click(self, deed: Mapping[str, Any]) -> None:
        pressed = self.loopback.click(self.user, int(deed["message"]), str(deed["custom_id"]))
        await self._await(str(deed["label"]), pressed)

    async def _choose(self, deed: Mapping[str, Any]) -> None:
        values = [str(value) for value in deed["values"]]
        chosen = self.loopback.choose(self.user, int(deed["message"]), str(deed["custom_id"]), values)
        await self._await(str(deed["label"]), chosen)

    async def _submit(self, deed: Mapping[str, Any]) -> None:
        modal = self._forms[str(deed["form"])]
        sent = self.loopback.submit(self.user, modal, dict(deed["values"]))
        await self._await(str(modal.payload["title"]), sent)
        self._forms.pop(str(deed["form"]), None)
        self.tell({"is": "sent", "form": deed["form"]})

    async def _reload(self, deed: Mapping[str, Any]) -> None:
        del deed
        await self.house.reload(self.channel)

    async def _watch(self, deed: Mapping[str, Any]) -> None:
        await self.house.watch(deed["on"] is True, self.channel)

    async def _await(self, what: str, interacting: Awaitable[Reply]) -> None:
        await follow(what, interacting, self.tell, self._open)

    def _open(self, identity: str, modal: Modal) -> None:
        while len(self._forms) >= MAX_OPEN_FORMS:
            self._forms.pop(next(iter(self._forms)))
        self._forms[identity] = modal
        self.tell({"is": "form", **views.show_form(identity, modal)})


async def follow(
    what: str,
    interacting: Awaitable[Reply],
    tell: Callable[[Json], None],
    open_form: Callable[[str, Modal], None] | None = None,
) -> Reply:
    """Wait for the answer to an interaction, and tell how long it took, for the strip below the room."""
    began = time.perf_counter()
    reply = await interacting
    identity = str(reply.interaction.id)
    news: Json = {"is": "answer", "interaction": identity, "what": what, "deferred": reply.deferred}
    news["first_ms"] = None if reply.first_ms is None else round(reply.first_ms, 1)
    tell(news | {"done": False})
    if reply.modal is not None and open_form is not None:
        open_form(identity, reply.modal)
    await reply.settled(ACKNOWLEDGED_SECONDS if reply.kind == 6 else ANSWER_TIMEOUT_SECONDS)
    ms = (time.perf_counter() - began) * 1000
    tell(news | {"done": True, "ms": round(ms, 1), "failed": reply.failed})
    return reply


def read_values(command: str, specs: tuple[OptionSpec, ...], typed: Mapping[str, Any]) -> dict[str, Value]:
    """The typed values of a command's options, each in its type. Raises LineError."""
    known = {spec.name: spec for spec in specs}
    if unknown := sorted(typed.keys() - known.keys()):
        raise LineError(f"/{command} has no option {unknown[0]}.")
    return {name: read_value(command, known[name], str(value)) for name, value in typed.items()}
