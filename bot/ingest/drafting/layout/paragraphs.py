"""The paragraphs of a document: lines that were only broken to fit a column are joined again, without moving a letter.

A paragraph is a span of the text; line breaks inside it are read as spaces later on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.ingest.drafting.model import BlockKind, Span

MAX_WRAP_COLUMNS = 100  # longer lines are paragraphs of their own: nobody breaks plain text that wide
_SHORT_OF_WRAP = 8  # columns that a line may stay below the width where the writer broke by hand
_LIST_ITEM = re.compile(r"\s*(?:[-•*–·]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_LABEL = re.compile(
    r"\s*(?:[A-Z][A-Z.’' -]{1,40}|Q|A|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,5}(?: \([^)]{2,40}\))?):(?:\s|$)"
)
_ATTRIBUTED = re.compile(r"\s*[A-ZÀ-Þ][^:\"“”.]{3,100}:\s+[\"“‘']")  # 'Name, office, Paper: "…"'
_ENDED = re.compile(r"[.!?:;][\"'”’»)\]]*\s*$")


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `role` says why it is not drafted; `label` is the span of a speaker's label ("MR. ORREL:")."""

    number: int
    span: Span
    text: str
    role: BlockKind | None = None
    label: Span | None = None

    @property
    def body(self) -> bool:
        return self.role is None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def width(self) -> int:
        return len(self.text.rstrip())


def split_paragraphs(text: str) -> list[Paragraph]:
    """Cut a text into paragraphs. A line joins the one before where its first word would not have fitted there."""
    runs = _split_blank(text)
    width = _find_width(runs)
    paragraphs: list[Paragraph] = []
    for run in runs:
        start = 0
        for at in range(1, len(run) + 1):
            if at == len(run) or not _joins(run[at - 1], run[at], width):
                span = _trim(text, run[start].start, run[at - 1].end)
                paragraphs.append(Paragraph(len(paragraphs), span, span.of(text)))
                start = at
    return paragraphs


def _split_blank(text: str) -> list[list[_Line]]:
    """Return runs of lines between blank ones."""
    runs: list[list[_Line]] = [[]]
    for found in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        between = text[runs[-1][-1].end : found.start()] if runs[-1] else ""
        blank = not found.group().strip()
        if runs[-1] and (blank or len(re.findall(r"\r\n|\n|\r|\u2028|\u2029", between)) > 1):
            runs.append([])
        if not blank:
            runs[-1].append(_Line(found.start(), found.end(), found.group()))
    return [run for run in runs if run]


def _find_width(runs: list[list[_Line]]) -> int | None:
    """Find the column at which the text was broken, or None where its lines are paragraphs."""
    several = [run for run in runs if len(run) > 1]
    broken = sum(
        1
        for run in several
        for line, after in pairwise(run)
        if not _ENDED.search(line.text) and (after.text.lstrip()[:1].islower() or line.width >= 45)
    )
    longest = [max(line.width for line in run) for run in several if len(run) > 2] or [
        max(line.width for line in run) for run in several
    ]
    if broken < 2 or not longest:
        return None
    width = int(median(longest))
    return width if 30 <= width <= MAX_WRAP_COLUMNS else None


def _joins(line: _Line, after: _Line, width: int | None) -> bool:
    if width is None or line.width > MAX_WRAP_COLUMNS or after.width > MAX_WRAP_COLUMNS:
        return False
    if _LIST_ITEM.match(after.text) or (
        (_LABEL.match(after.text) or _ATTRIBUTED.match(after.text)) and _ENDED.search(line.text)
    ):
        return False
    indent = len(after.text) - len(after.text.lstrip())
    if (
        indent >= 2
        and indent > len(line.text) - len(line.text.lstrip())
        and not _LIST_ITEM.match(line.text)
        and _ENDED.search(line.text)
    ):
        return False
    first = after.text.split()[0]
    if line.width + 1 + len(first) > width - (0 if _ENDED.search(line.text) else _SHORT_OF_WRAP):
        return True
    return after.text.lstrip()[:1].islower() and not _ENDED.search(line.text)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
