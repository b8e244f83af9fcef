"""A document's text with its paragraphs, and words found in it whatever lines, spaces and hyphens it is set with.

Words match over broken lines, CRLF, no-break and thin spaces, soft hyphens and hyphenation at line ends. Both sides
are compared without these signs first; then every gap between two characters is compared, so that "re-sign" is not
"resign" and a paragraph's end is no space. Positions are those of the text as it came.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.corpus.annotations import Span
from bot.corpus.checking.paragraphs import find_paragraphs

# Signs that are not seen: soft hyphen, zero-width space, directional marks, word joiner, byte order mark.
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_GAP = re.compile(f"[\\s{_INVISIBLE}‐-]+")
_IGNORED = re.compile(f"[{_INVISIBLE}]+")
_OUTER = re.compile(f"^[\\s{_INVISIBLE}]+|[\\s{_INVISIBLE}]+$")
_BREAKS = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_WHITE = re.compile(r"\s+")
_HYPHENS = "-‐"
_DASHES = "—–―-‐/"
_SOFT, _END = "~", "¶"  # a broken line, and a paragraph's end, in a gap's normal form


@dataclass(frozen=True, slots=True)
class Found:
    """Where words are in a text, and the words as a reader reads them: unbroken, without signs that are not seen.

    `shifts` are pairs of offsets, in the text and in `words`, from which on the two run alike.
    """

    span: Span
    words: str
    shifts: tuple[tuple[int, int], ...] = ()

    def locate(self, at: int) -> int:
        """The offset in `words` of an offset in the text."""
        index = bisect_right(self.shifts, (at, len(self.words))) - 1
        if index < 0:
            return min(max(0, at - self.span.start), len(self.words))
        begin, offset = self.shifts[index]
        after = self.shifts[index + 1][1] if index + 1 < len(self.shifts) else len(self.words)
        return min(offset + at - begin, after)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is between two characters: where it starts without gaps, where in the text, and where in that it ends."""

    skeleton: int
    start: int
    end: int


class TextMap:
    """A text that words are looked for in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = find_paragraphs(text)
        self._starts = [one.start for one in self.paragraphs]

    def find(self, exact: str, within: Span | None = None) -> Iterator[Found]:
        """Every place of `exact`, one after the other without overlap."""
        area = within or Span(0, len(self.text))
        if self.is_plain and _is_plain(exact):
            yield from self._find_verbatim(exact, area)
            return
        words = _OUTER.sub("", exact) or exact
        if _GAP.match(words[0]) or _GAP.match(words[-1]):
            yield from self._find_verbatim(words, area)
            return
        yield from self._find_by_skeleton(words, area)

    def read(self, span: Span, exact: str | None = None) -> Found:
        """A stretch as it is read; `exact`, that was found there, decides how a hyphenated word is joined."""
        if self.is_plain:
            return Found(span, span.cut(self.text))
        found = next(self.find(exact, span), None) if exact else None
        return found or next(self.find(span.cut(self.text), span), Found(span, span.cut(self.text)))

    def holds(self, exact: str) -> bool:
        """Whether the text has these words."""
        if self.is_plain and _is_plain(exact):
            return exact in self.text
        return next(self.find(exact), None) is not None

    @cached_property
    def is_plain(self) -> bool:
        """Whether only single spaces part its words: what is equal is then equal character for character."""
        text = self.text.strip()
        is_whole = all(one.end - one.start == 1 or "\n" not in one.cut(self.text) for one in self.paragraphs)
        return is_whole and _is_plain(text.replace("\n", ""))

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """The text as it is read, for looking up names: itself, and with broken lines joined in both ways."""
        if self.is_plain:
            return (self.text,)
        kept = "".join(self._read(keep_hyphens=True))
        return (self.text, kept, "".join(self._read(keep_hyphens=False)))

    def _find_verbatim(self, exact: str, area: Span) -> Iterator[Found]:
        words = exact if exact.isprintable() else _IGNORED.sub("", exact)
        at = self.text.find(exact, area.start, area.end)
        while at >= 0:
            yield Found(Span(at, at + len(exact)), words)
            at = self.text.find(exact, at + len(exact), area.end)

    def _find_by_skeleton(self, exact: str, area: Span) -> Iterator[Found]:
        skeleton, _ = self._skeleton
        wanted = _GAP.sub("", exact)
        gaps = _list_gaps(exact)
        at = skeleton.find(wanted, self._skeleton_of(area.start))
        while at >= 0:
            found = self._compare(at, wanted, gaps)
            if found and found.span.end > area.end:
                return
            if found and found.span.start >= area.start:
                yield found
                at = skeleton.find(wanted, at + len(wanted))
            else:
                at = skeleton.find(wanted, at + 1)

    @cached_property
    def _skeleton(self) -> tuple[str, list[_Gap]]:
        """The text without gaps, and the gaps."""
        pieces, gaps, size, last = [], [], 0, 0
        for match in _GAP.finditer(self.text):
            pieces.append(self.text[last : match.start()])
            size += match.start() - last
            last = match.end()
            gaps.append(_Gap(size, match.start(), last))
        pieces.append(self.text[last:])
        return "".join(pieces), gaps

    @cached_property
    def _gap_keys(self) -> tuple[list[int], list[int]]:
        gaps = self._skeleton[1]
        return [gap.skeleton for gap in gaps], [gap.start for gap in gaps]

    def _skeleton_of(self, at: int) -> int:
        """The offset without gaps of an offset in the text."""
        gaps, keys = self._skeleton[1], self._gap_keys[1]
        index = bisect_right(keys, at) - 1
        if index < 0:
            return at
        gap = gaps[index]
        return gap.skeleton + max(0, at - gap.end)

    def _text_of(self, at: int) -> int:
        """The offset in the text of a character without gaps."""
        index = bisect_right(self._gap_keys[0], at) - 1
        gap = self._skeleton[1][index] if index >= 0 else None
        return gap.end + at - gap.skeleton if gap else at

    def _compare(self, at: int, wanted: str, gaps: dict[int, str]) -> Found | None:
        """What is found at a place without gaps, where all gaps agree with those of the words looked for."""
        keys, own = self._gap_keys[0], self._skeleton[1]
        begin = self._text_of(at)
        inner = own[bisect_right(keys, at) : bisect_left(keys, at + len(wanted))]
        if any(gap not in {one.skeleton - at for one in inner} for gap in gaps):
            return None
        pieces: list[str] = []
        shifts: list[tuple[int, int]] = []
        last, size = begin, 0
        for gap in inner:
            read = self._agree(gap, gaps.get(gap.skeleton - at, ""))
            if read is None:
                return None
            pieces += (self.text[last : gap.start], read)
            size += gap.start - last + len(read)
            if len(read) != gap.end - gap.start:
                shifts.append((gap.end, size))
            last = gap.end
        end = last + len(wanted) - (inner[-1].skeleton - at if inner else 0)
        pieces.append(self.text[last:end])
        return Found(Span(begin, end), "".join(pieces), ((begin, 0), *shifts) if shifts else ())

    def _agree(self, gap: _Gap, other: str) -> str | None:
        """What a reader reads in a gap, None where that of the words looked for is another one."""
        raw = self.text[gap.start : gap.end]
        typed, form = _normalise_typed(other), self._normalise(gap)
        if _SOFT not in form:
            alike = len(form) == len(typed) and all(
                one == another or (another == "\n" and one in f" {_END}")
                for one, another in zip(form, typed, strict=True)
            )
            return _IGNORED.sub("", raw) if alike else None
        typed = typed.replace("\n", " ")
        choices = [form.replace(_SOFT, " ")]
        before, after = self.text[gap.start - 1 : gap.start], self.text[gap.end : gap.end + 1]
        if form[0] in _HYPHENS and form[1:] == _SOFT:
            choices = [form[0], f"{form[0]} ", *([""] if before.isalpha() and after.islower() else [])]
        elif "\u00ad" in raw:
            # The word goes on below, as its soft hyphen says; words that were cut from the text have it too.
            typed, choices = ("", [""]) if "\u00ad" in other else (typed, ["", *choices])
        elif before in _DASHES or after in _DASHES or form.strip(_SOFT) or (_is_unspaced(before + after)):
            choices.append(form.replace(_SOFT, ""))
        if typed not in choices:
            return None
        return typed.rstrip() if typed[:1] in _HYPHENS else typed

    def _normalise(self, gap: _Gap) -> str:
        """A gap with every space, broken line and paragraph's end as one sign."""
        raw = _IGNORED.sub("", self.text[gap.start : gap.end])
        if not _BREAKS.search(raw):
            return _WHITE.sub(" ", raw)
        index = bisect_right(self._starts, gap.start - 1) - 1
        is_inside = index >= 0 and self.paragraphs[index].end > gap.start
        return _WHITE.sub(_SOFT if is_inside else _END, raw)

    def _read(self, *, keep_hyphens: bool) -> Iterator[str]:
        """The text in pieces, broken lines joined; `keep_hyphens` says how to join a word that is hyphenated."""
        last = 0
        for gap in self._skeleton[1]:
            yield self.text[last : gap.start]
            last = gap.end
            form = self._normalise(gap)
            if form[:1] in _HYPHENS and form[1:] == _SOFT:
                yield form[0] if keep_hyphens else ""
            elif _SOFT in form and (
                "\u00ad" in self.text[gap.start : last]
                or _is_unspaced(self.text[gap.start - 1 : gap.start] + self.text[last : last + 1])
            ):
                yield ""
            else:
                yield form.replace(_SOFT, " ").replace(_END, "\n")
        yield self.text[last:]


def _is_plain(text: str) -> bool:
    """Whether single spaces alone part the words of a text: others, and signs that are not seen, are not printable."""
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "


def _list_gaps(text: str) -> dict[int, str]:
    """The gaps of words looked for, by their offset without gaps."""
    gaps, gone = {}, 0
    for match in _GAP.finditer(text):
        gaps[match.start() - gone] = match[0]
        gone += len(match[0])
    return gaps


def _normalise_typed(gap: str) -> str:
    """A gap as an author typed it: one line break may be the editor's, a blank line ends a paragraph."""

    def one_sign(match: re.Match[str]) -> str:
        breaks = len(_BREAKS.findall(match[0]))
        return " " if not breaks else "\n" if breaks == 1 and "\u2029" not in match[0] else _END

    return _WHITE.sub(one_sign, _IGNORED.sub("", gap))


def _is_unspaced(pair: str) -> bool:
    """Whether both characters are of scripts that part no words by spaces: Chinese, Japanese, Thai, Lao, Khmer."""
    return len(pair) == 2 and all(
        "\u0e00" <= char <= "\u0eff" or "\u1780" <= char <= "\u17ff" or "\u2e80" <= char <= "\u312f"
        or "\u31a0" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"
        for char in pair
    )  # fmt: skip
