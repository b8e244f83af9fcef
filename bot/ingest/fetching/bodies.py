"""The body of an answer, read and unpacked piece by piece within limits."""

from __future__ import annotations

import zlib

import aiohttp

from bot.ingest.fetching.errors import FetchError, FetchReason

ACCEPTED_ENCODINGS = "gzip, deflate"
_PIECE = 64 * 1024
# zlib: 32 more than the window's 15 bits tells gzip and zlib apart by their heads.
_GZIP_OR_ZLIB = 15 + 32


async def read_body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """Read a body, unpacked, of at most `max_bytes`. Raises FetchError; the session must not unpack by itself."""
    if response.content_length is not None and response.content_length > max_bytes:
        raise too_large(max_bytes)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(
            FetchReason.WRONG_TYPE, f"The server packs its answer as {encoding[:20]!r}, which was not asked for."
        )
    unpacker = _Unpacker(max_bytes, packed=encoding not in ("identity", ""))
    async for piece in response.content.iter_chunked(_PIECE):
        unpacker.feed(piece)
    return unpacker.finish()


def too_large(max_bytes: int) -> FetchError:
    """Make the error for a body that is too large."""
    return FetchError(
        FetchReason.TOO_LARGE,
        f"What stands at this link has more than {max_bytes / 2**20:,.0f} MB, which is the most that is fetched. "
        "Save the part that matters and hand in the file.",
    )


class _Unpacker:
    """Unpacks as much as is allowed and not a byte more: a packed megabyte can hold a gigabyte."""

    def __init__(self, max_bytes: int, *, packed: bool) -> None:
        self._max_bytes = max_bytes
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB) if packed else None
        self._started = False
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Take a piece. Raises FetchError where the limit is passed or the packing is damaged."""
        if self._stream is None:
            self._keep(piece)
            return
        # One byte more than fits, so that whatever is left packed is too much.
        room = self._max_bytes - self._size + 1
        try:
            self._keep(self._stream.decompress(piece, room))
        except zlib.error as error:
            if self._started:
                raise _damaged() from error
            # Some servers send raw deflate without zlib's head.
            self._stream = zlib.decompressobj(-15)
            try:
                self._keep(self._stream.decompress(piece, room))
            except zlib.error:
                raise _damaged() from error
        self._started = True

    def finish(self) -> bytes:
        """Return the whole body. Raises FetchError where its end is missing."""
        if self._stream is not None and self._started and not self._stream.eof:
            raise _damaged()
        return b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise too_large(self._max_bytes)
        self._pieces.append(piece)


def _damaged() -> FetchError:
    return FetchError(
        FetchReason.BROKEN_OFF, "The answer is damaged or cut off: it cannot be unpacked. Try again later."
    )
