"""Polling RSS and Atom feeds, with conditional requests and backoff. A state goes in, the next comes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.ingest.documents import DocumentError, ReadFeed, read_feed
from bot.ingest.documents.model import FeedItem
from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.fetcher import Fetched, Fetcher, NotModified

# RSS has no better custom than this; many sites close the door to readers who ask more often.
INTERVAL = timedelta(minutes=30)
MAX_INTERVAL = timedelta(hours=24)
MAX_ITEMS_PER_POLL = 20
# Four times as many as any feed may have items, so that an item that is still there is never forgotten.
MAX_SEEN = 2_000

ReadFeedFunction = Callable[[bytes, str, str | None], Awaitable[ReadFeed]]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed between two polls; `seen` holds the keys of delivered items, the oldest first.

    `failures` counts polls that failed in a row; `ended` says that the server gave the feed up for good (410).
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()
    next_poll: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    ended: bool = False

    def is_due(self, now: datetime) -> bool:
        """Whether the feed is to be polled."""
        return not self.ended and (self.next_poll is None or self.next_poll <= now)


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """What a poll brought: the next state, and new items in the feed's order; `left` more come with later polls."""

    state: FeedState
    items: tuple[FeedItem, ...] = ()
    left: int = 0
    warnings: tuple[str, ...] = ()


async def poll_feed(
    fetcher: Fetcher,
    state: FeedState,
    now: datetime,
    hosts: frozenset[str],
    *,
    interval: timedelta = INTERVAL,
    read: ReadFeedFunction = read_feed,
) -> FeedUpdate:
    """Poll a feed once; `hosts` are the only ones that it, and what it redirects to, may stand on.

    Never raises for what the feed does: an error is in the state, and the next poll waits twice as long as the last.
    """
    try:
        fetched = await fetcher.fetch(state.url, etag=state.etag, last_modified=state.last_modified, hosts=hosts)
        if isinstance(fetched, NotModified):
            return FeedUpdate(_succeed(state, now, interval))
        feed = await read(fetched.data, fetched.name, fetched.media_type)
    except (FetchError, DocumentError) as error:
        return FeedUpdate(_fail(state, now, interval, error))
    return _take_items(_succeed(state, now, interval), fetched, feed)


def _take_items(state: FeedState, fetched: Fetched, feed: ReadFeed) -> FeedUpdate:
    known = set(state.seen)
    new = []
    for item in feed.items:
        if item.key not in known:
            known.add(item.key)
            new.append(item)
    taken, left = new[:MAX_ITEMS_PER_POLL], len(new[MAX_ITEMS_PER_POLL:])
    # Items still in the feed are moved to the end, so that they are the last to be forgotten.
    present = {item.key for item in feed.items}
    waiting = {item.key for item in new[MAX_ITEMS_PER_POLL:]}
    older = [key for key in state.seen if key not in present]
    current = [item.key for item in feed.items if item.key not in waiting]
    seen = tuple(dict.fromkeys([*older, *current]))[-MAX_SEEN:]
    # With items left over, an answer of "not modified" would hide them: the next poll asks for everything.
    etag, last_modified = (None, None) if left else (fetched.etag, fetched.last_modified)
    state = replace(state, etag=etag, last_modified=last_modified, seen=seen)
    return FeedUpdate(state, tuple(taken), left, feed.warnings)


def _succeed(state: FeedState, now: datetime, interval: timedelta) -> FeedState:
    return replace(state, next_poll=now + interval, failures=0, last_error=None)


def _fail(state: FeedState, now: datetime, interval: timedelta, error: FetchError | DocumentError) -> FeedState:
    failures = state.failures + 1
    # The exponent is bounded so that the product is, too.
    wait = min(interval * 2 ** min(failures, 16), max(MAX_INTERVAL, interval))
    ended = False
    if isinstance(error, FetchError):
        ended = error.reason is FetchReason.STATUS and error.status == 410
        if error.retry_after is not None:
            wait = max(wait, timedelta(seconds=error.retry_after))
    return replace(state, next_poll=now + wait, failures=failures, last_error=str(error), ended=ended)
