"""The five shipped articles against data/: what of their reports is drafted, with speaker, act, tone, day and chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from bench.ingest.gold import GoldReport
from bench.ingest.scoring import percent
from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.model import Draft, DraftInput, Known, KnownCountry, KnownParty, KnownRole, PartyKind, Span
from bot.ingest.drafting.syntax.parser import Parser

ROOT = Path(__file__).parents[2]


def _load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def load_known() -> Known:
    """Read people, organisations and countries as the store has them."""
    people = _load(ROOT / "data" / "people.yaml")["people"]
    bodies = _load(ROOT / "data" / "organisations.yaml")["organisations"]
    countries = _load(ROOT / "data" / "countries.yaml")["countries"]
    names = Locale("en").territories
    parties = [
        KnownParty(
            key,
            "person",
            one["name"],
            _listed(one.get("spellings")),
            tuple(
                KnownRole(role["title"], role.get("organisation"), role.get("country"), role.get("attested"))
                for role in one.get("roles") or ()
            ),
        )
        for key, one in people.items()
    ]
    parties += [
        KnownParty(
            key,
            one["kind"],
            one["name"],
            (*_listed(one.get("spellings")), *_listed(one.get("also"))),
            (),
            one.get("country"),
        )
        for key, one in bodies.items()
    ]
    known_countries = [
        KnownCountry(
            code,
            (names.get(code, code), *_listed(one.get("also")), *_listed(one.get("abbreviations"))),
            _listed(one.get("demonyms")),
            _listed(one.get("metonyms")),
        )
        for code, one in countries.items()
    ]
    return Known(tuple(parties), tuple(known_countries))


def measure_seeds(parser: Parser, *, show: bool) -> None:
    known = load_known()
    files = [_load(path) for path in sorted((ROOT / "data" / "sources").glob("*.yaml"))]
    statements = {entry["id"]: entry for file in files for entry in file["statements"] if "id" in entry}
    counts: Counter[str] = Counter()
    for file in files:
        text = (ROOT / file["source"]["file"]).read_bytes().decode("utf-8")
        published = (file["source"].get("published") or {}).get("day")
        drafted = draft(DraftInput(text, title=file["source"]["title"], published=published), known, parser)
        blocked = [block.span for block in drafted.blocks]
        entries = [(entry, _read(text, entry)) for entry in file["statements"]]
        kept = [(entry, one) for entry, one in entries if not any(span.covers(one.passage) for span in blocked)]
        counts["set aside"] += len(entries) - len(kept)
        _score(drafted.drafts, kept, statements, counts, show=show)
    print("== the five seeds (reports whose passage is a headline, a subhead or a teaser left out)")
    print(f"   {counts['set aside']} reports are of headlines and teasers, which are not drafted")
    for kind in ("quoted", "indirect", "act"):
        print(f"   {kind:9} right speaker {percent(counts[kind + ' right'], counts[kind])}")
    print(f"   useful drafts {percent(counts['useful'], counts['drafts'])}")
    print(
        f"   act and tone {percent(counts['act and tone'], counts['acts'])},"
        f" chain {percent(counts['chain right'], counts['chain'])}, day {percent(counts['day right'], counts['day'])}"
    )
    print(f"   sure {counts['sure']}, of matched ones right {percent(counts['sure right'], counts['sure matched'])}")


def _read(text: str, entry: dict[str, Any]) -> GoldReport:
    report = entry["report"]
    start = -1
    for _ in range(int(report.get("occurrence", 1))):
        start = text.index(report["passage"], start + 1)
    passage = Span(start, start + len(report["passage"]))
    quotations = []
    for quote in _quotes(report):
        at = text.index(quote, start)
        quotations.append(Span(at, at + len(quote)))
    return GoldReport(
        entry.get("id") or entry["same_as"], report["kind"], passage, passage, tuple(quotations), (), (), (), None, None
    )


def _quotes(report: dict[str, Any]) -> list[str]:
    quotes = report.get("quotes") or []
    quotes = quotes if isinstance(quotes, list) else [quotes]
    return [quote if isinstance(quote, str) else quote["exact"] for quote in quotes]


def _score(
    drafts: Sequence[Draft],
    entries: Sequence[tuple[dict[str, Any], GoldReport]],
    statements: dict[str, Any],
    counts: Counter[str],
    *,
    show: bool,
) -> None:
    useful: set[int] = set()
    for entry, gold in entries:
        statement = statements[entry.get("id") or entry["same_as"]]
        report = entry["report"]
        near = [number for number, one in enumerate(drafts) if _tells(one, gold)]
        good = [number for number in near if _is_right(drafts[number], statement, report)]
        useful.update(good)
        one = drafts[(good or near)[0]] if near else None
        right = bool(good)
        kind = "act" if gold.kind == "act" else "quoted" if gold.quotations else "indirect"
        counts[kind] += 1
        counts[kind + " right"] += right
        counts["acts"] += 1
        counts["act and tone"] += one is not None and (one.act, one.tone) == (statement["act"], statement["tone"])
        if report.get("via"):
            counts["chain"] += 1
            counts["chain right"] += one is not None and [party.party for party in one.via] == list(
                _listed(report["via"])
            )
        if report.get("day"):
            counts["day"] += 1
            counts["day right"] += one is not None and one.day is not None and one.day.day == report["day"]
        if one is not None and one.band == "sure":
            counts["sure matched"] += 1
            counts["sure right"] += right
        if show and not right:
            name = " + ".join(party.name for party in one.speakers) if one else "MISSED"
            print(f"   {gold.kind:8} {statement['speaker']} | {' '.join(report['passage'].split())[:90]} | {name}")
        if show and report.get("day") and not (one and one.day and one.day.day == report["day"]):
            drafted = one.day.day if one and one.day else None
            print(f"   day {report['day']}, drafted {drafted} | {' '.join(report['passage'].split())[:80]}")
    counts["drafts"] += len(drafts)
    counts["sure"] += sum(one.band == "sure" for one in drafts)
    counts["useful"] += len(useful)


def _tells(one: Draft, gold: GoldReport) -> bool:
    """True where a draft lies in the passage of a report, holds its words, and is a deed where that is one.

    Data splits a quotation into the points that it makes; a draft of the whole has found each of them.
    """
    if not gold.passage.overlaps(one.clause) or (one.kind == "act") != (gold.kind == "act"):
        return False
    if gold.quotations:
        return any(mine.overlaps(theirs) for mine in one.quotations for theirs in gold.quotations)
    return not one.quotations or gold.kind != "act"


def _is_right(one: Draft, statement: dict[str, Any], report: dict[str, Any]) -> bool:
    """True where a speaker is the statement's, or is written as data has it written ("Seoul" for a ministry)."""
    wanted = set(_listed(statement["speaker"]))
    if {party.party for party in one.speakers} & wanted:
        return True
    written = (report.get("as_written") or {}).get("speaker")
    return isinstance(written, str) and any(
        written in (party.name, *party.spellings) or (party.kind is PartyKind.COUNTRY and party.name in written)
        for party in one.speakers
    )
