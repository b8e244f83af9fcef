"""/ingest over a socket: a file, a link, pasted text or a message becomes one post with its drafts."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.fetching import Fetched, FetchError, FetchReason
from bot.ingest.review import intake as taking
from bot.ingest.review.model import ReviewError
from bot.ingest.review.service import ReviewService
from bot.rehearsal.loopback.messages import post_message
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Permission
from bot.settings import Settings
from bot.state import State
from tests.support.draft_corpus import make_draft_corpus
from tests.support.review_scene import ADMIN, ARTICLE, DESK, MEMBER, TITLE, ReviewScene, plain

LINK = "https://tide.example/toll"


@pytest.fixture
async def scene(loopback: LoopbackDiscord, state: State, tmp_path: Path) -> AsyncIterator[ReviewScene]:
    opened = ReviewScene(loopback, state, make_draft_corpus(tmp_path, begun=True), Settings())
    await opened.arrive()
    yield opened
    await opened.leave()


def fetching(scene: ReviewScene, outcome: Fetched | FetchError) -> None:
    async def fetch(url: str) -> Fetched:
        assert url == LINK
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    scene.client.review = ReviewService(scene.corpus.data, scene.corpus.root, scene.drafter, fetch)


async def attach(scene: ReviewScene, data: bytes, name: str = "article.txt", person: str = ADMIN) -> Reply:
    return await scene.slash(person, "ingest", file=scene.loopback.upload(name, data))


def list_drafts(scene: ReviewScene) -> list[str]:
    return sorted(path.stem for path in (scene.corpus.data / "drafts").glob("*.yaml"))


async def test_an_attached_file_becomes_one_post_with_its_drafts(scene: ReviewScene) -> None:
    reply = await attach(scene, ARTICLE.encode())
    assert reply.kind == 5
    assert reply.ephemeral
    assert "Posted for review: https://" in plain(reply)
    (post,) = scene.posts()
    text = plain(post)
    for part in (TITLE, "8 March 2031", "1 draft: 1 sure"):
        assert part in text


async def test_pasted_text_is_taken_in_from_a_form(scene: ReviewScene) -> None:
    form = await scene.slash(ADMIN, "ingest")
    head, _, rest = ARTICLE.partition("\n\nNobody")
    reply = await scene.submit(ADMIN, form, text=head, **{"text-2": f"\nNobody{rest}"})
    assert "Posted for review" in plain(reply)
    assert scene.drafter.given[0].text == ARTICLE.strip() or scene.drafter.given[0].text.startswith(head)


async def test_a_link_is_fetched_and_taken_in(scene: ReviewScene) -> None:
    fetching(scene, Fetched(LINK, LINK, "toll.txt", "text/plain; charset=utf-8", ARTICLE.encode()))
    assert "Posted for review" in plain(await scene.slash(ADMIN, "ingest", link=LINK))
    assert TITLE in plain(scene.posts()[0])


@pytest.mark.parametrize("content", [ARTICLE, LINK])
async def test_a_message_is_taken_in_by_its_menu(scene: ReviewScene, content: str) -> None:
    fetching(scene, Fetched(LINK, LINK, "toll.txt", "text/plain", ARTICLE.encode()))
    world = scene.loopback.world
    message = post_message(world, world.channel(DESK), {"content": content})
    reply = await (await scene.loopback.use_on_message(ADMIN, DESK, "Ingest this", message)).settled()
    assert "Posted for review" in plain(reply)
    assert TITLE in plain(scene.posts()[-1])


async def test_an_article_is_found_by_who_said_after_four_clicks(scene: ReviewScene) -> None:
    await attach(scene, ARTICLE.encode())
    card = (await scene.click(ADMIN, scene.posts()[0], "Review")).message
    assert "named beside the verb “said”" in plain(card)
    form = await scene.click(ADMIN, card, "Edit")
    edited = await scene.submit(ADMIN, form, paraphrase="Ada Quillfeather took offence at the toll.")
    approved = await scene.click(ADMIN, edited.message, "Approve")
    assert "In the records" in plain(approved)
    assert "“is a slap in the face,”" in plain(await scene.slash(MEMBER, "who-said", words="slap in the face"))
    assert "Every draft is decided" in plain(scene.posts()[0])


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.txt", "file is empty"),
        (b"%PDF-1.7\nbroken", "broken.pdf", "PDF"),
        (b"PK\x03\x04 no archive", "broken.docx", "d"),
    ],
)
async def test_a_file_that_cannot_be_read_is_answered_and_leaves_nothing(
    scene: ReviewScene, data: bytes, name: str, said: str
) -> None:
    before = sorted(scene.corpus.root.rglob("*.txt"))
    reply = await attach(scene, data, name)
    assert said in plain(reply)
    assert plain(reply)
    assert "error on our side" not in plain(reply)
    assert scene.posts() == []
    assert sorted(scene.corpus.root.rglob("*.txt")) == before


async def test_a_file_that_discord_does_not_give_is_answered(scene: ReviewScene) -> None:
    value = scene.loopback.upload("article.txt", ARTICLE.encode())
    real = scene.loopback.world.attachments

    class Gone(dict[int, Any]):
        def get(self, key: int, default: Any = None) -> Any:
            return default

    scene.loopback.world.attachments = Gone(real)
    reply = await scene.slash(ADMIN, "ingest", file=value)
    assert "could not be had from Discord" in plain(reply)


async def test_a_link_that_cannot_be_fetched_is_answered(scene: ReviewScene) -> None:
    fetching(scene, FetchError(FetchReason.WRONG_TYPE, "The link leads to a picture, not to a document."))
    assert "leads to a picture" in plain(await scene.slash(ADMIN, "ingest", link=LINK))


async def test_a_document_that_cannot_be_drafted_is_answered_and_leaves_nothing(scene: ReviewScene) -> None:
    scene.drafter.fail = ReviewError("Drafting is not installed here.")
    assert "not installed" in plain(await attach(scene, ARTICLE.encode()))
    assert list_drafts(scene) == ["harbour-herald-2031-03-06"]


async def test_a_document_that_is_there_already_is_said_and_not_doubled(scene: ReviewScene) -> None:
    await attach(scene, ARTICLE.encode())
    assert "there already" in plain(await attach(scene, ARTICLE.encode()))
    assert len(list_drafts(scene)) == 2


async def test_one_document_is_read_at_a_time_for_a_server(scene: ReviewScene) -> None:
    scene.drafter.hold = asyncio.Event()
    first = await scene.loopback.slash(
        ADMIN, DESK, "ingest", {"file": scene.loopback.upload("a.txt", ARTICLE.encode())}
    )
    reply = await attach(scene, ARTICLE.encode())
    assert "being read for this server" in plain(reply)
    scene.drafter.hold.set()
    assert "Posted for review" in plain(await first.settled())


async def test_a_channel_without_rights_gets_the_post_in_the_answer(scene: ReviewScene) -> None:
    world = scene.loopback.world
    channel = world.channel(DESK)
    channel.deny[world.bot.id] = Permission.SEND_MESSAGES
    reply = await attach(scene, ARTICLE.encode())
    text = plain(reply)
    assert "could not be posted" in text
    assert TITLE in text
    card = await scene.click(ADMIN, reply.message, "Review")
    assert "`d01`" in plain(card)


async def test_an_intake_cut_off_before_its_drafts_is_taken_in_again(
    scene: ReviewScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(path: Path, file: object) -> None:
        raise OSError("cut off")

    with monkeypatch.context() as cut:
        cut.setattr(taking, "write_draft_file", die)
        await attach(scene, ARTICLE.encode())
    assert len(list((scene.corpus.root / "seeds").iterdir())) == 3
    assert "Posted for review" in plain(await attach(scene, ARTICLE.encode()))
    assert len(list((scene.corpus.root / "seeds").iterdir())) == 3


async def test_a_member_takes_nothing_in(scene: ReviewScene) -> None:
    reply = await attach(scene, ARTICLE.encode(), person=MEMBER)
    assert "Only editors" in plain(reply)
    assert scene.drafter.given == []


async def test_drafts_are_posted_in_the_review_channel(loopback: LoopbackDiscord, state: State, tmp_path: Path) -> None:
    settings = Settings.model_validate({"ingest": {"channel": loopback.world.channel("briefings").id}})
    scene = ReviewScene(loopback, state, make_draft_corpus(tmp_path, begun=True), settings)
    await scene.arrive()
    await attach(scene, ARTICLE.encode())
    assert scene.posts() == []
    assert TITLE in plain(scene.posts("briefings")[-1])
    await scene.leave()


async def test_a_document_in_a_watched_folder_is_posted_for_review(
    loopback: LoopbackDiscord, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.review.source_watcher.POLL_SECONDS", 0.05)
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "toll.txt").write_text(ARTICLE, "utf-8")
    os.utime(mails / "toll.txt", (1_700_000_000, 1_700_000_000))
    channel = loopback.world.channel("briefings").id
    settings = Settings.model_validate(
        {
            "ingest": {"channel": channel, "folders": [str(mails)]},
            "data": {"folder": str(tmp_path / "corpus" / "data"), "root": str(tmp_path / "corpus")},
        }
    )
    corpus = make_draft_corpus(tmp_path / "corpus", begun=True)
    scene = ReviewScene(loopback, state, corpus, settings)
    await scene.arrive()
    async with asyncio.timeout(20):
        while not scene.posts("briefings"):
            await asyncio.sleep(0.02)
    (post,) = scene.posts("briefings")
    assert TITLE in plain(post)
    assert "Approve" in plain(await scene.click(ADMIN, post, "Review"))
    await scene.leave()
