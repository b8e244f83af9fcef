"""For editors: data reloaded from the room, by button or when a file changes, with mistakes by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.room_page import RoomHouse, ask, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def find_line(file: Path, text: str) -> int:
    return next(n for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if text in line)


async def expect_reload(page: Page, words: str, nth: int = 0) -> None:
    answer = page.locator("article").nth(nth)
    await expect(answer).to_contain_text(words)
    await expect(answer).to_contain_text("Only Administrator sees this in Discord")
    await expect(page.locator("#data")).to_contain_text(words)


async def test_the_button_reloads_a_broken_file_and_the_error_is_shown_by_file_and_line(house: RoomHouse) -> None:
    file = house.home / "data" / "people.yaml"
    change(file, "    name: ", "    nmae: ")
    page = await house.open()
    await page.get_by_role("button", name="Reload").click()
    await expect_reload(page, "Not reloaded: ")
    place = f"data/people.yaml:{find_line(file, 'nmae')}:"
    answer = page.locator("article").first
    await expect(answer.locator(".container .text").nth(1)).to_contain_text(place)
    await expect(answer.locator(".preview")).to_contain_text(place)
    await expect(page.locator("#answers li")).to_contain_text("/reload")
    await keep_picture(page, "reload-broken")
    still = await ask(page, "/who-said words: irreversible")
    await expect(still).to_contain_text("Lim Soo-suk")
    change(file, "    nmae: ", "    name: ")
    await page.get_by_role("button", name="Reload").click()
    await expect_reload(page, "Reloaded: no statement changed", nth=2)


async def test_watching_reloads_by_itself_when_a_file_changes_until_it_is_turned_off(house: RoomHouse) -> None:
    file = house.home / "data" / "topics.yaml"
    text = file.read_text("utf-8")
    page = await house.open()
    await page.get_by_role("button", name="Watch files").click()
    await expect(page.get_by_role("button", name="Watch files", pressed=True)).to_be_visible()
    change(file, "    label: ", "    lable: ")
    await expect_reload(page, "Not reloaded: ")
    await expect(page.locator("article").first).to_contain_text(f"data/topics.yaml:{find_line(file, 'lable')}:")
    file.write_text(text, "utf-8")
    await expect_reload(page, "Reloaded: no statement changed", nth=1)
    await keep_picture(page, "watch")
    await page.get_by_role("button", name="Watch files").click()
    await expect(page.get_by_role("button", name="Watch files", pressed=False)).to_be_visible()
    assert not house.room.watching


async def test_what_was_added_is_found_at_once(house: RoomHouse) -> None:
    file = house.home / "data" / "people.yaml"
    page = await house.open()
    await page.keyboard.type("/speaker Limmy the Kid")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator("article").first).to_contain_text("Limmy the Kid")
    await expect(page.locator("article").first).not_to_contain_text("Lim Soo-suk")
    change(file, "    also: [Lim Soo Suk,", "    also: [Limmy the Kid, Lim Soo Suk,")
    await page.get_by_role("button", name="Reload").click()
    await expect_reload(page, "Reloaded", nth=1)
    await expect(await ask(page, "/speaker name: Limmy the Kid")).to_contain_text("Lim Soo-suk")


async def test_every_page_shows_a_reload_and_no_foreign_private_answer(house: RoomHouse) -> None:
    one, other = await house.open(), await house.open()
    await other.locator("#person").select_option(label="Managing editor (manager, Editors)")
    await ask(one, "/who-said words: irreversible")
    await one.get_by_role("button", name="Reload").click()
    await expect_reload(one, "Reloaded: no statement changed", nth=1)
    await expect_reload(other, "Reloaded: no statement changed")
    await expect(other.locator("article")).to_have_count(1)
