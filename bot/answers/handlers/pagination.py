"""Where a long answer goes on, for answers whose items are all known at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.model import Question


def find_begin(keys: Sequence[str], question: Question) -> int:
    """Find the place of the first item to show, among items with these keys, at most their number.

    Where a reload took away the item to go on after, the count of those shown is the next best.
    """
    if question.after is None:
        return 0
    return keys.index(question.after) + 1 if question.after in keys else min(question.skipped, len(keys))
