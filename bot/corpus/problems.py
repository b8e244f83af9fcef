"""Mistakes in what people write: where each stands, what is wrong, and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_SHOWN = 80
_NAMED_CONTROLS = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "TAB", "\x00": "NULL", "\x85": "NEXT LINE"}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake.

    `file` is relative to the folder that holds the data folder; `line` and `column` count from 1.
    `what` says what is wrong, `todo` what to do; both are plain text, fit for a reader.
    """

    file: str
    line: int
    column: int
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what} — {self.todo}"


class CorpusError(Exception):
    """The corpus has mistakes; `problems` holds every one of them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def show(text: str, longest: int = _SHOWN) -> str:
    """Text in quotation marks for a message: shortened in the middle, with what cannot be seen spelled out."""
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]} … {text[-half:]}"
    return "“" + "".join(char if char == " " or _is_visible(char) else f"<U+{ord(char):04X}>" for char in text) + "”"


def name_character(char: str) -> str:
    """A character by name and number, such as NO-BREAK SPACE (U+00A0)."""
    name = _NAMED_CONTROLS.get(char) or unicodedata.name(char, "unnamed character")
    return f"{name} (U+{ord(char):04X})"


def find_nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that looks most like `word`, or None where nothing comes near."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return found[0] if found else None


def suggest(word: str, known: Collection[str], otherwise: str) -> str:
    """What to do about an unknown word: the nearest known one, else `otherwise`."""
    near = find_nearest(word, known)
    return f"did you mean `{near}`? If not, {otherwise}" if near else otherwise


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char)[0] != "C"
