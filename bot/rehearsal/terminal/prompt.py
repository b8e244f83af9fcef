"""The prompt in the terminal: lines are typed with completion, or come from a pipe."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel, User
from bot.rehearsal.terminal.completion import TerminalSession
from bot.rehearsal.terminal.markdown import clean
from bot.rehearsal.terminal.session import TerminalRoom

LEAVE = ("quit", "exit", "/quit", "/exit")


async def run_prompt(
    loopback: LoopbackDiscord, console: Console, user: User | str, channel: Channel | str, *, stdin: TextIO
) -> int:
    """Let a person at ``stdin`` use the bot until they quit or the input ends.

    Gives the exit code: 0, or 1 if a line of a pipe could not be carried out. At a terminal it is always 0.
    """
    room = TerminalRoom(loopback, console, loopback.world.user(user), loopback.world.channel(channel))
    if loopback.unchecked:
        console.print(Text(loopback.unchecked, style="dim"))
    at_terminal = stdin.isatty()
    read_line = TerminalSession(room).read if at_terminal else read_pipe(stdin)
    failed = False
    try:
        while (line := await read_line()) is not None:
            text = line.strip()
            if text in LEAVE:
                break
            if not text or text.startswith("#"):
                continue
            if not at_terminal:
                console.print(Text(f"{room.label}{clean(text)}", style="bold cyan"))
            failed |= not await room.carry_out(text)
            warn_of_breaches(room)
    finally:
        room.leave()
    return int(failed and not at_terminal)


def warn_of_breaches(room: TerminalRoom) -> None:
    """Say what in the requests so far Discord would not have taken, each once."""
    breaches = room.loopback.breaches
    for breach in breaches:
        room.console.print(Text(f"Discord would not take this: {clean(str(breach))}", style="yellow"), soft_wrap=True)
    breaches.clear()


def read_pipe(stdin: TextIO) -> Callable[[], Awaitable[str | None]]:
    """A reader of lines that never blocks the event loop, nor the end of the process."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def pump() -> None:
        # A daemon thread: a read that never returns must not keep the process alive, as an executor's would.
        try:
            for line in stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)
        except RuntimeError:
            return  # the loop was closed in the meantime: nobody reads any more

    threading.Thread(target=pump, daemon=True, name="lines").start()
    return lines.get
