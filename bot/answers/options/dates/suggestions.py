"""Days to offer while one is being typed: the usual ones, those that begin as typed, and what was typed, if it is one.

Only figures and English are read here: this runs on every key and must not wait for a library.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answers.options.dates.english import read_english, read_range
from bot.answers.options.dates.format import describe_span
from bot.answers.options.dates.normalize import tidy_day
from bot.answers.options.dates.numeric import read_figures
from bot.answers.options.dates.spans import (
    MONTHS,
    WEEKDAYS,
    ImpossibleDayError,
    SeveralDaysError,
    Span,
    month_of,
    step_back,
    unit_of,
    year_of,
)
from bot.answers.options.errors import LONGEST_TEXT
from bot.answers.options.suggestion import MOST_SUGGESTIONS, Suggestion, fit_name

_MONTHS_OFFERED = 24
_YEARS_OFFERED = 10
_USUAL = 8
_SLIPS = 2
_NEAR = 3


def suggest_day(typed: str, today: date, locale: str = "en") -> list[Suggestion]:
    """Offer days, weeks, months and years that have begun; the value is the EDTF form, which resolves to the same.

    With nothing typed: today, yesterday, this and last week, month and year.
    """
    tidy = tidy_day(typed[:LONGEST_TEXT])
    suggestions: dict[str, Suggestion] = {}
    for label, span in _list_days(tidy, today):
        value = write_value(span)
        if span[0] <= today and value not in suggestions:
            shown = describe_span(*span, locale)
            suggestions[value] = Suggestion(fit_name(f"{label} — {shown}" if label else shown), value)
        if len(suggestions) == MOST_SUGGESTIONS:
            break
    return list(suggestions.values())


def write_value(span: Span) -> str:
    """Write a span as the option value that stands for it: 2024-06-26, 2024-06, 2024, or 2024-06-19/2024-06-21."""
    first, last = span
    if first == last:
        return first.isoformat()
    if span == month_of(first):
        return first.isoformat()[:7]
    if span == year_of(first):
        return first.isoformat()[:4]
    return f"{first.isoformat()}/{last.isoformat()}"


def _list_days(tidy: str, today: date) -> Iterator[tuple[str, Span]]:
    named = list(_list_named(today))
    if not tidy:
        yield from named[:_USUAL]
        return
    yield from (one for one in named if one[0].casefold().startswith(tidy))
    yield from (("", span) for span in _read_typed(tidy, today))
    yield from (one for one in named if any(word.startswith(tidy) for word in one[0].casefold().split()[1:]))
    if tidy[0].isdigit():
        yield from (("", span) for span in _list_figures(tidy, today))
    else:
        months = [(span, _name_month(span)) for span in _list_months(today)]
        yield from (("", span) for span, name in months if name.startswith(tidy))
        known = dict(named) | {name: span for span, name in months}
        for near, _, _ in process.extract(tidy, list(known), scorer=OSA.distance, score_cutoff=_SLIPS, limit=_NEAR):
            if len(tidy) > 2 * _SLIPS:
                yield near if near in dict(named) else "", known[near]


def _read_typed(tidy: str, today: date) -> list[Span]:
    try:
        span = read_figures(tidy, today) or read_english(tidy, today) or read_range(tidy, today)
    except SeveralDaysError as both:
        return [(day, day) for day in both.days]
    except ImpossibleDayError:
        return []
    return [span] if span else []


def _list_named(today: date) -> Iterator[tuple[str, Span]]:
    yield "today", (today, today)
    yesterday = step_back("day", 1, today)
    yield "yesterday", (yesterday, yesterday)
    for unit in ("week", "month", "year"):
        yield f"this {unit}", unit_of(unit, today)
        yield f"last {unit}", unit_of(unit, step_back(unit, 1, today))
    for back in range(7):
        day = today - timedelta(days=back)
        yield WEEKDAYS[day.weekday()], (day, day)


def _list_months(today: date) -> Iterator[Span]:
    return (month_of(step_back("month", back, today)) for back in range(_MONTHS_OFFERED))


def _name_month(span: Span) -> str:
    return f"{MONTHS[span[0].month - 1]} {span[0].year}".casefold()


def _list_figures(tidy: str, today: date) -> Iterator[Span]:
    """List the months of a year or the days of a month whose ISO form begins as typed, and the years."""
    if len(tidy) >= 4 and tidy[:4].isdigit():
        yield from _list_beginning(tidy, today)
        return
    for year in range(today.year, today.year - _YEARS_OFFERED, -1):
        if str(year).startswith(tidy):
            yield date(year, 1, 1), date(year, 12, 31)
    if tidy.isdigit() and len(tidy) <= 2 and 1 <= int(tidy) <= 31:
        for back in range(_MONTHS_OFFERED):
            first, last = month_of(step_back("month", back, today))
            if int(tidy) <= last.day:
                yield first.replace(day=int(tidy)), first.replace(day=int(tidy))


def _list_beginning(tidy: str, today: date) -> Iterator[Span]:
    year = int(tidy[:4])
    if not 1 <= year <= today.year:
        return
    months = [month_of(date(year, month, 1)) for month in range(1, 13)]
    for span in months:
        if span[0].isoformat()[:7].startswith(tidy):
            yield span
    for first, last in months:
        if len(tidy) >= 7 and first.isoformat()[:7] == tidy[:7]:
            days = (first.replace(day=number) for number in range(1, last.day + 1))
            yield from ((day, day) for day in days if day.isoformat().startswith(tidy))
