"""An editor's changes of a draft, as typed into the form: understood and checked as for the records themselves."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.corpus.edtf import DayError, parse_day
from bot.corpus.model import Act, Statement
from bot.ingest.review.model import Entry, ReviewDraft, ReviewError
from bot.ingest.review.service import ReviewService

# Finds whom a text names: (option, text, whether it may be a country) → an id. Raises ReviewError.
ResolveParty = Callable[[str, str, bool], Awaitable[str]]
_BY_EDITOR = "Set by the editor who reviewed this report."


def read_fields(draft: ReviewDraft) -> dict[str, str]:
    """The fields of a draft as a form shows them."""
    entry = draft.entry
    act = " / ".join(str(entry[name]) for name in ("act", "tone") if entry.get(name))
    return {
        "speaker": _join(entry.get("speaker")),
        "to": _join(entry.get("to")),
        "act": act,
        "day": str(entry.get("day") or ""),
        "paraphrase": str(entry.get("paraphrase") or ""),
    }


def read_words(draft: ReviewDraft) -> str:
    """The words by which statements held are looked for: its first quotation, else its clause, else its passage."""
    report = draft.entry["report"]
    for said in (report.get("quotes"), report.get("clause")):
        first = said[0] if isinstance(said, list | tuple) and said else said
        if first:
            return str(first["exact"] if isinstance(first, Mapping) else first)
    return draft.passage


async def apply_edits(
    resolve: ResolveParty, review: ReviewService, draft: ReviewDraft, typed: Mapping[str, str]
) -> Entry:
    """The draft's entry with what was typed. Raises ReviewError where a field cannot be understood."""
    if "same_as" in draft.entry:
        raise ReviewError("This draft reports a statement that is held; what that says is changed in its own record.")
    shown = read_fields(draft)
    changed = {name: text.strip() for name, text in typed.items() if name in shown and text.strip() != shown[name]}
    entry: dict[str, Any] = dict(draft.entry)
    report: dict[str, Any] = dict(entry["report"])
    entry["report"] = report
    for name in ("speaker", "to"):
        if name in changed:
            refs = [await _resolve(resolve, draft, name, text) for text in _split(changed[name])]
            _set(entry, name, list(dict.fromkeys(refs)))
            _forget_written(report, name, "role" if name == "speaker" else "")
    if "speaker" in changed:
        # Whether the passage names this party is for a person to say, and none did.
        report.update(attribution="inferred", inferred_how=_BY_EDITOR)
    if "act" in changed:
        entry["act"], entry["tone"] = await _read_act(review, changed["act"])
    if "day" in changed:
        day = _read_day(changed["day"])
        _set(entry, "day", day)
        _set(report, "day", day)
        _set(report, "day_how", _BY_EDITOR if day else "")
    if "paraphrase" in changed:
        _set(entry, "paraphrase", " ".join(changed["paraphrase"].split()))
        _check_paraphrase(entry)
    # The report stands last, as in the records.
    return {name: entry[name] for name in sorted(entry, key=lambda name: name == "report")}


async def _resolve(resolve: ResolveParty, draft: ReviewDraft, name: str, text: str) -> str:
    for records in draft.vocabulary.values():
        for ref, record in records.items():
            if text == ref or text.casefold() == str(record.get("name", "")).casefold():
                return ref
    return await resolve(name, text, name == "to")


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\n;,]", text) if part.strip()]


async def _read_act(review: ReviewService, text: str) -> tuple[str, str]:
    act, slash, tone = (part.strip() for part in text.partition("/"))
    if not slash or act.upper() not in list(Act):
        raise ReviewError(f"act: write it as REJECT / refuse, with one of {', '.join(Act)} before the stroke.")
    tones = await review.read_tones()
    if tone.casefold() not in tones:
        raise ReviewError(f"tone: {tone or 'nothing'} is none of {', '.join(sorted(tones))}.")
    return act.upper(), tone.casefold()


def _read_day(text: str) -> str:
    if not text:
        return ""
    try:
        return parse_day(text).text
    except DayError as error:
        raise ReviewError(f"day: {error}.") from error


def _check_paraphrase(entry: Entry) -> None:
    """Raise ReviewError where the record would not take the paraphrase; other fields are for the whole check."""
    known = {name: value for name, value in entry.items() if name in Statement.model_fields}
    try:
        Statement.model_validate(known)
    except ValidationError as error:
        for one in error.errors():
            if one["loc"][:1] == ("paraphrase",) and one["type"] != "missing":
                raise ReviewError(f"paraphrase: {one['msg'].removeprefix('Value error, ')}.") from error


def _forget_written(report: dict[str, Any], *names: str) -> None:
    """Leave out how the source writes what is another party now."""
    written = {name: words for name, words in (report.get("as_written") or {}).items() if name not in names}
    _set(report, "as_written", written)


def _set(record: dict[str, Any], name: str, value: Any) -> None:
    if value:
        record[name] = value
    else:
        record.pop(name, None)


def _join(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(map(str, value or ()))
