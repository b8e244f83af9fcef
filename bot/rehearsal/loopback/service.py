"""The fake Discord put together: starts on a free port, stops without a trace, plays people, shows what happened."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from types import TracebackType

from aiohttp import web

from bot.rehearsal.loopback.faults import Failure, Fault
from bot.rehearsal.loopback.gateway import Gateway
from bot.rehearsal.loopback.rest import API, Request, Rest, make_application
from bot.rehearsal.loopback.routes.account import account_routes
from bot.rehearsal.loopback.routes.commands import command_routes
from bot.rehearsal.loopback.routes.interactions import interaction_routes
from bot.rehearsal.loopback.routes.messages import message_routes, serve_attachments
from bot.rehearsal.loopback.state import Channel, Json, LoopbackState, User, Watcher
from bot.rehearsal.loopback.users import UserDirectory
from bot.rehearsal.loopback.validation.inspector import Breach, Inspector
from bot.rehearsal.loopback.validation.openapi import explain_absence, find_description, load_description


class LoopbackDiscord(UserDirectory):
    """A Discord of one guild on 127.0.0.1, to which a real client connects over real sockets.

    ``answer_deadline``: seconds the bot has for its first callback. ``refuse_breaches``: answer 400 to requests that
    break a rule, as Discord does; otherwise they are carried out and only recorded. ``port`` 0 takes a free one.
    ``unchecked`` is None, or says that requests cannot be checked against Discord's description.
    """

    def __init__(
        self,
        *,
        world: LoopbackState | None = None,
        answer_deadline: float = 3.0,
        refuse_breaches: bool = False,
        heartbeat_interval: float = 41.25,
        port: int = 0,
    ) -> None:
        world = world or LoopbackState()
        super().__init__(world, Gateway(world, heartbeat_interval=heartbeat_interval), answer_deadline)
        self.unchecked = explain_absence()
        path = None if self.unchecked else find_description()
        self._inspector = Inspector(world, load_description(path) if path else None)
        self._rest = Rest(world, self._inspector, refuse_breaches=refuse_breaches)
        self._registered = asyncio.Event()
        self._port = port
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._origin = ""
        self._listening = 0  # the port, once it is known

    async def __aenter__(self) -> "LoopbackDiscord":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on 127.0.0.1. Raises OSError if a given port is taken."""
        app = make_application(lambda: self._listening)
        app.router.add_get("/", self.gateway.serve)
        serve_attachments(self.world, app)
        self._rest.add_routes(
            app,
            account_routes(self.world, self.gateway)
            | command_routes(self.world, self._registered)
            | message_routes(self.world)
            | interaction_routes(self.world),
        )
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        self._runner = runner
        try:
            self._site = web.TCPSite(runner, "127.0.0.1", self._port)
            await self._site.start()
        except OSError:
            await self.stop()
            raise
        self._listening = runner.addresses[0][1]
        address = f"127.0.0.1:{self._listening}"
        self._origin = self.world.origin = f"http://{address}"
        self.gateway.url = f"ws://{address}"

    async def stop(self) -> None:
        """Close every connection and stop listening; whoever still waits for an answer is told that none came."""
        self._rest.stopping.set()
        for interaction in self.world.interactions.values():
            if not interaction.finished.is_set():
                interaction.expired = True
                interaction.answered.set()
                interaction.finished.set()
        runner, self._runner = self._runner, None
        if runner is None:
            return
        if self._site in runner.sites:
            await self._site.stop()  # first of all: a bot that loses its gateway comes back at once
        await self.gateway.stop()
        await runner.cleanup()

    @property
    def token(self) -> str:
        """The bot token that is taken; every other one is refused."""
        return self.world.token

    @property
    def rest_base(self) -> str:
        """The base of the REST routes, with the version."""
        return self._origin + API

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return self.gateway.url

    @property
    def breaches(self) -> list[Breach]:
        """Every rule that a request of the bot has broken so far."""
        return self._inspector.breaches

    @property
    def requests(self) -> deque[Request]:
        """The log of requests, oldest first."""
        return self._rest.log

    def fail_next(
        self,
        method: str,
        path_pattern: str,
        failure: Failure,
        *,
        times: int = 1,
        headers: dict[str, str] | None = None,
        retry_after: float = 0.05,
        spared: int = 0,
        everywhere: bool = False,
    ) -> asyncio.Event:
        """Let the next ``times`` requests fail whose path holds the pattern; ``method`` may be ``*``.

        ``failure`` is an HTTP status, "drop" (cut off before it is carried out), "lose" (carried out, the answer is
        lost), "timeout" (no answer at all) or "hold" (carried out, and no answer). ``retry_after`` is what a 429 says,
        in seconds, and ``everywhere`` whether it is for all routes. ``spared`` requests go well before the first fails.
        Gives what is set once the last of them has failed, or begun to hang.
        """
        fault = Fault(
            method, re.compile(path_pattern), failure, times, headers or {}, retry_after, spared, everywhere
        )  # fmt: skip
        self._rest.faults.add(fault)
        return fault.struck

    def forget_faults(self) -> None:
        """Take back all faults that have not happened yet, and cut off the requests that hang."""
        self._rest.faults.clear()

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher(change, message)`` for every message created, updated, deleted; gives back what ends it."""
        return self.world.watch(watcher)

    def read_channel(self, channel: Channel | str, viewer: User | str | None = None) -> list[Json]:
        """The messages of a channel in order, private ones only for their viewer."""
        place = self.world.channel(channel)
        person = self.world.user(viewer).id if viewer is not None else None
        visible = (
            m for m in self.world.messages.values() if m.channel_id == place.id and m.visible_to in (None, person)
        )
        return [message.payload for message in visible]

    async def wait_for_bot(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 a limit of the person's patience
        """Wait until a bot is connected to the gateway; TimeoutError if none comes."""
        await asyncio.wait_for(self.gateway.connected.wait(), timeout)

    async def wait_for_commands(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 as above
        """Wait until the bot has registered commands; TimeoutError if it does not."""
        await asyncio.wait_for(self._registered.wait(), timeout)
