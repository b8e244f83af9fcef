"""The parts of the room that need no browser: names of files, the watch over files, what a page is told."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.loopback.state import LoopbackState
from bot.rehearsal.room import views
from bot.rehearsal.room.file_watcher import take_picture, watch
from bot.rehearsal.room.static_files import KINDS, STATIC, name_safely

MARKUP_PARSERS = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "srcdoc", "eval(", "Function(",
)  # fmt: skip


@given(st.text(max_size=300))
def test_a_safe_name_is_one_name_whatever_was_sent(name: str) -> None:
    safe = name_safely(name)
    assert 0 < len(safe) <= 120
    assert not safe.startswith(".")
    assert Path(safe).name == safe
    assert not set(safe) & set('/\\<>:"|?*\x00\n\x1b\u202e')


def test_the_pages_own_files_run_nothing_inline_and_parse_no_markup() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    for file in STATIC.glob("*.js"):
        text = file.read_text("utf-8")
        for way in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "DOMParser",
            "eval(",
            "Function(",
        ):
            assert way not in text, (file.name, way)
    assert {file.suffix for file in STATIC.iterdir()} <= set(KINDS)


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ({"url": "http://127.0.0.1:9/attachments/1/77/..%2Fx.txt"}, {"url": "/files/77"}),
        ({"a": [{"proxy_url": "http://127.0.0.1:9/attachments/1/8/a"}]}, {"a": [{"proxy_url": "/files/8"}]}),
        ({"url": "https://example.org/attachments/1/77/x"}, {"url": "https://example.org/attachments/1/77/x"}),
    ],
)
def test_files_of_the_loopback_get_their_address_in_the_room(payload: object, shown: object) -> None:
    assert views.bring_home(payload, "http://127.0.0.1:9") == shown


def test_subcommands_are_offered_by_their_full_names() -> None:
    world = LoopbackState()
    inner = {"type": 1, "name": "preview", "description": "Shows", "options": [{"type": 5, "name": "loud"}]}
    world.commands[None][1] = {
        "name": "briefing", "type": 1, "description": "", "options": [inner], "default_member_permissions": None,
    }  # fmt: skip
    (command,) = views.list_commands(world, world.user("member"), world.channel("press-desk"))
    assert (command["name"], command["description"]) == ("briefing preview", "Shows")
    assert command["options"][0]["kind"] == "boolean"


def test_editors_leavings_are_no_change(tmp_path: Path) -> None:
    before = take_picture([tmp_path])
    for name in (".a.yaml.swp", "a.yaml~", "#a.yaml#", ".#a.yaml"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x")
    assert take_picture([tmp_path]) == before


async def test_a_change_is_reported_once_the_files_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("1")
    looks = 0

    def look_while_somebody_writes(folders: list[Path]) -> dict[str, tuple[int, int]]:
        nonlocal looks
        looks += 1
        if 2 <= looks <= 6:
            file.write_text("2" * looks)
            os.utime(file, ns=(looks, looks))
        return take_picture(folders)

    monkeypatch.setattr("bot.rehearsal.room.file_watcher.take_picture", look_while_somebody_writes)
    told = asyncio.Queue[int]()

    async def tell() -> None:
        told.put_nowait(looks)

    watching = asyncio.create_task(watch([tmp_path], tell, interval=0.0))
    assert await asyncio.wait_for(told.get(), 5) == 7
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert told.empty()
