"""The room in a real browser: a command is typed and completed, its answer drawn, turned, opened and shared."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.answers.catalogue import COMMANDS
from bot.cli.sample_briefing import post_sample
from tests.support.room_page import RoomHouse, ask, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_menu_shows_commands_with_descriptions_and_options_with_what_is_required(house: RoomHouse) -> None:
    page = await house.open()
    await page.keyboard.type("/who")
    offered = page.locator("#list li")
    await expect(offered.first).to_contain_text("/who-said")
    await expect(offered.first).to_contain_text("Who said this?")
    await expect(offered.first.locator(".sign.strong")).to_have_text(["words"])
    signs = await offered.first.locator(".sign").all_text_contents()
    assert signs == [option.name for option in COMMANDS["who-said"].options]
    await keep_picture(page, "menu")
    await page.keyboard.press("Enter")
    await expect(page.locator("#command")).to_have_text("/who-said")
    await expect(page.locator("#offers-title")).to_contain_text("(text, required)")


async def test_a_command_is_typed_with_suggestions_and_its_answer_is_shown(house: RoomHouse) -> None:
    page = await house.open()
    await page.keyboard.type("/who-said irreversible country: Seo")
    await expect(page.locator("#list li").first).to_have_text("South Korea (KR)")
    await keep_picture(page, "completion")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("country", exact=True)).to_have_value("South Korea (KR)")
    await page.keyboard.press("Enter")
    answer = page.locator("article")
    await expect(answer).to_contain_text("Lim Soo-suk")
    await expect(answer.locator("blockquote strong").first).to_have_text("irreversible")
    await expect(answer).to_contain_text("Only you can see this")
    await expect(answer.locator(".used")).to_have_text("DODesk officer used /who-said")
    assert await answer.locator(".container").evaluate("e => getComputedStyle(e).borderLeftColor") == "rgb(47, 107, 79)"
    await expect(page.locator("#answers li")).to_contain_text("ms")
    await expect(page.locator("#breaches")).to_have_text("Nothing against Discord's rules")
    await keep_picture(page, "answer")


async def test_a_complete_line_can_be_pasted(house: RoomHouse) -> None:
    page = await house.open()
    answer = await ask(page, "/timeline country: KR other-country: Russia since: 2024-06-26")
    await expect(answer).to_contain_text("Timeline")
    await expect(answer).to_contain_text("26 June 2024")


async def test_pages_are_turned_in_place_and_the_keyboard_stays_on_the_button(house: RoomHouse) -> None:
    page = await house.open()
    answer = await ask(page, "/timeline country: KR")
    first = await answer.locator(".section").first.inner_text()
    await expect(answer.get_by_role("button", name="Previous page")).to_be_disabled()
    await answer.get_by_role("button", name="Next page").press("Enter")
    await expect(answer.get_by_role("button", name="Previous page")).to_be_enabled()
    await expect(page.locator("article")).to_have_count(1)
    assert await answer.locator(".section").first.inner_text() != first
    await expect(answer.get_by_role("button", name="Next page")).to_be_focused()
    await keep_picture(page, "pages")


async def test_a_passage_is_opened_and_shown_in_its_context(house: RoomHouse) -> None:
    page = await house.open()
    answer = await ask(page, "/who-said words: irreversible")
    await answer.get_by_role("button", name="Passage").first.click()
    opened = page.locator("article").nth(1)
    await expect(opened).to_contain_text("lim-irreversible-mistake")
    await expect(opened).to_contain_text("“We warn that Russia should not make a mistake")
    await expect(opened.locator(".author")).to_be_in_viewport()
    await keep_picture(page, "passage")


async def test_a_private_answer_is_visible_to_its_asker_until_it_is_shared(house: RoomHouse) -> None:
    asker, other = await house.open(), await house.open()
    await other.locator("#person").select_option(label="Managing editor (manager, Editors)")
    answer = await ask(asker, "/who-said words: irreversible")
    await expect(other.locator("article")).to_have_count(0)
    await answer.get_by_role("button", name="Share").click()
    shared = other.locator("article")
    await expect(shared).to_contain_text("Shared by @Desk officer")
    await expect(shared).to_contain_text("Lim Soo-suk")
    await expect(shared).not_to_contain_text("Only you can see this")
    await expect(answer.get_by_role("button", name="Shared")).to_be_disabled()
    await expect(other.locator(".pings")).to_have_count(0)
    await expect(asker.locator("article").nth(1).locator(".author")).to_be_in_viewport()
    await keep_picture(asker, "share")


async def test_people_and_channels_are_chosen_and_what_was_said_there_is_found_again(house: RoomHouse) -> None:
    page = await house.open()
    await ask(page, "/who-said words: irreversible")
    await page.get_by_role("button", name="briefings").click()
    await expect(page.locator("#title")).to_have_text("# briefings")
    await expect(page.locator("article")).to_have_count(0)
    await page.get_by_role("button", name="press-desk").click()
    await expect(page.locator("article")).to_have_count(1)
    await page.locator("#person").select_option(label="Administrator (admin, Admins)")
    await expect(page.locator("article")).to_have_count(0)


async def test_only_an_admin_is_offered_the_admins_command(house: RoomHouse) -> None:
    page = await house.open()
    await page.keyboard.type("/rel")
    await expect(page.locator("#list li").filter(has_text="/reload")).to_have_count(0)
    await page.locator("#person").select_option(label="Administrator (admin, Admins)")
    await page.locator("#box").fill("/rel")
    await expect(page.locator("#list li").filter(has_text="/reload")).to_have_count(1)


async def test_news_in_another_channel_marks_it(house: RoomHouse) -> None:
    asker, other = await house.open(), await house.open()
    await other.get_by_role("button", name="briefings").click()
    await expect(other.locator("#title")).to_have_text("# briefings")
    answer = await ask(asker, "/who-said words: irreversible")
    await answer.get_by_role("button", name="Share").click()
    await expect(other.get_by_role("button", name="press-desk new")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "told", "kept"),
    [
        ("/who-siad words: irreversible", "/who-said", "/who-siad words: irreversible"),
        ("hello", "reads no messages", "hello"),
        ("/speaker ", "needs name", ""),
    ],
)
async def test_what_cannot_be_sent_is_said_and_stays_in_the_box(
    house: RoomHouse, typed: str, told: str, kept: str
) -> None:
    page = await house.open()
    await page.keyboard.type(typed)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator("#problem")).to_contain_text(told)
    await expect(page.locator("#box")).to_have_value(kept)
    await expect(page.locator("article")).to_have_count(0)


async def test_an_answer_that_was_refused_by_the_room_leaves_the_fields_as_they_were(house: RoomHouse) -> None:
    page = await house.open()
    await page.keyboard.type("/who-said irreversible country: Seoul")
    longer = "x" * 400
    await page.get_by_label("words", exact=True).evaluate("field => { field.maxLength = 9999; }")
    await page.get_by_label("words", exact=True).fill(longer)
    await page.keyboard.press("Enter")
    await expect(page.locator("#problem")).to_contain_text("1 to 300 characters, not 400")
    await expect(page.get_by_label("words", exact=True)).to_have_value(longer)
    await expect(page.get_by_label("country", exact=True)).to_have_value("Seoul")


async def test_everything_can_be_done_by_the_keyboard_alone(house: RoomHouse) -> None:
    page = await house.open()
    await expect(page.locator("#box")).to_be_focused()
    for key in ("/", "t", "i", "m", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator("#command")).to_have_text("/timeline")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("country", exact=True)).to_be_focused()
    await page.keyboard.type("Mosc")
    await expect(page.locator("#list li").first).to_contain_text("Russia")
    await page.keyboard.press("ArrowDown")
    selected = page.locator("#list [aria-selected=true]")
    await expect(page.get_by_label("country", exact=True)).to_have_attribute(
        "aria-activedescendant", await selected.get_attribute("id") or ""
    )
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    answer = page.locator("article")
    await expect(answer).to_contain_text("Timeline: Russia")
    # Back from the box: Send is behind it, the last button of the answer before it.
    await page.keyboard.press("Shift+Tab")
    await expect(answer.get_by_role("button", name="Share")).to_be_focused()
    assert await focus_is_seen(page)
    await keep_picture(page, "keyboard")
    await page.keyboard.press("Enter")
    await expect(page.locator("article").nth(1)).to_contain_text("Shared by")


async def focus_is_seen(page: Page) -> bool:
    return bool(await page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"))


async def test_a_briefing_of_a_day_with_news_is_in_its_channel_from_the_start(house: RoomHouse) -> None:
    page = await house.open(viewport={"width": 1100, "height": 900})
    await post_sample(house.client, house.loopback.world.channel("briefings").id)
    await page.get_by_role("button", name="briefings new").click()
    briefing = page.locator("article").first
    await expect(briefing).to_contain_text("2024")
    await expect(briefing.locator(".container")).to_have_count(1)
    await expect(briefing).not_to_contain_text("Only you can see this")
    assert house.loopback.breaches == []
    await keep_picture(page, "briefing")
