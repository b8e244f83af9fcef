"""Quotations that no report holds, by what stands beside, before and behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.ingest.drafting.attribution.labelled_quotations import LabelledQuotations
from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.verbs import SAYING, STRONG
from bot.ingest.drafting.model import Span
from bot.ingest.drafting.syntax.page import Page, Word

_NEAR = 12  # words between a quotation and its verb
_SIGNATURE = re.compile(r"[\"”’']?[ \n]*(?:—|--|―|–|-)[ ]*")


class NearbySpeakers:
    """Attributes a quotation that no report holds to a speaker beside it. Every rule gives a report or None."""

    def __init__(
        self,
        page: Page,
        cast: Cast,
        subjects: Subjects,
        labels: LabelledQuotations,
        frames: Mapping[int, Sequence[Frame]],
    ) -> None:
        """`frames` are those of each sentence, by its number."""
        self.page, self.cast, self.subjects = page, cast, subjects
        self._labels = labels
        self._frames = frames

    def by_near_verb(self, quotation: Quotation, word: Word) -> Report | None:
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
        return self._labels.make_report(quotation, word, best[2], rule, firm=best[0] <= 4, frame=best[1])

    def _climbs_to(self, word: Word, frame: Frame) -> bool:
        steps = 0
        while word.head != word.i and steps < 8:
            word, steps = self.page.head(word), steps + 1
            if word.i == frame.cue.i:
                return True
        return False

    def by_verb_above(self, quotation: Quotation, word: Word) -> Report | None:
        """A marked fragment belongs to the subject of the saying verb above it, at any depth of the sentence."""
        frames = [
            frame
            for frame in self._frames.get(word.sentence, [])
            if self._climbs_to(word, frame) and not frame.deed and frame.subject is not None
        ]
        for frame in frames:
            who = self.subjects.resolve(frame.subject) if frame.subject is not None else None
            if who is not None and not who.is_medium:
                return self._labels.make_report(
                    quotation,
                    word,
                    who,
                    f"stands under “{frame.cue.text}”: {who.rule}",
                    firm=False,
                    frame=frame,
                )
        return None

    def by_signature(self, quotation: Quotation, word: Word) -> Report | None:
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
                return self._labels.make_report(quotation, word, who, who.rule, firm=True)
        return None

    def by_line_before(self, quotation: Quotation, word: Word) -> Report | None:
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
        report = self._labels.make_report(
            quotation,
            word,
            who,
            f"the line before ends in a colon: {who.rule}",
            firm=True,
            frame=frame,
        )
        report.passage = Span(sentence.span.start, self.page.sentences[word.sentence].span.end)
        return report

    def _by_name_above(self, quotation: Quotation, word: Word, lead: Sequence[Word]) -> Report | None:
        """As in "Corvin Dale, trade envoy, speaking to KTA:" on a line of its own above the quotation."""
        named = self._labels.find_first_named(lead)
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
        report = self._labels.make_report(quotation, word, who, who.rule, firm=False)
        report.passage = Span(lead[0].start, self.page.sentences[word.sentence].span.end)
        self._labels.add_medium(report, lead)
        return report

    def by_neighbour(self, quotation: Quotation, word: Word) -> Report | None:
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
                    report = self._labels.make_report(
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
                        report = self._labels.make_report(
                            quotation,
                            word,
                            who,
                            f"subject of the sentence before: {who.rule}",
                            firm=False,
                        )
                        report.passage = Span(paragraph[at - 1].span.start, self.page.sentences[word.sentence].span.end)
                        return report
        return None
