"""The review of drafts over a socket: the post, the card, decisions, editors beside each other, restarts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.review import reviewer as reviewing
from bot.ingest.review.draft_files import read_draft_file
from bot.ingest.review.model import Status
from bot.rehearsal.loopback.reply import read_pieces
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.settings import Settings
from bot.state import State
from tests.support.draft_corpus import SOURCE, make_draft_corpus
from tests.support.review_scene import ADMIN, MANAGER, MEMBER, ReviewScene, id_of, plain


@pytest.fixture
async def scene(loopback: LoopbackDiscord, state: State, tmp_path: Path) -> AsyncIterator[ReviewScene]:
    corpus = make_draft_corpus(tmp_path, begun=True)
    editors = {"ingest": {"editors": {"users": [loopback.world.user(MANAGER).id]}}}
    opened = ReviewScene(loopback, state, corpus, Settings.model_validate(editors))
    await opened.arrive()
    yield opened
    await opened.leave()


def statuses(scene: ReviewScene) -> dict[str, str]:
    return {draft.key: str(draft.status) for draft in read_draft_file(scene.corpus.draft_file).drafts}


async def open_card(scene: ReviewScene, person: str = ADMIN) -> Any:
    post = scene.posts()[-1] if scene.posts() else await scene.post()
    return (await scene.click(person, post, "Review")).message


async def test_the_post_tells_title_counts_and_ways_on(scene: ReviewScene) -> None:
    post = await scene.post()
    text = plain(post)
    for part in ("Harbour chief scolds neighbours", "no publisher given", "6 March 2031", "3 drafts", "2 sure",
                 "1 to look at", "1 quotation set aside"):  # fmt: skip
        assert part in text
    assert id_of(post, "Approve the 2 sure ones")
    assert id_of(post, "Review")


async def test_the_card_shows_the_passage_with_words_marked_and_who_and_why(scene: ReviewScene) -> None:
    card = await open_card(scene)
    text = plain(card)
    assert "> “We shall not pay it,” she told reporters in Port Sorrel." in text
    assert "**We shall not pay it,**" in "\n".join(read_pieces(card))
    # The paragraph before, because the speaker is behind a pronoun.
    assert "Harbour Minister Ada Quillfeather said on Tuesday that the “lamp toll” must go." in text
    assert "Speaker: Ada Quillfeather (ada-quillfeather)" in text
    assert "“she” taken for Ada Quillfeather" in text
    assert "REJECT / refuse" in text
    assert "4 March 2031" in text
    assert "Paraphrase, not a quotation: Ada Quillfeather refused to pay." in text


async def test_an_approval_is_found_by_who_said_and_goes_on(scene: ReviewScene) -> None:
    card = await open_card(scene)
    reply = await scene.click(ADMIN, card, "Approve")
    assert "In the records: quillfeather-shall-not-pay" in plain(reply)
    assert "`d02`" in plain(reply)
    assert statuses(scene)["d01"] == "approved"
    found = await scene.slash(MEMBER, "who-said", words="shall not pay")
    assert "We shall not pay it," in plain(found)
    # The post is renewed after the editor has the next card.
    async with asyncio.timeout(10):
        while "1 approved" not in plain(scene.posts()[0]):
            await asyncio.sleep(0.01)
    decision = read_draft_file(scene.corpus.draft_file).drafts[0].decision
    assert decision is not None
    assert decision.by == f"discord:{scene.loopback.world.user(ADMIN).id}"


async def test_the_sure_ones_are_listed_and_approved_with_what_the_check_refuses(scene: ReviewScene) -> None:
    post = await scene.post()
    listed = await scene.click(ADMIN, post, "Approve the 2")
    assert plain(listed).count("Ada Quillfeather") == 2
    reply = await scene.click(ADMIN, listed.message, "Approve these 2")
    text = plain(reply)
    assert "1 statement approved" in text
    assert "quillfeather-shall-not-pay" in text
    assert "d02` stays open" in text
    assert statuses(scene) == {"d01": "approved", "d02": "open", "d03": "open"}


async def test_a_list_that_is_out_of_date_approves_nothing(scene: ReviewScene) -> None:
    post = await scene.post()
    listed = await scene.click(ADMIN, post, "Approve the 2")
    card = await open_card(scene, MANAGER)
    await scene.choose(MANAGER, card, "Not a statement", "1")
    reply = await scene.click(ADMIN, listed.message, "Approve these 2")
    assert "changed since they were listed" in plain(reply)
    assert statuses(scene)["d02"] == "open"


async def test_what_the_check_refuses_stays_open_and_says_why(scene: ReviewScene) -> None:
    card = (await scene.click(ADMIN, await open_card(scene), "Next")).message
    assert "`d02`" in plain(card)
    reply = await scene.click(ADMIN, card, "Approve")
    assert "check refuses it" in plain(reply)
    assert "`d02`" in plain(reply)
    assert statuses(scene)["d02"] == "open"
    assert not scene.corpus.source_file.exists()


async def test_of_two_editors_the_slower_one_is_shown_the_draft_as_it_is(scene: ReviewScene) -> None:
    first, second = await open_card(scene), await open_card(scene, MANAGER)
    await scene.choose(MANAGER, second, "Not a statement", "3")
    reply = await scene.click(ADMIN, first, "Approve")
    assert "changed by somebody else" in plain(reply)
    assert "not wanted here" in plain(reply)
    assert statuses(scene)["d01"] == "refused"


async def test_two_clicks_at_once_approve_once(scene: ReviewScene) -> None:
    first, second = await open_card(scene), await open_card(scene, MANAGER)
    await asyncio.gather(scene.click(ADMIN, first, "Approve"), scene.click(MANAGER, second, "Approve"))
    assert scene.corpus.source_file.read_text("utf-8").count("quillfeather-shall-not-pay") == 1
    assert statuses(scene)["d01"] == "approved"


async def test_an_edit_is_understood_and_checked_as_records_are(scene: ReviewScene) -> None:
    card = await open_card(scene)
    form = await scene.click(ADMIN, card, "Edit")
    reply = await scene.submit(ADMIN, form, to="Andorra", day="2031-03-05", paraphrase="She will not pay.")
    text = plain(reply)
    assert "d01 is changed" in text
    assert "To: AD" in text
    assert "5 March 2031" in text
    draft = read_draft_file(scene.corpus.draft_file).drafts[0]
    assert draft.entry["to"] == ["AD"]
    assert {"to", "day", "paraphrase"} <= set(draft.edited)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("speaker", "Nobody Atall", "speaker:"),
        ("day", "last week", "is not a day"),
        ("act", "SHOUT / refuse", "act: write it as"),
        ("act", "REJECT / shout", "tone: shout is none of"),
        ("paraphrase", "She said “no”.", "never in quotation marks"),
    ],
)
async def test_an_edit_that_is_not_understood_changes_nothing(
    scene: ReviewScene, field: str, typed: str, said: str
) -> None:
    form = await scene.click(ADMIN, await open_card(scene), "Edit")
    reply = await scene.submit(ADMIN, form, **{field: typed})
    assert said in plain(reply)
    assert read_draft_file(scene.corpus.draft_file).drafts[0].edited == ()
    # What was typed is not lost.
    again = await scene.click(ADMIN, reply.message, "Edit")
    assert again.modal is not None
    assert typed in str(again.modal.payload)


async def test_a_form_filled_in_while_another_editor_decides_overwrites_nothing(scene: ReviewScene) -> None:
    form = await scene.click(ADMIN, await open_card(scene), "Edit")
    await scene.click(MANAGER, await open_card(scene, MANAGER), "Approve")
    reply = await scene.submit(ADMIN, form, paraphrase="She will not.")
    assert "somebody else" in plain(reply)
    assert statuses(scene)["d01"] == "approved"


async def test_a_decision_is_taken_back_out_of_records_and_store(scene: ReviewScene) -> None:
    card = (await scene.click(ADMIN, await open_card(scene), "Approve")).message
    decided = await scene.click(ADMIN, card, "Undo")
    reply = await scene.choose(ADMIN, decided.message, "Take a decision back", "d01.2")
    assert "d01 is open again" in plain(reply)
    assert not scene.corpus.source_file.exists()
    assert "We shall not pay it," not in plain(await scene.slash(MEMBER, "who-said", words="shall not pay"))


async def test_a_draft_becomes_one_more_report_of_a_statement_that_is_held(scene: ReviewScene) -> None:
    card = (await scene.click(ADMIN, await open_card(scene), "Approve")).message
    third = (await scene.click(ADMIN, card, "Next")).message
    assert "`d03`" in plain(third)
    form = await scene.choose(ADMIN, third, "Same as", "?")
    wrong = await scene.submit(ADMIN, form, id="no-such-statement")
    assert "No statement with this id" in plain(wrong)
    form = await scene.choose(ADMIN, wrong.message, "Same as", "?")
    merged = await scene.submit(ADMIN, form, id="quillfeather-shall-not-pay")
    assert "One more report of quillfeather-shall-not-pay" in plain(merged)
    await scene.click(ADMIN, merged.message, "Approve")
    assert statuses(scene)["d03"] in ("merged", "open")


async def test_cards_posts_and_forms_work_after_a_restart(scene: ReviewScene) -> None:
    card = await open_card(scene)
    form = await scene.click(ADMIN, card, "Edit")
    await scene.restart()
    reply = await scene.submit(ADMIN, form, paraphrase="She will not pay the toll.")
    assert "d01 is changed" in plain(reply)
    approved = await scene.click(ADMIN, reply.message, "Approve")
    assert "In the records" in plain(approved)


async def test_an_approval_cut_off_after_the_records_is_finished_by_the_next(
    scene: ReviewScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await open_card(scene)

    def die(path: Path, file: object) -> None:
        raise OSError("cut off")

    with monkeypatch.context() as cut:
        cut.setattr(reviewing, "write_draft_file", die)
        await scene.click(ADMIN, card, "Approve")
    assert statuses(scene)["d01"] == "open"
    await scene.restart()
    refused = await scene.choose(ADMIN, card, "Not a statement", "0")
    assert "approval was cut off" in plain(refused)
    await scene.click(ADMIN, refused.message, "Approve")
    assert statuses(scene)["d01"] == "approved"
    assert scene.corpus.source_file.read_text("utf-8").count("id: quillfeather-shall-not-pay") == 1


async def test_a_corpus_with_mistakes_keeps_everything_as_it_was(scene: ReviewScene) -> None:
    post = await scene.post()
    listed = await scene.click(ADMIN, post, "Approve the 2")
    with (scene.corpus.data / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("\nspeakers: [\n")
    reply = await scene.click(ADMIN, listed.message, "Approve these 2")
    assert "nothing was written" in plain(reply)
    assert set(statuses(scene).values()) == {Status.OPEN}


async def test_a_member_reviews_nothing(scene: ReviewScene) -> None:
    post = await scene.post()
    reply = await scene.click(MEMBER, post, "Review")
    assert reply.ephemeral
    assert "Only editors" in plain(reply)
    assert "Only editors" in plain(await scene.slash(MEMBER, "review"))


async def test_a_document_that_is_gone_is_said(scene: ReviewScene) -> None:
    card = await open_card(scene)
    scene.corpus.draft_file.unlink()
    reply = await scene.click(ADMIN, card, "Approve")
    assert f"There are no drafts in {SOURCE}.yaml" in plain(reply)
