"""Names and days in a row, as the language of the reader joins them: "Russia, North Korea and Lim Soo-suk"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from babel.lists import format_list

from bot.answers.options.dates.format import describe_span, find_locale


def join_names(names: Iterable[str], locale: str) -> str:
    """Join names, the last one by the language's "and"; empty for none."""
    return format_list(list(names), locale=find_locale(locale))


def join_days(days: Sequence[date], locale: str, most: int) -> str:
    """Name days, those that follow one another as a span; beyond `most` of these, how many more days there are."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] <= timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    named = [describe_span(first, last, locale) for first, last in spans[:most]]
    more = sum((last - first).days + 1 for first, last in spans[most:])
    return join_names([*named, f"{more} more days"] if more > 1 else [*named, "1 more day"] if more else named, locale)
