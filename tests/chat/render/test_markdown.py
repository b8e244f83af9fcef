"""Verbatim text is shown character for character and does nothing; echoed text hides nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.render.markdown import embolden, escape, indent, isolate, quote, say, tame
from tests.support.discord_markdown import read_markdown

HOSTILE = (
    "**bold**", "*it*", "_it_", "__u__", "~~s~~", "||spoiler||", "`code`", "```\ncode\n```", "# heading", "### h",
    "-# small", "- list", "* list", "+ list", "1. first", "12. twelfth", "> quote", ">>> all",
    "[label](https://example.org)",
    "https://example.org/a_b_c", "<https://example.org>", "steam://run", "<@123456789012345678>", "<@!1>", "<@&1>",
    "<#1>", "</who-said:1>", "<t:1719400000:R>", "<:flag:1>", "<a:flag:1>", ":smile:", ":wave::skin-tone-2:",
    "<id:customize>",
    "@everyone",
    "@here", "\\", "\\*", "\\\\", "\n", "\r\n", "\u2028", "\n\n", " ", "\t", "“", "”", "«Ã»",
    "12:30", "it's",
    "mailto:a@example.org", "\u202e", "\u2066", "\u2069", "\u200b", "朝鮮", "Lim Soo-suk", "1.", "-", "#", "+ ",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=12).map("".join)


@given(texts)
@example("1\n2. two")
@example("- ")
@example("\u00a0- list")
@example("x\n\n  7. y")
def test_verbatim_text_is_shown_character_for_character_and_does_nothing(text: str) -> None:
    shown = read_markdown(escape(text))
    assert shown.text == text
    assert shown.does == []
    assert shown.bold == []


@given(texts, st.data())
def test_bold_changes_no_character_of_a_quotation(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    shown = read_markdown(embolden(text, spans))
    assert shown.text.strip("\u2068\u2069") == text.strip("\u2068\u2069")
    assert shown.text.count("\u2068") >= text.count("\u2068")
    assert shown.does == []
    if shown.text != text:
        return  # isolated: the offsets moved
    wanted = {at for start, end in spans for at in range(start, end) if not text[at].isspace()}
    bold = {at for start, end in shown.bold for at in range(start, end) if not text[at].isspace()}
    assert bold == wanted


def test_searched_words_are_bold_inside_curly_marks_of_ours() -> None:
    assert quote("an irreversible step", [(3, 15)]) == "“an **irreversible** step”"


def test_neighbouring_stretches_become_one_so_that_the_markers_do_not_meet() -> None:
    assert embolden("ab", [(0, 1), (1, 2)]) == "**ab**"


def test_a_quotation_over_several_lines_stays_one_block_quotation() -> None:
    assert indent(quote("one\n\ntwo", [(0, 8)])) == "> “**one**\n> \n> **two**”"


def test_direction_marks_in_a_quotation_end_with_it() -> None:
    shown = isolate("abc\u202edef")
    assert shown == "\u2068abc\u202edef\u2069"
    assert isolate("plain") == "plain"
    # A stray closing mark does not end the isolate before its time.
    assert isolate("a\u2069b").startswith("\u2068\u2068")


@given(texts)
def test_echoed_text_is_one_line_without_anything_invisible(text: str) -> None:
    line = tame(text, 60)
    assert len(line) <= 60
    assert "\n" not in line
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in line)
    shown = read_markdown(say(text, 60))
    assert shown.text == line
    assert shown.does == []


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_surrogate_pair_can_be_sent(text: str) -> None:
    escape(text).encode("utf-8")
    say(text).encode("utf-8")
