"""Where the paragraphs of a plain text begin and end, in texts of one line a paragraph and in those with broken lines.

A blank line ends a paragraph. So does a line break, unless the line was broken to fit a width: then the next word would
not have fitted (greedy line filling), or the sentence goes on in small letters. Short lines, lists, speaker labels and
lines that are indented further begin paragraphs of their own.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.corpus.annotations import Span

_LINE = re.compile("[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_ADJACENT = re.compile(r"\n(?<=\S\n)(?=\S)")  # two lines without a blank one between
_SPACED_BREAKS = ("\r", " \n", "\n ", "\t\n", "\n\t", "\u00a0\n", "\n\u00a0", "\u3000\n", "\n\u3000")
_BREAK = re.compile(r"[^\S\n\r]*(?:\r\n|\r|\n)[^\S\n\r]*")
# A bullet, a number, or a speaker's label such as "MS. OREL:" or "Q:" begins a paragraph.
_HEAD = re.compile(r"\s*(?:[*•●▪◦]\s|[-–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|#+\s|[A-Z][A-Z.’' -]{0,40}:|[QA][.:]?\s{2})")
_BULLET = re.compile(r"\s*(?:[*•●▪◦–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
_TERMINAL = ".!?…:。！？："
_OPENING = "\"'“‘„«‹([{"
_AFTER_TERMINAL = "\"'”’»›)]}」』》＂"
_LONGEST_LINE = 120  # columns; nobody breaks lines to be longer, so a longer one is a paragraph
_SHORTEST_LINE = 24  # columns; a shorter line that others follow is a heading, an address, a verse
_PROSE_LINE = 40  # columns that a line has at least where no other line shows that lines are broken
_SLACK = 8  # columns by which a line may fall short of the width: hyphens, ragged setting
_PERCENTILE = 0.9


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: its content without outer white space, and what tells whether the next continues it."""

    start: int
    end: int
    indent: int
    width: int
    first_word: int
    begins_small: bool
    ends_sentence: bool
    is_head: bool
    is_hyphenated: bool
    hanging: int

    @property
    def is_prose(self) -> bool:
        return self.width > _LONGEST_LINE


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text in order, outer white space included only where they have one line."""
    if not _ADJACENT.search(text) and not any(sign in text for sign in _SPACED_BREAKS):
        return [Span(*match.span()) for match in _LINE.finditer(text) if not match[0].isspace()]
    lines = [_measure(match) for match in _LINE.finditer(text) if not match[0].isspace()]
    soft = _find_soft(text, lines)
    paragraphs: list[Span] = []
    for line, continues in zip(lines, [False, *soft], strict=False):
        if continues:
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(Span(line.start, line.end))
    return paragraphs


def _find_soft(text: str, lines: Sequence[_Line]) -> list[bool]:
    """For each line but the last, whether the next one continues its paragraph."""
    pairs = list(pairwise(lines))
    adjacent = [_BREAK.fullmatch(text, one.end, other.start) is not None for one, other in pairs]
    short = [
        (one, other)
        for (one, other), is_next in zip(pairs, adjacent, strict=True)
        if is_next and not one.is_prose and not other.is_prose
    ]
    width = _estimate_width([line.width for pair in short for line in pair])
    flowing = sum(_flows(one, other, width) for one, other in short)
    if sum(line.is_prose for line in lines) > 2 * flowing:
        return [False] * len(pairs)  # paragraphs of one line: what is short beside them are headings and lists
    return [
        is_next and _is_soft(one, other, width, is_wrapped=flowing > 0)
        for (one, other), is_next in zip(pairs, adjacent, strict=True)
    ]


def _is_soft(one: _Line, other: _Line, width: int, *, is_wrapped: bool) -> bool:
    if _flows(one, other, width):
        return True
    shortest = _SHORTEST_LINE if is_wrapped else _PROSE_LINE
    if one.is_prose or other.is_prose or _begins_block(one, other) or one.width < shortest:
        return False
    return (is_wrapped or not one.ends_sentence) and one.width + 1 + other.first_word > width - _SLACK


def _flows(one: _Line, other: _Line, width: int) -> bool:
    """Whether a sentence goes on in small letters after a line that is not short."""
    if one.is_prose or other.is_prose or other.is_head:
        return False
    is_long = one.width >= max(_SHORTEST_LINE, width // 2)
    return not one.ends_sentence and other.begins_small and (is_long or one.is_hyphenated)


def _begins_block(one: _Line, other: _Line) -> bool:
    """Whether a line begins a paragraph by its look: a bullet, a label, or an indentation that `one` does not have."""
    is_indented = other.indent > one.indent + 1 and other.indent != one.hanging
    return other.is_head or (one.ends_sentence and is_indented)


def _estimate_width(widths: Iterable[int]) -> int:
    """The width to which lines are broken; a high percentile, as an address or a heading may be longer."""
    ordered = sorted(widths)
    return ordered[math.ceil(len(ordered) * _PERCENTILE) - 1] if ordered else 0


def _measure(match: re.Match[str]) -> _Line:
    line = match[0]
    content = line.strip()
    indent = len(line) - len(line.lstrip())
    start = match.start() + indent
    bullet = _BULLET.match(line)
    bare = content.rstrip(_AFTER_TERMINAL)
    word = content.split(None, 1)[0]
    if not content.isascii() and _width(word) > len(word):
        word = word[0]  # scripts without spaces break anywhere
    width = _width(content)
    return _Line(
        start, start + len(content), indent, width if " " in content or width <= _LONGEST_LINE else _LONGEST_LINE,
        _width(word), content.lstrip(_OPENING)[:1].islower(), bare[-1:] in _TERMINAL, bool(_HEAD.match(line)),
        content[-1] in "-‐\u00ad" and content[-2:-1].isalpha(), bullet.end() if bullet else -1,
    )  # fmt: skip


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)
