"""Days by what happened on them: `after the summit`, `since the treaty`, `between the summit and the summons`.

A day is read as a day first; only what is none is looked for among the events on record.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.answers.options.dates.parser import resolve_since, resolve_until
from bot.answers.options.disambiguation import choose
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.label_words import find_by_words, find_event
from bot.store.names.directory import Directory
from bot.store.records import EventLine, Name

_AFTER = re.compile(r"^(?:after|following|post)\b[\s-]*", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:before|prior to|ahead of|pre)\b[\s-]*", re.IGNORECASE)
_OTHERS = re.compile(r"^(?:since|from|until|till|to|by|during|at|on|in|up to|as of)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:between|from)\s+(.+?)\s+(?:and|to|until)\s+(.+)$", re.IGNORECASE)
# What an agreement is called stands for the day on which it was signed.
_AGREEMENTS = re.compile(r"\b(?:treaty|pact|accord|deal|agreement)\b", re.IGNORECASE)


def find_since(directory: Directory, option: str, text: str, today: date) -> date:
    """The day from which on is meant, by a day or an event. Raises NotUnderstood and Ambiguous."""
    plain, shift = _part(text)
    if between := _BETWEEN.match(text.strip()):
        plain = between[1]
    try:
        return resolve_since(option, text, today)
    except NotUnderstood as error:
        return _shift(_find_days(directory, option, plain, today, error), shift, last=False)


def find_until(directory: Directory, option: str, text: str, today: date) -> date:
    """The day up to and with which is meant, by a day or an event. Raises NotUnderstood and Ambiguous."""
    plain, shift = _part(text)
    if between := _BETWEEN.match(text.strip()):
        plain = between[2]
    try:
        return resolve_until(option, text, today)
    except NotUnderstood as error:
        return _shift(_find_days(directory, option, plain, today, error), shift, last=True)


def _part(text: str) -> tuple[str, int]:
    """Part a text into what is named and where the days lie: 1 behind it, -1 before it, 0 with it."""
    plain = text.strip()
    if _AFTER.match(plain):
        return _AFTER.sub("", plain), 1
    if _BEFORE.match(plain):
        return _BEFORE.sub("", plain), -1
    return _OTHERS.sub("", plain), 0


def _shift(days: tuple[date, date], shift: int, *, last: bool) -> date:
    first_day, last_day = days
    if shift:
        return (last_day if shift > 0 else first_day) + timedelta(days=shift)
    return last_day if last else first_day


def _find_days(directory: Directory, option: str, text: str, today: date, error: NotUnderstood) -> tuple[date, date]:
    """The days named by a text without its preposition: those of a day, else those of an event."""
    try:
        return resolve_since(option, text, today), resolve_until(option, text, today)
    except (NotUnderstood, Ambiguous):
        pass
    events = [name for name in _find_events(directory, text) if _facts_of(find_event(directory, name.ref))]
    if not events:
        raise error
    if len({_facts_of(find_event(directory, name.ref)) for name in events}) == 1:
        events = events[:1]
    days = _facts_of(find_event(directory, choose(directory, "event", option, text, events, what="event")))
    if days is None:
        raise error
    return days


def _find_events(directory: Directory, text: str) -> list[Name]:
    exact = directory.exact("event", text)
    known = directory.by_ref("event", text.strip())
    found = [known] if known else exact or find_by_words(directory, "event", text)
    lines = {name.ref: line for name in found if (line := find_event(directory, name.ref))}
    if len(found) > 1 and _AGREEMENTS.search(text):
        signed = [name for name in found if name.ref in lines and lines[name.ref].kind == "signing"]
        found = signed or found
    # A part of an occasion is meant only where the occasion itself is not.
    return [name for name in found if name.ref not in lines or lines[name.ref].part_of not in lines] or found


def _facts_of(event: EventLine | None) -> tuple[date, date] | None:
    if event is None or event.first_day is None:
        return None
    return date.fromisoformat(event.first_day), date.fromisoformat(event.last_day or event.first_day)
