"""The units in which a text is looked through: lines, or whole paragraphs where lines are broken at a fixed width."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Mails and wire copy break lines at 65 to 80 columns (RFC 5322, 2.1.1, advises 78).
_MIN_WIDTH, _MAX_WIDTH = 50, 90
# Three dots end what was cut short, as the links to a story are.
_SENTENCE_END = re.compile(r"(?<!\.\.)[.!?。！？][\"'”’»)\]“]*(?:\s*\[\d+\]|\s*\(END\))?$|[.!?…][\"'”’»]\s*\([^)]{2,40}\)$")
_QUOTATION_MARK = re.compile('["“”„«»「『]')
_BULLET = re.compile(r"^(?:[-–—•*·▪►>]\s+|\(?\d{1,2}[.)]\s)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line or paragraph: text[start:end], stripped."""

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
    pattern = r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*" if _is_broken(text) else r"[^\n]*\S[^\n]*"
    return [make_unit(match.start(), match[0]) for match in re.finditer(pattern, text)]


def make_unit(offset: int, raw: str) -> Unit:
    """Make a unit of the text that stands at `offset`."""
    stripped = raw.strip()
    start = offset + len(raw) - len(raw.lstrip())
    sentence = bool(_SENTENCE_END.search(stripped[-80:]))
    return Unit(start, start + len(stripped), stripped, sentence, len(stripped.split()))


def _is_broken(text: str) -> bool:
    """Tell text that is broken at a fixed width: most lines within paragraphs come close to the longest one."""
    lines = text.split("\n", 2_000)[:2_000]
    inner = [len(line) for line, after in zip(lines, lines[1:], strict=False) if line.strip() and after.strip()]
    if len(inner) < 4 or max(map(len, lines)) > _MAX_WIDTH:
        return False
    return sum(length >= _MIN_WIDTH for length in inner) >= 0.6 * len(inner)
