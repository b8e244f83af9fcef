"""In which order a list comes, and whether two countries are meant as each other's counterparts."""

from __future__ import annotations

from bot.answers.model import Choice
from bot.answers.options.errors import NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import Suggestion
from bot.store.analysis.folding import fold

NEWEST, OLDEST = "newest", "oldest"
BOTH = "both"
_BOTH = (BOTH, "both sides", "each other", "yes", "true", "mutual")
_WORDS = {
    NEWEST: ("newest", "latest", "new", "last", "descending", "desc", "reverse", "recent", "most recent"),
    OLDEST: ("oldest", "earliest", "old", "first", "ascending", "asc", "chronological"),
}
_LABELS = ((NEWEST, "newest first"), (OLDEST, "oldest first"))


def resolve_order(option: str, text: str) -> str:
    """Whether the newest or the oldest come first. Raises NotUnderstood."""
    refuse_too_long(option, text)
    words = fold(text).removesuffix(" first").strip()
    for order, known in _WORDS.items():
        if words in known:
            return order
    choices = tuple(Choice(label, option, order) for order, label in _LABELS)
    raise NotUnderstood(option, text, f"{show(text)} is no order", choices)


def suggest_order(typed: str) -> list[Suggestion]:
    """Offer the orders."""
    return [Suggestion(label, order) for order, label in _LABELS if label.startswith(fold(typed))]


def resolve_between(option: str, text: str) -> tuple[str, str]:
    """Read `both`: only what two countries say and do to each other. Raises NotUnderstood."""
    refuse_too_long(option, text)
    if fold(text) not in _BOTH:
        raise NotUnderstood(option, text, f"{show(text)} is no choice here", (Choice(BOTH, option, BOTH),))
    return BOTH, "what both say and do to each other"


def suggest_between(typed: str) -> list[Suggestion]:
    """Offer the one choice."""
    return (
        [Suggestion("both: only what the two say and do to each other", BOTH)] if BOTH.startswith(fold(typed)) else []
    )
