"""From reports to drafts: passage, role, side, addressee, subject countries, act, day, chain and the rules behind
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.attribution.speech_acts import classify
from bot.ingest.drafting.dates.expressions import Reference
from bot.ingest.drafting.entities.cast import Cast, Entity
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.model import (
    Band,
    Draft,
    DraftedDay,
    Hint,
    Kind,
    Party,
    PartyKind,
    Relation,
    Span,
)
from bot.ingest.drafting.syntax.page import Page, Word

_EVENTS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"\b(?:(?:regular|daily|weekly|press|news)\s+)+(?:briefing|conference)\b", "press-briefing"),
        (r"\b(?:telephone|phone)\s+(?:call|conversation)\b|\bby\s+(?:telephone|phone)\b|\btelephoned\b", "phone-call"),
        (r"\bsummon(?:ed|s|ing)?\b|\bcalled\s+in\b", "summons"),
        (r"\bsign(?:ed|s|ing)\b(?=.{0,60}\b(?:treaty|agreement|accord|pact|protocol|memorandum))", "signing"),
        (r"\bsummit\b", "summit"),
        (r"\b(?:interview|remarks\s+to|told\s+reporters|rally|speech|address)\b", "other"),
        (r"\b(?:talks|meeting|met)\b", "meeting"),
        (r"\bvisit\b", "visit"),
        (r"\b(?:statement|press\s+release|communiqué)\b", "press-release"),
        (r"\bsession\b", "session"),
    )
)
_ADDRESSING = frozenset(["to", "with", "against", "at"])
_DENIES = frozenset(["deny", "reject", "refute", "dismiss", "rebuff", "dispute"])
_ANSWERS = frozenset(["reply", "respond", "answer", "retort", "counter"])


def compose(
    page: Page,
    cast: Cast,
    subjects: Subjects,
    reports: Sequence[Report],
    *,
    days: Mapping[int, DraftedDay],
    bands: Sequence[Band],
    kind: Hint,
    reference: Reference,
) -> tuple[Draft, ...]:
    """Make the drafts of a document, in the order of its text."""
    drafts = []
    for number, report in enumerate(reports):
        day = days.get(number)
        if report.kind is Kind.VERBATIM or (day is None and kind is Hint.TRANSCRIPT):
            day = _day_of_document(reference)
        drafts.append(_compose_one(page, cast, subjects, reports, number, day=day, band=bands[number]))
    return tuple(drafts)


def _day_of_document(reference: Reference) -> DraftedDay | None:
    if reference.day is None:
        return None
    return DraftedDay(
        reference.day.isoformat(), reference.written, "the day of the document, on which these words were spoken"
    )


def _compose_one(
    page: Page,
    cast: Cast,
    subjects: Subjects,
    reports: Sequence[Report],
    number: int,
    *,
    day: DraftedDay | None,
    band: Band,
) -> Draft:
    report = reports[number]
    passage = _passage(page, report)
    rules: list[tuple[str, str]] = [("speaker", report.rule)]
    named = report.who is not None and report.who.how != "ambiguous"
    speakers = tuple(to_party(party, report.who) for party in report.who.parties) if report.who and named else ()
    act = classify(page, report)
    if act is not None:
        rules.append(("act", f"“{act.words}”"))
    if day is not None:
        rules.append(("day", day.basis))
    role = _role(report, passage)
    if role is not None:
        rules.append(("role", "stands beside the name"))
    addressees = _addressees(cast, subjects, report)
    if addressees:
        rules.append(("addressees", "object of the verb, or behind “to”"))
    via = tuple(to_party(link.parties[0], link) for link in report.links)
    if via:
        rules.append(("via", "; ".join(link.rule for link in report.links)))
    side = _side(report)
    relations = _relations(reports, number)
    if relations:
        rules.append(("relations", f"“{report.frame.cue.text if report.frame else ''}” after what was said before"))
    return Draft(
        kind=report.kind,
        passage=passage,
        clause=_inside(report.clause, passage),
        quotations=tuple(one.span for one in report.quotations),
        speakers=speakers,
        role=role,
        side=side,
        addressees=tuple(to_party(who.first, who) for who in addressees),
        about=_about(page, cast, passage, side),
        act=act.act if act else None,
        tone=act.tone if act else None,
        day=day,
        event=_event(page, passage),
        via=via,
        recounted_by=to_party(report.recounted.first, report.recounted) if report.recounted else None,
        relations=relations,
        band=band,
        rules=tuple(rules),
    )


def to_party(entity: Entity, who: Who | None = None) -> Party:
    """Turn an entity into a party of a draft."""
    return Party(
        name=entity.name,
        kind=entity.kind,
        party=entity.known.id if entity.known else None,
        spellings=tuple(entity.spellings),
        written=who.written if who else None,
        country=entity.country,
    )


def _passage(page: Page, report: Report) -> Span:
    """Whole sentences that hold the clause and all quotations."""
    spans = [report.passage] if report.passage else [page.sentences[report.sentence].span]
    spans += [one.outer for one in report.quotations]
    spans.append(report.clause)
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _inside(clause: Span, passage: Span) -> Span:
    return Span(max(clause.start, passage.start), min(clause.end, passage.end))


def _role(report: Report, passage: Span) -> Span | None:
    if report.who is None:
        return None
    for party in report.who.parties:
        for office in party.offices:
            if office.span is not None and passage.covers(office.span):
                return office.span
    return None


def _side(report: Report) -> str | None:
    if report.who is None:
        return None
    return next((party.country for party in report.who.parties if party.country), None)


def _addressees(cast: Cast, subjects: Subjects, report: Report) -> list[Who]:
    frame = report.frame
    if frame is None:
        return []
    heads: list[Word] = []
    if frame.patient is not None and frame.deed:
        heads.append(frame.patient)
    for kid in frame.cue.kids:
        if kid.i == (frame.subject.i if frame.subject else -1):
            continue
        if kid.dep in ("dobj", "dative", "iobj") and kid.quotation is None:
            heads.append(kid)
        elif kid.dep in ("prep", "dative") and kid.low in _ADDRESSING:
            heads += [inner for inner in kid.kids if inner.dep == "pobj"]
        elif kid.dep in ("ccomp", "xcomp") and frame.verb.act == "REQUEST":
            heads += [inner for inner in kid.kids if inner.dep == "nsubj" and kid.tag == "VB"]
    found: list[Who] = []
    for head in heads:
        mention = cast.at.get(head.i)
        if mention is None and head.low not in ("him", "her", "them"):
            continue
        who = subjects.resolve(head)
        if who is None or who.first.kind is PartyKind.MEDIA:
            continue
        if report.who is not None and set(who.parties) & set(report.who.parties):
            continue
        if all(set(who.parties) != set(other.parties) for other in found):
            found.append(who)
    return found


def _about(page: Page, cast: Cast, passage: Span, side: str | None) -> tuple[str, ...]:
    codes: list[str] = []
    for mention in cast.mentions:
        start = page.words[mention.first].start
        country = mention.entity.country if mention.entity.kind is PartyKind.COUNTRY else None
        if passage.start <= start < passage.end and country and country not in codes and country != side:
            codes.append(country)
    return tuple(codes)


def _event(page: Page, passage: Span) -> tuple[str, Span] | None:
    words = passage.of(page.text)
    for pattern, kind in _EVENTS:
        found = pattern.search(words)
        if found:
            return kind, Span(passage.start + found.start(), passage.start + found.end())
    return None


def _relations(reports: Sequence[Report], number: int) -> tuple[Relation, ...]:
    """As in "denied", "replied": tied to the nearest report of another party within the two paragraphs before."""
    report = reports[number]
    if report.frame is None or report.who is None:
        return ()
    lemma = report.frame.verb.lemma
    kind = (
        "denies" if lemma in _DENIES else "answers" if lemma in _ANSWERS else "repeats" if lemma == "repeat" else None
    )
    if kind is None:
        return ()
    for earlier in range(number - 1, -1, -1):
        other = reports[earlier]
        if report.paragraph - other.paragraph > 2:
            break
        same = other.who is not None and bool(set(other.who.parties) & set(report.who.parties))
        if other.who is not None and other.kind is not Kind.ACT and same == (kind == "repeats"):
            return (Relation(kind, earlier),)
    return ()
