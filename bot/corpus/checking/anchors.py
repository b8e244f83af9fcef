"""Where words are in a source: passages and quotations by position, and what is between quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.corpus.annotations import Span
from bot.corpus.checking.marks import MARKS, can_enclose, pair_marks
from bot.corpus.checking.mismatch_hints import explain_absence
from bot.corpus.checking.paragraphs import find_paragraphs
from bot.corpus.checking.text_map import Found, TextMap
from bot.corpus.problems import show

_SHOWN = 60  # characters of a reading in a message


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that have no one place: what is wrong, and what to do."""

    what: str
    todo: str


class QuotedSpan:
    """The stretches of a text that are between quotation marks: `spans` in every reading, `doubtful` in one of two."""

    def __init__(self, text: str) -> None:
        self.source = TextMap(text)
        found = pair_marks(text, self.source.paragraphs)
        self.spans = list(found.spans)
        self.doubtful = found.doubtful
        self.alone = found.alone
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

    def find_doubt(self, start: int, end: int) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
        """The two readings of a paragraph where start to end is between marks in one of them only."""
        return next((pair for pair in self.doubtful if any(_is_within(start, end, one) for one in pair)), None)


def quoted_spans(text: str) -> list[Span]:
    """What is between quotation marks, the marks left out, in order of start; pairs may lie within pairs."""
    return list(pair_marks(text, find_paragraphs(text)).spans)


def find_passage(source: TextMap, exact: str, occurrence: int | None = None) -> Span | Miss:
    """Where `exact` is in a source; `occurrence` (1, 2, …) where the source has it several times."""
    places = list(source.find(exact))
    if not places:
        return Miss(f"the passage {show(exact)} does not stand in the source", explain_absence(exact, source.text))
    return _choose(places, exact, occurrence, "the passage {} stands {} in the source")


def find_quotation(
    quoted: QuotedSpan, passage: Span, exact: str, occurrence: int | None = None, marks: Sequence[str] = ()
) -> Span | Miss:
    """Where `exact` is between quotation marks within a passage; `occurrence` counts only such places.

    `marks` are the stretches of the passage that its author reads as being between marks, where the check cannot tell.
    """
    source = quoted.source
    inside = list(source.find(exact, passage))
    places = [one for one in inside if quoted.holds(one.span.start, one.span.end)]
    chosen = [span for stretch in marks for span in _read_as_author(source, passage, stretch)]
    places += [one for one in inside if one not in places and _is_within(one.span.start, one.span.end, chosen)]
    if places:
        places.sort(key=lambda one: one.span)
        return _choose(places, exact, occurrence, "the words {} are quoted {} in the passage")
    what = f"the quotation {show(exact)}"
    if exact[0] in MARKS or exact[-1] in MARKS:
        return Miss(f"{what} brings its quotation marks along", "leave the marks out")
    if inside:
        return _explain_marks(quoted, what, [one.span for one in inside])
    if source.holds(exact):
        return Miss(f"{what} stands in the source, but not in this passage", "take the passage that holds it")
    return Miss(f"{what} does not stand in its passage", explain_absence(exact, passage.cut(source.text)))


def check_reading(source: TextMap, passage: Span, stretch: str) -> Miss | None:
    """What is wrong with a stretch that an author says is between marks; None where marks are beside it."""
    if any(_read_as_author(source, passage, stretch)):
        return None
    if next(source.find(stretch, passage), None) is None:
        what = f"the passage does not have {show(stretch)}"
        return Miss(what, explain_absence(stretch, passage.cut(source.text)))
    return Miss(f"no pair of quotation marks is beside {show(stretch)}", "give all that is between two marks, or less")


def _read_as_author(source: TextMap, passage: Span, stretch: str) -> Iterator[Span]:
    for found in source.find(stretch, passage):
        if can_enclose(source.text, found.span):
            yield found.span


def _is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _explain_marks(quoted: QuotedSpan, what: str, inside: Sequence[Span]) -> Miss:
    """Why words that stand in the passage do not count as quoted."""
    source = quoted.source
    for span in inside:
        doubt = quoted.find_doubt(span.start, span.end)
        if doubt:
            first, second = (" and ".join(show(one.cut(source.text), _SHOWN) for one in reading) for reading in doubt)
            todo = (
                f"read as {first or 'no quotation'} or as {second or 'no quotation'}: "
                "write under `marks` what is between marks as you read it"
            )
            return Miss(f"{what} is between quotation marks in one of two readings", todo)
    todo = "quote only what the source has between marks, each pair on its own, or leave the quotation out"
    alone = _find_alone(quoted, inside[0])
    if alone is not None:
        around = source.text[max(0, alone - 20) : alone + 20]
        todo += f"; the mark in {show(around)} has no partner"
    return Miss(f"{what} stands in the passage, but not between one pair of quotation marks", todo)


def _find_alone(quoted: QuotedSpan, span: Span) -> int | None:
    """The mark without a partner that is nearest to a stretch in its paragraph."""
    paragraph = next((one for one in quoted.source.paragraphs if one.start <= span.start < one.end), Span(0, 0))
    near = [at for at in quoted.alone if paragraph.start <= at < paragraph.end]
    return min(near, key=lambda at: abs(at - span.start), default=None)


def _choose(places: list[Found], exact: str, occurrence: int | None, found: str) -> Span | Miss:
    """The one place that is meant; `found` says what was found where, with {} for the words and {} for how often."""
    number = occurrence or 1
    if number <= len(places) and (occurrence is not None or len(places) == 1):
        return places[number - 1].span
    what = found.format(show(exact), "once" if len(places) == 1 else f"{len(places)} times")
    if occurrence is None:
        return Miss(what, f"say which one is meant by `occurrence:` 1 to {len(places)}, or take more words")
    todo = f"count from 1 to {len(places)}" if len(places) > 1 else "take `occurrence` away"
    return Miss(f"{what}, and `occurrence` asks for number {number}", todo)
