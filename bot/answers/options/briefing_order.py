"""What the options of /briefing here mean, and what is offered while they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.answers.display_names import name_of
from bot.answers.model import Choice
from bot.answers.options.clock_times import resolve_time, suggest_time
from bot.answers.options.entities import resolve_country
from bot.answers.options.entity_suggestions import (
    Suggestion,
    suggest_country,
    suggest_event,
    suggest_speaker,
    suggest_topic,
)
from bot.answers.options.errors import NotUnderstood, show
from bot.answers.options.languages import resolve_language, suggest_language
from bot.answers.options.scope import describe_scope, parse_scope, read_scope, scope_text
from bot.answers.options.time_zones import resolve_zone, suggest_zone
from bot.settings import BRIEFING_NAME
from bot.skip_days import SkipDaysError, check_free_days
from bot.store.names.directory import Directory

YES, NO = "true", "false"
LONGEST_VALUE = 100
_PARTS = {
    "countries": suggest_country,
    "topics": suggest_topic,
    "speakers": suggest_speaker,
    "events": suggest_event,
}


def resolve_ordering(kind: str, option: str, text: str, directory: Directory, locale: str) -> tuple[str, str]:
    """The value of an option, and what it means to a reader. Raises NotUnderstood and Ambiguous."""
    match kind:
        case "time":
            at = f"{resolve_time(option, text):%H:%M}"
            return at, at
        case "zone":
            zone = resolve_zone(option, text, locale, directory)
            return zone, zone
        case "language":
            language = resolve_language(option, text)
            return language, language
        case "free-days":
            days = _resolve_free_days(option, text, directory)
            return ",".join(days), ", ".join(day if day[0].isdigit() else name_of(day, locale) for day in days)
        case "scope":
            scope = scope_text(parse_scope(directory, text))
            return scope, describe_scope(read_scope(scope), directory, locale)
        case "yes-no":
            value = _resolve_yes(option, text)
            return value, "yes" if value == YES else "no"
        case "role":
            if not text.isdecimal():
                raise NotUnderstood(option, text, f"{show(text)} is no role")
            return text, text
        case _:
            name = "-".join(text.casefold().split())
            if not re.fullmatch(BRIEFING_NAME, name):
                reason = f"{show(text)} is no name for a briefing; write up to 32 small letters, digits and hyphens"
                raise NotUnderstood(option, text, reason)
            return name, name


def suggest_ordering(kind: str, typed: str, directory: Directory, locale: str) -> list[Suggestion]:
    """Offer at most 25 values; in a list, for what stands after the last comma or semicolon."""
    match kind:
        case "time":
            return suggest_time(typed)
        case "zone":
            return suggest_zone(typed, datetime.now(UTC), locale)
        case "language":
            return suggest_language(typed)
        case "free-days":
            head, _, last = typed.rpartition(",")
            return _put_behind(f"{head}, " if head else "", suggest_country(directory, last.strip(), (), locale))
        case "scope":
            return _suggest_scope(typed, directory)
        case _:
            return [Suggestion(name, name) for name in ("daily", "morning", "evening") if name.startswith(typed)]


def _suggest_scope(typed: str, directory: Directory) -> list[Suggestion]:
    before, semicolon, part = typed.rpartition(";")
    name, colon, values = part.partition(":")
    if not colon:
        start = f"{before}; " if semicolon else ""
        begun = name.strip().casefold()
        return [Suggestion(f"{start}{one}: …", f"{start}{one}:") for one in (*_PARTS, "pairs") if one.startswith(begun)]
    head, _, last = values.rpartition(",")
    start = f"{before}; " if semicolon else ""
    start += f"{name.strip()}: {f'{head.strip()}, ' if head else ''}"
    key = name.strip().casefold()
    if key == "pairs":
        one, hyphen, other = last.strip().partition("-")
        if hyphen:
            return _put_behind(f"{start}{one}-", suggest_country(directory, other.strip()))
        return [Suggestion(s.name, f"{s.value}-") for s in _put_behind(start, suggest_country(directory, one))]
    suggest = _PARTS.get(key)
    return _put_behind(start, suggest(directory, last.strip())) if suggest else []


def _put_behind(start: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    completed = (Suggestion(f"{start}{one.name}"[:LONGEST_VALUE], f"{start}{one.value}") for one in suggestions)
    return [one for one in completed if len(one.value) <= LONGEST_VALUE]


def _resolve_yes(option: str, text: str) -> str:
    value = text.casefold()
    if value in (YES, NO):
        return value
    choices = (Choice("yes", option, YES), Choice("no", option, NO))
    raise NotUnderstood(option, text, f"{show(text)} is neither yes nor no", choices)


def _resolve_free_days(option: str, text: str, directory: Directory) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in re.split(r"[,;\"“”]", text) if piece.strip()]
    resolved = [piece if piece[0].isdigit() else resolve_country(directory, option, piece) for piece in pieces]
    try:
        return check_free_days(resolved)
    except SkipDaysError as error:
        raise NotUnderstood(option, text, str(error)) from error
