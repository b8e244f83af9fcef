"""Days without a briefing: named days and public holidays, checked when they are set."""

from datetime import date

import pytest

from bot.skip_days import SkipDaysError, check_free_days, find_free_days


def test_named_days_and_public_holidays_are_free_and_named() -> None:
    why_free = find_free_days(check_free_days(["2024-12-24", "kr", " KR "]))
    assert why_free(date(2024, 12, 24)) == "a day to skip"
    assert why_free(date(2024, 6, 6)) == "Memorial Day (KR)"
    assert why_free(date(2024, 6, 7)) is None


def test_what_is_checked_is_in_order_and_there_once() -> None:
    assert check_free_days(["KR", "20241224", "kr", "AT"]) == ("2024-12-24", "AT", "KR")


@pytest.mark.parametrize("text", ["Atlantis", "ZZ", "2024-13-01", "24.12.2024", "", "KOR "])
def test_what_is_neither_a_day_nor_a_country_is_refused_by_name(text: str) -> None:
    with pytest.raises(SkipDaysError, match=repr(text.strip())[1:-1] or "''"):
        check_free_days([text])
