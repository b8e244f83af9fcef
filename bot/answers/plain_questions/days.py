"""The days that a stretch of a question names, and which of them it bounds."""

from __future__ import annotations

import re
from datetime import date

from bot.answers.options.dates.parser import resolve_until, takes_long
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.event_days import find_since, find_until
from bot.answers.plain_questions.parties import find_country
from bot.store.names.directory import Directory

_SINCE = re.compile(r"^(?:since|from|starting|as of)\s+", re.IGNORECASE)
_AFTER = re.compile(r"^(?:after|following)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:until|till|up to|by)\s+", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:before|prior to|ahead of)\s+", re.IGNORECASE)
_AT = re.compile(r"^(?:on|in|during|at|within|over)\s+(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"^between\s+(.+)\s+and\s+", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:the\s+)?(?:(?:last|past|previous|this|today|yesterday|tonight)\b|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,}|"
    r"\d{4}-\d\d|\d{1,2}[./]\d|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|may)[a-z]*\.?\s+\d|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|week of|early|late|mid)",
    re.IGNORECASE,
)
_NO_DAY = re.compile(r"^\d+$")
_YEAR = re.compile(r"^\d{4}$")

Bounds = tuple[tuple[str, str], ...]  # options with what was typed for them


def read_days(directory: Directory, text: str, today: date) -> Bounds:
    """The options `since` and `until` that a whole stretch gives; none where it is no stretch of days.

    An event stands for its days only after a word of time: "since the summit", and not "on the treaty".
    """
    if len(text) > 100:
        return ()
    if between := _BETWEEN.match(text):
        if any(find_country(directory, side) for side in (between[1], text[between.end() :])):
            return ()  # two countries, and no days
        return _bound(directory, text, text, today)
    for pattern in (_AFTER, _SINCE):
        if match := pattern.match(text):
            rest = text[match.end() :]
            if pattern is _SINCE and re.match(r"^from\b", text, re.IGNORECASE) and not _is_plain(rest, today):
                return ()
            if find_country(directory, rest):
                return ()
            return _bound(directory, text if pattern is _AFTER else rest, "", today)
    for pattern in (_BEFORE, _UNTIL):
        if match := pattern.match(text):
            rest = text[match.end() :]
            if re.match(r"^by\b", text, re.IGNORECASE) and not _is_plain(rest, today):
                return ()
            if find_country(directory, rest):
                return ()
            return _bound(directory, "", text if pattern is _BEFORE else rest, today)
    at = _AT.match(text)
    rest = text[at.end() :] if at else text
    is_year = bool(_YEAR.match(rest))
    is_number = bool(_NO_DAY.match(rest)) and not (is_year and at)
    if (at or _BARE.match(text)) and not is_number and _is_plain(rest, today):
        return _bound(directory, rest, rest, today)
    return ()


def _is_plain(text: str, today: date) -> bool:
    """Whether a text is a day by itself, not by what happened on it."""
    try:
        if takes_long(text, today):
            return False
        resolve_until("until", text, today)
    except Ambiguous:
        return True
    except NotUnderstood:
        return False
    return True


def _bound(directory: Directory, since: str, until: str, today: date) -> Bounds:
    try:
        if since:
            find_since(directory, "since", since, today)
        if until:
            find_until(directory, "until", until, today)
    except NotUnderstood:
        return ()
    except Ambiguous:
        pass  # the command asks back
    return tuple((option, text) for option, text in (("since", since), ("until", until)) if text)
