"""Nobody comes in without the token, from this machine's own pages; and nothing that is shown can do anything."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import yaml
from aiohttp import WSServerHandshakeError
from playwright.async_api import Browser, expect
from yarl import URL

from bot.rehearsal.loopback.http import Upload
from tests.support.room_page import EmptyRoom, RoomHouse, ask, keep_house, keep_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCRIPT = "<script>document.title = 1234567</script><img src=x onerror=document.title=1234567>"
HOSTILE_WORDS = f"{SCRIPT} [here](javascript:alert(1)) **bold** @everyone <@1> `x` ||y||"

HOSTILE_NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "a/../../b.html", ".bashrc", "\x00\x1b]0;x\x07.txt",
    "..", "",
)  # fmt: skip


def port_of(room: EmptyRoom) -> int:
    return int(room.room.origin.rpartition(":")[2])


async def get(room: EmptyRoom, path: str, **headers: str) -> aiohttp.ClientResponse:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        answer = await session.get(f"{room.room.origin}{path}", headers=headers, allow_redirects=False)
        await answer.read()
        return answer


def cookie_of(room: EmptyRoom) -> str:
    token = room.room.address.partition("token=")[2]
    return f"attache-room-{port_of(room)}={token}"


@pytest.mark.parametrize(
    "path", ["/", "/main.js", "/room.css", "/files/1", "/socket", "/nowhere", "/?token=", "/?token=x"]
)
async def test_a_request_without_the_token_gets_nowhere(empty_room: EmptyRoom, path: str) -> None:
    empty_room.post(content="secret", files=(Upload("files[0]", "a.txt", "text/plain", b"secret"),))
    answer = await get(empty_room, path)
    assert answer.status == 403
    assert "secret" not in await answer.text()
    assert "Set-Cookie" not in answer.headers


async def test_the_token_is_exchanged_for_a_cookie_that_no_other_site_can_send(empty_room: EmptyRoom) -> None:
    answer = await get(empty_room, empty_room.room.address.removeprefix(empty_room.room.origin))
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(cookie_of(empty_room))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert (await get(empty_room, "/", Cookie=cookie_of(empty_room))).status == 200


@pytest.mark.parametrize("foreign", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"])
async def test_a_foreign_host_gets_nowhere_even_with_the_token(empty_room: EmptyRoom, foreign: str) -> None:
    host = foreign.format(port=port_of(empty_room))
    assert (await get(empty_room, "/", Host=host, Cookie=cookie_of(empty_room))).status == 403
    path = empty_room.room.address.removeprefix(empty_room.room.origin)
    assert (await get(empty_room, path, Host=host)).status == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", None]
)
async def test_a_socket_of_a_foreign_page_gets_nowhere(empty_room: EmptyRoom, origin: str | None) -> None:
    headers = {"Cookie": cookie_of(empty_room)}
    if origin is not None:
        headers["Origin"] = origin.format(port=port_of(empty_room))
    async with aiohttp.ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{empty_room.room.origin}/socket", headers=headers)
    assert refused.value.status == 403


async def test_a_socket_of_the_rooms_own_page_is_taken_and_nonsense_does_it_no_harm(empty_room: EmptyRoom) -> None:
    headers = {"Cookie": cookie_of(empty_room), "Origin": empty_room.room.origin}
    nonsense: list[Any] = [
        "[", "[]", "{}", "1", '{"do": 3}', '{"do": "enter"}', '{"do": "enter", "user": "1", "channel": []}',
        '{"do": "click", "message": "x"}', '{"do": "slash", "command": {}, "options": 3}', "[" * 100_000,
        '{"do": "submit", "form": "7"}', '{"do": "complete", "id": 1, "command": "x", "focused": "y", "options": {}}',
    ]  # fmt: skip
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{empty_room.room.origin}/socket", headers=headers) as socket,
    ):
        assert (await socket.receive_json(timeout=5))["is"] == "world"
        assert (await socket.receive_json(timeout=5))["is"] == "place"
        for text in nonsense:
            await socket.send_str(text)
            told = await socket.receive_json(timeout=5)
            assert told["is"] in ("problem", "choices"), text
            assert told.get("choices", []) == []


async def test_every_answer_carries_the_strict_policy(empty_room: EmptyRoom) -> None:
    for path in ("/", "/main.js", "/room.css", "/nowhere"):
        headers = (await get(empty_room, path, Cookie=cookie_of(empty_room))).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/../guard.py", "/%2e%2e/guard.py", "/static/../../guard.py", "/..%2fguard.py"])
async def test_nothing_but_the_pages_files_is_served(empty_room: EmptyRoom, path: str) -> None:
    async with aiohttp.ClientSession() as session:
        url = URL(f"{empty_room.room.origin}{path}", encoded=True)
        async with session.get(url, headers={"Cookie": cookie_of(empty_room)}) as answer:
            assert answer.status == 404


def write_hostile_source(home: Path) -> None:
    text = f"Seoul\n\nLim Soo-suk told the daily: “{HOSTILE_WORDS}”, on 27 June.\n"
    (home / "seeds" / "hostile.txt").write_text(text, "utf-8")
    record = {
        "source": {
            "id": "hostile", "title": f"Title {SCRIPT}", "publisher": "The <b>Daily</b>", "file": "seeds/hostile.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(), "published": {"day": "2024-06-27"},
        },
        "statements": [
            {
                "id": "hostile-words", "speaker": "lim-soo-suk", "to": "RU", "act": "STATE", "tone": "warn",
                "topics": "south-korea-russia-relations", "day": "2024-06-27", "paraphrase": "Lim said markup.",
                "report": {"kind": "direct", "passage": text.split("\n\n")[1].strip(), "quotes": [HOSTILE_WORDS]},
            }
        ],
    }  # fmt: skip
    file = home / "data" / "sources" / "hostile.yaml"
    file.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")


@pytest_asyncio.fixture(loop_scope="session")
async def hostile_house(browser: Browser, home: Path) -> AsyncIterator[RoomHouse]:
    write_hostile_source(home)
    async with AsyncExitStack() as stack:
        yield await keep_house(stack, browser, home)


async def test_a_script_tag_in_a_statement_is_shown_letter_by_letter_and_does_nothing(hostile_house: RoomHouse) -> None:
    page = await hostile_house.open()
    answer = await ask(page, "/statement id: hostile-words")
    await expect(answer).to_contain_text(HOSTILE_WORDS)
    await expect(answer).to_contain_text(f"Title {SCRIPT}")
    assert (
        await answer.locator(".body").locator("script, img, iframe, a[href^=javascript], .mention, .spoiler").count()
        == 0
    )
    assert "1234567" not in await page.title()
    await keep_picture(page, "hostile")
    sources = await ask(page, "/sources")
    await expect(sources).to_contain_text("The <b>Daily</b>")


async def test_markup_typed_by_a_person_is_only_text(house: RoomHouse) -> None:
    page = await house.open()
    answer = await ask(page, f"/who-said words: {SCRIPT}")
    await expect(answer).to_contain_text("<script>")
    assert await page.locator("#log script, #log img").count() == 0
    assert "1234567" not in await page.title()


async def test_a_path_in_an_attachments_name_leads_nowhere(empty_room: EmptyRoom) -> None:
    page = await empty_room.open()
    for name in HOSTILE_NAMES:
        message = empty_room.post(content="file", files=(Upload("files[0]", name, "text/html", SCRIPT.encode()),))
        shown = page.locator(f"article[data-id='{message.id}'] .file a")
        await expect(shown).to_contain_text(name.strip("\x00\x1b\x07")[:4])
        async with page.expect_download() as waiting:
            await shown.evaluate("link => link.click()")
        saved = (await waiting.value).suggested_filename
        assert saved
        assert not set(saved) & set('/\\<>:"|?*\x00\x1b')
        assert not saved.startswith(".")
        answer = await get(empty_room, await shown.get_attribute("href") or "", Cookie=cookie_of(empty_room))
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["Content-Type"] in ("text/plain; charset=utf-8", "application/octet-stream")
    assert "1234567" not in await page.title()


async def test_a_file_that_calls_itself_a_picture_is_served_as_what_it_may_be(empty_room: EmptyRoom) -> None:
    for name, kind in (
        ("a.svg", "application/octet-stream"),
        ("a.html", "text/plain; charset=utf-8"),
        ("a.png", "image/png"),
    ):
        message = empty_room.post(content="x", files=(Upload("files[0]", name, "image/png", b"<svg onload=alert(1)>"),))
        identity = message.payload["attachments"][0]["id"]
        answer = await get(empty_room, f"/files/{identity}", Cookie=cookie_of(empty_room))
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
