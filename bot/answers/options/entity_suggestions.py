"""What to offer while an option is being typed: names that begin so, then names that are nearly so.

Fast enough to run on every key; nothing here raises. The value of every suggestion resolves back to the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, islice

from bot.answers.display_names import name_of
from bot.answers.options.dates.suggestions import suggest_day
from bot.answers.options.errors import LONGEST_TEXT
from bot.answers.options.offices import describe_holder
from bot.answers.options.speakers import drop_titles, find_offices
from bot.answers.options.suggestion import LONGEST_NAME, LONGEST_VALUE, MOST_SUGGESTIONS, Suggestion, fit_name
from bot.store.names.directory import Directory
from bot.store.records import Name

__all__ = [
    "Suggestion",
    "suggest_country",
    "suggest_day",
    "suggest_event",
    "suggest_publisher",
    "suggest_speaker",
    "suggest_topic",
]

_HANDFUL = 5


def suggest_country(
    directory: Directory, typed: str, order: Sequence[str] = (), locale: str = "en"
) -> list[Suggestion]:
    """Offer countries as `South Korea (KR)`, named in the language of `locale`.

    `order` are the codes to offer first where nothing is typed yet: those that the store has most of.
    """
    return _suggest(directory, "country", typed, order, lambda name: f"{name_of(name.ref, locale)} ({name.ref})")


def suggest_speaker(directory: Directory, typed: str, order: Sequence[str] = ()) -> list[Suggestion]:
    """Offer people and organisations by the name that the bot shows, with what they are. `order` as for countries."""
    kinds = ("person", "organisation")

    def show(name: Name) -> str:
        return f"{directory.label(name.kind, name.ref)} ({name.kind})"

    found = _suggest(directory, kinds, typed, order, show)
    if found:
        return found
    posts = find_offices(directory, typed[:LONGEST_TEXT])[:MOST_SUGGESTIONS]
    if posts:
        return [Suggestion(fit_name(describe_holder(directory, post)), post.person) for post in posts]
    rests = drop_titles(directory, typed[:LONGEST_TEXT])
    return [one for rest in rests[-1:] for one in _suggest(directory, kinds, rest, order, show)]


def suggest_topic(directory: Directory, typed: str, order: Sequence[str] = ()) -> list[Suggestion]:
    """Offer topics by label. `order` as for countries, ids here."""
    return _suggest(directory, "topic", typed, order, lambda name: directory.label(name.kind, name.ref))


def suggest_event(directory: Directory, typed: str, order: Sequence[str] = ()) -> list[Suggestion]:
    """Offer events by name. `order` as for countries, ids here."""
    return _suggest(directory, "event", typed, order, lambda name: directory.label(name.kind, name.ref))


def suggest_publisher(directory: Directory, typed: str, order: Sequence[str] = ()) -> list[Suggestion]:
    """Offer publishers by name. `order` as for countries, names here."""
    return _suggest(directory, "publisher", typed, order, lambda name: directory.label(name.kind, name.ref))


def _suggest(
    directory: Directory,
    kinds: str | Sequence[str],
    typed: str,
    order: Sequence[str],
    show: Callable[[Name], str],
) -> list[Suggestion]:
    # A name that is too long to be typed back cannot be offered: only a publisher's, whose id it is, can be.
    names = [name for name in _find(directory, kinds, typed, order) if len(name.ref) <= LONGEST_VALUE]
    taken: set[str] = set()
    suggestions = []
    for name in names[:MOST_SUGGESTIONS]:
        shown = fit_name(show(name))
        if shown in taken:  # two lines that look alike could not be told apart
            ending = f" ({name.ref})"
            shown = fit_name(show(name)[: LONGEST_NAME - len(ending)]) + ending
        taken.add(shown)
        suggestions.append(Suggestion(shown[:LONGEST_NAME], name.ref))
    return suggestions


def _find(directory: Directory, kinds: str | Sequence[str], typed: str, order: Sequence[str]) -> list[Name]:
    typed = typed[:LONGEST_TEXT].strip()
    if not typed:
        usual = dict.fromkeys(order)
        rest = (ref for ref in directory.refs(kinds) if ref not in usual)
        known = (name for ref in chain(usual, rest) if (name := directory.by_ref(kinds, ref)))
        return list(islice(known, 2 * MOST_SUGGESTIONS))
    exactly = directory.by_ref(kinds, typed) or directory.by_ref(kinds, typed.upper())
    found = [
        *([exactly] if exactly else ()),
        *directory.exact(kinds, typed),
        *directory.starting(kinds, typed, MOST_SUGGESTIONS),
        *directory.containing(kinds, typed),
    ]
    first: dict[tuple[str, str], Name] = {}
    for name in found:
        first.setdefault((name.kind, name.ref), name)
    if len(first) < _HANDFUL:  # who types what begins many names has made no slip
        for name in directory.near(kinds, typed, MOST_SUGGESTIONS):
            first.setdefault((name.kind, name.ref), name)
    return list(first.values())
