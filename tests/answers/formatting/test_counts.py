"""What a store holds is told in words, the same wherever it is told."""

from __future__ import annotations

from bot.answers.formatting.counts import list_counts, tell_counts


def test_one_is_one_and_a_thousand_has_its_comma() -> None:
    assert tell_counts({"statement": 1_234_567, "report": 1, "party": 23, "event": 0}) == (
        "1,234,567 statements, 1 report, 0 events, 23 people and organisations"
    )
    assert tell_counts({"party": 1}) == "1 person or organisation"


def test_what_a_reader_does_not_know_is_not_counted() -> None:
    assert tell_counts({"tone": 3}) == ""
    assert list(list_counts({"tone": 3, "party": 1, "statement": 2})) == [
        ("Statements", 2), ("People and organisations", 1),
    ]  # fmt: skip
