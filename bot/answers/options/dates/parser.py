"""Days as people type them: ISO and EDTF, figures, plain English, and the other languages that dateparser reads.

Everything counts from the `today` that is handed in, never from the clock. Figures and English are read here, at once
and by rules that can be told; the rest goes to dateparser, which takes some milliseconds: call it off the event loop.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.answers.model import Choice
from bot.answers.options.dates.english import read_english, read_range
from bot.answers.options.dates.format import describe_day, describe_span
from bot.answers.options.dates.normalize import clean_day, tidy_day
from bot.answers.options.dates.numeric import read_figures
from bot.answers.options.dates.spans import ImpossibleDayError, SeveralDaysError, Span, unit_of
from bot.answers.options.dates.suggestions import suggest_day
from bot.answers.options.errors import LONGEST_TEXT, Ambiguous, NotUnderstood, refuse_too_long, show

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

__all__ = [
    "check_span",
    "describe_day",
    "describe_span",
    "resolve_day",
    "resolve_since",
    "resolve_until",
    "suggest_day",
    "takes_long",
    "warm",
]

# English is left out: it is read here, where "two" is no month and "now" no clock time.
_LANGUAGES = (
    "fr", "es", "pt", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "el", "ru", "uk", "tr", "ar",
    "he", "fa", "hi", "id", "vi", "th", "zh", "ja", "ko",
)  # fmt: skip
_SAMPLES = ("26 juin 2024", "26 июня 2024", "지난주", "先週", "أمس", "no such day")
_TWO_DAYS = re.compile(r"\d (?:-|to|until|till|and) \d")
_AHEAD = timedelta(days=1)
_MOST_WORDS = 8
_NEAREST = 3
_LETTERS = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")
_HAN_MONTH = re.compile(r"\d ?[月월]")
_GUESSED = re.compile(r"\d\D{0,2}[-/~]|\d\.\d+\.\d")
_ONE_AT_A_TIME = Lock()


def resolve_day(option: str, text: str, today: date) -> Span:
    """Find the days meant: first and last, both inclusive; the same day twice where one is meant.

    Raises NotUnderstood where the text is no day, or the calendar has no such day; Ambiguous for figures that can be
    two days.
    """
    refuse_too_long(option, text)
    try:
        span = _read(text, today)
    except ImpossibleDayError as error:
        raise NotUnderstood(option, text, f"{show(text)} is no day: {error}", _offer(option, text, today)) from error
    except SeveralDaysError as error:
        choices = tuple(Choice(describe_span(day, day), option, day.isoformat()) for day in error.days)
        raise Ambiguous(option, text, choices) from error
    if span is None:
        reason = f"I cannot read {show(text)} as a day" if tidy_day(text) else "I was given no day"
        raise NotUnderstood(option, text, reason, _offer(option, text, today))
    return span


def resolve_since(option: str, text: str, today: date) -> date:
    """Find the day from which on is meant: the first of a week, month or year.

    Raises as resolve_day, and NotUnderstood for a day in the future, from which on nothing can have been said.
    """
    span = resolve_day(option, text, today)
    # East of the bot the next day may have begun: only what has begun nowhere lies in the future.
    if span[0] > today and span[0] - today > _AHEAD:
        reason = f"{describe_span(*span)} lies in the future; today is {describe_span(today, today)}"
        raise NotUnderstood(option, text, reason)
    return span[0]


def resolve_until(option: str, text: str, today: date) -> date:
    """Find the day up to and with which is meant: the last of a week, month or year. Raises as resolve_day."""
    return resolve_day(option, text, today)[1]


def check_span(since: date | None, until: date | None, option: str = "until") -> None:
    """Raise NotUnderstood where `since` lies after `until`, which `option` gives."""
    if since and until and since > until:
        reason = f"{describe_span(until, until)} lies before {describe_span(since, since)}, from which on you asked"
        raise NotUnderstood(option, until.isoformat(), reason)


def takes_long(text: str, today: date) -> bool:
    """Whether a text is left to dateparser, which may have to load languages first: up to a second of work."""
    if len(text) > LONGEST_TEXT:
        return False
    try:
        return _read_ours(text, today) is None and _is_worth_reading(clean_day(text))
    except (ImpossibleDayError, SeveralDaysError):
        return False


def warm() -> None:
    """Load the languages (about a second of work), so that the first who types a day does not wait for them."""
    for sample in _SAMPLES:
        _read_foreign(sample, date(2024, 6, 28))


def _offer(option: str, text: str, today: date) -> tuple[Choice, ...]:
    offers = suggest_day(text, today)[:_NEAREST] if tidy_day(text) else []
    return tuple(Choice(offer.name, option, offer.value) for offer in offers)


def _read(text: str, today: date) -> Span | None:
    return _read_ours(text, today) or _read_foreign(clean_day(text), today)


def _read_ours(text: str, today: date) -> Span | None:
    tidy = tidy_day(text)
    try:
        return read_figures(tidy, today) or read_english(tidy, today) or read_range(tidy, today)
    except ImpossibleDayError:
        if _TWO_DAYS.search(tidy) and (span := read_range(tidy, today)):
            return span
        raise


def _read_foreign(text: str, today: date) -> Span | None:
    """Read what is left to dateparser; None where it cannot, or where what it reads is not what stands there."""
    if not _is_worth_reading(text):
        return None
    try:
        with _ONE_AT_A_TIME:
            found = _parser(today).get_date_data(text)
        if found.date_obj is None or not _has_its_figures(text, found.date_obj):
            return None
        return unit_of(found.period or "day", found.date_obj.date())
    except Exception:  # whatever a typed text does to the library, it must not stop an answer
        return None


def _is_worth_reading(text: str) -> bool:
    """Whether to try at all: many words keep dateparser busy, and scraps of letters it takes for months.

    Figures whose order it would guess, and two days, of which it would take one, are better asked about.
    """
    words = _LETTERS.findall(text)
    small = sum(len(figures) < 3 for figures in _FIGURES.findall(text))
    if len(words) > _MOST_WORDS or _GUESSED.search(text) or small > (2 if _HAN_MONTH.search(text) else 1):
        return False
    if not text.isascii():
        return sum(c.isalpha() for c in text) >= 2
    longest = max((len(word) for word in words if word.isalpha()), default=0)
    return longest >= (3 if _YEAR.search(text) else 4)


def _has_its_figures(text: str, found: datetime) -> bool:
    """Whether a date with a year holds every figure of the text, so that none was passed over or taken for another."""
    if not _YEAR.search(text):
        return True
    return {int(figures) for figures in _FIGURES.findall(text)} <= {found.year, found.month, found.day}


@lru_cache(maxsize=2)
def _parser(today: date) -> DateDataParser:
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=list(_LANGUAGES),
        use_given_order=True,
        try_previous_locales=False,
        settings={
            "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),  # noqa: DTZ001 - a day has no zone
            "PREFER_DATES_FROM": "past",
            "PARSERS": ["relative-time", "absolute-time"],
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
            "STRICT_PARSING": False,
        },
    )
