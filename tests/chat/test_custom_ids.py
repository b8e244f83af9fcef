"""The parser of custom_ids: what the renderer writes is read back, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import custom_ids
from bot.chat.custom_ids import BUTTON, SELECT, parse

TOKEN = "abcdefgh-_"

tokens = st.text("abcdefXYZ019_-", min_size=10, max_size=10)
numbers = st.integers(0, 999_999)
days = st.dates()


@given(tokens, numbers)
def test_what_is_written_for_pages_and_shares_is_read_back(token: str, index: int) -> None:
    for back in (True, False):
        assert parse(custom_ids.page(token, index, back=back), BUTTON) == custom_ids.ShowPage(token, index)
    assert parse(custom_ids.share(token, index), BUTTON) == custom_ids.SharePage(token, index)
    assert parse(custom_ids.previewed(token, index), BUTTON) == custom_ids.ShowPreviewed(token, index, apart=False)
    assert parse(custom_ids.ask(token, 7, apart=True), BUTTON) == custom_ids.AskQuestion(token, apart=True)
    assert parse(custom_ids.CHOOSE, SELECT, [token]) == custom_ids.AskQuestion(token, apart=False)


@given(st.integers(1, 2**63 - 1), days, numbers)
def test_what_is_written_for_a_posted_briefing_is_read_back(channel: int, day: date, start: int) -> None:
    written = custom_ids.posted(channel, "daily", day.isoformat(), start)
    assert len(custom_ids.apart(written)) <= 100
    assert parse(written, BUTTON) == custom_ids.ShowPosted(channel, "daily", day, start, apart=False)
    assert parse(custom_ids.apart(written), BUTTON) == custom_ids.ShowPosted(channel, "daily", day, start, apart=True)


@pytest.mark.parametrize(
    ("custom_id", "kind", "values"),
    [
        (f"page:{TOKEN}:1n", SELECT, None),  # another component's kind
        (f"page:{TOKEN}:1n", SELECT, ["x"]),
        (f"page:{TOKEN}:1", BUTTON, None),
        (f"page:{TOKEN}:١n", BUTTON, None),  # Arabic digits
        (f"page:{TOKEN}:1234567n", BUTTON, None),
        (f"page:{TOKEN}:1n\n", BUTTON, None),
        ("page:\ud800bcdefghij:1n", BUTTON, None),  # half a surrogate pair
        ("posted:99999999999999999999:daily:2024-06-27:0", BUTTON, None),  # beyond 64 bits
        ("posted:1:daily:2024-02-30:0", BUTTON, None),  # a day that no calendar has
        ("posted:1:daily:0000-01-01:0", BUTTON, None),
        ("posted:1:daily:٢٠٢٤-06-27:0", BUTTON, None),
        ("alert:1234567890123456:0", BUTTON, None),
        ("choose", BUTTON, None),
        ("choose", SELECT, None),  # no value
        ("choose", SELECT, []),
        ("choose", SELECT, [TOKEN, TOKEN]),
        ("choose", SELECT, [7]),
        ("choose", SELECT, "abcdefgh-_"),
        ("unfollow:here", SELECT, ["99999999999999999999"]),
        ("unfollow:here", SELECT, ["-1"]),
        ("unfollow:here", SELECT, ["١"]),
        ("unfollow:there", SELECT, ["1"]),
        ("forget", SELECT, ["1"]),
        ("", BUTTON, None),
        (None, BUTTON, None),
        (7, BUTTON, None),
        ("forget", "2", None),
        ("forget", None, None),
    ],
)
def test_what_is_forged_or_damaged_is_nothing(custom_id: object, kind: object, values: object) -> None:
    assert parse(custom_id, kind, values) is None


@given(st.text() | st.from_regex(r"(page|posted|alert|ask):[\s\S]{0,80}"), st.sampled_from([2, 3]), st.lists(st.text()))
def test_any_text_is_read_or_is_nothing(custom_id: str, kind: int, values: list[str]) -> None:
    action = parse(custom_id, kind, values)
    assert action is None or isinstance(action, custom_ids.Action)
