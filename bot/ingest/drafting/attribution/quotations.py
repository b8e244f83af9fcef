"""Who says each quotation: by the frame that holds it, else by what stands beside, before and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.drafting.attribution.labelled_quotations import LabelledQuotations
from bot.ingest.drafting.attribution.nearby_speakers import NearbySpeakers
from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.attribution.scare_quotes import why_set_aside
from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.model import Kind, SetAside, Span
from bot.ingest.drafting.syntax.page import Page, Word, is_fragment


class Speech:
    """Ties quotations to reports, and makes reports of those that no frame holds."""

    def __init__(
        self, page: Page, cast: Cast, subjects: Subjects, frames: Sequence[Frame], reports: list[Report]
    ) -> None:
        self.page, self.cast, self.subjects = page, cast, subjects
        self.reports = reports
        self.set_aside: list[SetAside] = []
        self._frames: dict[int, list[Frame]] = {}
        for frame in frames:
            self._frames.setdefault(frame.sentence, []).append(frame)
        self._labels = LabelledQuotations(page, cast, subjects, self._frames)
        self._near = NearbySpeakers(page, cast, subjects, self._labels, self._frames)
        self._last: Report | None = None
        self._in_paragraph: dict[int, Report] = {}
        self._open: Report | None = None

    def read(self) -> None:
        """Go through all quotations in the order of the text."""
        reported = sorted(self.reports, key=lambda report: report.start)
        at = 0
        for quotation in self.page.quotations:
            while at < len(reported) and reported[at].start < quotation.span.start:
                self._note(reported[at])
                at += 1
            self._read_one(quotation)
        for report in list(self.reports):
            if report.frame is not None and report.frame.how == "bare" and not report.quotations:
                self.reports.remove(report)
        self._settle_continued()

    def _settle_continued(self) -> None:
        """A quotation over several paragraphs has one speaker, be it named at its end: the firmest piece decides."""
        held = {id(quotation): report for report in self.reports for quotation in report.quotations}
        run: list[Report] = []
        for quotation in [*self.page.quotations, None]:
            if quotation is not None and quotation.continues and run and id(quotation) in held:
                run.append(held[id(quotation)])
                continue
            named = next(
                (report for report in run if report.frame is not None and report.who is not None and len(run) > 1), None
            )
            for report in run if named is not None else ():
                if report is not named and report.frame is None and named is not None and named.who is not None:
                    report.who, report.links, report.firm = named.who, list(named.links), named.firm
                    report.rule = f"one quotation over several paragraphs, of which one names {named.who.first.name}"
            run = [held[id(quotation)]] if quotation is not None and id(quotation) in held else []

    def _note(self, report: Report) -> None:
        if report.who is not None and report.kind is not Kind.ACT:
            self._last = report
            self._in_paragraph[report.paragraph] = report

    def _read_one(self, quotation: Quotation) -> None:
        word = self.page.anchor_of(quotation)
        if word is None:
            self.set_aside.append(
                SetAside(quotation.span, "stands in a headline, caption or other part that is not drafted")
            )
            return
        fragment = is_fragment(self.page.text, quotation)
        holder = self._holder(quotation, word)
        reason = why_set_aside(self.page, quotation, word, holder)
        if reason is not None:
            self.set_aside.append(SetAside(quotation.span, reason))
            return
        if holder is not None and holder.who is not None:
            self._tie(holder, quotation, fragment)
            return
        report = self._attribute(quotation, word, fragment)
        if report is None or (report.who is None and fragment):
            self.set_aside.append(SetAside(quotation.span, "a few marked words that nobody is said to have spoken"))
            return
        if report.frame is not None and self._completes(quotation, report.frame, fragment):
            return
        if holder is not None and holder in self.reports:
            self.reports.remove(holder)
        self.reports.append(report)
        self._note(report)
        self._open = report if not quotation.closed else None

    def _completes(self, quotation: Quotation, frame: Frame, fragment: bool) -> bool:
        """As in "“The talks,” she said, “go on”": the first half joins the report that the frame made of the second."""
        other = next((one for one in self.reports if one.frame is frame), None)
        if (
            other is None
            or fragment
            or quotation.span.start > frame.cue.start
            or not frame.content
            or frame.content[0].i < frame.cue.i
        ):
            return False
        between = self.page.text[quotation.outer.end : frame.content[0].start].rstrip(" “\"‘'")
        if (
            not between.endswith(",")
            or len(between) > 90
            or not quotation.span.of(self.page.text).rstrip().endswith(",")
        ):
            return False
        other.quotations.insert(0, quotation)
        self._tie(other, quotation, fragment)
        other.quotations.pop()
        other.clause = Span(min(quotation.outer.start, other.clause.start), other.clause.end)
        return True

    def _tie(self, report: Report, quotation: Quotation, fragment: bool) -> None:
        report.quotations.append(quotation)
        frame = report.frame
        if report.kind is not Kind.ACT and frame is not None:
            plain = [
                w
                for w in frame.content
                if w.quotation is None and w.inside is None and w.pos not in ("PUNCT", "SPACE", "SCONJ", "CCONJ")
            ]
            holds = any(w.quotation is quotation or w.inside is quotation for w in frame.content)
            whole = not fragment and (not plain or not holds)
            report.kind = Kind.DIRECT if whole and report.kind is not Kind.MIXED else Kind.MIXED
            if not frame.content or (report.kind is Kind.DIRECT):
                first = report.quotations[0].outer
                report.clause = Span(first.start, quotation.outer.end)
        self._note(report)
        self._open = report if not quotation.closed else None

    def _holder(self, quotation: Quotation, word: Word) -> Report | None:
        """Return the innermost report of the sentence whose words hold the quotation."""
        here = [report for report in self.reports if report.sentence == word.sentence and report.frame is not None]
        holding = [
            report
            for report in here
            if report.frame and any(w.quotation is quotation or w.inside is quotation for w in report.frame.content)
        ]
        if holding:
            speaking = [report for report in holding if report.kind is not Kind.ACT]
            return min(speaking or holding, key=lambda report: len(report.frame.content) if report.frame else 0)
        bare = [report for report in here if report.frame and not report.frame.content and not report.quotations]
        if bare:
            return min(bare, key=lambda report: abs(report.frame.cue.i - word.i) if report.frame else 0)
        # "…," she said, "…": the second half of a sentence that the frame interrupts
        before = [
            report
            for report in here
            if report.quotations
            and report.kind is Kind.DIRECT
            and report.frame
            and report.quotations[-1].span.end <= report.frame.cue.start <= quotation.span.start
        ]
        if before and self.page.text[before[-1].quotations[-1].outer.end : quotation.outer.start].rstrip().endswith(
            (",", ":", "—")
        ):
            return before[-1]
        return None

    def _attribute(self, quotation: Quotation, word: Word, fragment: bool) -> Report | None:
        page = self.page
        count = len(quotation.span.of(page.text).split())
        for rule in (self._labels.by_label, self._near.by_near_verb, self._near.by_signature):
            found = rule(quotation, word)
            if found is not None:
                return found
        if quotation.continues and self._open is not None:
            return self._carry(
                quotation, word, self._open, "carries on the quotation of the paragraph before", firm=True
            )
        if fragment:
            return self._near.by_verb_above(quotation, word)
        earlier = self._in_paragraph.get(word.paragraph)
        if earlier is not None and earlier.who is not None:
            return self._carry(
                quotation, word, earlier, f"{earlier.who.first.name} spoke before in this paragraph", firm=count > 3
            )
        intro = self._near.by_line_before(quotation, word) or self._near.by_neighbour(quotation, word)
        if intro is not None:
            return intro
        if (
            quotation.first
            and self._last is not None
            and self._last.who is not None
            and word.paragraph - self._last.paragraph <= 2
            and count > 3
        ):
            return self._carry(
                quotation, word, self._last, f"{self._last.who.first.name} spoke last before", firm=False
            )
        if count >= 4:
            return self._labels.make_report(quotation, word, None, "nobody near it is said to have spoken", firm=False)
        return None

    def _carry(self, quotation: Quotation, word: Word, earlier: Report, rule: str, *, firm: bool) -> Report:
        report = self._labels.make_report(quotation, word, earlier.who, rule, firm=firm and earlier.firm)
        report.links = list(earlier.links)
        report.passage = self._from_speaker(earlier, word)
        return report

    def _from_speaker(self, earlier: Report, word: Word) -> Span | None:
        """The passage reaches back to the sentence that names the speaker, within the paragraph."""
        if earlier.paragraph != word.paragraph:
            return None
        first, last = self.page.sentences[earlier.sentence].span, self.page.sentences[word.sentence].span
        return Span(min(first.start, last.start), max(first.end, last.end))
