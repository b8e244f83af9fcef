"""What to say when an option cannot be resolved: that it was not understood, or that it can mean several things."""

from __future__ import annotations

import unicodedata

from bot.answers.model import Choice

LONGEST_TEXT = 100
_LONGEST_SHOWN = 60
_LABELS_SHOWN = 5
# Controls, formatting marks (which turn the direction of a line round), lone surrogates, private and unassigned signs.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class OptionError(Exception):
    """An option that stands for nothing, or for several things.

    `option` is its name, `text` what was typed, as it was; str() is one plain line for a reader, not escaped for any
    renderer, in which the typed text is shortened and free of what no reader can see.
    """

    def __init__(self, option: str, text: str) -> None:
        super().__init__(option, text)
        self.option = option
        self.text = text


class NotUnderstood(OptionError):  # noqa: N818 - it is an answer as much as an error
    """An option that could not be resolved: why, and the nearest values that could be meant."""

    def __init__(self, option: str, text: str, reason: str, nearest: tuple[Choice, ...] = ()) -> None:
        super().__init__(option, text)
        self.reason = reason
        self.nearest = nearest

    def __str__(self) -> str:
        ask = f" Did you mean {list_labels(self.nearest)}?" if self.nearest else ""
        return f"{self.option}: {self.reason}.{ask}"


class Ambiguous(OptionError):  # noqa: N818
    """An option that can mean several things, which are its candidates."""

    def __init__(self, option: str, text: str, candidates: tuple[Choice, ...]) -> None:
        super().__init__(option, text)
        self.candidates = candidates

    def __str__(self) -> str:
        return f"{self.option}: {show(self.text)} can mean {list_labels(self.candidates)}. Which one?"


def show(text: str) -> str:
    """Give typed text on one line, shortened, without anything that cannot be seen.

    It stands between ‹ ›: in an answer, quotation marks are for what a source has between quotation marks.
    """
    visible = "".join(" " if c.isspace() else c for c in text[: 4 * _LONGEST_SHOWN] if _is_visible(c))
    line = " ".join(visible.split())
    return f"‹{line[:_LONGEST_SHOWN].rstrip()}…›" if len(line) > _LONGEST_SHOWN else f"‹{line}›"


def list_labels(choices: tuple[Choice, ...]) -> str:
    """Give the labels as a sentence has them: one, two or three; beyond five, how many more there are."""
    labels = [choice.label for choice in choices[:_LABELS_SHOWN]]
    if len(choices) > _LABELS_SHOWN:
        labels.append(f"{len(choices) - _LABELS_SHOWN} more")
    return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def refuse_too_long(option: str, text: str) -> None:
    """Raise NotUnderstood for a text that is longer than any name or day, before anything looks at it."""
    if len(text) > LONGEST_TEXT:
        raise NotUnderstood(option, text, f"{show(text)} is too long; I read at most {LONGEST_TEXT} characters here")


def _is_visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNPRINTABLE
