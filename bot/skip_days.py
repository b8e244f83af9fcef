"""Days on which no briefing is wanted: named days, and the public holidays of countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

# Names the reason why a day is free; None where it is not.
WhyFree = Callable[[date], str | None]


class SkipDaysError(Exception):
    """A text that names neither a day nor a country whose holidays are known; str() is fit for a reader."""


def check_free_days(texts: Iterable[str]) -> tuple[str, ...]:
    """Bring days (2024-12-24) and country codes (AT) into their shortest form, each once, in order.

    Raises FreeDaysError. The library is loaded at the first country, which takes a quarter of a second.
    """
    checked: dict[str, None] = {}
    for text in texts:
        checked[_check(text.strip())] = None
    return tuple(sorted(checked))


def find_free_days(texts: Iterable[str]) -> WhyFree:
    """Make what says why a day is free, from texts that were checked; a named day is free as "a day to skip"."""
    days = frozenset(text for text in texts if text[:1].isdigit())
    codes = tuple(text for text in texts if not text[:1].isdigit())

    def why_free(day: date) -> str | None:
        if day.isoformat() in days:
            return "a day to skip"
        return next((f"{name} ({code})" for code in codes if (name := _public_holidays(code, day.year).get(day))), None)

    return why_free


def load_free_days(texts: Iterable[str], year: int) -> None:
    """Work out the holidays of a year and the next, so that nothing waits for it later; to be run in a thread."""
    for text in texts:
        if not text[:1].isdigit():
            for one in (year, year + 1):
                _public_holidays(text, one)


def _check(text: str) -> str:
    if text[:1].isdigit():
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise SkipDaysError(f"{text!r} is no day; write it as 2024-12-24") from error
    code = text.upper()
    if code not in _supported():
        raise SkipDaysError(f"{text!r} is neither a day nor the code of a country whose holidays I know, such as AT")
    return code


@lru_cache(maxsize=1)
def _supported() -> frozenset[str]:
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=256)
def _public_holidays(code: str, year: int) -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays(code, years=year, language="en_US"))
