"""The routes: every decision on the disk before it is answered, nothing done by halves, nobody without the door."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ingest.review.model import Status
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.room.server import RehearsalRoom
from bot.review_page.routes import MAX_BODY_BYTES, ReviewPage
from tests.review_page.conftest import Desk, open_session
from tests.support.draft_corpus import SOURCE, TEXT
from tests.support.invented_answers import DAY
from tests.support.review_scene import ARTICLE, TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def statuses(desk: Desk) -> dict[str, str]:
    return {draft.key: str(draft.status) for draft in (await desk.read()).drafts}


async def test_documents_are_listed_with_what_is_open(desk: Desk) -> None:
    status, told = await desk.get("/review/documents")
    assert status == 200
    (one,) = told["documents"]
    assert (one["id"], one["open"], one["sure"], one["drafted"]) == (SOURCE, 3, 2, 3)
    assert told["problems"] == []


async def test_a_broken_draft_file_is_named_and_hides_no_other(desk: Desk) -> None:
    (desk.corpus.data / "drafts" / "broken.yaml").write_text("drafts: [", "utf-8")
    _, told = await desk.get("/review/documents")
    assert [one["id"] for one in told["documents"]] == [SOURCE]
    assert "broken.yaml" in told["problems"][0]


async def test_every_place_of_a_draft_is_its_words_in_the_text(desk: Desk) -> None:
    status, told = await desk.get(f"/review/documents/{SOURCE}")
    assert (status, told["text"]) == (200, TEXT)
    first, _, third = told["drafts"]
    assert TEXT[slice(*first["quotes"][0])] == "We shall not pay it,"
    assert TEXT[slice(*third["passage"])].startswith("Harbour Minister Ada Quillfeather said")
    words = {field["name"]: field["words"] for field in third["fields"]}
    assert TEXT[slice(*words["speaker"])] == "Ada Quillfeather"
    assert TEXT[slice(*words["day"])] == "on Tuesday"


async def test_an_approved_draft_is_in_the_records_and_found_at_once(desk: Desk) -> None:
    status, told = await desk.decide("approve", drafts=[["d01", 1]])
    assert status == 200
    assert "quillfeather-shall-not-pay" in told["said"]
    assert (await desk.read()).draft("d01").decision.by == "ada"
    assert "quillfeather-shall-not-pay" in desk.corpus.source_file.read_text("utf-8")
    assert await desk.answers.list_entries(["quillfeather-shall-not-pay"])


async def test_what_the_check_refuses_stays_open_and_says_why(desk: Desk) -> None:
    before = desk.corpus.data.joinpath("people.yaml").read_bytes()
    status, told = await desk.decide("approve", drafts=[["d02", 1]])
    assert status == 422
    assert "never pay" in told["error"]
    assert (await statuses(desk))["d02"] == Status.OPEN
    assert not desk.corpus.source_file.exists()
    assert desk.corpus.data.joinpath("people.yaml").read_bytes() == before


async def test_of_two_editors_the_second_is_shown_what_the_first_did(desk: Desk) -> None:
    await desk.decide("refuse", key="d03", version=1, reason="drafted twice")
    status, told = await desk.decide("edit", key="d03", version=1, fields={"day": "2031-03-05"})
    assert status == 409
    assert "meanwhile" in told["error"] or "already" in told["error"]
    assert told["drafts"][2]["status"] == Status.REFUSED


async def test_an_edit_is_validated_as_the_records_are(desk: Desk) -> None:
    status, told = await desk.decide("edit", key="d01", version=1, fields={"speaker": "Nobody of that name"})
    assert status == 422
    assert "Nobody of that name" in told["error"]
    status, told = await desk.decide("edit", key="d01", version=1, fields={"day": "the day after"})
    assert (status, told["error"].startswith("day:")) == (422, True)
    status, told = await desk.decide("edit", key="d01", version=1, fields={"day": "2031-03-05"})
    assert (status, told["drafts"][0]["form"]["day"], told["drafts"][0]["version"]) == (200, "2031-03-05", 2)


async def test_a_decision_is_taken_back_and_its_statement_is_gone(desk: Desk) -> None:
    await desk.decide("approve", drafts=[["d01", 1]])
    status, told = await desk.decide("undo", key="d01", version=2)
    assert (status, told["drafts"][0]["status"]) == (200, Status.OPEN)
    assert not await desk.answers.list_entries(["quillfeather-shall-not-pay"])


async def test_a_report_of_a_held_statement_joins_it(desk: Desk) -> None:
    status, told = await desk.decide("merge", key="d01", version=1, statement="no-such-thing")
    assert (status, told["error"]) == (422, "No statement with this id is held.")
    status, told = await desk.decide("merge", key="d01", version=1, statement="quillfeather-lamps-lit")
    assert (status, told["drafts"][0]["same_as"]) == (200, "quillfeather-lamps-lit")


async def test_the_nearest_statements_held_are_offered(desk: Desk) -> None:
    await desk.decide("approve", drafts=[["d01", 1]])
    status, told = await desk.get(f"/review/documents/{SOURCE}/near/d01")
    assert status == 200
    assert told["near"][0]["id"] == "quillfeather-shall-not-pay"
    assert told["near"][0]["quotation"] == "We shall not pay it,"
    assert told["near"][0]["is_same"]


async def test_a_missed_statement_is_added_with_the_words_chosen(desk: Desk) -> None:
    chosen = TEXT.index(" “We shall"), TEXT.index("Port Sorrel.")
    status, told = await desk.decide("add", start=chosen[0], end=chosen[1])
    added = told["drafts"][-1]
    assert (status, added["key"], added["band"], added["form"]["speaker"]) == (200, "d04", "no-speaker", "")
    assert TEXT[slice(*added["passage"])] == TEXT[slice(*chosen)].strip()
    assert [TEXT[slice(*place)] for place in added["quotes"]] == ["We shall not pay it,"]
    assert (await desk.read()).draft("d04").by_hand
    status, told = await desk.decide("approve", drafts=[["d04", 1]])
    assert (status, "lacks the speaker" in told["error"]) == (422, True)


async def test_a_document_is_taken_in_as_a_file_or_as_text(desk: Desk) -> None:
    path = f"{desk.room.origin}/review/documents?name=toll.txt"
    headers = {"Content-Type": "application/octet-stream"}
    async with desk.session.post(path, data=ARTICLE.encode(), headers=headers) as answer:
        told = await answer.json()
    assert (answer.status, told["title"], len(told["drafts"])) == (200, TITLE, 1)
    assert [part["as"] for part in told["parts"]][:1] == ["headline"]
    status, told = await desk.post("/review/documents", text=ARTICLE)
    assert (status, "already" in told["error"]) == (422, True)
    status, told = await desk.post("/review/documents", text=" ", link="")
    assert (status, told["error"]) == (422, "Choose a file, paste a text or give a link.")
    status, told = await desk.post("/review/documents", link="http://127.0.0.1/secret")
    assert status == 422


async def test_a_document_that_is_too_long_is_refused_while_it_comes(desk: Desk) -> None:
    path = f"{desk.room.origin}/review/documents?name=long.txt"
    headers = {"Content-Type": "application/octet-stream"}
    async with desk.session.post(path, data=BytesIO(b"x" * (MAX_BODY_BYTES + 1)), headers=headers) as answer:
        assert answer.status == 422
        assert "MB" in (await answer.json())["error"]


async def test_a_fault_while_drafting_is_said_and_nothing_is_kept(desk: Desk) -> None:
    desk.drafter.fail = RuntimeError("the drafter fell over")
    status, told = await desk.post("/review/documents", text=ARTICLE)
    assert (status, "Nothing was kept" in told["error"]) == (500, True)
    assert len((await desk.get("/review/documents"))[1]["documents"]) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    act=st.sampled_from(["approve", "refuse", "edit", "merge", "undo", "add", "sell"]),
    asked=st.dictionaries(
        st.sampled_from(["key", "version", "drafts", "reason", "fields", "statement", "start", "end"]), ANYTHING
    ),
)
async def test_no_request_however_wrong_is_an_error_of_the_server(desk: Desk, act: str, asked: dict[str, Any]) -> None:
    status, told = await desk.decide(act, **asked)
    assert status in (200, 404, 409, 422)
    assert ("error" in told) == (status != 200)


async def test_nobody_comes_in_without_the_token_or_from_another_origin(desk: Desk) -> None:
    paths = ("/review", "/review/documents", f"/review/documents/{SOURCE}", "/review/review.js")
    async with ClientSession() as stranger:
        for path in paths:
            async with stranger.get(f"{desk.room.origin}{path}") as answer:
                assert answer.status == 403
    async with desk.session.post(
        f"{desk.room.origin}/review/documents/{SOURCE}/approve",
        json={"drafts": [["d01", 1]]},
        headers={"Origin": "https://elsewhere.example"},
    ) as answer:
        assert answer.status == 403
    assert (await statuses(desk))["d01"] == Status.OPEN


@pytest.mark.parametrize("source", ["..%2f..%2fpeople", "no-such-document", "%00", "UPPER"])
async def test_only_a_draft_files_id_opens_a_document(desk: Desk, source: str) -> None:
    status, told = await desk.get(f"/review/documents/{source}")
    assert status == 404
    assert told["error"]


async def test_until_the_bot_is_there_the_page_says_that_it_starts() -> None:
    page = ReviewPage(by="ada", today=lambda: DAY)
    async with (
        LoopbackDiscord() as loopback,
        RehearsalRoom(loopback, (), add_routes=page.add_routes) as room,
        open_session() as session,
    ):
        async with session.get(room.address):
            pass
        async with session.get(f"{room.origin}/review/documents") as answer:
            assert (answer.status, await answer.text()) == (503, "The bot is starting\n")
