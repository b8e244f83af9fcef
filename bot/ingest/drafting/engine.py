"""The engine: a document and known parties in, drafts out. A pure function over text; the grammar comes from a
parser.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.drafting.attribution.authors import find_answerer, find_author_of
from bot.ingest.drafting.attribution.embedded_reports import add_recounted
from bot.ingest.drafting.attribution.own_words import read_own_words
from bot.ingest.drafting.attribution.quotations import Speech
from bot.ingest.drafting.attribution.reports import Report, add_according, carry_accounts, read_frames
from bot.ingest.drafting.compose import compose
from bot.ingest.drafting.confidence import band_of
from bot.ingest.drafting.dates.report_days import Days, find_reference
from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.entities.names import find_names
from bot.ingest.drafting.entities.places import Places
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.extraction import find_frames
from bot.ingest.drafting.language_detection import detect
from bot.ingest.drafting.layout.headlines import assign_roles
from bot.ingest.drafting.layout.paragraphs import Paragraph, split_paragraphs
from bot.ingest.drafting.layout.quotation_marks import find_quotations
from bot.ingest.drafting.layout.transcripts import mark_labels, recognise
from bot.ingest.drafting.model import Drafted, DraftInput, Hint, Known
from bot.ingest.drafting.other_languages import draft_foreign
from bot.ingest.drafting.syntax.page import parse_page
from bot.ingest.drafting.syntax.parser import Parser

ENGLISH = "en"


def draft(document: DraftInput, known: Known, parser: Parser) -> Drafted:
    """Draft all reports of a document. In another language than English only quotations beside known names."""
    language = detect(document.text)
    paragraphs = split_paragraphs(document.text)
    transcript = mark_labels(paragraphs)
    blocks = assign_roles(document, paragraphs)
    quotations = find_quotations(document.text, paragraphs)
    kind = recognise(
        document, paragraphs, transcript, sum(len(one.span.of(document.text).split()) for one in quotations)
    )
    reference = find_reference(document, paragraphs)
    if language != ENGLISH:
        return draft_foreign(document, known, paragraphs, quotations, blocks=blocks, language=language, kind=kind)
    page = parse_page(document.text, paragraphs, quotations, parser)
    cast = Cast(page, known, Places(known.countries))
    find_names(cast)
    own_words = kind in (Hint.TRANSCRIPT, Hint.SPEECH, Hint.LETTER, Hint.STATEMENT)
    author = find_author_of(document, cast, paragraphs, signed=own_words and kind is not Hint.TRANSCRIPT)
    subjects = Subjects(page, cast, home=author.first.country if author is not None else None)
    frames = find_frames(page)
    subjects.find_meeting(frames)
    subjects.survey()
    reports = read_frames(page, subjects, frames)
    add_according(page, reports, frames, subjects)
    speech = Speech(page, cast, subjects, frames, reports)
    speech.read()
    add_recounted(page, cast, reports, parser)
    carry_accounts(page, subjects, reports)
    if kind is Hint.TRANSCRIPT:
        author = find_answerer(page, subjects) or author
    if own_words:
        read_own_words(document, page, cast, subjects, reports, frames=frames, kind=kind, author=author)
    reports = _order(reports)
    days = Days(page, reference, frames).read(reports, lasting_to=_lasting_to(kind, paragraphs))
    drafts = compose(
        page,
        cast,
        subjects,
        reports,
        days=days,
        bands=[band_of(report) for report in reports],
        kind=kind,
        reference=reference,
    )
    return Drafted(drafts, tuple(speech.set_aside), blocks, language, kind)


def _lasting_to(kind: Hint, paragraphs: Sequence[Paragraph]) -> int:
    """Up to which paragraph one meeting is told of: all of a readout, and what stands above the questions about it."""
    if kind in (Hint.COMMUNIQUE, Hint.READOUT):
        return len(paragraphs)
    labelled = [paragraph.number for paragraph in paragraphs if paragraph.label is not None]
    return labelled[0] if kind is Hint.TRANSCRIPT and labelled else 0


def _order(reports: Sequence[Report]) -> list[Report]:
    """Sort by place in the text, and leave out what says the same words of the same speaker twice."""
    ordered: list[Report] = []
    for report in sorted(reports, key=lambda one: (one.clause.start, -one.clause.end)):
        if any(other.clause == report.clause and other.kind == report.kind for other in ordered[-4:]):
            continue
        ordered.append(report)
    return ordered
