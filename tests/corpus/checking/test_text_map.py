"""Words found over broken lines, special spaces and hyphens, at positions of the text as it came."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.text_map import TextMap

WORDS = st.lists(st.text("abcdé", min_size=1, max_size=9), min_size=1, max_size=60)
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "  ", " \t", "\u200b ", "\u2060 "])
BREAKS = st.sampled_from(["\n", "\r\n", "\r", " \n", "\n  "])


def find(text: str, exact: str) -> list[str]:
    return [found.span.cut(text) for found in TextMap(text).find(exact)]


@given(WORDS, st.data())
def test_words_are_found_over_every_kind_of_space_at_their_place(words: list[str], data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))
    spaces = [data.draw(SPACES) for _ in words]
    pieces = [word + space for word, space in zip(words, spaces, strict=True)]
    text = "".join(pieces).rstrip()
    start = len("".join(pieces[:begin]))
    source = TextMap(text)
    found = list(source.find(" ".join(words[begin:end])))
    assert any(one.span.start <= start < one.span.end for one in found)
    for one in found:
        assert one.span.cut(text).split() or one.span.cut(text)
        assert re.sub(r"\W+", "", one.words) == re.sub(r"\W+", "", one.span.cut(text)) == "".join(words[begin:end])


@given(st.lists(st.text("abcdé", min_size=2, max_size=9), min_size=60), st.integers(40, 100), BREAKS)
def test_words_are_found_over_lines_broken_at_any_width(words: list[str], width: int, line_end: str) -> None:
    prose = " ".join(words)
    text = line_end.join(textwrap.wrap(prose, width))
    (found,) = TextMap(text).find(prose)
    assert found.span == Span(0, len(text))
    assert found.words == prose


@given(WORDS, WORDS)
def test_words_are_never_found_over_a_paragraphs_end(one: list[str], other: list[str]) -> None:
    text = f"{' '.join(one)}\n\n{' '.join(other)}"
    exact = f"{one[-1]} {other[0]}"
    assume(exact not in " ".join(one) and exact not in " ".join(other))
    assert find(text, exact) == []
    assert find(text, f"{one[-1]}\n\n{other[0]}") == [f"{one[-1]}\n\n{other[0]}"]


@given(st.text("ab -\u00a0\u00ad\n", max_size=60), st.text("ab -\u00a0\u00ad\n", min_size=1, max_size=12))
def test_what_is_found_has_the_same_letters_and_is_read_without_hidden_signs(text: str, exact: str) -> None:
    for found in TextMap(text).find(exact):
        assert squash(found.span.cut(text)) == squash(exact)
        if squash(exact):
            assert squash(found.words) == squash(exact)
            assert "\u00ad" not in found.words


def squash(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), st.data())
def test_a_stretch_cut_from_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    exact = text[start:end]
    assert any(one.span.start < end and start < one.span.end for one in TextMap(text).find(exact))


@pytest.mark.parametrize(
    ("text", "exact", "words"),
    [
        ("the talks will go on for ever and ever co-\noperation", "co-operation", "co-operation"),
        ("the talks will go on for ever and ever co-\noperation", "cooperation", "cooperation"),
        ("the talks will go on for ever and ever co-\noperation", "co-\noperation", "co-operation"),
        ("the talks will go on for ever and ever with Kim Hong-\nkyun", "Kim Hong-kyun", "Kim Hong-kyun"),
        ("the talks will go on for ever and ever with hope—\nand fear", "hope—and fear", "hope—and fear"),
        ("the talks will go on for ever and ever with hope—\nand fear", "hope— and fear", "hope— and fear"),
        (
            "外務省の報道官は四日の記者会見で、協議を続けると述べた。橋は渡った\n後に焼くものではない。",
            "渡った後に",
            "渡った後に",
        ),
        ("the coop\u00aderation", "cooperation", "cooperation"),
        ("5\u202f000\u00a0men", "5 000 men", "5\u202f000\u00a0men"),
        ("one\r\n\r\ntwo", "one\n\ntwo", "one\r\n\r\ntwo"),
        ("one\r\n\r\ntwo", "one\ntwo", "one\r\n\r\ntwo"),
    ],
)
def test_words_are_read_as_their_author_typed_the_joint(text: str, exact: str, words: str) -> None:
    (found,) = TextMap(text).find(exact)
    assert found.words == words


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("we shall re-sign it", "we shall resign it"),
        ("we shall resign it", "we shall re-sign it"),
        ("the rapist spoke", "therapist spoke"),
        ("the therapist spoke", "the rapist spoke"),
        ("he met the man\n\nwho left", "the man who left"),
        ("we shall re-\nsign it", "we shall re - sign it"),
        ("a man-eating shark", "a man eating shark"),
    ],
)
def test_a_gap_that_says_something_else_is_no_match(text: str, exact: str) -> None:
    assert find(text, exact) == []


def test_offsets_in_the_words_follow_those_in_the_text() -> None:
    text = "the talks will go on for ever, the minister\r\n   said in the capi-\r\ntal, and left"
    (found,) = TextMap(text).find("the minister said in the capital, and left")
    for word in ("minister", "said", "capi", "tal,", "left"):
        assert found.words[found.locate(text.index(word)) :].startswith(word)
    assert found.locate(0) == 0
    assert found.locate(len(text) + 9) == len(found.words)


def test_a_text_without_special_signs_is_read_as_it_is() -> None:
    assert TextMap("One line.\n\nAnother one.\n").readings == ("One line.\n\nAnother one.\n",)
