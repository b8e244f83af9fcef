"""The room's server on 127.0.0.1: a page for everybody who comes with the token, /reload and the file watcher."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from aiohttp import web

from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.reply import read_pieces
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Change, Channel, Json, Message
from bot.rehearsal.room.access import AccessGuard
from bot.rehearsal.room.file_watcher import watch
from bot.rehearsal.room.page_session import PageSession, follow
from bot.rehearsal.room.static_files import read_pages, send_attachment

log = logging.getLogger(__name__)

ADMIN = "admin"


class RehearsalRoom:
    """Serves the room for a loopback Discord.

    ``folders`` are watched when somebody turns that on, every ``interval`` seconds. ``port`` 0 takes a free one.
    ``person`` and ``channel`` say who opens the room, and where. ``add_routes`` hangs more pages behind the same door.
    """

    def __init__(
        self,
        loopback: LoopbackDiscord,
        folders: Sequence[Path],
        *,
        port: int = 0,
        person: str = "member",
        channel: str = "press-desk",
        interval: float = 0.5,
        add_routes: Callable[[web.Application], None] | None = None,
    ) -> None:
        self.loopback = loopback
        self._folders = tuple(folders)
        self._port = port
        self._person, self._channel = person, channel
        self._interval = interval
        self._add_routes = add_routes
        self._guard = AccessGuard()
        self._visits: set[PageSession] = set()
        self._pages = read_pages()
        self._runner: web.AppRunner | None = None
        self._leave: Callable[[], None] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._watched_from: Channel | None = None
        self._reloads: set[int] = set()
        self._reloading = asyncio.Lock()
        self._reload_tasks: set[asyncio.Task[None]] = set()
        self._breaches_reported = 0

    async def __aenter__(self) -> RehearsalRoom:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def origin(self) -> str:
        """Where the room is, without the token."""
        return f"http://127.0.0.1:{self._guard.port}"

    @property
    def address(self) -> str:
        """The whole address that opens the room."""
        return f"{self.origin}/?token={self._guard.token}"

    @property
    def has_review(self) -> bool:
        """Whether the review of drafts is one of the pages behind this door."""
        return self._add_routes is not None

    @property
    def watching(self) -> bool:
        """Whether a change of a file reloads the data."""
        return self._watcher is not None

    async def start(self) -> None:
        """Listen on 127.0.0.1. Raises OSError if the port is taken."""
        app = web.Application(middlewares=[self._guard.middleware()])
        app.router.add_get("/socket", self._open_socket)
        app.router.add_get("/files/{identity}", self._send_file)
        if self._add_routes is not None:
            self._add_routes(app)
        app.router.add_get("/{name:.*}", self._send_page)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._guard.port = runner.addresses[0][1]
        self._leave = self.loopback.subscribe(self._notice)

    async def stop(self) -> None:
        """Close every page and stop listening."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        if self._leave is not None:
            self._leave()
        await self._stop_watching()
        for task in self._reload_tasks:
            task.cancel()
        await asyncio.gather(*self._reload_tasks, return_exceptions=True)
        await asyncio.gather(*(visit.leave() for visit in tuple(self._visits)))
        await runner.cleanup()

    def announce_bot(self) -> None:
        """Let the pages that came early know that the bot is there, with its commands."""
        for visit in self._visits:
            visit.tell({"is": "commands", "commands": visit.list_commands()})

    def note_breaches(self) -> None:
        """Tell every page of the rules broken since the last time; which answer broke them, where that is known."""
        breaches = self.loopback.breaches
        for breach in breaches[self._breaches_reported :]:
            # An interaction is named by its id, or by its token, which begins with the id.
            parts = [part.removeprefix("token-").partition(".")[0] for part in breach.path.split("/")]
            known = (part for part in parts if part.isdecimal() and int(part) in self.loopback.world.interactions)
            self._tell_all({"is": "breach", "text": str(breach), "interaction": next(known, None)})
        self._breaches_reported = len(breaches)

    def shows_to_all(self, message: Message) -> bool:
        """Whether a private message is one of the room's own reloads, which every page sees."""
        about = message.payload.get("interaction_metadata") or {}
        return int(about.get("id") or 0) in self._reloads

    async def reload(self, channel: Channel) -> None:
        """Use /reload as the administrator; every page is told that it runs and what came of it."""
        async with self._reloading:
            self._tell_all({"is": "data", "state": "reloading"})
            world = self.loopback.world
            before = set(world.interactions)
            using = asyncio.ensure_future(self.loopback.slash(ADMIN, channel, "reload"))
            await asyncio.sleep(0)  # the interaction has been sent, and no message can have come yet
            made = world.interactions.keys() - before
            self._reloads |= {number for number in made if world.interactions[number].data.get("name") == "reload"}
            try:
                reply = await follow("/reload", using, self._tell_all)
            except PersonError as error:
                self._tell_all({"is": "data", "state": "failed", "text": str(error)})
                return
            pieces = [piece for message in reply.messages for piece in read_pieces(message)]
            colours = [part.get("accent_color") for message in reply.messages for part in message["components"]]
            self._tell_all(
                {
                    "is": "data",
                    "state": "failed" if reply.failed else "done",
                    "text": reply.failed or (pieces[0].split("\n")[0] if pieces else ""),
                    "colour": next((colour for colour in colours if colour is not None), None),
                }
            )
        self.note_breaches()

    async def watch(self, on: bool, channel: Channel) -> None:
        """Reload, with the answer in this channel, whenever a watched file changes; or no more."""
        await self._stop_watching()
        if on:
            self._watched_from = channel
            started = asyncio.Event()
            watching = watch(self._folders, self._reload_watched, interval=self._interval, started=started)
            self._watcher = asyncio.create_task(watching)
            await started.wait()
        self._tell_all({"is": "watching", "on": self.watching})

    async def _reload_watched(self) -> None:
        if self._watched_from is not None:
            # A reload goes on to its end, for every page waits for it, also where watching is turned off meanwhile.
            reloading = asyncio.create_task(self.reload(self._watched_from))
            self._reload_tasks.add(reloading)
            reloading.add_done_callback(self._reload_tasks.discard)
            await asyncio.shield(reloading)

    async def _stop_watching(self) -> None:
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)

    def _notice(self, change: Change, message: Message) -> None:
        for visit in self._visits:
            visit.notice(change, message)

    def _tell_all(self, news: Json) -> None:
        for visit in self._visits:
            visit.tell(news)

    async def _open_socket(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") is None:
            raise web.HTTPForbidden  # no page: browsers always say where a socket comes from
        world = self.loopback.world
        visit = PageSession(self, world.user(self._person), world.channel(self._channel))
        self._visits.add(visit)
        try:
            return await visit.serve(request)
        finally:
            self._visits.discard(visit)

    async def _send_file(self, request: web.Request) -> web.Response:
        return send_attachment(self.loopback.world, request.match_info["identity"])

    async def _send_page(self, request: web.Request) -> web.Response:
        if request.path not in self._pages:
            raise web.HTTPNotFound
        body, kind = self._pages[request.path]
        return web.Response(body=body, headers={"Content-Type": kind})
