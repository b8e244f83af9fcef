"""One line of autocomplete, and how much of it Discord shows."""

from __future__ import annotations

from dataclasses import dataclass

# Discord's limits on what autocomplete may offer.
MOST_SUGGESTIONS = 25
LONGEST_NAME = 100
LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of autocomplete: `name` is shown, `value` is what the option gets; at most 100 characters each."""

    name: str
    value: str


def fit_name(name: str) -> str:
    """Shorten a suggestion's name to what Discord shows."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
