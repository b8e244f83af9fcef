"""Other languages than English: quotations between marks beside known names, never `sure`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.model import (
    Band,
    Block,
    Draft,
    Drafted,
    DraftInput,
    Hint,
    Kind,
    Known,
    KnownParty,
    Party,
    PartyKind,
    SetAside,
    Span,
)

_MAX_DISTANCE = 160  # characters between a quotation and the name beside it
_MIN_WORDS = 3
_END = re.compile(r"[.!?。！？…]+[\"'”’»」)]*(?=\s|$)")


def draft_foreign(
    document: DraftInput,
    known: Known,
    paragraphs: Sequence[Paragraph],
    quotations: Sequence[Quotation],
    *,
    blocks: tuple[Block, ...],
    language: str,
    kind: Hint,
) -> Drafted:
    """Draft each quotation of the body with the known name nearest to it, where one stands near."""
    drafts: list[Draft] = []
    aside: list[SetAside] = []
    for quotation in quotations:
        paragraph = paragraphs[quotation.paragraph]
        if not paragraph.body:
            aside.append(SetAside(quotation.span, "stands in a headline, caption or other part that is not drafted"))
            continue
        words = quotation.span.of(document.text)
        if len(words.split()) < _MIN_WORDS and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{5}", words):
            aside.append(SetAside(quotation.span, "a few marked words that nobody is said to have spoken"))
            continue
        party = _find_nearest(document.text, paragraph, quotation, known)
        rule = (
            f"the known name nearest to the quotation (no grammar for the language “{language}”)"
            if party
            else "no known name near"
        )
        drafts.append(
            Draft(
                kind=Kind.DIRECT,
                passage=_sentence(document.text, paragraph, quotation),
                clause=quotation.outer,
                quotations=(quotation.span,),
                speakers=(party,) if party else (),
                side=party.country if party else None,
                band=Band.LOOK if party else Band.NO_SPEAKER,
                rules=(("speaker", rule),),
            )
        )
    return Drafted(tuple(drafts), tuple(aside), blocks, language, kind)


def _find_nearest(text: str, paragraph: Paragraph, quotation: Quotation, known: Known) -> Party | None:
    best: tuple[int, KnownParty, Span] | None = None
    for party in known.parties:
        for spelling in dict.fromkeys((party.name, *party.spellings)):
            for found in re.finditer(re.escape(spelling), paragraph.text):
                span = Span(paragraph.span.start + found.start(), paragraph.span.start + found.end())
                if span.overlaps(quotation.outer):
                    continue
                distance = max(span.start - quotation.outer.end, quotation.outer.start - span.end)
                if distance <= _MAX_DISTANCE and (
                    best is None or (distance, -len(spelling)) < (best[0], -(best[2].end - best[2].start))
                ):
                    best = (distance, party, span)
    if best is None:
        return None
    _, party, span = best
    country = party.country or next((role.country for role in party.roles if role.country), None)
    return Party(
        party.name, PartyKind.PERSON if party.is_person else PartyKind.BODY, party.id, (span.of(text),), span, country
    )


def _sentence(text: str, paragraph: Paragraph, quotation: Quotation) -> Span:
    """Return the sentences of the paragraph that hold the quotation, by their punctuation."""
    start, end = paragraph.span.start, paragraph.span.end
    for found in _END.finditer(text, paragraph.span.start, paragraph.span.end):
        if found.end() <= quotation.outer.start:
            start = found.end()
        elif found.end() >= quotation.outer.end:
            end = found.end()
            break
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
