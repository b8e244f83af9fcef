"""Why words are not found in a text: the nearest stretch of it, and the first character that differs."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import fuzz

from bot.corpus.problems import name_character, show

_TEXT_SEARCHED = 1_000_000
_FUZZY_TEXT = 20_000
_FUZZY_WORDS = 200
_ENOUGH = 8
_CONTEXT = 24
# Characters that look alike, each mapped to one character, so that positions stay what they are.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\n\r\t", " "),
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def explain_absence(exact: str, text: str) -> str:
    """What to do about words that do not stand in a text: copy them from its nearest stretch, which is shown.

    The work is bounded: only the first million characters of the text are searched.
    """
    text = text[:_TEXT_SEARCHED]
    if exact.endswith("\n") and exact.rstrip("\n") in text:
        return "it ends with a line break that the source does not have there: begin the text with |- instead of |"
    start = _find_alike(exact, text)
    if start is None:
        near = fuzz.partial_ratio_alignment(exact[:_FUZZY_WORDS], text[:_FUZZY_TEXT], score_cutoff=60)
        if near is None:
            return "copy it from the source; nothing like it stands there"
        return f"copy it from the source; the nearest there is {show(text[near.dest_start : near.dest_end])}"
    nearest = text[start : start + len(exact)]
    return f"copy it from the source; the nearest there is {show(nearest)}. {_name_difference(exact, text, start)}"


def _find_alike(exact: str, text: str) -> int | None:
    """Where the text begins to be like `exact`: alike to the eye, or equal from its start or up to its end."""
    alike = text.translate(_ALIKE).find(exact.translate(_ALIKE))
    if alike >= 0:
        return alike
    head = _longest(lambda size: exact[:size] in text, len(exact))
    tail = _longest(lambda size: exact[len(exact) - size :] in text, len(exact))
    if max(head, tail) < min(_ENOUGH, len(exact) / 2):
        return None
    if head >= tail:
        return text.find(exact[:head])
    return max(0, text.find(exact[len(exact) - tail :]) + tail - len(exact))


def _longest(fits: Callable[[int], bool], size: int) -> int:
    """The largest number up to `size` that fits, where every smaller one fits too."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _name_difference(exact: str, text: str, start: int) -> str:
    at = next(i for i, char in enumerate(exact) if text[start + i : start + i + 1] != char)
    here = text[start + at : start + at + 1]
    source = name_character(here) if here else "its end"
    after = f"after {show(exact[max(0, at - _CONTEXT) : at])}" if at else "at the very start"
    return f"First difference {after}: the source has {source} where the record has {name_character(exact[at])}"
