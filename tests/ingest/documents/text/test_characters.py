"""Tests for bot.ingest.documents.text.characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.text.characters import clean, count_special, is_binary, warn_of_special


def test_clean_gives_every_line_one_line_end() -> None:
    assert clean("a\r\nb\rc\u2028d\x85e\n")[0] == "a\nb\nc\nd\ne\n"


def test_clean_takes_out_controls_and_says_how_many() -> None:
    text, warnings = clean("a\x00b\x07c\ud800")
    assert text == "abc"
    assert warnings == ["3 control characters were taken out: a reader does not see them."]


def test_clean_leaves_special_characters_where_they_are() -> None:
    text = "10\u00a0km, co\u00adoperate, \ufb01le, \u200bx, \u202eabc"
    assert clean(text) == (text, [])


def test_count_special_tells_blanks_hyphens_and_ligatures_apart() -> None:
    counted = count_special("10\u00a0km and 5\u202fkm, co\u00adoperate, \ufb01le")
    assert [(each.kind, each.count, each.first) for each in counted] == [
        ("no-break space", 2, 2),
        ("soft hyphen", 1, 18),
        ("ligature", 1, 28),
    ]


def test_count_special_finds_decomposed_letters() -> None:
    assert [each.kind for each in count_special("Zu\u0308rich")] == ["decomposed letter"]


def test_warn_of_special_speaks_only_of_what_makes_words_doubtful() -> None:
    assert warn_of_special(count_special("10\u00a0km, \ufb01le")) == []
    assert "could not be decoded" in warn_of_special(count_special("caf\ufffd"))[0]
    assert "direction" in warn_of_special(count_special("\u202egpj.x"))[0]


@given(st.text())
def test_clean_is_idempotent_and_gives_utf8(text: str) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned) == (cleaned, [])
    assert cleaned.encode().decode() == cleaned
    assert "\r" not in cleaned


@given(st.text(alphabet="ab \u00a0\u00ad\ufb01\u200b\u202e\ufffd\ue000", max_size=40))
def test_count_special_points_at_the_first_of_each_kind(text: str) -> None:
    for each in count_special(text):
        assert each.count == text.count(text[each.first]) or each.kind in ("invisible character", "direction mark")
        assert text.index(text[each.first]) == each.first


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m words", "red words"),
        ("\x1b[1;38;5;196mwarned\x1b[K", "warned"),
        ("\x1b]0;a title\x07words", "words"),
        ("\x1b]8;;https://a.example\x1b\\link", "link"),
    ],
)
def test_clean_takes_out_the_codes_of_a_terminal_whole(text: str, cleaned: str) -> None:
    assert clean(text) == (cleaned, [])


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=200), st.integers(9, 40))
def test_is_binary_where_more_than_a_few_characters_are_no_text(text: str, count: int) -> None:
    assert not is_binary(text)
    assert is_binary(text + "\x02" * count) == (count > 0.02 * (len(text) + count))
