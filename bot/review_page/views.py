"""What the page is told of a document: its text, and each draft with the places of its words in that text.

Places are pairs of offsets in characters (code points) of the text: from the first to the one after the last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.ingest.review.edits import read_fields
from bot.ingest.review.model import DraftFile, ReviewDraft, Status

Json = dict[str, Any]
Place = tuple[int, int]

_LABELS = {
    "speaker": "Speaker", "role": "Role", "to": "To", "about": "About", "act": "Act", "topics": "Topics",
    "event": "Event", "day": "Day", "via": "By way of", "recounted_by": "In the account of",
    "paraphrase": "Paraphrase, not a quotation",
}  # fmt: skip


def list_documents(files: Sequence[DraftFile], problems: Sequence[str]) -> Json:
    """The documents under review, those with open drafts first."""
    listed = sorted(files, key=lambda file: (not file.count(Status.OPEN), file.id))
    return {"documents": [_summarise(file) for file in listed], "problems": list(problems)}


def show_document(file: DraftFile, text: str, names: Mapping[str, str]) -> Json:
    """A document with its text and drafts. `names` are those of parties, by id."""
    return _summarise(file) | {
        "text": text,
        "notes": list(file.notes),
        "parts": [{"as": part.kind, "at": [part.start, part.end]} for part in file.parts],
        "set_aside": [{"words": words, "why": why} for words, why in file.set_aside],
        "drafts": [show_draft(draft, text, names) for draft in file.drafts],
    }


def show_draft(draft: ReviewDraft, text: str, names: Mapping[str, str]) -> Json:
    """One draft: its fields with the rule that gave each and the words it rests on."""
    report = draft.entry["report"]
    passage = _find(text, draft.passage, int(report.get("occurrence", 1)))
    written = report.get("as_written") or {}
    marked = {
        "speaker": written.get("speaker"), "role": written.get("role"), "to": written.get("to"),
        "day": written.get("day"),
    }  # fmt: skip
    fields = [
        {
            "name": name,
            "label": _LABELS[name],
            "value": value,
            "rule": rule,
            "words": _place(text, passage, marked.get(name)),
        }
        for name, value, rule in _list_fields(draft, names)
        if value
    ]
    quotes = [_place_quotation(text, passage, one) for one in report.get("quotes") or ()]
    return {
        "key": draft.key,
        "version": draft.version,
        "band": str(draft.band),
        "status": str(draft.status),
        "kind": str(report["kind"]),
        "id": draft.id,
        "same_as": draft.entry.get("same_as"),
        "proposed": draft.proposed,
        "passage": passage,
        "quotes": [place for place in quotes if place],
        "clause": _place(text, passage, _first(report.get("clause"))),
        "fields": fields,
        "form": read_fields(draft),
        "new": [f"{name}: {record.get('name', name)}" for records in draft.vocabulary.values()
                for name, record in records.items()],
        "reason": draft.decision.reason if draft.decision else None,
    }  # fmt: skip


def list_refs(file: DraftFile) -> list[str]:
    """The parties that the drafts of a document name, by id."""
    refs: list[str] = []
    for draft in file.drafts:
        report = draft.entry["report"]
        for value in (draft.entry.get("speaker"), draft.entry.get("to"), report.get("via"), report.get("recounted_by")):
            refs += _as_list(value)
    return refs


def _summarise(file: DraftFile) -> Json:
    source = file.source
    published = source.get("published") or {}
    return {
        "id": file.id,
        "title": str(source["title"]),
        "publisher": source.get("publisher"),
        "published": published.get("day"),
        "published_how": published.get("written") or published.get("how"),
        "file": source.get("file"),
        "open": file.count(Status.OPEN),
        "sure": len(file.list_sure()),
        "drafted": len(file.drafts),
    }


def _list_fields(draft: ReviewDraft, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each field as (name, value in words, rule in words)."""
    entry, report, rules = draft.entry, draft.entry["report"], draft.rules

    def tell(value: Any) -> str:
        return ", ".join(_name(ref, draft, names) for ref in _as_list(value))

    act = " / ".join(str(entry[name]) for name in ("act", "tone") if entry.get(name))
    written = report.get("as_written") or {}
    return [
        ("speaker", tell(entry.get("speaker")), rules.get("speaker") or report.get("inferred_how") or ""),
        ("role", str(written.get("role") or ""), rules.get("role", "")),
        ("to", tell(entry.get("to")), rules.get("to") or rules.get("addressees") or ""),
        ("about", ", ".join(_as_list(entry.get("about"))), rules.get("about", "")),
        ("act", act, rules.get("act") or rules.get("tone") or ""),
        ("topics", ", ".join(_as_list(entry.get("topics"))), rules.get("topics", "")),
        ("event", str(entry.get("event") or ""), rules.get("event", "")),
        ("day", str(report.get("day") or entry.get("day") or ""), report.get("day_how") or rules.get("day") or ""),
        ("via", tell(report.get("via")), rules.get("via", "")),
        ("recounted_by", tell(report.get("recounted_by")), rules.get("recounted_by", "")),
        ("paraphrase", str(entry.get("paraphrase") or ""), ""),
    ]


def _name(ref: str, draft: ReviewDraft, names: Mapping[str, str]) -> str:
    for records in draft.vocabulary.values():
        if ref in records and ref not in names:
            return f"{records[ref].get('name', ref)} (new: {ref})"
    return f"{names[ref]} ({ref})" if ref in names else ref


def _find(text: str, words: str, occurrence: int) -> Place | None:
    at = -1
    for _ in range(occurrence):
        at = text.find(words, at + 1) if words else -1
        if at < 0:
            return None
    return at, at + len(words)


def _place_quotation(text: str, passage: Place | None, quotation: Any) -> Place | None:
    exact, occurrence = str(quotation), 1
    if isinstance(quotation, Mapping):
        exact, occurrence = str(quotation["exact"]), int(quotation.get("occurrence", 1))
    inside = _find(text[passage[0] : passage[1]], exact, occurrence) if passage else None
    return (passage[0] + inside[0], passage[0] + inside[1]) if passage and inside else None


def _place(text: str, passage: Place | None, words: Any) -> Place | None:
    """Where words of a field stand in the passage, over its line breaks; None where they do not."""
    if not words or passage is None:
        return None
    pattern = r"\s+".join(re.escape(word) for word in str(words).split())
    found = re.compile(pattern).search(text, *passage)
    return found.span() if found else None


def _first(value: Any) -> Any:
    one = value[0] if isinstance(value, list | tuple) and value else value
    return one.get("exact") if isinstance(one, Mapping) else one


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]
