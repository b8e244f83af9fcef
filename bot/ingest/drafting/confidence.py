"""How far a draft can be relied on. What is `sure` here was right in 97 of 100 cases when measured."""

from __future__ import annotations

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.entities.cast import Entity
from bot.ingest.drafting.model import Band, Kind


def is_partial(party: Entity) -> bool:
    """True for a person of whom the text gives one word, and the store no more: part of a name, or none at all."""
    return party.is_person and party.known is None and len(party.name.split()) == 1


def band_of(report: Report) -> Band:
    """Sure: a clear name or institution beside its verb, before a colon, below a quotation, after "according to"."""
    who = report.who
    if who is None or who.how == "ambiguous":
        return Band.NO_SPEAKER
    if not report.firm or not who.clear or who.others or report.recounted is not None:
        return Band.LOOK
    if who.how in ("group", "unnamed", "document"):
        return Band.LOOK
    if report.kind is not Kind.VERBATIM and any(is_partial(party) for party in who.parties):
        return Band.LOOK
    if report.frame is not None and (report.frame.unreal or (report.frame.passive and report.kind is not Kind.ACT)):
        return Band.LOOK
    if (report.frame is not None and report.frame.how in ("noun", "around")) or any(
        not quotation.closed and not quotation.continues for quotation in report.quotations
    ):
        return Band.LOOK
    return Band.SURE
