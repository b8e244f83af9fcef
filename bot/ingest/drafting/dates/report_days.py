"""The day of each report: the expression that hangs on its own verb, else what was said last by the same speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.dates.expressions import Expression, Reference, find_expressions
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.lexicon.nouns import MONTHS
from bot.ingest.drafting.model import BlockKind, DraftedDay, DraftInput, Kind, Span
from bot.ingest.drafting.syntax.page import Page, Word

_MONTH = r"(?:" + "|".join(MONTHS) + r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_FULL = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})|(?P<y3>\d{{4}})-(?P<m3>\d\d)-(?P<d3>\d\d))",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"^[^\n.“”\"]{{2,60}}?[,.]?\s(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH})\.?)(?:,?\s+(?P<y>\d{{4}}))?\s*(?:\([^)]{{2,40}}\)\s*)?(?:[:—–-]|\()",
    re.IGNORECASE,
)
_CLIMB = frozenset({"conj", "advcl", "xcomp", "relcl", "acl", "ccomp", "appos", "pcomp", "parataxis", "dep"})


def find_reference(document: DraftInput, paragraphs: Sequence[Paragraph]) -> Reference:
    """Find the day that weekdays are read against: the dateline's, else the one given, else the first one printed."""
    given = date.fromisoformat(document.published[:10]) if document.published else None
    printed: tuple[date, Span] | None = None
    heads = list(paragraphs[:14]) + [one for one in paragraphs[-4:] if len(paragraphs) > 14]
    first_body = next((one for one in paragraphs if one.body and len(one.text.split()) > 12), None)
    for paragraph in heads:
        if (
            paragraph.body
            and paragraph is not first_body
            and paragraph.role is None
            and len(paragraph.text.split()) > 12
        ):
            continue
        found = _FULL.search(paragraph.text if paragraph is not first_body else paragraph.text[:90])
        if found and printed is None and paragraph.role not in (BlockKind.TEASER, BlockKind.CAPTION):
            day = _make(found)
            if day is not None:
                printed = (day, Span(paragraph.span.start + found.start(), paragraph.span.start + found.end()))
    if first_body is not None:
        line = _DATELINE.match(first_body.text[:120])
        if line:
            year = int(line["y"]) if line["y"] else (given or (printed[0] if printed else None) or date(1, 1, 1)).year
            month, number = (line["m1"] or line["m2"]).lower()[:3], int(line["d1"] or line["d2"])
            day = _build(year, [name[:3] for name in MONTHS].index(month) + 1, number)
            if day is not None and year > 1:
                start = min(line.start(name) for name in ("m1", "d1", "m2", "d2") if line[name])
                end = max(line.end(name) for name in ("m1", "d1", "m2", "d2", "y") if line[name])
                return Reference(day, Span(first_body.span.start + start, first_body.span.start + end))
    if given is not None:
        return Reference(given, printed[1] if printed and printed[0] == given else None)
    if printed is not None:
        return Reference(printed[0], printed[1])
    return Reference(None)


def _make(found: re.Match[str]) -> date | None:
    if found["y3"]:
        return _build(int(found["y3"]), int(found["m3"]), int(found["d3"]))
    name = (found["m1"] or found["m2"]).lower()[:3]
    month = [one[:3] for one in MONTHS].index(name) + 1
    return _build(int(found["y1"] or found["y2"]), month, int(found["d1"] or found["d2"]))


def _build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Days:
    """Reads the day of each report in the order of the text."""

    def __init__(self, page: Page, reference: Reference, frames: Sequence[Frame]) -> None:
        self.page, self.reference = page, reference
        self._cues = {frame.cue.i for frame in frames}
        self._frames: dict[int, list[Frame]] = {}
        for frame in frames:
            self._frames.setdefault(frame.sentence, []).append(frame)
        self._expressions: dict[int, list[tuple[Expression, Word | None]]] = {}
        self._read: dict[Span, DraftedDay] = {}
        self._single: str | None = None  # the last one that is a single day
        self._anchor: tuple[str, str] | None = None  # the day spoken of last, and its words

    def read(self, reports: Sequence[Report], *, lasting_to: int = 0) -> dict[int, DraftedDay]:
        """Return the day of each report, by its position in the list; `lasting` where one occasion is the text's
        subject.
        """
        days: dict[int, DraftedDay] = {}
        last: dict[object, tuple[int, DraftedDay]] = {}
        for number, report in enumerate(reports):
            lasting = report.paragraph < lasting_to
            day = self._own(report) if report.kind is not Kind.VERBATIM else None
            if day is None and report.who is not None and not lasting:
                held = last.get(report.who.first)
                if (held is not None and report.paragraph - held[0] <= 2 and report.frame is not None) or (
                    held is not None and report.paragraph - held[0] <= 1
                ):
                    written = held[1].written
                    words = f"“{' '.join(written.of(self.page.text).split())}”" if written else held[1].day
                    day = DraftedDay(
                        held[1].day, written, f"carried over from {words}, said of the same speaker before"
                    )
            if day is None and number and number - 1 in days and not lasting:
                day = self._from_neighbour(report, reports[number - 1], days[number - 1])
            if day is None and report.kind is not Kind.VERBATIM and not lasting:
                day = self._from_sentence_before(report)
            if day is not None:
                days[number] = day
                if report.who is not None:
                    for party in report.who.parties:
                        last[party] = (report.paragraph, day)
                if "carried" not in day.basis:
                    if "/" not in day.day:
                        self._single = day.day
                    self._anchor = (day.day, " ".join(day.written.of(self.page.text).split()) if day.written else "")
        self._look_ahead(reports, days)
        if lasting_to:
            self._fill(reports, days, lasting_to)
        return days

    def _from_neighbour(self, report: Report, before: Report, day: DraftedDay) -> DraftedDay | None:
        """What is told right behind, in the same paragraph, without a day of its own, belongs to the same occasion."""
        if (
            report.paragraph != before.paragraph
            or report.sentence - before.sentence > 1
            or before.kind is Kind.VERBATIM
            or report.kind is Kind.VERBATIM
        ):
            return None
        if (report.frame is not None and report.frame.cue.tag in ("VBZ", "VBP")) or any(
            kid.low in ("has", "have", "had", "'s") and kid.dep == "aux"
            for kid in (report.frame.cue.kids if report.frame else ())
        ):
            return None
        words = f"“{' '.join(day.written.of(self.page.text).split())}”" if day.written else day.day
        return DraftedDay(day.day, day.written, f"carried over from {words}, said of what stands right before")

    def _from_sentence_before(self, report: Report) -> DraftedDay | None:
        """The only expression of the sentence right before, where it hangs on that sentence's main verb."""
        sentence = self.page.sentences[report.sentence]
        if (
            report.sentence == 0
            or self.page.sentences[report.sentence - 1].paragraph != sentence.paragraph
            or self._in_sentence(report.sentence)
        ):
            return None
        before = [
            one
            for one, governor in self._in_sentence(report.sentence - 1)
            if governor is not None and governor.dep == "ROOT" and not one.leans
        ]
        if len(before) != 1:
            return None
        found = before[0].read(self.reference)
        if found is None:
            return None
        return DraftedDay(
            found[0], before[0].span, f"carried over from “{before[0].words}” in the sentence before: {found[1]}"
        )

    def _fill(self, reports: Sequence[Report], days: dict[int, DraftedDay], lasting_to: int) -> None:
        """In a readout or communiqué all that has no day of its own happened on the day of the first meeting told
        of.
        """
        first = next((days[i] for i, report in enumerate(reports) if i in days and report.kind is Kind.ACT), None)
        if first is None and self.reference.day is not None:
            first = DraftedDay(self.reference.day.isoformat(), self.reference.written, "the day of the document")
        for i in range(len(reports)):
            if i not in days and first is not None and reports[i].paragraph < lasting_to:
                days[i] = DraftedDay(first.day, first.written, "the day of the meeting that this document tells of")

    def _look_ahead(self, reports: Sequence[Report], days: dict[int, DraftedDay]) -> None:
        """As in "… rejected the charge. “…,” the official said on Thursday": a day given next, in the same
        paragraph.
        """
        for number, report in enumerate(reports):
            if number in days or report.who is None:
                continue
            for later in range(number + 1, min(number + 3, len(reports))):
                other = reports[later]
                if (
                    other.who is not None
                    and other.paragraph == report.paragraph
                    and set(other.who.parties) & set(report.who.parties)
                    and later in days
                    and "carried" not in days[later].basis
                ):
                    written = days[later].written
                    words = f"“{' '.join(written.of(self.page.text).split())}”" if written else days[later].day
                    days[number] = DraftedDay(
                        days[later].day, written, f"taken from {words}, said of the same speaker right behind"
                    )
                    break

    def _own(self, report: Report) -> DraftedDay | None:
        candidates = self._in_sentence(report.sentence)
        if not candidates and report.frame is not None and report.frame.sentence != report.sentence:
            candidates = self._in_sentence(report.frame.sentence)  # the line that brings the quotation in
        if not candidates:
            return None
        frame = report.frame
        chosen: Expression | None = None
        if frame is None:
            outside = [one for one, _ in candidates if not any(one.span.overlaps(q.outer) for q in report.quotations)]
            chosen = outside[-1] if outside else None
        else:
            chosen = self._for_frame(frame, candidates)
        if chosen is None:
            return None
        if chosen.offset is not None and frame is not None and frame.cue.start > chosen.span.end:
            return self._counted_back(chosen)
        if chosen.span in self._read:
            return self._read[chosen.span]
        anchor = self._anchor or (None, "")
        reference = Reference(self.reference.day, self.reference.written, anchor[0], anchor[1])
        found = chosen.read(reference)
        if found is None:
            return None
        if chosen.leans and self._anchor is None:
            return None
        self._read[chosen.span] = DraftedDay(found[0], chosen.span, f"“{chosen.words}”: {found[1]}")
        return self._read[chosen.span]

    def _counted_back(self, expression: Expression) -> DraftedDay | None:
        """As in "came a day after Zakharova warned": her day lies as far before the one spoken of last."""
        from datetime import timedelta

        from bot.ingest.drafting.dates.expressions import first_day

        day = first_day(self._single) if self._single is not None else self.reference.day
        if day is None or expression.offset is None:
            return None
        found = day - timedelta(days=expression.offset)
        return DraftedDay(
            found.isoformat(),
            expression.span,
            f"“{expression.words}”: counted from {day.isoformat()}, the day of what came after",
        )

    def _for_frame(self, frame: Frame, candidates: Sequence[tuple[Expression, Word | None]]) -> Expression | None:
        content = {word.i for word in frame.content}
        own = [one for one, governor in candidates if governor is not None and governor.i == frame.cue.i]
        if not frame.deed:
            own = [one for one in own if not self._is_inside(frame, one)]
        if own:
            return own[0]
        if frame.deed:
            inside = [
                one
                for one, governor in candidates
                if governor is not None and governor.i in content and governor.i not in self._cues
            ]
            if inside:
                return inside[0]
        if frame.how == "noun":
            near = [one for one, _ in candidates if 0 <= one.span.start - frame.cue.end < 40]
            if near:
                return near[0]
        climbed = self._climb(frame.cue, candidates)
        if climbed is not None:
            return climbed
        counted = [
            one
            for one, _ in candidates
            if one.offset is not None and one.span.end < frame.cue.start and frame.cue.start - one.span.end < 160
        ]
        if counted:
            return counted[-1]
        outside = [
            one for one, governor in candidates
            if not self._is_told(frame, one) and (governor is None or (governor.i not in self._cues and governor.i not in content))
        ]  # fmt: skip
        before = [one for one in outside if one.span.start < frame.cue.start]
        return before[-1] if before else None

    def _is_told(self, frame: Frame, expression: Expression) -> bool:
        """True for an expression in what a frame of the sentence reports: its own words, or another one's."""
        for other in self._frames.get(frame.sentence, []):
            words = other.content
            if not words or (other.deed and other is not frame) or (other.how == "according" and other is not frame):
                continue
            if frame.cue in words and other is not frame:
                continue
            if words[0].start <= expression.span.start < words[-1].end:
                return True
        return False

    def _is_inside(self, frame: Frame, expression: Expression) -> bool:
        """True for an expression in the words that are reported, which tells of another day ("condemned the attack
        of 2 May").
        """
        words = frame.content
        if not words or not words[0].start <= expression.span.start < words[-1].end:
            return False
        top = next((word for word in words if word.start >= expression.span.start), None)
        steps = 0
        while top is not None and steps < 8 and top.head != top.i:
            if top.head == frame.cue.i:
                return top.dep not in ("prep", "npadvmod", "advmod")
            top, steps = self.page.head(top), steps + 1
            if top.pos in ("NOUN", "PROPN") and not any(
                top.start < expression.span.end and top.end > expression.span.start for _ in (0,)
            ):
                return True
        return False

    def _climb(self, cue: Word, candidates: Sequence[tuple[Expression, Word | None]]) -> Expression | None:
        """As in "met on Monday and agreed": the expression on the verb to which this one is joined."""
        word, steps = cue, 0
        while (
            word.head != word.i
            and steps < 5
            and word.dep in _CLIMB | {"pobj", "dobj", "nsubj", "agent", "attr", "prep", "npadvmod"}
        ):
            word, steps = self.page.head(word), steps + 1
            found = [
                one
                for one, governor in candidates
                if governor is not None and governor.i == word.i and one.span.start < cue.start
            ]
            if found and word.pos in ("VERB", "AUX"):
                return found[-1]
            if word.pos in ("NOUN", "PROPN"):
                near = [one for one, _ in candidates if word.end <= one.span.start <= word.end + 30]
                if near:
                    return near[0]
        return None

    def _in_sentence(self, number: int) -> list[tuple[Expression, Word | None]]:
        """Return the expressions of a sentence outside quotations, each with the verb it hangs on."""
        held = self._expressions.get(number)
        if held is not None:
            return held
        sentence = self.page.sentences[number]
        quoted = [one.quotation.outer for one in sentence.words if one.quotation] + [
            one.inside.outer for one in sentence.words if one.inside
        ]
        found = [
            (one, self._governor(sentence.words, one))
            for one in find_expressions(self.page.text, sentence.span)
            if not any(one.span.overlaps(span) for span in quoted)
        ]
        if self.reference.written is not None:
            found = [pair for pair in found if not pair[0].span.overlaps(self.reference.written)]
        self._expressions[number] = found
        return found

    def _governor(self, words: Sequence[Word], expression: Expression) -> Word | None:
        inside = [word for word in words if word.start < expression.span.end and word.end > expression.span.start]
        if not inside:
            return None
        ids = {word.i for word in inside}
        top = next((word for word in inside if word.head not in ids or word.head == word.i), inside[0])
        steps = 0
        while steps < 12 and top.head != top.i:
            top, steps = self.page.head(top), steps + 1
            if top.pos in ("VERB", "AUX") and (top.dep not in ("aux", "auxpass", "amod")):
                return top
        return top if top.pos in ("VERB", "AUX") else None
