"""Where paragraphs end: at blank lines and short lines, never where a line was broken to fit."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.checking.paragraphs import find_paragraphs


def split(text: str) -> list[str]:
    return [" ".join(span.cut(text).split()) for span in find_paragraphs(text)]


PROSE = (
    "The Foreign Minister said on Tuesday that the talks would go on until both sides agree. Nobody had threatened "
    "anybody, she added, and the bridge stays open. The ministry did not say when the next round would be held."
)


@pytest.mark.parametrize("width", range(40, 101, 4))
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", " \n"])
def test_broken_lines_are_one_paragraph_at_every_width(width: int, line_end: str) -> None:
    wrapped = line_end.join(textwrap.wrap(PROSE, width))
    assert split(f"READOUT{line_end}{line_end}{wrapped}{line_end}{line_end}{wrapped}{line_end}") == [
        "READOUT", PROSE, PROSE,
    ]  # fmt: skip


@given(st.lists(st.sampled_from(PROSE.split()), min_size=30, max_size=90), st.integers(50, 90))
def test_words_of_any_order_stay_in_their_paragraph(words: list[str], width: int) -> None:
    prose = f"The minister and {' '.join(words)}"
    wrapped = textwrap.fill(prose, width)
    assert split(f"{wrapped}\n\n{textwrap.fill(PROSE, width)}") == [prose, PROSE]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("A short line.\nAnother one.", ["A short line.", "Another one."]),
        (f"{PROSE}\n{PROSE}", [PROSE, PROSE]),
        (f"No toll, says minister\n{PROSE}", ["No toll, says minister", PROSE]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("One\u2029Two\u2028Three", ["One", "Two", "Three"]),
        (f"{textwrap.fill(PROSE, 72)}\nShort end.\n{textwrap.fill(PROSE, 72)}", [PROSE, "Short end.", PROSE]),
        (f"{textwrap.fill(PROSE, 72)}\n\n- a first point\n- a second", [PROSE, "- a first point", "- a second"]),
        (f"{textwrap.fill('MS. OREL: ' + PROSE, 72)}\nQ: And now?\nMS. OREL: No.",
         ["MS. OREL: " + PROSE, "Q: And now?", "MS. OREL: No."]),
        (textwrap.fill(PROSE, 72, initial_indent="   ") + "\n" + textwrap.fill(PROSE, 72, initial_indent="   "),
         [PROSE, PROSE]),
        ("", []),
        (" \n\n", []),
    ],
)  # fmt: skip
def test_what_ends_a_paragraph_is_told_from_a_broken_line(text: str, paragraphs: list[str]) -> None:
    assert split(text) == paragraphs


@given(st.text("ab. \n\r\u2028\u00a0-", max_size=200))
def test_paragraphs_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    at = 0
    for span in find_paragraphs(text):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        at = span.end
    assert not text[at:].strip()
