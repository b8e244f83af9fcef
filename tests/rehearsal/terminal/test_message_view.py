"""How messages look in the terminal."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.rehearsal.loopback.state import LoopbackState
from bot.rehearsal.terminal.markdown import draw_markdown, draw_spans
from bot.rehearsal.terminal.message_view import print_message

VIEWER = LoopbackState().user("member")


def draw(renderable: Any) -> Any:
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(renderable)
    return out.getvalue()


def message(**more: Any) -> Any:
    author = {"id": "1", "username": "attache", "global_name": "Attaché", "bot": True}
    plain = {"author": author, "content": "", "flags": 0, "embeds": [], "components": [], "attachments": []}
    return plain | {"mentions": [], "mention_roles": [], "mention_everyone": False} | more


def show(**more: Any) -> Any:
    out = io.StringIO()
    handles = print_message(Console(file=out, width=80, color_system=None), message(**more), VIEWER)
    return out.getvalue(), handles


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        (
            "**bold** and *italic* and __under__ and ~~struck~~ and `code`",
            "bold and italic and under and struck and code",
        ),
        (r"\*not italic\* 5 \> 4", "*not italic* 5 > 4"),
        ("> -# small print in a quotation", "▎ small print in a quotation"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("[page](https://example.org/a_b_c)", "page (https://example.org/a_b_c)"),
        ("see https://example.org/a_b*c*", "see https://example.org/a_b*c*"),
        ("**a \\*\\* b**", "a ** b"),
        ("a\x1b[31mb", "a�[31mb"),
        ("\ud800", "?"),
    ],
)
def test_inline_marks_are_carried_out_and_escapes_taken_off(source: Any, seen: Any) -> None:
    assert draw(draw_markdown(source)).rstrip() == seen


def test_styles_are_those_of_the_marks() -> None:
    spans = {(drawn.start, drawn.end, str(drawn.style)) for drawn in draw_spans("**a** *b* __c__ ~~d~~").spans}
    assert spans >= {(0, 1, "bold"), (2, 3, "italic"), (4, 5, "underline"), (6, 7, "strike")}


def test_lines_become_headings_quotes_subtext_and_lists() -> None:
    drawn = draw(draw_markdown("# Title\n> quoted\n-# small\n- point\n```\n**raw**\n```"))
    assert [line.rstrip() for line in drawn.splitlines()] == ["Title", "▎ quoted", "small", "• point", "  **raw**"]


@given(st.text(max_size=300))
def test_any_text_can_be_shown_and_steers_no_terminal(text: Any) -> None:
    assert "\x1b" not in draw(draw_markdown(text))


def test_a_card_shows_its_parts_with_numbered_buttons_and_link_addresses() -> None:
    button = {"type": 2, "style": 1, "label": "Passage", "custom_id": "p"}
    link = {"type": 2, "style": 5, "label": "Source", "url": "https://example.org/s"}
    menu = {"type": 3, "custom_id": "m", "placeholder": "Page", "options": [{"label": "Two", "value": "2"}]}
    container = {
        "type": 17,
        "accent_color": 0x224466,
        "components": [
            {"type": 10, "content": "## Said"},
            {"type": 14},
            {"type": 9, "components": [{"type": 10, "content": "words"}], "accessory": button},
            {"type": 1, "components": [button | {"label": "Next", "custom_id": "n"}, link]},
            {"type": 1, "components": [menu]},
            {"type": 12, "items": [{"media": {"url": "https://example.org/p.png"}, "description": "a map"}]},
            {"type": 13, "file": {"url": "https://example.org/e.txt"}, "name": "e.txt", "size": 1200},
        ],
    }
    drawn, handles = show(components=[container], flags=1 << 15 | 64)
    for piece in ("Attaché APP", "only you can see this", "Said", "[1 Passage]", "[2 Next]", "https://example.org/s",
                  "[3 Page ▾]", "· Two", "[picture: a map]", "[file: e.txt, 1,200 bytes]"):  # fmt: skip
        assert piece in drawn
    assert [part["custom_id"] for part in handles.parts] == ["p", "n", "m"]


def test_classic_messages_show_content_embeds_files_and_pings() -> None:
    embed = {"title": "T", "description": "D", "fields": [{"name": "N", "value": "V"}], "footer": {"text": "F"}}
    file = {"filename": "a.txt", "size": 3, "url": "https://example.org/a.txt"}
    drawn, _ = show(
        content="hello", embeds=[embed], attachments=[file], mentions=[{"id": str(VIEWER.id)}], edited_timestamp="x"
    )
    for piece in ("hello", "T", "D", "N", "V", "F", "[file: a.txt, 3 bytes]", "pings you", "(edited)"):
        assert piece in drawn
    assert "is thinking" in show(flags=128)[0]
