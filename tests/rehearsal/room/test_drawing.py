"""What the room draws: Discord's Markdown as Discord reads it, and every component, embed and file as it was sent."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.async_api import expect

from bot.rehearsal.loopback.http import Upload
from bot.rehearsal.loopback.messages import edit_message, remove_message
from bot.rehearsal.loopback.state import LOADING
from tests.support.room_page import EmptyRoom, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# What is sent, and the elements that it becomes, written as tag(children) with text between quotation marks.
MARKDOWN = {
    "**bold** *it* _it_ __un__ ~~st~~": "div(strong('bold') ' ' em('it') ' ' em('it') ' ' u('un') ' ' s('st'))",
    "***both***": "div(strong(em('both')))",
    "**a *b* c**": "div(strong('a ' em('b') ' c'))",
    r"\*not\* \_it\_ \# \: \@everyone": "div('*not* _it_ # : @everyone')",
    r"2 \\ 3 \a": r"div('2 \ 3 \a')",
    "snake_case_name and 2 * 3 * 4": "div('snake_case_name and 2 * 3 * 4')",
    "**open and *open": "div('**open and *open')",
    "`**code**` ``a ` b``": "div(code('**code**') ' ' code('a ` b'))",
    "# One\n## Two\n### Three\n#### none": "h3('One') h4('Two') h5('Three') div('#### none')",
    "#none\n\\# none": "div('#none\n# none')",
    "-# small *print*\n-#none": "div('small ' em('print')) div('-#none')",
    "> one\n> **two**\nafter": "blockquote(div('one\n' strong('two'))) div('after')",
    ">>> all\nof it": "blockquote(div('all\nof it'))",
    ">none": "div('>none')",
    "- a\n- b\n  - c\n1. d": "ul(li('a') li('b' ul(li('c')) )) ol(li('d'))",
    "3. c\n4. d": "ol(li('c') li('d'))",
    "\\- none\n1\\. none": "div('- none\n1. none')",
    "```py\nx = '**1**'\n```after": "pre(code('x = \\'**1**\\'')) div('after')",
    "[label **x**](https://example.org/a_(b))": "div(a('label ' strong('x')))",
    "[no](javascript:alert(1)) [no]() [](https://example.org)": (
        "div('[no](javascript:alert(1)) [no]() [](' a('https://example.org') ')')"
    ),
    "see https://example.org/a?b=c. <https://example.org>": (
        "div('see ' a('https://example.org/a?b=c') '. ' a('https://example.org'))"
    ),
    "<@1100000000000000111> <@&1100000000000000102> <#1100000000000000122> <@9>": (
        "div(span('@Desk officer') ' ' span('@Editors') ' ' span('#briefings') ' ' span('@unknown-user'))"
    ),
    "@everyone a@here.example @heretic": "div(span('@everyone') ' a' span('@here') '.example @heretic')",
    "</who-said:12> <:flag:12345> <script>": "div(span('/who-said') ' ' span(':flag:') ' <script>')",
    "||spoil **er**||": "div(span(span('spoil ' strong('er'))))",
}
DESCRIBE = """async (text) => {
  const { markdown } = await import("/markdown.js");
  const names = {
    people: { "1100000000000000111": "Desk officer" }, roles: { "1100000000000000102": "Editors" },
    channels: { "1100000000000000122": "briefings" },
  };
  const tell = (node) => node.nodeType === 3
    ? `'${node.data.replaceAll("'", "\\\\'")}'`
    : `${node.tagName.toLowerCase()}(${[...node.childNodes].map(tell).join(" ")})`;
  const made = document.createElement("div");
  made.append(...markdown(text, names));
  made.normalize();
  return [...made.childNodes].map(tell).join(" ");
}"""


async def test_markdown_becomes_what_discord_makes_of_it(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    for sent, expected in MARKDOWN.items():
        made = await page.evaluate(DESCRIBE, sent)
        assert made.replace(") )", "))") == expected.replace(") )", "))"), sent


async def test_hostile_repetition_is_rendered_quickly(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    for piece in ("**", "[", "`", "||", "_*", "> ", "<", "\\", "- \n", "[x](", "```", "https://", "a*b_c"):
        ms = await page.evaluate(
            "async (text) => { const { markdown } = await import('/markdown.js'); const began = performance.now();"
            " markdown(text); return performance.now() - began; }",
            (piece * 4000)[:4000],
        )
        assert ms < 1500, piece


def make_card() -> list[dict[str, Any]]:
    """A message with every component that a message can have."""
    file = {"url": "attachment://words.txt"}
    return [
        {"type": 10, "content": "Text **outside** of a container, with <@1100000000000000111>."},
        {
            "type": 17, "accent_color": 0xB98A2E, "components": [
                {"type": 10, "content": "## A card\n-# understood so\n> “words”"},
                {"type": 14, "divider": True, "spacing": 2},
                {"type": 9, "components": [{"type": 10, "content": "A section"}],
                 "accessory": {"type": 11, "media": {"url": "attachment://pixel.png"}, "description": "A pixel"}},
                {"type": 9, "components": [{"type": 10, "content": "Another"}],
                 "accessory": {"type": 2, "style": 2, "label": "Passage", "custom_id": "passage"}},
                {"type": 1, "components": [
                    {"type": 2, "style": 1, "label": "Primary", "custom_id": "1"},
                    {"type": 2, "style": 3, "label": "Success", "custom_id": "3", "emoji": {"name": "✓"}},
                    {"type": 2, "style": 4, "label": "Danger", "custom_id": "4"},
                    {"type": 2, "style": 2, "label": "Greyed", "custom_id": "2", "disabled": True},
                    {"type": 2, "style": 5, "label": "Source", "url": "https://example.org/"},
                ]},
                {"type": 1, "components": [{"type": 3, "custom_id": "pick", "placeholder": "Choose one", "options": [
                    {"label": "Arland", "value": "a", "description": "in the west"},
                    {"label": "Borduria", "value": "b"},
                ]}]},
                {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "A person"}]},
                {"type": 12, "items": [
                    {"media": {"url": "attachment://pixel.png"}, "description": "A pixel", "spoiler": True},
                    {"media": {"url": "https://example.org/far.png"}, "description": "Far away"},
                ]},
                {"type": 13, "file": file},
            ],
        },
        {"type": 17, "spoiler": True, "components": [{"type": 10, "content": "hidden words"}]},
    ]  # fmt: skip


FILES = (
    Upload("files[0]", "words.txt", "text/plain", "\n".join(f"line {n} <b>" for n in range(1, 31)).encode()),
    Upload("files[1]", "pixel.png", "image/png", PIXEL),
)


async def test_every_component_is_shown(empty_room: EmptyRoom) -> None:
    page = await empty_room.open(viewport={"width": 1100, "height": 1150})
    empty_room.post(*make_card(), files=FILES)
    article = page.locator("article")
    accented = article.locator(".container.accented")
    assert await accented.evaluate("e => getComputedStyle(e).borderLeftColor") == "rgb(185, 138, 46)"
    await expect(article.locator(".thumbnail img")).to_have_attribute("alt", "A pixel")
    assert await article.locator(".thumbnail img").evaluate("e => e.decode().then(() => e.naturalWidth)") == 1
    for style, label in (("primary", "Primary"), ("success", "✓Success"), ("danger", "Danger"), ("link", "Source ↗")):
        await expect(article.locator(f".button.{style}")).to_have_text(label)
    await expect(article.get_by_role("button", name="Greyed")).to_be_disabled()
    await expect(article.get_by_role("link", name="Source")).to_have_attribute("href", "https://example.org/")
    await expect(article.get_by_label("Choose one")).to_contain_text("Arland — in the west")
    await expect(article.get_by_label("A person")).to_contain_text("@Managing editor")
    await expect(article.locator(".elsewhere")).to_contain_text("Far away")
    await expect(article.locator(".gallery img")).to_have_count(0)
    await article.locator(".gallery").get_by_role("button", name="Spoiler").click()
    await expect(article.locator(".gallery img")).to_have_count(1)
    await expect(article).not_to_contain_text("hidden words")
    await article.get_by_role("button", name="Spoiler").click()
    await expect(article).to_contain_text("hidden words")
    preview = article.locator(".preview")
    await expect(preview).to_contain_text("line 12 <b>")
    await expect(preview).not_to_contain_text("line 30")
    await article.get_by_role("button", name="Show all").click()
    await expect(preview).to_contain_text("line 30 <b>")
    await article.get_by_role("button", name="Show less").click()
    await keep_picture(page, "components")
    async with page.expect_download() as waiting:
        await article.get_by_role("link", name="words.txt").click()
    assert (await waiting.value).suggested_filename == "words.txt"
    await expect(article.locator(".unknown")).to_have_count(0)


async def test_what_cannot_be_shown_is_named_and_never_left_out(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    empty_room.post({"type": 99}, {"type": 10, "content": "after"})
    await expect(page.locator("article")).to_contain_text("component of type 99")
    await expect(page.locator("article")).to_contain_text("after")


async def test_an_embed_is_shown_with_all_its_parts(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    embed = {
        "title": "A *title*", "url": "https://example.org/", "description": "Some **words**", "color": 0x3B6EA1,
        "author": {"name": "An author"}, "footer": {"text": "A footer"}, "timestamp": "2024-06-27T10:00:00+00:00",
        "fields": [{"name": "One", "value": "1", "inline": True}, {"name": "Two", "value": "*2*", "inline": True}],
        "image": {"url": "attachment://pixel.png"}, "thumbnail": {"url": "attachment://pixel.png"},
    }  # fmt: skip
    empty_room.post(content="With **content**", embeds=[embed], files=FILES)
    drawn = page.locator(".embed")
    for part in ("An author", "A title", "Some words", "One", "2", "A footer", "27/06/2024"):
        await expect(drawn).to_contain_text(part)
    await expect(drawn.locator("img")).to_have_count(2)
    await expect(drawn.get_by_role("link", name="A title")).to_have_attribute("href", "https://example.org/")
    await expect(page.locator("article")).to_contain_text("words.txt")
    await keep_picture(page, "embed")


async def test_a_message_is_changed_in_its_place_and_taken_away(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    first = empty_room.post(content="first")
    empty_room.post(content="second")
    await expect(page.locator("article .text")).to_have_text(["first", "second"])
    edit_message(empty_room.loopback.world, first, {"content": "changed"})
    await expect(page.locator("article .text")).to_have_text(["changed", "second"])
    await expect(page.locator("article").first).to_contain_text("(edited)")
    remove_message(empty_room.loopback.world, first)
    await expect(page.locator("article .text")).to_have_text(["second"])


async def test_a_deferred_answer_thinks_until_it_is_there(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    message = empty_room.post(content="later")
    message.payload["flags"] |= LOADING
    empty_room.loopback.world.tell("update", message)
    await expect(page.locator(".thinking")).to_have_text("Attaché is thinking…")
    await keep_picture(page, "thinking")
    edit_message(empty_room.loopback.world, message, {"content": "at last"})
    await expect(page.locator(".thinking")).to_have_count(0)
    await expect(page.locator("article")).to_contain_text("at last")


async def test_a_message_shows_whom_it_pings(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    empty_room.post(content="<@1100000000000000111>, look")
    empty_room.post(content="<@1100000000000000111>, look not", allowed_mentions={"parse": []})
    await expect(page.locator("article").first.locator(".pings")).to_have_text("Pings Desk officer")
    await expect(page.locator("article").nth(1).locator(".pings")).to_have_count(0)
