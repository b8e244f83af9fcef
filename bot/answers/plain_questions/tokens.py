"""A question cut into words, each with its place: every reading can be led back to a stretch of what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.plain_questions.words import fold_word

_PIECE = re.compile(r"\S+")
_EDGES = "?!.,;:()[]{}…\"“”„«»'‘’‹›¿¡"
_QUOTED = re.compile(r'["“”„«»＂]([^"“”„«»＂]+)["“”„«»＂]')
_APOSTROPHES = re.compile(r"['’]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word text[start:end] of a question; `plain` is its form for looking up."""

    text: str
    plain: str
    start: int
    end: int


def cut(text: str) -> list[Word]:
    """The words of a question, without the punctuation around them."""
    words = []
    for piece in _PIECE.finditer(text):
        bare = piece[0].strip(_EDGES)
        if bare:
            start = piece.start() + piece[0].index(bare)
            words.append(Word(bare, fold_word(bare), start, start + len(bare)))
    return words


def find_quoted(text: str) -> list[tuple[str, int, int]]:
    """What stands between quotation marks: the words, and the stretch with its marks."""
    return [(match[1].strip(), *match.span()) for match in _QUOTED.finditer(text) if match[1].strip()]


def join(text: str, words: Sequence[Word]) -> str:
    """The stretch of the question from the first to the last of these words."""
    return text[words[0].start : words[-1].end] if words else ""


def cut_out(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The question without some stretches of it."""
    left = text
    for start, end in sorted(stretches, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    return " ".join(left.split())


def drop_possessive(text: str) -> str:
    """`Moscow's` as `Moscow`, `the two sides'` as `the two sides`."""
    return _APOSTROPHES.sub("", re.sub(r"['’`´]s$", "", text.strip()))
