"""Watches feeds and folders: what is new in them is taken in like a document that an editor hands in.

What was seen before is kept in `data/drafts/.watched.json`, written after each feed and folder. A process that ends
before that sees the same items again; a text that is there already is refused by the intake, so nothing is taken in
twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from yarl import URL

from bot.ingest.documents import DocumentError
from bot.ingest.documents.model import FeedItem
from bot.ingest.fetching import (
    FeedState,
    Fetched,
    Fetcher,
    FetchError,
    FetchReason,
    FolderState,
    Policy,
    poll_feed,
    read_file,
    scan_folder,
)
from bot.ingest.review.files import replace_file
from bot.ingest.review.intake import Taken
from bot.ingest.review.model import ReviewError
from bot.ingest.review.service import ReviewService

log = logging.getLogger(__name__)

POLL_SECONDS = 30.0  # between two looks at folders, and at which feeds are due
# A fault of the network or the server, which may have passed by the next poll.
_PASSING = frozenset(
    (FetchReason.NOT_FOUND_BY_NAME, FetchReason.NO_CONNECTION, FetchReason.BROKEN_OFF, FetchReason.TOO_SLOW)
)

Tell = Callable[[Taken], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WatchedSources:
    """What is watched.

    feeds     addresses of RSS and Atom feeds
    hosts     the only hosts that feeds and their articles may stand on, beside the feeds' own; subdomains included
    folders   folders of documents, a mailbox of EML files among them; folders within them are not looked into
    interval  between two polls of a feed
    """

    feeds: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    interval: timedelta = timedelta(minutes=30)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Every host that may be asked."""
        return frozenset((*(URL(feed).host or "" for feed in self.feeds), *self.hosts)) - {""}


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was seen, by address and by folder."""

    feeds: dict[str, FeedState] = field(default_factory=dict)
    folders: dict[str, FolderState] = field(default_factory=dict)


_MEMORY = TypeAdapter(_Memory)


class SourceWatcher:
    """Watches sources for one corpus; ``tell`` is awaited with each document that was taken in.

    What a source does never ends it: errors are logged, a feed that fails is asked less and less often, one that is
    gone for good (410) no more.
    """

    def __init__(
        self,
        service: ReviewService,
        sources: WatchedSources,
        data: Path,
        tell: Tell,
        *,
        policy: Policy | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._service, self._sources, self._tell = service, sources, tell
        self._file = data / "drafts" / ".watched.json"
        self._policy, self._now = policy or Policy(), now
        self._said: dict[str, str] = {}

    async def run(self) -> None:
        """Look again and again until cancelled; no error ends it."""
        while True:
            try:
                await self.poll()
            except Exception:
                log.exception("Looking at the watched sources failed; it is tried again")
            await asyncio.sleep(POLL_SECONDS)

    async def poll(self) -> int:
        """Look once at every folder and at each feed that is due; gives how many documents were taken in."""
        memory = await asyncio.to_thread(self._read_memory)
        taken = 0
        for folder in self._sources.folders:
            state = memory.folders.get(str(folder), FolderState())
            state, count = await self._scan_folder(folder, state)
            memory.folders[str(folder)] = state
            taken += count
            await asyncio.to_thread(self._write_memory, memory)
        due = [feed for feed in self._sources.feeds if memory.feeds.get(feed, FeedState(feed)).is_due(self._now())]
        if due:
            async with Fetcher(self._policy) as fetcher:
                for feed in due:
                    state_of_feed, count = await self._poll_feed(fetcher, memory.feeds.get(feed, FeedState(feed)))
                    memory.feeds[feed] = state_of_feed
                    taken += count
                    await asyncio.to_thread(self._write_memory, memory)
        return taken

    async def _scan_folder(self, folder: Path, state: FolderState) -> tuple[FolderState, int]:
        scan = await asyncio.to_thread(scan_folder, folder, state, self._now().timestamp())
        self._say_once(str(folder), "; ".join(scan.problems))
        taken = 0
        for path in scan.ready:
            try:
                content = await asyncio.to_thread(read_file, path)
            except OSError as error:
                log.warning("%s cannot be read: %s", path.name, error.strerror)
                continue
            if content is not None:
                taken += await self._take(content, path.name)
        return scan.state, taken

    async def _poll_feed(self, fetcher: Fetcher, state: FeedState) -> tuple[FeedState, int]:
        hosts = self._sources.allowed_hosts
        update = await poll_feed(fetcher, state, self._now(), hosts, interval=self._sources.interval)
        self._say_once(state.url, update.state.last_error or "")
        taken = 0
        again: set[str] = set()
        for item in update.items:
            try:
                fetched = await self._fetch_item(fetcher, item, hosts)
            except FetchError as error:
                if error.reason in _PASSING or (error.status or 0) >= 500:
                    again.add(item.key)
                log.info("An article of %s was not fetched: %s", URL(state.url).host, error)
                continue
            if fetched is not None:
                taken += await self._take(fetched.data, fetched.name, fetched.media_type, fetched.url)
        if again:
            # Asked for once more with the next poll, which then must not be answered with "not modified".
            seen = tuple(key for key in update.state.seen if key not in again)
            return replace(update.state, seen=seen, etag=None, last_modified=None), taken
        return update.state, taken

    async def _fetch_item(self, fetcher: Fetcher, item: FeedItem, hosts: frozenset[str]) -> Fetched | None:
        """The article that an item leads to; an item that leads nowhere holds a summary at most, and is left."""
        if item.link is None:
            return None
        fetched = await fetcher.fetch(item.link, hosts=hosts)
        return fetched if isinstance(fetched, Fetched) else None

    async def _take(self, content: bytes, name: str, media_type: str | None = None, url: str | None = None) -> int:
        """Take a document in and tell of it; gives 1, or 0 where it was refused."""
        try:
            taken = await self._service.take_file(content, name, media_type, url)
        except (DocumentError, ReviewError) as error:
            log.info("A watched document was not taken in (%s): %s", type(error).__name__, error)
            return 0
        except Exception:
            log.exception("A watched document could not be taken in")
            return 0
        log.info("%s was taken in from a watched source: %d drafts", taken.file.id, len(taken.file.drafts))
        try:
            await self._tell(taken)
        except Exception:
            log.exception("That %s waits for review was not told; /review shows it", taken.file.id)
        return 1

    def _say_once(self, source: str, trouble: str) -> None:
        """Log what is wrong with a source when it changes, not at every look."""
        if trouble != self._said.get(source, ""):
            self._said[source] = trouble
            if trouble:
                log.warning("Watching %s: %s", source, trouble)

    def _read_memory(self) -> _Memory:
        try:
            return _MEMORY.validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return _Memory()
        except (OSError, ValidationError) as error:
            log.warning("What was seen in watched sources is forgotten: %s", type(error).__name__)
            return _Memory()

    def _write_memory(self, memory: _Memory) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self._file, _MEMORY.dump_json(memory))
