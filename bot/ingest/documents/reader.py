"""Reading a document in a child process with limits. The parent parses nothing but the child's answer."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.model import MAX_DOCUMENT_BYTES, ReadDocument, ReadFeed

WALL_SECONDS = 20.0
# The longest text in four bytes a character, twice, for blocks and facts.
MAX_ANSWER_BYTES = 16 * 2**20
_ROOT = Path(__file__).resolve().parents[3]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")
_FAILED = "Reading this document made the reader stop: the file is damaged or hostile. Paste its text instead."
_SLOW = f"Reading this document takes more than {WALL_SECONDS:.0f} seconds. Save the part that matters and try again."


Result = TypeVar("Result", ReadDocument, ReadFeed)


class _Error(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Reason
    message: Annotated[str, StringConstraints(max_length=2_000)]


class _Answer(BaseModel, Generic[Result]):
    model_config = ConfigDict(extra="forbid")

    result: Result | None = None
    error: _Error | None = None


async def read_document(
    data: bytes, name: str, media_type: str | None = None, *, url: str | None = None, seconds: float = WALL_SECONDS
) -> ReadDocument:
    """Read a document in a child process.

    `name` is the file's name, `media_type` what its carrier says of it, `url` the address that it came from. Raises
    DocumentError, whose text is fit for the reader, for everything that goes wrong with the document.
    """
    answer = await _ask(data, name, media_type, url, seconds, feed=False)
    document = _unpack(TypeAdapter(_Answer[ReadDocument]), answer)
    check_positions(document)
    return document


async def read_feed(
    data: bytes, name: str, media_type: str | None = None, *, seconds: float = WALL_SECONDS
) -> ReadFeed:
    """Read an RSS or Atom feed in a child process, each item with its document. Raises DocumentError."""
    answer = await _ask(data, name, media_type, None, seconds, feed=True)
    feed = _unpack(TypeAdapter(_Answer[ReadFeed]), answer)
    for item in feed.items:
        if item.document:
            check_positions(item.document)
    return feed


async def _ask(data: bytes, name: str, media_type: str | None, url: str | None, seconds: float, *, feed: bool) -> bytes:
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentError(
            Reason.TOO_LARGE,
            f"The file has {len(data) / 2**20:,.1f} MB; at most {MAX_DOCUMENT_BYTES // 2**20} MB are read. "
            "Cut out the part that matters and try again.",
        )
    header = {"name": name[-200:], "media_type": media_type and media_type[:200], "url": url, "feed": feed}
    # Of the parent's environment next to nothing is passed on: a token in it is none of the child's business.
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(_ROOT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-P", "-s", "-m", "bot.ingest.documents.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        env=environment,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            # Both are there, as both were asked for.
            reading, writing = cast(asyncio.StreamReader, process.stdout), cast(asyncio.StreamWriter, process.stdin)
            answer, _ = await asyncio.gather(_read_answer(reading), _write(writing, header, data))
            code = await process.wait()
    except TimeoutError:
        raise DocumentError(Reason.TOO_SLOW, _SLOW) from None
    finally:
        await _end(process)
    if not answer:
        raise _explain_end(code)
    return answer


async def _write(stream: asyncio.StreamWriter, header: dict[str, Any], data: bytes) -> None:
    # A child that ended early is answered for by its exit code.
    with suppress(BrokenPipeError, ConnectionResetError):
        stream.write(json.dumps(header).encode("utf-8") + b"\n" + data)
        await stream.drain()
    with suppress(BrokenPipeError, ConnectionResetError):
        stream.close()
        await stream.wait_closed()


async def _read_answer(stream: asyncio.StreamReader) -> bytes:
    pieces = []
    size = 0
    while piece := await stream.read(2**16):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise DocumentError(
                Reason.TOO_LARGE, "What is in this document is too long to be taken in. Save the part that matters."
            )
    return b"".join(pieces)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the child and wait for it, so that nothing of it remains."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())


def _explain_end(code: int) -> DocumentError:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return DocumentError(Reason.TOO_SLOW, _SLOW)
    return DocumentError(Reason.READER_FAILED, _FAILED)


def _unpack(adapter: TypeAdapter[_Answer[Result]], answer: bytes) -> Result:
    """Validate the child's answer: a document that took the child over must not get further than this."""
    try:
        parsed = adapter.validate_json(answer)
    except ValidationError as error:
        raise DocumentError(Reason.READER_FAILED, _FAILED) from error
    if parsed.error is not None:
        raise DocumentError(parsed.error.reason, parsed.error.message)
    if parsed.result is None:
        raise DocumentError(Reason.READER_FAILED, _FAILED)
    return parsed.result


def check_positions(document: ReadDocument) -> None:
    """Refuse an answer whose blocks overlap or lie outside the text."""
    position = 0
    for block in document.blocks:
        if not position <= block.start < block.end <= len(document.text):
            raise DocumentError(Reason.READER_FAILED, _FAILED)
        position = block.end
