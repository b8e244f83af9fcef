"""Drafts documents in a child process: started when needed, limited in memory and time, gone when idle.

The bot itself never loads the language model. One document is drafted at a time; others wait their turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import dataclass

from bot.ingest.drafting.model import Drafted, DraftInput, Known
from bot.ingest.drafting.plain_data import from_plain, to_plain

MEMORY_BYTES = 1536 * 1024 * 1024  # of address space: libraries reserve far more of it than they use (about 250 MB)
START_SECONDS = 60.0
DRAFT_SECONDS = 30.0
IDLE_SECONDS = 120.0
MAX_CHARACTERS = 400_000
_MAX_LINE_BYTES = 64 * 1024 * 1024


class DraftingError(Exception):
    """A document could not be drafted; the message is for the editor."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What the drafting process may take. Seconds and bytes."""

    memory_bytes: int = MEMORY_BYTES
    start_seconds: float = START_SECONDS
    draft_seconds: float = DRAFT_SECONDS
    idle_seconds: float = IDLE_SECONDS


class DraftingWorker:
    """Owns the drafting process. Safe to call from many tasks of one event loop."""

    def __init__(self, limits: WorkerLimits | None = None) -> None:
        self._limits = limits or WorkerLimits()
        self._lock = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """Return the process id of the drafting process, or None while there is none."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def draft(self, document: DraftInput, known: Known) -> Drafted:
        """Draft a document. Raises DraftingError where it is too long, takes too much, or the process dies twice."""
        if len(document.text) > MAX_CHARACTERS:
            raise DraftingError(
                f"The text has {len(document.text):,} characters; up to {MAX_CHARACTERS:,} can be drafted. "
                "Cut it into parts."
            )
        request = json.dumps({"document": to_plain(document), "known": to_plain(known)}, ensure_ascii=True) + "\n"
        async with self._lock:
            self._stop_idling()
            try:
                answer = await self._ask(request)
                if answer is None:  # the process had died before: a fresh one gets the same document once
                    answer = await self._ask(request)
            finally:
                self._start_idling()
        if answer is None:
            raise DraftingError(
                "The drafting process ended while it read this text. Nothing was drafted; report the text."
            )
        if "drafted" not in answer:
            raise DraftingError(f"This text could not be drafted ({answer.get('error', 'no answer')}).")
        return from_plain(Drafted, answer["drafted"])

    async def close(self) -> None:
        """End the drafting process, and wait for its end."""
        async with self._lock:
            self._stop_idling()
            await self._end()

    async def _ask(self, request: str) -> dict[str, object] | None:
        """Send one request; None where the process died of it or was dead."""
        process = await self._started()
        assert process.stdin is not None  # noqa: S101 it was started with pipes
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(request.encode())
            await process.stdin.drain()
            line = await asyncio.wait_for(process.stdout.readline(), self._limits.draft_seconds)
        except (BrokenPipeError, ConnectionResetError):
            line = b""
        except TimeoutError:
            await self._end()
            raise DraftingError(
                f"The text was not drafted within {self._limits.draft_seconds:.0f} seconds. Cut it into parts."
            ) from None
        except ValueError:
            await self._end()
            raise DraftingError("The drafts of this text are too many for one answer. Cut it into parts.") from None
        except asyncio.CancelledError:
            await self._end()
            raise
        if not line:
            await self._end()
            return None
        answer: dict[str, object] = json.loads(line)
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        process = self._process
        if process is not None and process.returncode is None:
            return process
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.ingest.drafting.child",
            str(self._limits.memory_bytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_MAX_LINE_BYTES,
        )
        self._process = process
        assert process.stdout is not None  # noqa: S101 it was started with pipes
        try:
            line = await asyncio.wait_for(process.stdout.readline(), self._limits.start_seconds)
        except TimeoutError:
            line = b""
        except asyncio.CancelledError:
            await self._end()
            raise
        if not line:
            await self._end()
            raise DraftingError(
                "The drafting process did not start. Is the extra installed? (pip install 'attache[ingest]')"
            )
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def _start_idling(self) -> None:
        if self._process is not None:
            self._idle = asyncio.get_running_loop().call_later(self._limits.idle_seconds, self._end_idle)

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_idle(self) -> None:
        if self._lock.locked():
            return
        task = asyncio.get_running_loop().create_task(self.close())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
