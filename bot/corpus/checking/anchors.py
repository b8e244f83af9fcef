"""Where words stand in a source: passages and quotations by position, and what stands between quotation marks.

Marks are paired paragraph by paragraph, a paragraph ending at a line break. Double marks open and close by where
they stand and may be mixed (one article opens straight and closes curly); one that is not closed runs to the end of
its paragraph, as quotations over several paragraphs are set. Single marks count only where they stand around words as
headlines use them, never as apostrophes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from bot.corpus.annotations import Span
from bot.corpus.checking.mismatch_hints import explain_absence
from bot.corpus.problems import show

_PARAGRAPH = re.compile("[^\n\r\u2028\u2029]+")
_MARK = re.compile("[\"＂“”„‟«»‘’‚']")
_STRAIGHT = '"＂'
# An opening mark, and the marks that can close it.
_CLOSERS = {'"': '"”＂', "＂": '＂”"', "“": '”"', "„": '“”"', "‟": '”"', "”": "”", "«": "»", "»": "«"}
_SINGLE_CLOSERS = {"‘": "’'", "'": "'’", "‚": "‘’"}
# Pairs within pairs go no deeper in any real text; a limit keeps the work in step with the length of the text.
_DEEPEST = 8
_OPENING_BRACKETS = "([{—–-/"
_ELISION = re.compile(r"(?:\d\ds|em|tis|twas|til|n|cause|round)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that have no one place: what is wrong, and what to do."""

    what: str
    todo: str


class QuotedSpan:
    """The stretches of a text that stand between quotation marks."""

    def __init__(self, text: str) -> None:
        self.spans = quoted_spans(text)
        self._starts = [span.start for span in self.spans]
        self._reach = list(accumulate((span.end for span in self.spans), max))

    def holds(self, start: int, end: int) -> bool:
        """Whether start to end lies within one pair of marks."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end

    def touch(self, start: int, end: int) -> Iterator[Span]:
        """The stretches between marks that share a character with start to end."""
        first = bisect_right(self._reach, start)
        yield from (span for span in self.spans[first : bisect_left(self._starts, end)] if span.end > start)


def quoted_spans(text: str) -> list[Span]:
    """What stands between quotation marks, the marks left out, in order of start; pairs may lie within pairs."""
    return sorted(
        span for paragraph in _PARAGRAPH.finditer(text) for span in _pair(text, paragraph.start(), paragraph.end())
    )


def find_passage(text: str, exact: str, occurrence: int | None = None) -> Span | Miss:
    """Where `exact` stands in `text`, character for character; `occurrence` (1, 2, …) where it stands there often."""
    starts = list(_find_all(text, exact, 0, len(text)))
    if not starts:
        return Miss(f"the passage {show(exact)} does not stand in the source", explain_absence(exact, text))
    return _choose(starts, exact, occurrence, "the passage {} stands {} in the source")


def find_quotation(
    text: str, quoted: QuotedSpan, passage: Span, exact: str, occurrence: int | None = None
) -> Span | Miss:
    """Where `exact` stands between quotation marks within a passage of `text`; `occurrence` counts only such places."""
    inside = list(_find_all(text, exact, passage.start, passage.end))
    starts = [start for start in inside if quoted.holds(start, start + len(exact))]
    if starts:
        return _choose(starts, exact, occurrence, "the words {} are quoted {} in the passage")
    what = f"the quotation {show(exact)}"
    if exact[0] in _CLOSERS or exact[-1] in _CLOSERS:
        return Miss(f"{what} brings its quotation marks along", "leave the marks out")
    if inside:
        todo = "quote only what the source has between marks, each pair on its own, or leave the quotation out"
        return Miss(f"{what} stands in the passage, but not between one pair of quotation marks", todo)
    if exact in text:
        return Miss(f"{what} stands in the source, but not in this passage", "take the passage that holds it")
    return Miss(f"{what} does not stand in its passage", explain_absence(exact, passage.cut(text)))


def _choose(starts: list[int], exact: str, occurrence: int | None, found: str) -> Span | Miss:
    """The one place that is meant; `found` says what was found where, with {} for the words and {} for how often."""
    number = occurrence or 1
    if number <= len(starts) and (occurrence is not None or len(starts) == 1):
        return Span(starts[number - 1], starts[number - 1] + len(exact))
    what = found.format(show(exact), "once" if len(starts) == 1 else f"{len(starts)} times")
    if occurrence is None:
        return Miss(what, f"say which one is meant by `occurrence:` 1 to {len(starts)}, or take more words")
    todo = f"count from 1 to {len(starts)}" if len(starts) > 1 else "take `occurrence` away"
    return Miss(f"{what}, and `occurrence` asks for number {number}", todo)


def _find_all(text: str, exact: str, start: int, end: int) -> Iterator[int]:
    at = text.find(exact, start, end)
    while at >= 0:
        yield at
        at = text.find(exact, at + len(exact), end)


def _pair(text: str, start: int, end: int) -> Iterator[Span]:
    """The pairs of one paragraph, by one pass over its marks."""
    opened: list[tuple[str, int]] = []
    single: tuple[str, int] | None = None
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in "‘’‚'":
            if single and mark in _SINGLE_CLOSERS[single[0]] and not before.isspace() and not after.isalnum():
                yield Span(single[1], at)
                single = None
            elif mark in _SINGLE_CLOSERS and _opens(before, after) and not _ELISION.match(text, at + 1):
                single = (mark, at + 1)
            continue
        # A pair of single marks lies within or outside of double ones, never across them.
        single = None
        closes = next((depth for depth in range(len(opened) - 1, -1, -1) if mark in _CLOSERS[opened[depth][0]]), None)
        looks_opening = _opens(before, after)
        if closes is not None and looks_opening and (mark in _STRAIGHT or mark in "„“«»"):
            if mark in _STRAIGHT and opened[-1][0] in _STRAIGHT:
                # Straight marks do not nest: the one before was never closed, and cannot reach past this one.
                yield Span(opened.pop()[1], at)
            opened.append((mark, at + 1))
        elif closes is not None:
            yield from (Span(begin, at) for _, begin in opened[closes:])
            del opened[closes:]
        elif mark in "„“«‟" or (mark in _STRAIGHT and not opened) or (mark in '”»＂"' and looks_opening):
            opened.append((mark, at + 1))
        if len(opened) > _DEEPEST:
            yield Span(opened.pop(0)[1], end)
    yield from (Span(begin, end) for _, begin in opened)


def _opens(before: str, after: str) -> bool:
    return (before.isspace() or before in _OPENING_BRACKETS or before in _CLOSERS) and not after.isspace()
