"""Tests for bot.ingest.fetching.feeds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents import DocumentError, ReadFeed, Reason
from bot.ingest.documents.model import FeedItem
from bot.ingest.fetching.feeds import INTERVAL, MAX_INTERVAL, MAX_ITEMS_PER_POLL, FeedState, FeedUpdate, poll_feed
from bot.ingest.fetching.fetcher import Fetcher
from tests.support.loopback_server import Server, make_policy, respond, serve

NOW = datetime(2031, 6, 12, 18, 30, tzinfo=UTC)
HOSTS = frozenset(("127.0.0.1",))


async def read(data: bytes, _name: str, _media_type: str | None) -> ReadFeed:
    """Read a feed of one key a line; the real reader has tests of its own."""
    if data == b"broken":
        raise DocumentError(Reason.DAMAGED, "This is no feed.")
    return ReadFeed("News", None, tuple(FeedItem(key, None, key, None, None) for key in data.decode().split()))


async def poll(server: Server, state: FeedState | None = None, now: datetime = NOW) -> FeedUpdate:
    async with Fetcher(make_policy()) as fetcher:
        return await poll_feed(fetcher, state or FeedState(server.url("/feed")), now, HOSTS, read=read)


def list_keys(update: FeedUpdate) -> list[str]:
    return [item.key for item in update.items]


async def test_poll_feed_delivers_each_item_once() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(b"c b a", "application/rss+xml", ETag='"1"')
        first = await poll(server)
        server.answers["/feed"] = respond(b"d c b", "application/rss+xml", ETag='"2"')
        second = await poll(server, first.state)
    assert (list_keys(first), list_keys(second)) == (["c", "b", "a"], ["d"])
    assert server.requests[-1].headers["if-none-match"] == '"1"'
    assert second.state.etag == '"2"'
    assert second.state.next_poll == NOW + INTERVAL


async def test_poll_feed_keeps_its_state_where_nothing_is_new() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(status="304 Not Modified")
        state = FeedState(server.url("/feed"), etag='"1"', seen=("a",), failures=2, last_error="x")
        update = await poll(server, state)
    assert update.items == ()
    assert (update.state.etag, update.state.seen, update.state.failures) == ('"1"', ("a",), 0)
    assert update.state.last_error is None


async def test_poll_feed_leaves_the_rest_of_a_long_feed_for_later() -> None:
    keys = [f"k{number}" for number in range(MAX_ITEMS_PER_POLL + 5)]
    async with serve() as server:
        server.answers["/feed"] = respond(" ".join(keys).encode(), "text/xml", ETag='"1"')
        first = await poll(server)
        second = await poll(server, first.state)
    assert (len(first.items), first.left, first.state.etag) == (MAX_ITEMS_PER_POLL, 5, None)
    assert list_keys(first) + list_keys(second) == keys
    assert (second.left, second.state.etag) == (0, '"1"')


async def test_poll_feed_waits_twice_as_long_after_each_failure() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(b"broken", "text/xml")
        state, waits = FeedState(server.url("/feed")), []
        for _ in range(9):
            state = (await poll(server, state)).state
            assert state.next_poll is not None
            waits.append(state.next_poll - NOW)
    assert waits[:3] == [2 * INTERVAL, 4 * INTERVAL, 8 * INTERVAL]
    assert waits[-1] == MAX_INTERVAL
    assert (state.failures, state.last_error) == (9, "This is no feed.")


async def test_poll_feed_waits_as_long_as_the_server_asks() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(status="429 Too Many", Retry_After="90000")
        state = (await poll(server)).state
    assert state.next_poll == NOW + timedelta(seconds=90_000)


async def test_poll_feed_ends_with_a_feed_that_is_gone() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(status="410 Gone")
        state = (await poll(server)).state
    assert state.ended
    assert not state.is_due(NOW + timedelta(days=400))


async def test_poll_feed_asks_no_host_that_is_not_listed() -> None:
    async with serve() as server, Fetcher(make_policy()) as fetcher:
        update = await poll_feed(fetcher, FeedState(server.url("/feed")), NOW, frozenset(("news.example",)), read=read)
    assert update.state.last_error == "127.0.0.1 is not among the hosts that may be fetched from."
    assert server.requests == []


async def test_poll_feed_follows_no_redirect_to_another_host() -> None:
    async with serve() as server:
        server.answers["/feed"] = respond(status="302 Found", Location=server.url("/other", host="localhost"))
        update = await poll(server)
    assert "localhost is not among the hosts" in (update.state.last_error or "")


async def test_poll_feed_reads_a_real_feed_in_a_child_process() -> None:
    feed = (
        b"<rss version='2.0'><channel><title>Varland News</title><item><guid>1</guid><title>No toll</title>"
        b"<description>The minister said that ships pass freely.</description></item></channel></rss>"
    )
    async with serve() as server, Fetcher(make_policy()) as fetcher:
        server.answers["/feed"] = respond(feed, "application/rss+xml; charset=utf-8")
        update = await poll_feed(fetcher, FeedState(server.url("/feed")), NOW, HOSTS)
    assert update.items[0].document is not None
    assert update.items[0].document.text == "No toll\n\nThe minister said that ships pass freely."


@pytest.mark.parametrize(("delay", "due"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_feed_state_is_due_when_its_time_has_come(delay: timedelta, due: bool) -> None:
    assert FeedState("https://news.example/feed", next_poll=NOW + delay).is_due(NOW) is due


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), max_size=6))
async def test_poll_feed_delivers_every_key_exactly_once(polls: list[list[str]]) -> None:
    async with serve() as server:
        state, delivered = FeedState(server.url("/feed")), []
        for keys in polls:
            server.answers["/feed"] = respond(" ".join(keys).encode(), "text/xml")
            update = await poll(server, state)
            state = update.state
            delivered += list_keys(update)
    assert sorted(delivered) == sorted({key for keys in polls for key in keys})
