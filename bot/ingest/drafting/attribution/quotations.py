"""Who says each quotation: by the frame that holds it, else by what stands beside, before and behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.drafting.attribution.reports import Report, find_mediums
from bot.ingest.drafting.attribution.scare_quotes import why_set_aside
from bot.ingest.drafting.entities.cast import Cast, Mention
from bot.ingest.drafting.entities.speakers import Subjects, Who
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.nouns import MONTHS, OFFICES, WEEKDAYS
from bot.ingest.drafting.lexicon.verbs import SAYING, STRONG
from bot.ingest.drafting.model import Kind, PartyKind, SetAside, Span
from bot.ingest.drafting.syntax.page import Page, Word, is_fragment

_NEAR = 12  # words between a quotation and its verb
_SIGNATURE = re.compile(r"[\"”’']?[ \n]*(?:—|--|―|–|-)[ ]*")


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

    # ---- the frame that holds a quotation ---------------------------------------------------------------------

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

    # ---- quotations that no frame holds -------------------------------------------------------------------------

    def _attribute(self, quotation: Quotation, word: Word, fragment: bool) -> Report | None:
        page = self.page
        count = len(quotation.span.of(page.text).split())
        for rule in (self._by_label, self._by_near_verb, self._by_signature):
            found = rule(quotation, word)
            if found is not None:
                return found
        if quotation.continues and self._open is not None:
            return self._carry(
                quotation, word, self._open, "carries on the quotation of the paragraph before", firm=True
            )
        if fragment:
            return self._by_verb_above(quotation, word)
        earlier = self._in_paragraph.get(word.paragraph)
        if earlier is not None and earlier.who is not None:
            return self._carry(
                quotation, word, earlier, f"{earlier.who.first.name} spoke before in this paragraph", firm=count > 3
            )
        intro = self._by_line_before(quotation, word) or self._by_neighbour(quotation, word)
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
            return self._report(quotation, word, None, "nobody near it is said to have spoken", firm=False)
        return None

    def _report(
        self, quotation: Quotation, word: Word, who: Who | None, rule: str, *, firm: bool, frame: Frame | None = None
    ) -> Report:
        kind = Kind.MIXED if word.inside is not None else Kind.DIRECT
        report = Report(
            kind, who, frame, quotation.outer, word.sentence, word.paragraph, [quotation], rule=rule, firm=firm
        )
        if frame is not None:
            report.links = find_mediums(self.page, self.subjects, frame)
        return report

    def _carry(self, quotation: Quotation, word: Word, earlier: Report, rule: str, *, firm: bool) -> Report:
        report = self._report(quotation, word, earlier.who, rule, firm=firm and earlier.firm)
        report.links = list(earlier.links)
        report.passage = self._from_speaker(earlier, word)
        return report

    def _from_speaker(self, earlier: Report, word: Word) -> Span | None:
        """The passage reaches back to the sentence that names the speaker, within the paragraph."""
        if earlier.paragraph != word.paragraph:
            return None
        first, last = self.page.sentences[earlier.sentence].span, self.page.sentences[word.sentence].span
        return Span(min(first.start, last.start), max(first.end, last.end))

    def _by_label(self, quotation: Quotation, word: Word) -> Report | None:
        """As in "Name, office, Paper: “…”": the name at the beginning of the line."""
        page = self.page
        begin = max(
            [
                page.paragraphs[word.paragraph].span.start,
                *(
                    one.outer.end
                    for one in page.quotations
                    if one.paragraph == quotation.paragraph
                    and one.outer.end <= quotation.outer.start
                    and re.search(r":\s*$", page.text[max(0, one.outer.start - 3) : one.outer.start])
                ),
            ]
        )
        before = page.text[begin : quotation.outer.start]
        if not re.search(r":\s*$", before) or len(before) > 220:
            return None
        sentence = page.sentences[word.sentence].words
        lead = [one for one in sentence if begin <= one.start < quotation.outer.start]
        if any(
            one.pos in ("VERB", "AUX") and one.dep in ("ROOT", "ccomp", "advcl") and one.low not in ("said",)
            for one in lead
        ):
            return self._by_colon(quotation, word, lead)
        named = self._first_named(
            [
                one
                for one in page.words
                if one.paragraph == word.paragraph and begin <= one.start < quotation.outer.start
            ]
        )
        if named is None:
            return self._by_colon(quotation, word, lead)
        span = page.extent(page.words[named.first : named.last + 1])
        who = Who(
            (named.entity,),
            span,
            "name",
            f"named before the colon as “{span.of(page.text)}”",
            not named.others,
            named.others,
        )
        report = self._report(quotation, word, who, who.rule, firm=True)
        start = begin + len(before) - len(before.lstrip())
        report.passage = Span(
            start,
            max(
                quotation.outer.end,
                page.sentences[word.sentence].span.end
                if begin == page.paragraphs[word.paragraph].span.start
                else quotation.outer.end,
            ),
        )
        self._add_medium_of_label(report, lead)
        return report

    def _add_medium_of_label(self, report: Report, lead: Sequence[Word]) -> None:
        """The medium of "Name, office, Paper:" goes into the chain; what stands last before the colon is one, if
        nothing else.
        """
        for one in lead:
            mention = self.cast.at.get(one.i)
            if mention is not None and mention.entity.kind is PartyKind.MEDIA and mention.first == one.i:
                place = self.page.extent(self.page.words[mention.first : mention.last + 1])
                report.links.append(
                    Who((mention.entity,), place, "name", f"{mention.entity.name} is named before the colon", True)
                )
        if report.links:
            return
        words = [one for one in lead if one.pos != "SPACE" and not (one.quotation or one.inside)]
        while words and words[-1].text in (":", ")"):
            words.pop()
        last: list[Word] = []
        while words and words[-1].text not in (",", "(", "to", "in"):
            last.insert(0, words.pop())
        capital = all(one.text[:1].isupper() or one.low in ("the", "of", "de", "la", "le", "het") for one in last)
        speaker = report.who.first if report.who is not None else None
        named = [self.cast.at[one.i].entity for one in last if one.i in self.cast.at]
        taken = any(
            one is speaker or one.known is not None or (one.kind in (PartyKind.PERSON, PartyKind.BODY) and not one.weak)
            for one in named
        )
        if (
            not words
            or not 1 <= len(last) <= 5
            or not capital
            or taken
            or any(one.low in OFFICES or one.pos == "NUM" or one.low in MONTHS + WEEKDAYS for one in last)
        ):
            return
        if len(last) == 1 and last[0].i in self.cast.at and not last[0].text.isupper():
            return  # a country or a town: "Anna Reth, Karsovia:"
        span = self.page.extent(last)
        name = " ".join(span.of(self.page.text).split())
        entity = next(
            (one for one in self.cast.entities if one.kind is PartyKind.MEDIA and one.name == name), None
        ) or self.cast.new(PartyKind.MEDIA, name)
        report.links.append(Who((entity,), span, "name", f"“{name}” stands last before the colon", False))

    def _first_named(self, words: Sequence[Word]) -> Mention | None:
        """The first person named in these words, else the first institution."""
        for kind in (PartyKind.PERSON, PartyKind.BODY):
            for one in words:
                mention = self.cast.at.get(one.i)
                if mention is not None and mention.entity.kind is kind:
                    return mention
        return None

    def _by_colon(self, quotation: Quotation, word: Word, lead: Sequence[Word]) -> Report | None:
        """As in "He radioed the coastguard: “…”": the subject of the clause before the colon."""
        frames = [
            frame for frame in self._frames.get(word.sentence, []) if frame.cue.i < word.i and frame.subject is not None
        ]
        frames = [frame for frame in frames if not frame.unreal or frame.cue.low in SAYING]
        if frames:
            frame = max(frames, key=lambda one: (not one.deed, one.cue.i))
            who = self.subjects.resolve(frame.subject) if frame.subject is not None else None
            if who is not None and not who.is_medium:
                return self._report(
                    quotation, word, who, f"the colon after “{frame.cue.text}”: {who.rule}", firm=True, frame=frame
                )
        subject = next(
            (
                one
                for one in lead
                if one.dep in ("nsubj", "nsubjpass") and self.page.head(one).dep in ("ROOT", "conj", "ccomp")
            ),
            None,
        )
        who = self.subjects.resolve(subject) if subject is not None else None
        if who is None or who.is_medium:
            return None
        return self._report(quotation, word, who, f"subject of the clause before the colon: {who.rule}", firm=False)

    def _by_near_verb(self, quotation: Quotation, word: Word) -> Report | None:
        """The nearest frame of the sentence that could bring these words in."""
        best: tuple[float, Frame, Who] | None = None
        for frame in self._frames.get(word.sentence, []):
            if frame.subject is None or frame.deed or frame.unreal:
                continue
            who = self.subjects.resolve(frame.subject)
            if who is None or who.is_medium:
                continue
            distance = abs(frame.cue.i - word.i) * 0.5
            distance += 0 if frame.verb.lemma in STRONG else 3
            distance += 6 if frame.how == "noun" else 0
            distance += 3 if frame.content and frame.how in ("object", "phrase") else 0
            if any(kid.i == word.i for kid in frame.cue.kids) or self._climbs_to(word, frame):
                distance -= 4
            if best is None or distance < best[0]:
                best = (distance, frame, who)
        if best is None or best[0] > _NEAR:
            return None
        if word.inside is not None and best[0] > 4:
            return None
        rule = f"subject of “{best[1].cue.text}” beside the quotation: {best[2].rule}"
        return self._report(quotation, word, best[2], rule, firm=best[0] <= 4, frame=best[1])

    def _climbs_to(self, word: Word, frame: Frame) -> bool:
        steps = 0
        while word.head != word.i and steps < 8:
            word, steps = self.page.head(word), steps + 1
            if word.i == frame.cue.i:
                return True
        return False

    def _by_verb_above(self, quotation: Quotation, word: Word) -> Report | None:
        """A marked fragment belongs to the subject of the saying verb above it, at any depth of the sentence."""
        frames = [
            frame
            for frame in self._frames.get(word.sentence, [])
            if self._climbs_to(word, frame) and not frame.deed and frame.subject is not None
        ]
        for frame in frames:
            who = self.subjects.resolve(frame.subject) if frame.subject is not None else None
            if who is not None and not who.is_medium:
                return self._report(
                    quotation, word, who, f"stands under “{frame.cue.text}”: {who.rule}", firm=False, frame=frame
                )
        return None

    def _by_signature(self, quotation: Quotation, word: Word) -> Report | None:
        """As in "“…” — Anna Reth, foreign minister"."""
        found = _SIGNATURE.match(self.page.text, quotation.outer.end)
        if not found or not quotation.closed:
            return None
        for mention in self.cast.mentions:
            start = self.page.words[mention.first].start
            if 0 <= start - found.end() < 25 and mention.entity.is_person:
                line = self.page.paragraphs[self.page.words[mention.first].paragraph]
                if line.number not in (word.paragraph, word.paragraph + 1) or (
                    self.page.words[mention.first].dep in ("nsubj",)
                    and self.page.head(self.page.words[mention.first]).low in SAYING
                ):
                    continue
                span = self.page.extent(self.page.words[mention.first : mention.last + 1])
                who = Who((mention.entity,), span, "name", f"signed “{span.of(self.page.text)}”", True)
                return self._report(quotation, word, who, who.rule, firm=True)
        return None

    def _by_line_before(self, quotation: Quotation, word: Word) -> Report | None:
        """A paragraph that ends with a colon brings the next one in."""
        if not quotation.first:
            return None
        before = max((number for number in self.page.of_paragraph if number < word.paragraph), default=None)
        if before is None or not self.page.paragraphs[before].text.rstrip().endswith(":"):
            return None
        sentence = self.page.of_paragraph[before][-1]
        frames = [frame for frame in self._frames.get(sentence.number, []) if frame.subject is not None]
        if not frames:
            return self._by_name_above(quotation, word, sentence.words)
        frame = frames[-1]
        who = self.subjects.resolve(frame.subject) if frame.subject is not None else None
        if who is None or who.is_medium:
            return None
        report = self._report(
            quotation, word, who, f"the line before ends in a colon: {who.rule}", firm=True, frame=frame
        )
        report.passage = Span(sentence.span.start, self.page.sentences[word.sentence].span.end)
        return report

    def _by_name_above(self, quotation: Quotation, word: Word, lead: Sequence[Word]) -> Report | None:
        """As in "Corvin Dale, trade envoy, speaking to KTA:" on a line of its own above the quotation."""
        named = self._first_named(lead)
        if named is None:
            return None
        span = self.page.extent(self.page.words[named.first : named.last + 1])
        who = Who(
            (named.entity,),
            span,
            "name",
            f"named in the line above as “{span.of(self.page.text)}”",
            not named.others,
            named.others,
        )
        report = self._report(quotation, word, who, who.rule, firm=False)
        report.passage = Span(lead[0].start, self.page.sentences[word.sentence].span.end)
        self._add_medium_of_label(report, lead)
        return report

    def _by_neighbour(self, quotation: Quotation, word: Word) -> Report | None:
        """The sentence before or behind, in the same paragraph, whose frame has no words of its own to bring in."""
        paragraph = self.page.of_paragraph[word.paragraph]
        at = next(i for i, sentence in enumerate(paragraph) if sentence.number == word.sentence)
        for step, name in ((-1, "before"), (1, "behind")):
            if not 0 <= at + step < len(paragraph):
                continue
            other = paragraph[at + step]
            frames = [
                frame for frame in self._frames.get(other.number, []) if frame.subject is not None and not frame.unreal
            ]
            if step == 1:
                frames = [
                    frame for frame in frames if frame.verb.lemma in STRONG and frame.cue.i - other.words[0].i < 8
                ]
            for frame in reversed(frames):
                who = self.subjects.resolve(frame.subject) if frame.subject is not None else None
                if who is not None and not who.is_medium:
                    report = self._report(
                        quotation,
                        word,
                        who,
                        f"subject of “{frame.cue.text}” in the sentence {name}: {who.rule}",
                        firm=step == 1 and quotation.span.of(self.page.text).rstrip().endswith(","),
                        frame=frame,
                    )
                    spans = (other.span, self.page.sentences[word.sentence].span)
                    report.passage = Span(min(s.start for s in spans), max(s.end for s in spans))
                    return report
        if at > 0:
            for one in paragraph[at - 1].words:
                mention = self.cast.at.get(one.i)
                if (
                    one.dep in ("nsubj", "nsubjpass")
                    and self.page.head(one).dep in ("ROOT", "conj")
                    and ((mention is not None and mention.entity.is_person) or one.low in ("he", "she"))
                ):
                    who = self.subjects.resolve(one)
                    if who is not None:
                        report = self._report(
                            quotation, word, who, f"subject of the sentence before: {who.rule}", firm=False
                        )
                        report.passage = Span(paragraph[at - 1].span.start, self.page.sentences[word.sentence].span.end)
                        return report
        return None
