"""One thing found is taken; several are offered; none is answered with the nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers.model import Choice
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
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
    """Make choices of names, each by its best-known label, told apart by ids where labels are alike."""
    labels = [directory.label(name.kind, name.ref) for name in names]
    count = Counter(labels)
    return tuple(
        Choice(label if count[label] == 1 else f"{label} ({name.ref})", option, name.ref)
        for label, name in zip(labels, names, strict=True)
    )
