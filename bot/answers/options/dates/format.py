"""How days are shown: "26 June 2024", "about 20 June 2024", "19–21 June 2024", "from 20 June 2024"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.answers.display_names import find_locale, join_names
from bot.answers.options.dates.spans import month_of, year_of
from bot.corpus.edtf import DayError, parse_day

_WORDS = {"from": "from {}", "until": "until {}", "about": "about {}", "perhaps": "perhaps {}", "any": "any day"}
_SIGNS = {"from": "{} – …", "until": "… – {}", "about": "≈ {}", "perhaps": "{} (?)", "any": "… – …"}
_ONCE = "/"


@lru_cache(maxsize=4096)
def describe_day(text: str, locale: str = "en") -> str:
    """Write an EDTF day, month, year or interval as the language of `locale` does; text that is none stays as it is.

    In English a day that is marked `~` is "about" it, one marked `?` "perhaps" it, one marked `%` both; in other
    languages signs stand for these words, and for the open end of an interval.
    """
    left, slash, right = text.partition(_ONCE)
    try:
        if slash and text[-1] not in "~?%" and left[-1:] not in {"~", "?", "%"}:
            day = parse_day(text)
            return describe_span(day.first, day.last, locale)
        if slash:
            parse_day(text)
            if ".." in {left, right}:
                known = describe_day(right if left == ".." else left, locale)
                return _words(locale)["until" if left == ".." else "from"].format(known)
            return f"{describe_day(left, locale)} – {describe_day(right, locale)}"
        day = parse_day(text)
    except DayError:
        return text
    shown = describe_span(day.first, day.last, locale)
    for mark, word in (("~%", "about"), ("?%", "perhaps")):
        if text[-1] in mark:
            shown = _words(locale)[word].format(shown)
    return shown


@lru_cache(maxsize=4096)
def describe_span(first: date | None, last: date | None, locale: str = "en") -> str:
    """Write a span of days, both ends inclusive, as short as it can be: a day, a month, a year, or from one to another.

    None is an open end.
    """
    if first is None or last is None:
        known = first or last
        if known is None:
            return _words(locale)["any"]
        return _words(locale)["until" if first is None else "from"].format(describe_span(known, known, locale))
    shown = find_locale(locale)
    if first == last:
        return format_date(first, "long", locale=shown)
    if (first, last) == year_of(first):
        return format_skeleton("y", first, locale=shown)
    if (first, last) == month_of(first):
        return format_skeleton("yMMMM", first, locale=shown)
    if first == month_of(first)[0] and last == month_of(last)[1]:
        if (first, last) == (year_of(first)[0], year_of(last)[1]):
            return f"{format_skeleton('y', first, locale=shown)} – {format_skeleton('y', last, locale=shown)}"
        return f"{format_skeleton('yMMMM', first, locale=shown)} – {format_skeleton('yMMMM', last, locale=shown)}"
    return _join_days(first, last, shown)


def _join_days(first: date, last: date, locale: Locale) -> str:
    """Write two days with what they share said once, months in full: CLDR's own intervals shorten them.

    Two bare numbers stand close to their dash (19–21 June), as the guides to English style have it; CLDR sets thin
    spaces there as between two names of months.
    """
    field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats.get("yMMMd", {}).get(field)
    if not patterns or len(patterns) != 2:
        return f"{format_date(first, 'long', locale=locale)} – {format_date(last, 'long', locale=locale)}"
    start, end = (pattern.replace("LLL", "MMM").replace("MMM", "MMMM") for pattern in patterns)
    if field == "d":
        start = start.replace("\N{THIN SPACE}", "")
    return format_date(first, start, locale=locale) + format_date(last, end, locale=locale)


def _words(locale: str) -> dict[str, str]:
    return _WORDS if find_locale(locale).language == "en" else _SIGNS


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
