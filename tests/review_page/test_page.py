"""The page in a real browser: an editor goes from a saved article to statements in the store, by keys and by clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.ingest.review.model import Status
from tests.review_page.conftest import Desk
from tests.support.browser import list_findings
from tests.support.draft_corpus import TEXT
from tests.support.review_scene import ARTICLE, TITLE
from tests.support.room_page import PATIENCE, PICTURES

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


async def open_page(desk: Desk, browser: Browser, **context: Any) -> Page:
    made = await browser.new_context(
        **{"viewport": {"width": 1200, "height": 800}, "color_scheme": "dark", "reduced_motion": "reduce"} | context
    )
    page = await made.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
    await page.goto(desk.room.address)
    await page.goto(f"{desk.room.origin}/review")
    await page.locator(".field").first.wait_for()
    return page


async def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES, f"review-{name}.png"), animations="disabled")


async def status_of(desk: Desk, key: str) -> str:
    return str((await desk.read()).draft(key).status)


async def test_keys_approve_refuse_and_take_back(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser)
    await expect(page.locator("#card h2")).to_contain_text("1 of 3 · d01")
    await page.keyboard.press("a")
    await expect(page.locator("#notice")).to_contain_text("In the records: quillfeather-shall-not-pay.")
    await expect(page.locator("#card h2")).to_contain_text("d02")
    await page.keyboard.press("x")
    await page.get_by_label("drafted twice").check()
    await page.get_by_role("button", name="Set it down").click()
    await expect(page.locator("#notice")).to_contain_text("d02 is set down: drafted twice.")
    assert (await status_of(desk, "d01"), await status_of(desk, "d02")) == (Status.APPROVED, Status.REFUSED)
    await page.keyboard.press("k")
    await expect(page.locator("#card h2")).to_contain_text("d02")
    await page.keyboard.press("u")
    await expect(page.locator("#notice")).to_contain_text("d02 is open again.")
    await page.keyboard.press("j")
    await page.keyboard.press("u")  # on an open draft: the last decision of this page
    await expect(page.locator("#notice")).to_contain_text("d01 is open again.")
    assert await status_of(desk, "d01") == Status.OPEN


async def test_the_source_shows_every_draft_and_a_field_lights_up_its_words(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser)
    assert await page.locator("#source").inner_text() == TEXT
    await page.locator("#source .draft", has_text="lamp toll").first.click()
    await expect(page.locator("#card h2")).to_contain_text("d03")
    await expect(page.locator("#source .quote")).to_have_text("lamp toll")
    await page.get_by_role("button", name="Speaker").click()
    await expect(page.locator("#source .lit")).to_have_text("Ada Quillfeather")
    await page.get_by_role("button", name="Speaker").click()
    await expect(page.locator("#source .lit")).to_have_count(0)


async def test_an_edit_that_is_refused_keeps_what_was_typed(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser)
    await page.keyboard.press("e")
    await page.get_by_label("Day").fill("the day after")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog .problem")).to_contain_text("day:")
    await expect(page.get_by_label("Day")).to_have_value("the day after")
    await page.get_by_label("Day").fill("2031-03-05")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog")).not_to_be_visible()
    await expect(page.locator("#card")).to_contain_text("2031-03-05")


async def test_selected_words_become_a_draft(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser)
    await page.keyboard.press("n")
    await expect(page.locator("#notice")).to_contain_text("Select the words")
    await page.evaluate(
        """() => {
          const spans = [...document.querySelectorAll("#source span")];
          const piece = spans.find((one) => one.textContent.includes("she told reporters"));
          const at = piece.firstChild.data.indexOf("she told");
          getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + "she told reporters".length);
        }"""
    )
    await page.keyboard.press("n")
    await expect(page.locator("#dialog-title")).to_have_text("Edit d04")
    added = (await desk.read()).draft("d04")
    assert (added.passage, added.by_hand) == ("she told reporters", True)
    await page.get_by_label("Speaker").fill("Ada Quillfeather")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog")).not_to_be_visible()
    assert (await desk.read()).draft("d04").entry["speaker"] == ["ada-quillfeather"]


async def test_an_article_is_taken_in_approved_and_found(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "toll.txt").write_text(ARTICLE, "utf-8")
    page = await open_page(desk, browser)
    await page.get_by_role("button", name="Take in a document").click()
    await page.get_by_label("A file").set_input_files(tmp_path / "toll.txt")
    await keep_picture(page, "take")
    await page.get_by_role("button", name="Draft its statements").click()
    await expect(page.locator("#title")).to_have_text(TITLE)
    await expect(page.locator("#source .part").first).to_have_text(TITLE)
    await keep_picture(page, "draft")
    await page.get_by_role("button", name="Approve the sure one").click()
    await expect(page.locator("dialog li")).to_contain_text("is a slap in the face")
    await keep_picture(page, "sure")
    await page.get_by_role("button", name="Approve", exact=True).last.click()
    await expect(page.locator("#notice")).to_contain_text("In the records:")
    (file,) = [one for one in (await desk.review.list_files())[0] if one.source["title"] == TITLE]
    assert await desk.answers.list_entries([file.drafts[0].id])


async def test_what_another_editor_did_is_shown_in_place_of_the_decision(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser)
    await desk.decide("refuse", key="d01", version=1, reason="not wanted here")
    await page.keyboard.press("a")
    await expect(page.locator("#notice")).to_contain_text("d01")
    await expect(page.locator("#card h2")).to_contain_text("no statement (not wanted here)")
    assert await status_of(desk, "d01") == Status.REFUSED


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_axe_finds_nothing_wrong_with_the_page(desk: Desk, browser: Browser, scheme: str) -> None:
    page = await open_page(desk, browser, color_scheme=scheme)
    assert await list_findings(page) == []
    await page.keyboard.press("e")
    assert await list_findings(page) == []


async def test_on_a_telephone_nothing_runs_out_of_the_side(desk: Desk, browser: Browser) -> None:
    page = await open_page(desk, browser, **PHONE)
    assert not await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    await page.get_by_role("button", name="Edit").tap()
    assert not await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    await keep_picture(page, "phone")
