"""Quotations behind a colon: "Anna Reth, foreign minister, KTA: “…”", and "He radioed the coastguard: “…”"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.ingest.drafting.attribution.reports import Report, find_mediums
from bot.ingest.drafting.entities.cast import Cast, Mention
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.nouns import MONTHS, OFFICES, WEEKDAYS
from bot.ingest.drafting.lexicon.verbs import SAYING
from bot.ingest.drafting.model import Kind, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word


class LabelledQuotations:
    """Attributes a quotation to the name, or the clause, before the colon that brings it in."""

    def __init__(self, page: Page, cast: Cast, subjects: Subjects, frames: Mapping[int, Sequence[Frame]]) -> None:
        """`frames` are those of each sentence, by its number."""
        self.page, self.cast, self.subjects = page, cast, subjects
        self._frames = frames

    def make_report(
        self, quotation: Quotation, word: Word, who: Who | None, rule: str, *, firm: bool, frame: Frame | None = None
    ) -> Report:
        """Return the report of a quotation that no frame holds; what hands it on is read from `frame`."""
        kind = Kind.MIXED if word.inside is not None else Kind.DIRECT
        report = Report(
            kind, who, frame, quotation.outer, word.sentence, word.paragraph, [quotation], rule=rule, firm=firm
        )
        if frame is not None:
            report.links = find_mediums(self.page, self.subjects, frame)
        return report

    def by_label(self, quotation: Quotation, word: Word) -> Report | None:
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
        named = self.find_first_named(
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
        report = self.make_report(quotation, word, who, who.rule, firm=True)
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
        self.add_medium(report, lead)
        return report

    def add_medium(self, report: Report, lead: Sequence[Word]) -> None:
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

    def find_first_named(self, words: Sequence[Word]) -> Mention | None:
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
                return self.make_report(
                    quotation,
                    word,
                    who,
                    f"the colon after “{frame.cue.text}”: {who.rule}",
                    firm=True,
                    frame=frame,
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
        return self.make_report(
            quotation,
            word,
            who,
            f"subject of the clause before the colon: {who.rule}",
            firm=False,
        )
