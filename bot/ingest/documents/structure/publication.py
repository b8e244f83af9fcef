"""What a text says of itself: who published it, after which agency, on which day. Each with how it was found."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ingest.documents.model import BlockKind, Found, Published
from bot.ingest.documents.structure.agencies import PATTERN, find_agency
from bot.ingest.documents.structure.classification import PUBLISHER_NAME, Labels
from bot.ingest.documents.structure.dates import WrittenDay, complete_year, find_days
from bot.ingest.documents.structure.line_rules import find_publication_label, is_update_label
from bot.ingest.documents.structure.units import Unit

_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_a-z][\w .'’/-]{1,40}?(?:\s?\([^)]{2,30}\))?)"
    r"(?:,\s*(?P<when>[^:—–]{4,45}?))?\s*"
    r"(?:\((?P<agency>[^)]{2,50})\)\s*(?:--|[-—–:])|[./]*\s*/(?P<slashed>[^/]{2,30})/|(?(when)(?:--|[-—–:])|(?!)))",
)
_AGENCY_WORD = re.compile(r"\b(?:agency|wire|press|news)\b", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://|@|\bwww\.)(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_NO_PUBLISHERS = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|yahoo|outlook|hotmail|mail|facebook|twitter|x|t|youtube|instagram|telegram|whatsapp|"
    r"linkedin|tiktok|apple|google|bit)\.[a-z.]{2,6}$|(?:^|\.)youtu\.be$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s*(?:\(c\)|©)?\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?\s*(?:by\s+)?(?P<name>[^\W\d_][^.,|©\d]{1,60})",
    re.IGNORECASE,
)


def find_text_agency(labels: Labels) -> Found | None:
    """Find the news agency in the dateline, a byline or a date line; what the text tells of agencies does not count."""
    dateline = _match_dateline(labels)
    if dateline:
        unit, match = dateline
        for group in ("agency", "slashed"):
            written = match[group]
            if written and (PATTERN.search(written) or _AGENCY_WORD.search(written)):
                return Found(written.strip(), "named in the dateline", unit.start + match.start(group))
    for kind, how in ((BlockKind.DATE_LINE, "named beside the day"), (BlockKind.BYLINE, "named in the byline")):
        for unit in labels.of_kind(kind):
            named = find_agency(unit.text)
            if named:
                return Found(named[0], how, unit.start + named.start())
    return None


def find_text_publisher(labels: Labels) -> Found | None:
    """Find the publisher in a notice of rights, or else in the only web or mail address outside the running text."""
    for unit, why in zip(labels.units, labels.reasons, strict=True):
        if why == PUBLISHER_NAME:
            return Found(unit.text, "the name at the head of the page", unit.start)
    domains: dict[str, tuple[str, int]] = {}
    for unit, kind in zip(labels.units, labels.kinds, strict=True):
        if kind not in (BlockKind.BOILERPLATE, BlockKind.BYLINE, BlockKind.READ_ALSO):
            continue
        match = _COPYRIGHT.search(unit.text)
        if match:
            name = re.split(r"\s*(?:\ball rights\b|\s[-–]\s)", match["name"], flags=re.IGNORECASE)[0].strip()
            if name:
                return Found(name, "named in the notice of rights", unit.start + match.start("name"))
        for address in _DOMAIN.finditer(unit.text):
            domain = re.sub(r"^www\.", "", address["domain"].casefold())
            if not _NO_PUBLISHERS.search(domain):
                domains.setdefault(domain, (address["domain"], unit.start + address.start("domain")))
    if len(domains) == 1:
        written, start = next(iter(domains.values()))
        return Found(written, "the only web or mail address outside the text", start)
    return None


def find_text_day(labels: Labels, known: str | None = None) -> tuple[Published | None, list[str]]:
    """Find the day of publication in the text: labelled stamp, stamp below the headline, dateline, then the rest.

    `known` is a day (ISO) on or before which the text was published, such as that of its metadata; it gives a dateline
    its year. Returns the day and warnings.
    """
    warnings: list[str] = []
    stamps = _list_stamps(labels)
    for unit, day, label in stamps:
        if label == "published":
            return _make(unit, day, "the stamp of the page, with its label", warnings), warnings
    headline = min((unit.start for unit in labels.of_kind(BlockKind.HEADLINE)), default=-1)
    body_end = max(
        (u.end for u, k in zip(labels.units, labels.kinds, strict=True) if k is None and u.is_body), default=0
    )
    placed = [(unit, day) for unit, day, label in stamps if label == ""]
    for unit, day in placed:
        if headline <= unit.start < body_end and (headline >= 0 or day.has_clock):
            return _make(unit, day, "the stamp below the headline", warnings), warnings
    dateline = _find_dateline_day(labels)
    heads = [(unit, day) for unit, day in placed if unit.start < headline]
    if dateline:
        unit, day = dateline
        if day.iso:
            return _make(unit, day, "the dateline", warnings), warnings
        latest = heads[0][1].iso if heads else known
        completed = complete_year(day, latest) if latest else None
        if completed and latest:
            written = _written(unit, day)
            how = f"the dateline; the year is that of {latest}, the day "
            how += "at the head of the page" if heads else "that the document is from"
            if heads and completed != latest:
                warnings.append(
                    f"The head of the page shows {_written(*heads[0])}, the dateline {written}: "
                    "the head may show the day on which the page was fetched."
                )
            return Published(completed, written, how, start=unit.start + day.start), warnings
        warnings.append(f"The dateline, {_written(unit, day)}, names no year, and nothing else in the text does.")
    for unit, day in placed:
        if unit.start >= body_end:
            return _make(unit, day, "the day at the foot of the text", warnings), warnings
    for unit, day, label in stamps:
        if label != "published":
            how = "the day of the last change" if label == "updated" else "the day at the head of the page"
            return _make(unit, day, f"{how}, which may be a later one", warnings, sure=False), warnings
    return None, warnings


def _list_stamps(labels: Labels) -> list[tuple[Unit, WrittenDay, str]]:
    """List the days in date lines and bylines, each with "published", "updated" or "" for its label."""
    stamps = []
    above = ""
    for unit, kind in zip(labels.units, labels.kinds, strict=True):
        if kind not in (BlockKind.DATE_LINE, BlockKind.BYLINE):
            # "FOR IMMEDIATE RELEASE", with the day on the next line.
            above = unit.text if kind is BlockKind.BOILERPLATE else ""
            continue
        position = 0
        for day in find_days(unit.text):
            before = unit.text[position : day.start]
            if day.iso:
                labelled = find_publication_label(before)
                released = labelled or (position == 0 and find_publication_label(above))
                label = "published" if released else "updated" if is_update_label(before) else ""
                # The label belongs to the words of the day: "Posted on : 2024-06-28".
                start = position + labelled.start() if labelled else day.start
                stamps.append((unit, replace(day, start=start), label))
            position = day.end
        above = ""
    return stamps


def _make(unit: Unit, day: WrittenDay, how: str, warnings: list[str], *, sure: bool = True) -> Published:
    if not day.weekday_fits:
        warnings.append(f"{_written(unit, day)}: the day of the week is not that of the date.")
        sure = False
    return Published(day.iso or "", _written(unit, day), how, at=day.at, sure=sure, start=unit.start + day.start)


def _written(unit: Unit, day: WrittenDay) -> str:
    return unit.text[day.start : day.end]


def _match_dateline(labels: Labels) -> tuple[Unit, re.Match[str]] | None:
    """Match the dateline at the head of the first paragraphs of running text."""
    body = [unit for unit, kind in zip(labels.units, labels.kinds, strict=True) if kind is None and unit.is_body]
    for unit in body[:3]:
        match = _DATELINE.match(unit.text[:160])
        if match and (match["when"] or match["agency"] or match["slashed"]):
            return unit, match
    return None


def _find_dateline_day(labels: Labels) -> tuple[Unit, WrittenDay] | None:
    dateline = _match_dateline(labels)
    if not dateline or not dateline[1]["when"]:
        return None
    unit, match = dateline
    inside = [day for day in find_days(unit.text[:160]) if match.start("when") <= day.start and day.end <= match.end()]
    # The words of the day are the whole dateline, with its place.
    return (unit, replace(inside[0], start=match.start(), end=len(match[0].rstrip()))) if inside else None
