"""Tests for bot.ingest.review.source_watcher: each document once, whatever the sources do."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.review.intake import Taken
from bot.ingest.review.service import ReviewService
from bot.ingest.review.source_watcher import SourceWatcher, WatchedSources
from tests.support.draft_corpus import DraftCorpus, make_draft_corpus
from tests.support.loopback_server import Server, make_policy, respond, serve
from tests.support.review_scene import ARTICLE, ScriptedDrafter

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
OTHER = ARTICLE.replace("Envoy doubts the toll", "Envoy has second thoughts").replace("March 8", "March 9")


class Desk:
    """A corpus, a watcher of it, and what it told; its clock stands until it is moved."""

    def __init__(self, root: Path, sources: WatchedSources) -> None:
        self.corpus: DraftCorpus = make_draft_corpus(root)
        self.sources = sources
        self.now = NOW
        self.told: list[str] = []
        self.fault: Exception | None = None
        self.watcher = self.start()

    def start(self) -> SourceWatcher:
        """A watcher as a new process would have it."""

        async def tell(taken: Taken) -> None:
            self.told.append(str(taken.file.source["title"]))
            if self.fault:
                raise self.fault

        service = ReviewService(self.corpus.data, self.corpus.root, ScriptedDrafter())
        return SourceWatcher(service, self.sources, self.corpus.data, tell, policy=make_policy(), now=lambda: self.now)


def make_feed(*links: str) -> bytes:
    items = "".join(f"<item><title>{link[-9:]}</title><link>{link}</link><guid>{link}</guid></item>" for link in links)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
    return respond(text.encode(), "application/rss+xml", ETag='"1"')


def article(text: str) -> bytes:
    return respond(text.encode(), "text/plain; charset=utf-8")


def desk_of(tmp_path: Path, server: Server, **more: Any) -> Desk:
    return Desk(tmp_path, WatchedSources(feeds=(server.url("/feed"),), **more))


async def test_poll_takes_each_article_of_a_feed_once(tmp_path: Path) -> None:
    async with serve() as server:
        server.answers |= {"/feed": make_feed(server.url("/one")), "/one": article(ARTICLE), "/two": article(OTHER)}
        desk = desk_of(tmp_path, server)
        assert await desk.watcher.poll() == 1
        assert await desk.watcher.poll() == 0  # not due
        desk.now += timedelta(hours=1)
        server.answers["/feed"] = make_feed(server.url("/two"), server.url("/one"))
        assert await desk.start().poll() == 1  # of a new process
    assert desk.told == ["Envoy doubts the toll", "Envoy has second thoughts"]
    assert server.paths() == ["/feed", "/one", "/feed", "/two"]


async def test_poll_asks_again_for_an_article_that_could_not_be_had(tmp_path: Path) -> None:
    async with serve() as server:
        server.answers |= {"/feed": make_feed(server.url("/one")), "/one": respond(status="503 Service Unavailable")}
        desk = desk_of(tmp_path, server)
        assert await desk.watcher.poll() == 0
        desk.now += timedelta(hours=1)
        server.answers["/one"] = article(ARTICLE)
        assert await desk.watcher.poll() == 1
        desk.now += timedelta(hours=1)
        assert await desk.watcher.poll() == 0
    assert "if-none-match" not in server.requests[-3].headers


async def test_poll_leaves_articles_on_other_hosts_alone(tmp_path: Path) -> None:
    async with serve() as server, serve() as other:
        there = other.url("/one", host="localhost")
        server.answers["/feed"] = make_feed(there, "https://elsewhere.example/x", "file:///etc/passwd")
        desk = desk_of(tmp_path, server)
        assert await desk.watcher.poll() == 0
    assert other.requests == []


async def test_poll_goes_on_with_other_sources_where_one_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    async with serve() as server:
        server.answers["/feed"] = respond(b"<rss><channel><item>", "application/rss+xml")
        desk = desk_of(tmp_path / "corpus", server, folders=(tmp_path / "gone", mails))
        put(mails / "toll.txt", ARTICLE)
        assert await desk.watcher.poll() == 0
        assert await desk.watcher.poll() == 1
    assert desk.told == ["Envoy doubts the toll"]
    assert caplog.text.count("No such file") == 1


def put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (NOW.timestamp() - 60, NOW.timestamp() - 60))


async def test_poll_takes_a_file_once_it_rests_and_only_once(tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    desk = Desk(tmp_path / "corpus", WatchedSources(folders=(mails,)))
    put(mails / "toll.txt", ARTICLE)
    put(mails / ".toll.txt.part", OTHER)
    assert [await desk.watcher.poll() for _ in range(3)] == [0, 1, 0]
    assert await desk.start().poll() == 0
    put(mails / "again.txt", ARTICLE)  # the same text under another name
    assert [await desk.watcher.poll() for _ in range(2)] == [0, 0]
    assert desk.told == ["Envoy doubts the toll"]


async def test_poll_forgets_nothing_where_the_telling_fails(tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    desk = Desk(tmp_path / "corpus", WatchedSources(folders=(mails,)))
    desk.fault = RuntimeError("the channel is gone")
    put(mails / "toll.txt", ARTICLE)
    assert [await desk.watcher.poll() for _ in range(3)] == [0, 1, 0]
    assert len(list((desk.corpus.data / "drafts").glob("*.yaml"))) == 2


@pytest.mark.parametrize("content", [b"", b"{", b'{"feeds": 3}', b"\xff\xfe"])
async def test_poll_begins_anew_where_its_memory_is_damaged(tmp_path: Path, content: bytes) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    desk = Desk(tmp_path / "corpus", WatchedSources(folders=(mails,)))
    put(mails / "toll.txt", ARTICLE)
    assert [await desk.watcher.poll() for _ in range(2)] == [0, 1]
    (desk.corpus.data / "drafts" / ".watched.json").write_bytes(content)
    assert [await desk.watcher.poll() for _ in range(3)] == [0, 0, 0]
    assert desk.told == ["Envoy doubts the toll"]


async def test_run_survives_a_fault_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    async def poll() -> int:
        nonlocal looks
        looks += 1
        raise RuntimeError("a fault")

    desk = Desk(tmp_path, WatchedSources())
    monkeypatch.setattr(desk.watcher, "poll", poll)
    monkeypatch.setattr("bot.ingest.review.source_watcher.POLL_SECONDS", 0.001)
    running = asyncio.create_task(desk.watcher.run())
    while looks < 3:
        await asyncio.sleep(0.001)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
