"""The units in which a text is looked through: lines, or whole paragraphs where lines are broken at a fixed width."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# Mails and wire copy break lines at 65 to 80 columns (RFC 5322, 2.1.1, advises 78), pages of a PDF at up to 120.
_MIN_WIDTH, _MAX_WIDTH = 45, 130
_LOOKED_AT_LINES = 2_000
# A line this much shorter than the width ends its paragraph, unless the next one goes on in small letters.
_FULL_LINE = 0.6
# Three dots end what was cut short, as the links to a story are.
_SENTENCE_END = re.compile(
    r"(?<!\.\.)[.!?。！？][\"'”’»)\]“]*(?:\s*\[\d+\]|\s*\(END\))?$|[.!?…][\"'”’»]?\s*\([^)]{2,40}\)$"
)
# What never goes on with the line before.
_NEW_PARAGRAPH = re.compile(r"\s*(?:©|\(c\)|copyright\b|\((?:reporting|editing)\b|###|by [^\W\d_a-z])", re.IGNORECASE)
_QUOTATION_MARK = re.compile('["“”„«»「『]')
_BULLET = re.compile(r"^(?:[-–—•*·▪►>]\s+|\(?\d{1,2}[.)]\s)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line or paragraph: text[start:end], stripped, with spaces for line ends."""

    start: int
    end: int
    text: str
    is_sentence: bool
    words: int

    @property
    def is_quoting(self) -> bool:
        """Whether it holds a double quotation mark."""
        return bool(_QUOTATION_MARK.search(self.text))

    @property
    def is_bullet(self) -> bool:
        """Whether it begins like an entry of a list."""
        return bool(_BULLET.match(self.text))

    @property
    def is_body(self) -> bool:
        """Whether it reads like running text: it ends like a sentence, and is long enough or quotes somebody."""
        return self.is_sentence and (self.words >= 6 or self.is_quoting)


def split_units(text: str) -> list[Unit]:
    """Split a text into units; blank ones are left out."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", text))
    width = _find_width(lines)
    if width is None:
        return [make_unit(line.start(), line[0]) for line in lines]
    units = []
    first = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        goes_on = (
            following is not None
            and following.start() == line.end() + 1
            and not _NEW_PARAGRAPH.match(following[0])
            and _indent(following[0]) < _indent(line[0]) + 2
            and (len(line[0].rstrip()) >= _FULL_LINE * width or following[0].lstrip()[:1].islower())
        )
        if not goes_on:
            start = lines[first].start()
            units.append(make_unit(start, text[start : line.end()]))
            first = index + 1
    return units


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def make_unit(offset: int, raw: str) -> Unit:
    """Make a unit of the text that stands at `offset`."""
    # A line end within a unit reads as a space: positions stay what they are.
    stripped = raw.strip().replace("\n", " ")
    start = offset + len(raw) - len(raw.lstrip())
    sentence = bool(_SENTENCE_END.search(stripped[-80:]))
    return Unit(start, start + len(stripped), stripped, sentence, len(stripped.split()))


def _find_width(lines: list[re.Match[str]]) -> int | None:
    """Return the width at which a text is broken into lines, or None where each line is a paragraph."""
    lines = lines[:_LOOKED_AT_LINES]
    lengths = sorted(len(line[0].rstrip()) for line in lines)
    inner = [line[0].rstrip() for line, after in pairwise(lines) if after.start() == line.end() + 1]
    if len(inner) < 4:
        return None
    width = lengths[int(0.95 * (len(lengths) - 1))]
    full = [line for line in inner if len(line) >= _FULL_LINE * width]
    within = [line for line in full if not _SENTENCE_END.search(line[-80:])]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or len(full) < 0.5 * len(inner) or len(within) < 0.5 * len(full):
        return None
    return width
