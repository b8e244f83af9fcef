"""A time of day as people write it: 07:30, 7.30, 0730, 7:30 am, noon."""

from __future__ import annotations

import re
from datetime import time

from bot.answers.options.errors import NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import MOST_SUGGESTIONS, Suggestion

_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})|(?P<plain>\d{2}))?\s*(?:(?P<half>[ap])\.?\s*m\.?|h|uhr|o'?clock)?",
    re.IGNORECASE,
)
_USUAL = tuple(f"{hour:02}:{minute:02}" for hour in range(6, 18) for minute in (0, 30))


def resolve_time(option: str, text: str) -> time:
    """The time of day that a text means, in whole minutes. Raises NotUnderstood."""
    refuse_too_long(option, text)
    plain = text.strip().casefold()
    found = _TIME.fullmatch(plain)
    if plain in _WORDS:
        return _WORDS[plain]
    if found:
        hour, minute = int(found["hour"]), int(found["minute"] or found["plain"] or 0)
        half = found["half"]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise NotUnderstood(option, text, f"{show(text)} is no time of day; write it as 07:30")


def suggest_time(typed: str) -> list[Suggestion]:
    """Offer the time that is typed, as it is understood, or the hours at which people begin to work."""
    try:
        meant = f"{resolve_time('time', typed):%H:%M}"
    except NotUnderstood:
        start = re.sub(r"\D", "", typed)
        matching = [one for one in _USUAL if one.replace(":", "").lstrip("0").startswith(start.lstrip("0"))]
        return [Suggestion(one, one) for one in (matching or _USUAL)[:MOST_SUGGESTIONS]]
    return [Suggestion(meant, meant)]
