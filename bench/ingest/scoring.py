"""Holds drafts against labelled reports: found, speaker, day, chain, bands, and drafts of what is no statement.

A labelled report with quotations is found by a draft that holds one of them (four fifths of the characters in common);
one without by the draft whose clause shares most with its clause. One draft finds one report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bench.ingest.gold import GoldDocument, GoldParty, GoldReport
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import HONORIFICS, OFFICE_MODIFIERS, OFFICES
from bot.ingest.drafting.model import Band, Draft, Party, PartyKind, Span

_NOT_STATEMENTS = frozenset(
    {
        "headline",
        "subhead",
        "byline",
        "caption",
        "boilerplate",
        "read-also",
        "dateline",
        "scare",
        "title",
        "stage",
        "teaser",
    }
)
_TITLES = OFFICES | OFFICE_MODIFIERS | frozenset(HONORIFICS)
_LITTLE = frozenset(
    "the a an of for to in on at by with and or his her their its my our this that one senior mr mrs "
    "ms dr sir dame".split()
)


def match(text: str, drafts: Sequence[Draft], reports: Sequence[GoldReport]) -> dict[int, int]:
    """Return report → draft, the best pairs first."""
    pairs: list[tuple[float, int, int]] = []
    for g, report in enumerate(reports):
        for d, draft in enumerate(drafts):
            score = _alike(text, draft, report)
            if score > 0:
                pairs.append((-score, g, d))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, g, d in sorted(pairs):
        if g not in found and d not in used:
            found[g] = d
            used.add(d)
    return found


def _alike(text: str, draft: Draft, report: GoldReport) -> float:
    if report.quotations:
        best = max(
            (_overlap(_bare(text, one), _bare(text, two)) for one in report.quotations for two in draft.quotations),
            default=0.0,
        )
        return 1 + best if best >= 0.8 else 0.0
    nested = report.clause.covers(draft.clause) or draft.clause.covers(report.clause)
    if draft.quotations and "act" not in (report.kind, draft.kind) and not nested:
        return 0.0
    shared = min(draft.clause.end, report.clause.end) - max(draft.clause.start, report.clause.start)
    if shared <= 0:
        return 0.0
    shorter = min(draft.clause.end - draft.clause.start, report.clause.end - report.clause.start)
    overlap = _overlap(draft.clause, report.clause)
    kinds = 0.3 if draft.kind == report.kind else 0.0
    return overlap + kinds if shared >= 0.6 * shorter and overlap >= 0.1 else 0.0


def _bare(text: str, span: Span) -> Span:
    words = span.of(text)
    start, end = (
        span.start + len(words) - len(words.lstrip(" \n\"“‘'")),
        span.end - (len(words) - len(words.rstrip(" ,.;\n\"”’'"))),
    )
    return Span(start, max(start, end))


def _overlap(one: Span, two: Span) -> float:
    shared = min(one.end, two.end) - max(one.start, two.start)
    return max(0.0, shared / (max(one.end, two.end) - min(one.start, two.start) or 1))


def is_party(party: Party, gold: GoldParty) -> bool:
    """True where a drafted party is the labelled one: by id, by country, else by a name they share."""
    if party.party is not None and party.party == gold.id:
        return True
    if gold.kind in ("country", "government") or gold.code:
        if (
            party.country is not None
            and gold.code is not None
            and party.country == gold.code
            and party.kind is PartyKind.COUNTRY
        ):
            return True
        if party.kind is PartyKind.COUNTRY and gold.side and plain(gold.side) == plain(party.name):
            return True
    if party.party is not None and gold.id != party.party and party.kind is PartyKind.PERSON and gold.kind == "person":
        return False
    ours = (
        _words(" ".join((party.name, *party.spellings)))
        if gold.kind in ("person", "journalist")
        else _words(party.name)
    )
    theirs = _words(gold.name)
    if gold.kind in ("person", "journalist") and party.kind is PartyKind.PERSON:
        ours, theirs = ours - _TITLES, theirs - _TITLES
        last = [
            word
            for word in (re.sub(r"\W", "", one) for one in plain(gold.name).split())
            if word not in _TITLES | _LITTLE
        ][-1:]
        return bool(theirs) and (theirs <= ours or (ours <= theirs and set(last) <= ours))
    if gold.kind in ("person", "journalist"):
        return party.kind is PartyKind.UNNAMED and plain(gold.name) == plain(party.name)
    if party.kind in (PartyKind.PERSON, PartyKind.COUNTRY):
        return False
    return bool(theirs & ours) and (theirs <= ours or ours <= theirs or len(theirs & ours) * 2 >= len(theirs))


def _words(name: str) -> set[str]:
    return {re.sub(r"\W", "", word) for word in plain(name).split()} - _LITTLE - {""}


def right_speakers(draft: Draft, report: GoldReport, parties: dict[str, GoldParty]) -> bool:
    gold = [parties[one] for one in report.speakers]
    if not gold:
        return not draft.speakers
    return (
        len(draft.speakers) >= 1
        and all(any(is_party(party, one) for party in draft.speakers) for one in gold)
        and all(any(is_party(party, one) for one in gold) for party in draft.speakers)
    )


def is_chain(draft: Draft, report: GoldReport, parties: dict[str, GoldParty]) -> bool:
    """True where all links are the labelled ones, in their order."""
    if len(draft.via) != len(report.via):
        return False
    return all(is_party(mine, parties[theirs]) for mine, theirs in zip(draft.via, report.via, strict=True))


def score_document(document: GoldDocument, drafts: Sequence[Draft], show: bool = False) -> Counter[str]:
    """Count what was found and right in one document."""
    text, counts = document.input.text, Counter[str]()
    found = match(text, drafts, document.reports)
    back = {d: g for g, d in found.items()}
    for g, report in enumerate(document.reports):
        draft = drafts[found[g]] if g in found else None
        right = draft is not None and right_speakers(draft, report, document.parties)
        counts["reports"] += 1
        counts["found"] += draft is not None
        counts["right"] += right
        counts[f"{report.kind}"] += 1
        counts[f"{report.kind} found"] += draft is not None
        counts[f"{report.kind} right"] += right
        counts[f"{report.kind} kind"] += draft is not None and draft.kind == report.kind
        for quotation in report.quotations:
            counts["quotations"] += 1
            holders = [
                one
                for one in drafts
                for other in one.quotations
                if _overlap(_bare(text, quotation), _bare(text, other)) >= 0.8
            ]
            counts["quotations found"] += bool(holders)
            counts["quotations right"] += any(right_speakers(one, report, document.parties) for one in holders)
        if report.days:
            counts["days"] += 1
            counts["days right"] += draft is not None and draft.day is not None and draft.day.day in report.days
        if report.via:
            counts["chains"] += 1
            counts["chains right"] += draft is not None and is_chain(draft, report, document.parties)
        if show:
            _show(text, report, draft, right, document)
    for d, draft in enumerate(drafts):
        if draft.band is Band.SURE:
            counts["sure"] += 1
            if d in back:
                good = right_speakers(draft, document.reports[back[d]], document.parties)
                counts["sure right"] += good
                counts["sure wrong"] += not good
            else:
                counts["sure unmatched"] += 1
        if d not in back and any(
            (kind in _NOT_STATEMENTS and _overlap(span, draft.clause) > 0.5)
            or any(
                kind in _NOT_STATEMENTS and span.overlaps(q) and span.end - span.start < (q.end - q.start) + 3
                for q in draft.quotations
            )
            for kind, span in document.aside
        ):
            counts["drafts of no statement"] += 1
    counts["drafts"] += len(drafts)
    return counts


def _show(text: str, report: GoldReport, draft: Draft | None, right: bool, document: GoldDocument) -> None:
    """Print a report that was missed, or whose speaker, day or chain is wrong."""
    day = not report.days or (draft is not None and draft.day is not None and draft.day.day in report.days)
    chain = draft is not None and is_chain(draft, report, document.parties)
    if draft is not None and right and day and chain:
        return
    words = " ".join(report.clause.of(text).split())[:110]
    print(
        f"  {report.id:4} {report.kind:8} {'+'.join(report.speakers)} day {report.days[:1]} via {report.via}: {words!r}"
    )
    if draft is None:
        print("        MISSED")
        return
    names = " + ".join(party.name for party in draft.speakers)
    wrong = " ".join(name for name, good in (("SPEAKER", right), ("DAY", day), ("CHAIN", chain)) if not good)
    drafted = f"{draft.kind} [{draft.band}] {names!r} day {draft.day.day if draft.day else None}"
    print(f"        {wrong}: {drafted} via {[party.name for party in draft.via]} | {draft.rule('speaker')}")


def percent(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "–"


def print_table(counts: Counter[str]) -> None:
    """Print the figures of all documents together."""

    def show(words: str, part: str, whole: str) -> str:
        return f"{words} {percent(counts[part], counts[whole])}"

    print(
        show("quotations found", "quotations found", "quotations") + show(", right", "quotations right", "quotations")
    )
    print(show("reports found", "found", "reports") + show(", right speaker", "right", "reports"))
    for kind in ("direct", "mixed", "indirect", "act", "verbatim"):
        found, right = show("found", f"{kind} found", kind), show("right speaker", f"{kind} right", kind)
        print(f"  {kind:9} {found}, {right}, " + show("kind", f"{kind} kind", kind))
    matched = counts["sure right"] + counts["sure wrong"]
    print(f"sure: {counts['sure']} drafts, of matched ones right {percent(counts['sure right'], matched)}")
    print(f"      without a labelled report {counts['sure unmatched']}")
    print(show("days right", "days right", "days") + show(", chains right", "chains right", "chains"))
    print(f"drafts {counts['drafts']}, of headlines, scare quotes and the like {counts['drafts of no statement']}")
