"""Which units of a text are set aside: headline, teaser, byline, caption, links to other stories, boilerplate.

Rules by line first (line_rules.py), then by place: what stands before the first paragraph, between two, after the last.
What the format itself says (an HTML element, a paragraph style) is taken as given. Nothing is deleted.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingest.documents.model import Block, BlockKind
from bot.ingest.documents.structure.bylines import find_byline, split_names
from bot.ingest.documents.structure.line_rules import find_boilerplate, find_caption, find_date_line, is_read_also
from bot.ingest.documents.structure.units import Unit, split_units

_MAX_HEADLINE = 250
_MAX_SUBHEAD_WORDS = 12
_MAX_LINK_CHARACTERS = 200
# "QUESTION:", "Mr Brede:" at the head of a line: a speaker of a transcript, no subhead.
_SPEAKER_LABEL = re.compile(r"^[^\W\d_][^:：]{0,60}[:：](?:\s|$)")

# The same, as transcripts print them; one alone may be a headline ("BREAKING: …").
_TRANSCRIPT_LABEL = re.compile(r"^(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][A-ZÀ-ÖØ-ÞА-ЯЁ .'’-]{0,40}|(?:Mr|Ms|Mrs|Dr|Q|A)\b[^:]{0,40}):\s")
_MIN_SPEECHES = 2
# The name of a paper or an office above the headline: all of a short line.
_PUBLISHER = re.compile(
    r"^(?:(?:the|le|la|die|der|el) (?:[\w'’.-]+ ){0,3}|(?:[\w'’.-]+ ){1,3})"
    r"(?:courier|mail|review|times|post|gazette|herald|journal|tribune|observer|chronicle|telegraph|news|daily|echo|star|standard|express|monitor|record|dispatch)$|"
    r"^(?:(?:press )?office|ministry|department|embassy|government|permanent mission|secretariat|delegation) "
    r"(?:of|to|for) [^.:;]{3,80}$",
    re.IGNORECASE,
)
PUBLISHER_NAME = "the name of the publisher"


@dataclass
class Labels:
    """The kind of each unit, with the rule; None for running text. `authors` are the names in the bylines."""

    units: list[Unit]
    kinds: list[BlockKind | None]
    reasons: list[str]
    authors: list[str] = field(default_factory=list)

    def set(self, index: int, kind: BlockKind, why: str) -> None:
        """Set a unit aside, unless it is already."""
        if self.kinds[index] is None:
            self.kinds[index], self.reasons[index] = kind, why

    def of_kind(self, kind: BlockKind) -> list[Unit]:
        """Return the units of a kind."""
        return [unit for unit, each in zip(self.units, self.kinds, strict=True) if each is kind]

    def to_blocks(self) -> list[Block]:
        """Return what is set aside as blocks."""
        rows = zip(self.units, self.kinds, self.reasons, strict=True)
        return [Block(unit.start, unit.end, kind, why) for unit, kind, why in rows if kind]


def classify(text: str, given: Sequence[Block] = (), title: str | None = None) -> Labels:
    """Find what is set aside in a text; `given` are the blocks of its format, `title` what its metadata call it."""
    units = split_units(text)
    labels = Labels(units, [None] * len(units), [""] * len(units))
    _take_over(labels, sorted(given, key=lambda each: each.start))
    _apply_line_rules(labels)
    _mark_repetitions(labels)
    _mark_other_stories(labels)
    first, last = _find_body(labels)
    _mark_head(labels, first, title)
    _mark_between(labels, first, last)
    _mark_foot(labels, last)
    return labels


def _take_over(labels: Labels, given: Sequence[Block]) -> None:
    starts = [block.start for block in given]
    for index, unit in enumerate(labels.units):
        at = bisect.bisect_right(starts, unit.start) - 1
        if at >= 0 and unit.end <= given[at].end:
            labels.set(index, given[at].kind, given[at].why)


def _apply_line_rules(labels: Labels) -> None:
    for index, unit in enumerate(labels.units):
        if labels.kinds[index] not in (None, BlockKind.BYLINE):
            continue
        names = find_byline(unit)
        if names is not None:
            labels.set(index, BlockKind.BYLINE, "it names who wrote it")
            labels.authors += [name for name in names if name not in labels.authors]
        elif why := find_date_line(unit):
            labels.set(index, BlockKind.DATE_LINE, why)
        elif why := find_boilerplate(unit):
            labels.set(index, BlockKind.BOILERPLATE, why)
        elif why := find_caption(unit):
            labels.set(index, BlockKind.CAPTION, why)
    authors = {name.casefold() for name in labels.authors}
    for index, unit in enumerate(labels.units):
        if unit.text.strip(" •*·-–").casefold() in authors:
            labels.set(index, BlockKind.BYLINE, "the name of the author")


def _mark_repetitions(labels: Labels) -> None:
    """Two equal neighbours are a picture's text and its caption; equal headlines stand apart and are told later."""
    counts = Counter(unit.text for unit in labels.units if unit.words >= 4)
    for index, unit in enumerate(labels.units[:-1]):
        if counts[unit.text] == 2 and labels.units[index + 1].text == unit.text and unit.is_body:
            for at in (index, index + 1):
                labels.set(at, BlockKind.CAPTION, "it stands twice, as a picture's text and its caption")


def _mark_other_stories(labels: Labels) -> None:
    """After a heading such as "Read also": the entries of its list, up to the next paragraph of running text."""
    index = 0
    while index < len(labels.units):
        unit = labels.units[index]
        if labels.kinds[index] not in (None, BlockKind.SUBHEAD, BlockKind.BOILERPLATE) or not is_read_also(unit):
            index += 1
            continue
        labels.kinds[index] = None
        labels.set(index, BlockKind.READ_ALSO, "a heading or link of other stories")
        index += 1
        bulleted = index < len(labels.units) and labels.units[index].is_bullet
        while index < len(labels.units) and labels.kinds[index] in (None, BlockKind.SUBHEAD):
            entry = labels.units[index]
            is_entry = entry.is_bullet if bulleted else not entry.is_body and len(entry.text) <= _MAX_LINK_CHARACTERS
            if not is_entry or is_read_also(entry) or _SPEAKER_LABEL.match(entry.text):
                break
            labels.kinds[index] = None
            labels.set(index, BlockKind.READ_ALSO, "an entry below a heading of other stories")
            index += 1


def _find_body(labels: Labels) -> tuple[int, int]:
    """Return the indexes of the first and last paragraph of running text; (0, -1) where there is none."""
    speeches = sum(1 for unit in labels.units if _TRANSCRIPT_LABEL.match(unit.text))
    body = [
        index
        for index, unit in enumerate(labels.units)
        if labels.kinds[index] is None
        and (unit.is_body or (speeches >= _MIN_SPEECHES and _TRANSCRIPT_LABEL.match(unit.text)))
    ]
    return (body[0], body[-1]) if body else (0, -1)


def _mark_head(labels: Labels, first: int, title: str | None) -> None:
    """Before the first paragraph: the headline, its copies, and the teaser between headline and text."""
    units = labels.units
    wanted = _fold(title or "")
    headline = next((i for i, kind in enumerate(labels.kinds) if kind is BlockKind.HEADLINE), None)
    if headline is None and wanted:
        headline = next((i for i, u in enumerate(units) if labels.kinds[i] is None and _fold(u.text) == wanted), None)
    if headline is None:
        open_units = [i for i in range(min(first, len(units))) if labels.kinds[i] is None]
        candidates = [i for i in open_units if _is_headline(units, i)]
        while len(candidates) > 1 and _PUBLISHER.match(units[candidates[0]].text):
            labels.set(candidates.pop(0), BlockKind.BOILERPLATE, PUBLISHER_NAME)
        headline = candidates[0] if candidates else None
    if headline is None:
        return
    labels.set(headline, BlockKind.HEADLINE, "the first line that is no sentence of the text")
    name = units[headline].text
    for index, unit in enumerate(units):
        if labels.kinds[index] is not None:
            continue
        if unit.text == name:
            labels.set(index, BlockKind.HEADLINE, "the headline once more")
        elif index < first and _repeats(unit.text, name):
            labels.set(index, BlockKind.BOILERPLATE, "a link with the words of the headline")
        elif headline < index < first:
            names = split_names(unit.text) if unit.words <= _MAX_SUBHEAD_WORDS else None
            if names and all(" " in name for name in names) and _is_signed(labels, index):
                labels.set(index, BlockKind.BYLINE, "names below the headline")
                labels.authors += [name for name in names if name not in labels.authors]
            elif unit.words >= 6 and not unit.text.endswith((":", ",")):
                labels.set(index, BlockKind.TEASER, "between the headline and the text")
        elif index < headline < first and not unit.is_body:
            labels.set(index, BlockKind.BOILERPLATE, "above the headline")


def _is_signed(labels: Labels, index: int) -> bool:
    """Whether a line of names is a byline: a place of writing follows, or the next line is the day."""
    following = labels.kinds[index + 1] if index + 1 < len(labels.kinds) else None
    return " in " in labels.units[index].text or following is BlockKind.DATE_LINE


def _is_headline(units: Sequence[Unit], index: int) -> bool:
    unit = units[index]
    follower = units[index + 1].text if index + 1 < len(units) else ""
    if _repeats(unit.text, follower) and unit.text != follower:
        return False
    return (
        len(unit.text) <= _MAX_HEADLINE
        and unit.words >= 2
        and not unit.is_bullet
        and not unit.text.endswith((",", ":", ";"))
    )


def _mark_between(labels: Labels, first: int, last: int) -> None:
    """Between two paragraphs: short lines that are no sentences."""
    for index in range(first + 1, last):
        unit = labels.units[index]
        before = labels.units[index - 1]
        if (
            labels.kinds[index] is None
            and not unit.is_sentence
            and unit.words <= _MAX_SUBHEAD_WORDS
            and not unit.is_bullet
            and not unit.text.endswith((",", ":", ";", "-"))
            and not _SPEAKER_LABEL.match(unit.text)
            and (before.is_sentence or labels.kinds[index - 1] is not None)
            and not unit.text[:1].islower()
        ):
            labels.set(index, BlockKind.SUBHEAD, "a short line between two paragraphs")


def _mark_foot(labels: Labels, last: int) -> None:
    """After the last paragraph: what follows a byline, a notice or other stories, and is no sentence."""
    ended = False
    for index in range(last + 1, len(labels.units)):
        kind = labels.kinds[index]
        if kind in (BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.READ_ALSO):
            ended = True
        elif ended and kind is None:
            labels.set(index, BlockKind.BOILERPLATE, "below the text, and no sentence")


def _repeats(line: str, headline: str) -> bool:
    """Whether a line ends with the beginning of the headline, cut short by dots or not."""
    folded = _fold(line.rstrip(" .…"))
    wanted = _fold(headline)
    if len(folded) < 25 or not wanted:
        return False
    if line.rstrip().endswith(("...", "…")):
        return any(folded.endswith(wanted[:size]) for size in range(25, len(wanted) + 1))
    return folded != wanted and len(folded) < len(wanted) + 60 and folded.endswith(wanted)


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
