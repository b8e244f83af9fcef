"""How the room looks: dark and light, on a telephone, and to somebody who hears it instead."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.room_page import RoomHouse, ask, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
CONTRAST = """() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => v / 255).map(
      (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/^rgba\\(.*, 0(\\.\\d+)?\\)$|^color/.test(colour)) return light(colour);
    }
    return 1;
  };
  const weak = [];
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !e.checkVisibility() || e.closest("[disabled], [aria-hidden=true], .aside, .skip")) continue;
    const one = light(getComputedStyle(e).color), other = ground(e);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) weak.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}: ${e.textContent.slice(0, 30)}`);
  }
  return weak;
}"""


async def ground_of(page: Page) -> str:
    return str(await page.evaluate("() => getComputedStyle(document.body).backgroundColor"))


async def scrolls_sideways(page: Page) -> bool:
    wider = "() => document.documentElement.scrollWidth > innerWidth || document.getElementById('log').scrollWidth > "
    return bool(await page.evaluate(f"{wider}document.getElementById('log').clientWidth"))


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_the_room_is_dark_or_light_as_the_system_is_and_changes_on_demand(house: RoomHouse, scheme: str) -> None:
    page = await house.open(color_scheme=scheme)
    other = "light" if scheme == "dark" else "dark"
    grounds = {"dark": "rgb(49, 51, 56)", "light": "rgb(255, 255, 255)"}
    assert await ground_of(page) == grounds[scheme]
    await page.get_by_role("button", name=f"Change to {other} colours").click()
    assert await ground_of(page) == grounds[other]
    await page.reload()
    await page.locator("#channels button").first.wait_for()
    assert await ground_of(page) == grounds[other]
    await page.get_by_role("button", name=f"Change to {scheme} colours").click()
    assert await ground_of(page) == grounds[scheme]


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_every_text_has_contrast_to_its_background(house: RoomHouse, scheme: str) -> None:
    page = await house.open(color_scheme=scheme)
    answer = await ask(page, "/who-said words: irreversible")
    await answer.get_by_role("button", name="Share").click()
    await expect(page.locator("article")).to_have_count(2)
    await page.keyboard.type("/")
    await page.locator("#box").fill("/time")
    await expect(page.locator("#list li").first).to_contain_text("/timeline")
    assert await page.evaluate(CONTRAST) == []
    await page.locator("#box").fill("")
    await keep_picture(page, scheme)


async def test_on_a_telephone_nothing_runs_out_of_the_side(house: RoomHouse) -> None:
    page = await house.open(**PHONE)
    assert not await scrolls_sideways(page)
    await page.locator("#box").tap()
    await page.keyboard.type("/who-said irrev")
    await expect(page.locator("#list li").first).to_contain_text("irreversible")
    assert not await scrolls_sideways(page)
    await page.locator("#list li").first.tap()
    await page.get_by_role("button", name="Send").tap()
    await expect(page.locator("article").first).to_contain_text("Lim Soo-suk")
    assert not await scrolls_sideways(page)
    await expect(page.locator("#box")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#title")).to_be_in_viewport(ratio=1)
    await keep_picture(page, "phone")
    await expect(page.get_by_role("button", name="Reload")).to_be_hidden()
    await page.get_by_role("button", name="Channels and settings").tap()
    await keep_picture(page, "phone-side")
    await page.get_by_role("button", name="Reload").tap()
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.get_by_role("button", name="Reload")).to_be_hidden()
    await page.get_by_role("button", name="Channels and settings").tap()
    await page.get_by_role("button", name="briefings").tap()
    await expect(page.locator("#title")).to_have_text("# briefings")
    assert not await scrolls_sideways(page)


async def test_however_much_is_said_the_box_and_the_strip_stay_where_they_are(house: RoomHouse) -> None:
    page = await house.open()
    for _ in range(3):
        await ask(page, "/timeline")
    for place in ("#box", "#strip", "#title", "#reload"):
        await expect(page.locator(place)).to_be_in_viewport(ratio=1)
    assert (
        await page.evaluate("() => document.scrollingElement.scrollTop + document.getElementById('room').scrollTop")
        == 0
    )


async def test_everything_that_can_be_used_has_a_name_and_new_messages_are_announced(house: RoomHouse) -> None:
    page = await house.open()
    await ask(page, "/who-said words: irreversible")
    await page.locator("#box").fill("/")
    nameless = await page.evaluate(
        "() => [...document.querySelectorAll('button, input, select, textarea, a')].filter((e) => e.checkVisibility()"
        " && !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim())).map((e) => e.outerHTML)"
    )
    assert nameless == []
    log = page.get_by_role("log", name="Messages")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_role("article").first).to_have_attribute(
        "aria-label", re.compile("^Attaché, Today at .*, private$")
    )
