"""What one party tells of another inside its own quotation: "“The Russian side expressed regret,” the ministry
said".
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.attribution.speech_acts import classify_frame
from bot.ingest.drafting.entities.cast import Cast, Entity
from bot.ingest.drafting.entities.names import find_names
from bot.ingest.drafting.entities.offices import find_holder
from bot.ingest.drafting.entities.places import Places, plain
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.extraction import find_frames
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.nouns import OFFICES
from bot.ingest.drafting.lexicon.verbs import SAYING
from bot.ingest.drafting.model import Kind, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, parse_page
from bot.ingest.drafting.syntax.parser import Parser

_PAST = "|".join(sorted({form for form in SAYING if form.endswith("ed") or form in ("said", "told", "wrote")}))
_GIVEN = r"gave (?:\w+ ){1,3}(?:word|assurances?|promise|pledge|guarantees?)"
_HINT = re.compile(
    rf"\b(?:side|sides|ministry|government|they|ambassador|envoy|minister|president|[A-Z]\w+)\b[^.!?]{{0,60}}?\b(?:{_PAST}|{_GIVEN})\b"
)
_MIN_WORDS = 6


def add_recounted(page: Page, cast: Cast, reports: list[Report], parser: Parser) -> None:
    """Add a report for each party that a quotation tells of; a quotation that does nothing else gives way to it."""
    wanted: list[tuple[Report, Quotation]] = []
    for report in reports:
        for quotation in report.quotations:
            words = quotation.span.of(page.text)
            if report.who is None or len(words.split()) < _MIN_WORDS or page.anchor_of(quotation) is None:
                continue
            if any(word.inside is quotation for word in page.sentences[report.sentence].words):
                continue
            if quotation.nested or _HINT.search(words):
                wanted.append((report, quotation))
    if not wanted:
        return
    paragraphs = [
        Paragraph(number, quotation.span, quotation.span.of(page.text)) for number, (_, quotation) in enumerate(wanted)
    ]
    nested = [
        Quotation(span, Span(span.start - 1, span.end + 1), number, True, span.start - 1 == quotation.span.start)
        for number, (_, quotation) in enumerate(wanted)
        for span in quotation.nested
    ]
    inner = parse_page(page.text, paragraphs, nested, parser)
    inner_cast = Cast(inner, cast.known, Places(cast.known.countries))
    find_names(inner_cast)
    inner_subjects = Subjects(inner, inner_cast)
    frames = find_frames(inner)
    for number, (report, quotation) in enumerate(wanted):
        found: list[tuple[Report, int]] = []
        for frame in frames:
            before = found[-1][0].who if found else None
            if frame.cue.paragraph == number and (
                made := _read(cast, inner_subjects, frame, report, quotation, before=before)
            ):
                found.append(made)
        if not found:
            continue
        sentences = {one.number for one in inner.of_paragraph.get(number, [])}
        told = {made_sentence for _, made_sentence in found}
        if sentences == told and len(report.quotations) == 1 and report in reports:
            reports.remove(report)
        reports += [made for made, _ in found]


def _read(
    cast: Cast, subjects: Subjects, frame: Frame, report: Report, quotation: Quotation, *, before: Who | None
) -> tuple[Report, int] | None:
    page, inner = cast.page, subjects.page
    if frame.subject is None or frame.unreal or not frame.content or frame.cue.tag not in ("VBD", "VBN"):
        return None
    if frame.how in ("noun", "according") or frame.cue.dep in ("relcl", "acl", "advcl", "pcomp"):
        return None
    if not _tells_something(frame):
        return None
    assert report.who is not None  # noqa: S101 only resolved reports are read
    who = subjects.resolve(frame.subject)
    parties = _told_of(cast, frame, who, report, quotation, before=before)
    if not parties or set(parties) == set(report.who.parties) or parties[0].kind is PartyKind.MEDIA:
        return None
    if (
        not frame.deed
        and frame.how == "object"
        and frame.verb.weak
        and not any(word.quotation or word.inside for word in frame.content)
    ):
        return None
    quoted = [word.quotation or word.inside for word in frame.content if word.quotation or word.inside]
    words = frame.content
    clause = inner.extent([min((frame.cue, words[0]), key=lambda one: one.i), words[-1]])
    sentence = inner.sentences[frame.sentence].span
    alone = len(inner.of_paragraph[frame.cue.paragraph]) == 1
    spans = [quoted[0]] if quoted and quoted[0] is not None else [quotation if alone else _piece(quotation, sentence)]
    made = Report(
        Kind.ACT if frame.deed else Kind.MIXED,
        Who(
            parties,
            who.written if who else Span(frame.subject.start, frame.subject.end),
            "name",
            f"told of by {report.who.first.name}",
            False,
        ),
        None,
        clause,
        report.sentence,
        report.paragraph,
    )
    made.quotations = [] if frame.deed else list(spans)
    made.passage = report.passage or page.sentences[report.sentence].span
    made.links = [*report.links, report.who]
    made.recounted = report.who
    made.act = classify_frame(inner, frame)
    names = " and ".join(party.name for party in parties)
    made.rule = f"{names} is the subject of “{frame.cue.text}” inside the words of {report.who.first.name}"
    made.firm = False
    return made, frame.sentence


def _tells_something(frame: Frame) -> bool:
    """False for "said nothing of the kind" and "said it": that gives no words to the one who is told of."""
    lows = {kid.low for kid in frame.cue.kids if kid.dep in ("dobj", "advmod")}
    first = frame.content[0].low
    if first in ("it", "this", "that", "so") and not any(word.pos in ("VERB", "AUX") for word in frame.content):
        return False
    return first not in ("nothing", "none") and not lows & {"nothing", "none", "it", "this", "so"}


def _told_of(
    cast: Cast, frame: Frame, who: Who | None, report: Report, quotation: Quotation, *, before: Who | None
) -> tuple[Entity, ...]:
    """Who is told of: somebody named, "they" of the sentence before, "the two sides" of speaker and other party."""
    assert frame.subject is not None  # noqa: S101 the caller has seen to it
    assert report.who is not None  # noqa: S101
    if before is not None and frame.subject.low == "they":
        return before.parties
    if before is not None and frame.subject.low in ("sides", "countries", "governments", "parties", "both"):
        country = report.who.first.country
        own = cast.of_country(country) if country is not None else report.who.first
        return (own, *(party for party in before.parties if party is not own))
    entity = _in_document(cast.page, cast, frame, who, quotation)
    return (entity,) if entity is not None else ()


def _piece(quotation: Quotation, sentence: Span) -> Quotation:
    """The part of a long quotation that tells of the other party: its sentence, or its half where two verbs share
    it.
    """
    return replace(quotation, span=sentence, outer=sentence, nested=[])


def _in_document(page: Page, cast: Cast, frame: Frame, who: Who | None, quotation: Quotation) -> Entity | None:
    """Find the document's own entity for one named inside a quotation."""
    anchor = page.anchor_of(quotation)
    if who is None or anchor is None:
        return None
    entity = who.first
    if entity.kind is PartyKind.COUNTRY:
        return cast.of_country(entity.country or entity.name)
    if entity.known is not None:
        return cast.of_party(entity.known)
    if entity.is_person:
        same = cast.person_named(entity.name) or cast.people_called(entity.name.split()[-1])
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            return None
        return None if entity.weak else entity
    if frame.subject is not None and frame.subject.low in OFFICES:
        head = replace(frame.subject, i=anchor.i)
        modifiers = frozenset(plain(word) for word in entity.name.split()) - {frame.subject.low, "the"}
        holder = find_holder(cast, head, modifiers, entity.country)
        return holder.entity if holder is not None else entity
    if entity.kind is PartyKind.BODY:
        return next(
            (
                one
                for one in cast.entities
                if one.kind is PartyKind.BODY and one.core == entity.core and one.country in (None, entity.country)
            ),
            entity,
        )
    return None
