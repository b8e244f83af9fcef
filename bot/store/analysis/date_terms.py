"""Days as they are typed in words."""

from __future__ import annotations

from functools import cache

from babel.dates import get_month_names


def word_day(day: str | None) -> list[str]:
    """A day as it is typed in words: its figure, month and year."""
    if day is None:
        return []
    year, month, number = day.split("-")
    return [str(int(number)), str(_months()[int(month)]), year]


@cache
def _months() -> dict[int, str]:
    return dict(get_month_names("wide", locale="en"))
