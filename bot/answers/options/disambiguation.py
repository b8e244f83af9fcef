"""One thing found is taken; several are offered; none is answered with the nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers.model import Choice
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.answers.options.offices import describe_post
from bot.store.names.directory import Directory
from bot.store.records import Name

NEAREST = 5
# As many as Discord lets one choose from.
_CANDIDATES = 25


def choose(
    directory: Directory, kinds: str | Sequence[str], option: str, text: str, found: Sequence[Name], *, what: str
) -> str:
    """Take the id or code of the one thing found. `what` says what kind of thing is looked for: "country".

    Raises Ambiguous for several, NotUnderstood with the nearest for none.
    """
    if len(found) == 1:
        return found[0].ref
    if found:
        raise Ambiguous(option, text, offer(directory, option, found[:_CANDIDATES]))
    nearest = directory.near(kinds, text, NEAREST) or directory.starting(kinds, text, NEAREST)
    raise refuse(directory, option, text, what, nearest)


def refuse(directory: Directory, option: str, text: str, what: str, nearest: Sequence[Name]) -> NotUnderstood:
    """Say that nothing is called so, and offer the nearest."""
    reason = f"I know no {what} called {show(text)}" if show(text) != "‹›" else f"I was given no {what}"
    return NotUnderstood(option, text, reason, offer(directory, option, nearest))


def offer(directory: Directory, option: str, names: Sequence[Name]) -> tuple[Choice, ...]:
    """Make choices of names, each by its best-known label, told apart by office and years where labels are alike."""
    labels = tell_apart(directory, names)
    return tuple(Choice(label, option, name.ref) for label, name in zip(labels, names, strict=True))


def tell_apart(directory: Directory, names: Sequence[Name]) -> list[str]:
    """Label names so that no two are alike: by office, country and time, else by another name, else by number."""
    labels = [directory.label(name.kind, name.ref) for name in names]
    taken: Counter[str] = Counter()
    shown = []
    for label, name in zip(labels, names, strict=True):
        more = _describe(directory, name) if labels.count(label) > 1 else ""
        full = f"{label} ({more})" if more else label
        taken[full] += 1
        shown.append(full if taken[full] == 1 else f"{full} ({taken[full]})")
    return shown


def _describe(directory: Directory, name: Name) -> str:
    """What tells somebody from a namesake: the latest post on record, else another name."""
    posts = [post for post in directory.posts() if name.kind == "person" and post.person == name.ref]
    if posts:
        return describe_post(max(posts, key=lambda post: post.attested))
    others = [other.text for other in directory.names(name.kind, name.ref)[1:]]
    return others[0] if others else "no post on record" if name.kind == "person" else ""
