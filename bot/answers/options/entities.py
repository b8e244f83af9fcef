"""Countries, topics, events and publishers by any of their names; speakers through bot.answers.options.speakers."""

from __future__ import annotations

import re

from bot.answers.options.country_display import code_of_flag
from bot.answers.options.disambiguation import choose
from bot.answers.options.errors import refuse_too_long
from bot.answers.options.speakers import resolve_speaker
from bot.store.names.directory import Directory

__all__ = ["resolve_country", "resolve_event", "resolve_publisher", "resolve_speaker", "resolve_topic"]

_CODE_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2})\)\s*$")


def resolve_country(directory: Directory, option: str, text: str) -> str:
    """Find the country meant: by code, flag, name in any common language, abbreviation, demonym or metonym.

    Returns its code (ISO 3166-1 alpha-2). Raises NotUnderstood where nothing is called so, Ambiguous where several are.
    """
    refuse_too_long(option, text)
    bracketed = _CODE_IN_BRACKETS.search(text)
    for code in (text.strip().upper(), code_of_flag(text), bracketed[1].upper() if bracketed else ""):
        if directory.by_ref("country", code):
            return code
    return choose(directory, "country", option, text, directory.exact("country", text), what="country")


def resolve_topic(directory: Directory, option: str, text: str) -> str:
    """Find the topic meant, by id, label, another word for it, or words of one label alone. Returns its id."""
    return _resolve_label(directory, "topic", option, text)


def resolve_event(directory: Directory, option: str, text: str) -> str:
    """Find the event meant, by id, name, another name, or words of one name alone. Returns its id."""
    return _resolve_label(directory, "event", option, text)


def resolve_publisher(directory: Directory, option: str, text: str) -> str:
    """Find the publisher meant, by name or words of one name alone. Returns the name as the store has it."""
    return _resolve_label(directory, "publisher", option, text)


def _resolve_label(directory: Directory, kind: str, option: str, text: str) -> str:
    if directory.by_ref(kind, text):  # a publisher's own name may be longer than anything that is typed
        return text
    refuse_too_long(option, text)
    if directory.by_ref(kind, text.strip()):
        return text.strip()
    found = directory.exact(kind, text) or directory.containing(kind, text)
    return choose(directory, kind, option, text, found, what=kind)
