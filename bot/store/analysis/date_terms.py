"""The index terms of a date."""

from __future__ import annotations

from functools import cache

from babel.dates import get_month_names


def list_date_terms(day: str | None) -> list[str]:
    """A day (ISO 8601) as people type it in English: number, month and year, such as 26, June, 2024; none for None."""
    if day is None:
        return []
    year, month, number = day.split("-")
    return [str(int(number)), _months()[int(month)], year]


@cache
def _months() -> dict[int, str]:
    return {int(number): str(name) for number, name in get_month_names("wide", locale="en").items()}
