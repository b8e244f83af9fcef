"""Labelled documents: a text and its labels in YAML, as records that drafts are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.ingest.drafting.model import DraftInput, Known, KnownCountry, KnownParty, KnownRole, Span

DOCUMENTS = Path(__file__).parent / "documents"
GROUPS = ("tune", "test", "final")  # how names begin; each group has figures of its own


@dataclass(frozen=True)
class GoldParty:
    """A labelled party: its id, name, spellings and kind; `known` ids are those given to the engine."""

    id: str
    name: str
    kind: str
    side: str | None
    spellings: tuple[str, ...]
    code: str | None = None


@dataclass(frozen=True)
class GoldReport:
    id: str
    kind: str
    passage: Span
    clause: Span
    quotations: tuple[Span, ...]
    speakers: tuple[str, ...]
    days: tuple[str, ...]
    via: tuple[str, ...]
    act: str | None
    tone: str | None


@dataclass(frozen=True)
class GoldDocument:
    name: str
    input: DraftInput
    known: Known
    parties: dict[str, GoldParty]
    reports: tuple[GoldReport, ...]
    aside: tuple[tuple[str, Span], ...]


def load_documents(folder: Path, prefix: str = "") -> Iterator[GoldDocument]:
    """Read all labelled documents of a folder whose names begin with a prefix."""
    for labels in sorted(folder.glob(f"{prefix}*.labels.yaml")):
        yield load_document(labels)


def group_documents(documents: Iterable[GoldDocument]) -> dict[str, list[GoldDocument]]:
    """Return the documents by the group that their names begin with; "other" holds those of no group."""
    groups: dict[str, list[GoldDocument]] = {name: [] for name in (*GROUPS, "other")}
    for document in documents:
        begins = document.name.split("-", 1)[0]
        groups[begins if begins in GROUPS else "other"].append(document)
    return {name: members for name, members in groups.items() if members}


def load_document(path: Path) -> GoldDocument:
    labels = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    text = (path.parent / labels["document"]["file"]).read_bytes().decode("utf-8")
    known = _read_known(labels.get("known") or {})
    codes = {entry["id"]: code for code, entry in ((labels.get("known") or {}).get("countries") or {}).items()}
    spelled = {
        key: tuple(entry.get("spellings") or ())
        for part in ("people", "organisations")
        for key, entry in ((labels.get("known") or {}).get(part) or {}).items()
    }
    parties = {
        key: GoldParty(
            key,
            str(entry["name"]),
            entry["kind"],
            entry.get("side"),
            (str(entry["name"]), *spelled.get(key, ())),
            codes.get(key),
        )
        for key, entry in (labels.get("parties") or {}).items()
    }
    head = labels["document"]
    published = (head.get("published") or {}).get("day")
    given = DraftInput(
        text=text,
        title=(head.get("title") or {}).get("text"),
        publisher=head.get("publisher"),
        published=str(published) if published else None,
    )
    aside = tuple((entry["as"], _span(entry)) for entry in labels.get("set_aside") or ())
    return GoldDocument(
        path.name.removesuffix(".labels.yaml"),
        given,
        known,
        parties,
        tuple(_read_report(one) for one in labels["reports"]),
        aside,
    )


def _span(entry: dict[str, Any]) -> Span:
    return Span(entry["at"], entry["at"] + len(entry["text"]))


def _read_report(entry: dict[str, Any]) -> GoldReport:
    passage = _span(entry["passage"])
    day = entry.get("day") or {}
    return GoldReport(
        entry["id"],
        entry["kind"],
        passage,
        _span(entry["clause"]) if entry.get("clause") else passage,
        tuple(_span(one) for one in entry.get("quotations") or ()),
        tuple(one["party"] for one in entry.get("speaker") or ()),
        (str(day["edtf"]), *map(str, day.get("accept") or ())) if day else (),
        tuple(one["party"] for one in entry.get("via") or ()),
        entry.get("act"),
        entry.get("tone"),
    )


def _read_known(entry: dict[str, Any]) -> Known:
    parties = [
        KnownParty(
            key,
            "person",
            one["name"],
            tuple(one.get("spellings") or ()),
            tuple(_read_role(role) for role in one.get("roles") or ()),
        )
        for key, one in (entry.get("people") or {}).items()
    ]
    parties += [
        KnownParty(key, one["kind"], one["name"], tuple(one.get("spellings") or ()), (), one.get("country"))
        for key, one in (entry.get("organisations") or {}).items()
    ]
    countries = [
        KnownCountry(
            code,
            (one["name"], *(one.get("also") or ())),
            tuple(one.get("demonyms") or ()),
            tuple(one.get("metonyms") or ()),
        )
        for code, one in (entry.get("countries") or {}).items()
    ]
    return Known(tuple(parties), tuple(countries))


def _read_role(entry: dict[str, Any]) -> KnownRole:
    return KnownRole(
        entry["title"], entry.get("organisation"), entry.get("country"), str(entry.get("attested") or "") or None
    )
