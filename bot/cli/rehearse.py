"""Runs the real bot against a Discord on loopback: in a room in the browser, or at a prompt in the terminal."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from bot.app import make_today, open_review, open_service, open_state
from bot.chat.api_endpoint import point_at
from bot.chat.runner import Opening, serve
from bot.cli.run import log_to_stderr, stop_on_signals
from bot.cli.sample_briefing import post_sample
from bot.exit_codes import Exit, ExitError
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.room.server import RehearsalRoom
from bot.rehearsal.terminal.prompt import run_prompt
from bot.review_page.routes import ReviewPage
from bot.settings import AdminSettings, BriefingSettings, DiscordSettings, IngestSettings, Settings

READY_SECONDS = 30.0
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """Where the room opens: who sits in it first, its port (None: the usual one; 0: a free one), and whether to open
    a browser on it.
    """

    person: str
    port: int | None = None
    browser: bool = True


def rehearse_at_prompt(settings: Settings, person: str) -> int:
    """Rehearse with a prompt in the terminal, or with lines from a pipe. Raises ExitError."""
    return asyncio.run(_rehearse_at_prompt(_prepare(settings), person))


def rehearse_in_room(settings: Settings, place: RoomOptions) -> int:
    """Rehearse in the browser until SIGTERM or Ctrl-C. Raises ExitError."""
    return asyncio.run(_rehearse_in_room(_prepare(settings), place))


def _prepare(settings: Settings) -> Settings:
    log_to_stderr("warning" if settings.log.level == "info" else settings.log.level)
    # Ids of a real server mean nobody here: the commands are for the loopback's guild, and its admin is the admin.
    ours = {
        "discord": DiscordSettings(),
        "admins": AdminSettings(),
        "briefings": BriefingSettings(),
        "ingest": IngestSettings(),
    }
    return settings.model_copy(update=ours)


async def _rehearse_at_prompt(settings: Settings, person: str) -> int:
    # Ctrl-C belongs to the line that is being typed.
    stop = stop_on_signals(interrupt=False)
    async with LoopbackDiscord() as discord, _run_bot(settings, discord, asyncio.Event()) as ready:
        await ready
        prompt = asyncio.create_task(run_prompt(discord, Console(), person, "briefings", stdin=sys.stdin))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({prompt, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if prompt.done():
            return prompt.result()
        prompt.cancel()
        await asyncio.gather(prompt, return_exceptions=True)
        return Exit.DONE


async def _rehearse_in_room(settings: Settings, place: RoomOptions) -> int:
    stop = stop_on_signals()
    folders = (settings.data.folder, settings.data.root / "seeds")
    port = DEFAULT_PORT if place.port is None else place.port
    review_page = ReviewPage(by=getpass.getuser(), today=make_today(settings))
    async with LoopbackDiscord() as discord:
        room = RehearsalRoom(discord, folders, port=port, person=place.person, add_routes=review_page.add_routes)
        try:
            await room.start()
        except OSError as error:
            raise ExitError(
                Exit.PORT_TAKEN, f"port {port} is taken or not allowed: name another with --port, or 0 for a free one"
            ) from error
        try:
            briefings = discord.world.channel("briefings").id
            sample = partial(post_sample, channel=briefings)
            async with _run_bot(settings, discord, stop, sample, review_page) as ready:
                stopping = asyncio.create_task(stop.wait())
                await asyncio.wait({ready, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not stop.is_set():
                    await ready
                    room.announce_bot()
                    _show(room, browser=place.browser)
                await stopping
        finally:
            await room.stop()
    return Exit.DONE


@asynccontextmanager
async def _run_bot(
    settings: Settings,
    discord: LoopbackDiscord,
    stop: asyncio.Event,
    opening: Opening | None = None,
    review_page: ReviewPage | None = None,
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the bot on a store and a state of its own, which leave nothing behind; gives a task that ends when it is
    ready, or raises what keeps it from that. Where the bot ends on its own, `stop` is set.
    """
    with tempfile.TemporaryDirectory(prefix="attache-") as folder:
        # A store of its own as well: what is tried here must not become what the bot in the real server answers from.
        store = settings.store.model_copy(update={"folder": Path(folder, "store")})
        settings = settings.model_copy(update={"store": store})
        async with (
            open_service(settings) as service,
            open_state(Path(folder, "state.sqlite"), settings.state.keep_days) as state,
            open_review(settings) as review,
        ):
            if review_page is not None:
                review_page.attach(review, service)
            point_at(discord.rest_base, discord.gateway_url)
            serving = asyncio.create_task(
                serve(settings, service, state, discord.token, stop, opening=opening, review=review)
            )
            ready = asyncio.create_task(_wait_until_ready(discord, serving))
            serving.add_done_callback(lambda _: stop.set())
            try:
                yield ready
            finally:
                ready.cancel()
                stop.set()
                await serving


async def _wait_until_ready(discord: LoopbackDiscord, serving: asyncio.Task[None]) -> None:
    # The commands are registered before the gateway is there; a question in between would meet nobody.
    ready = asyncio.create_task(discord.wait_for_commands(READY_SECONDS))
    try:
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        await ready
        await discord.wait_for_bot(READY_SECONDS)
    finally:
        ready.cancel()


def _show(room: RehearsalRoom, *, browser: bool) -> None:
    """Open a browser on the room where there is one with a window; the address is printed in any case."""
    print(f"The rehearsal room is open at {room.address}\nCtrl-C closes it.", flush=True)
    windows = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
    # Without a window the module would start a browser in this terminal.
    if browser and windows:
        # A command named in BROWSER may run as long as its window is open.
        threading.Thread(target=_open_browser, args=(room.address,), daemon=True, name="browser").start()


def _open_browser(address: str) -> None:
    if not webbrowser.open(address):
        print("No browser could be opened: open the address yourself.", flush=True)
