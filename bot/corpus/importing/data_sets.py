"""Speeches in Popolo's JSON and quotations in Quotebank's JSON Lines.

Sources: https://www.popoloproject.com/specs/ (speeches as SayIt and its importers write them), and T. Vaucher et al.,
"Quotebank: A Corpus of Quotations from a Decade of News", WSDM 2021 (records of quotations and of articles).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.corpus.importing.model import ImportedDocument, ImportedFile, ImportedStatement, ImportFileError, Refusal

_LARGEST_BYTES = 512_000_000
_NOBODY = ("None", "")


def read_popolo(raw: bytes) -> ImportedFile:
    """The speeches of a Popolo document, each a document of its own. Raises ImportFileError where it is none."""
    try:
        loaded = json.loads(raw[:_LARGEST_BYTES])
    except (ValueError, RecursionError) as error:
        raise ImportFileError(f"the file is no JSON: {error}") from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("speeches"), list):
        raise ImportFileError("the file is no Popolo with speeches: it has no list `speeches`")
    people = {str(one.get("id")): str(one.get("name", "")) for one in _records(loaded.get("persons"))}
    roles = {
        str(one.get("person_id")): str(one.get("role") or one.get("label") or "")
        for one in _records(loaded.get("memberships"))
    }
    found = ImportedFile(
        unknown=[
            "Popolo does not say for which country somebody speaks, nor what a speech does: acts are STATE.",
            "It does not say to whom a speech is addressed, nor which topics of yours it is about.",
        ]
    )
    for number, speech in enumerate(loaded["speeches"], 1):
        row, fields = str(number), speech if isinstance(speech, dict) else {}
        creator = str(fields.get("creator_id") or "")
        speaker = people.get(creator) or str(fields.get("attribution_text") or "")
        words = str(fields.get("text") or "").strip()
        if not words or not speaker:
            found.refusals.append(Refusal(row, "the speech has no text" if not words else "its speaker has no name"))
            continue
        if "</" in words:
            found.refusals.append(Refusal(row, "the text holds HTML: export it as plain text"))
            continue
        day = str(fields.get("date") or fields.get("start_date") or "")[:10]
        urls = [str(one.get("url", "")) for one in _records(fields.get("sources"))]
        head = f"{speaker}:\n"
        document = ImportedDocument(
            f"speech {number}", str(fields.get("title") or f"Speech of {speaker}"), f"{head}{words}\n", published=day,
            url=urls[0] if urls and urls[0].startswith("http") else "", form="speech",
            notes=("The text was taken from Popolo: the speech below its speaker's name.",),
        )  # fmt: skip
        role = roles.get(creator, "")
        found.statements.append(ImportedStatement(row, document, words, speaker, True, role, day=day, start=len(head)))
    return found


def read_quotebank(raw: bytes) -> ImportedFile:
    """The quotations of Quotebank, each with its record as its document. Raises ImportFileError for other files."""
    if len(raw) > _LARGEST_BYTES:
        raise ImportFileError(f"the file is larger than {_LARGEST_BYTES // 1_000_000} MB: split it")
    found = ImportedFile(
        unknown=[
            "Quotebank holds no articles: each quotation is anchored in its record, not in what the paper printed.",
            "It does not say when the words were said: its date is that of the article.",
            "Its speakers were worked out by a model: every attribution is inferred, with the model's probability.",
            "It does not say in which post or for which country somebody speaks, nor to whom or what about.",
        ]
    )
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            found.refusals.append(Refusal(str(number), "the line is no JSON"))
            continue
        if not isinstance(record, dict):
            found.refusals.append(Refusal(str(number), "the line is no record"))
            continue
        for row, quotation in _list_quotations(str(number), record):
            read = _read_quotation(row, record, quotation)
            if isinstance(read, Refusal):
                found.refusals.append(read)
            else:
                found.statements.append(read)
    return found


def _list_quotations(row: str, record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The quotations of a line: itself, or of an article each of its quotations."""
    if "quotations" not in record:
        yield row, record
        return
    for index, one in enumerate(_records(record["quotations"]), 1):
        yield f"{row}.{index}", one


def _read_quotation(row: str, record: Mapping[str, Any], quotation: Mapping[str, Any]) -> ImportedStatement | Refusal:
    words = str(quotation.get("quotation") or "").strip()
    speaker = str(quotation.get("speaker") or quotation.get("globalTopSpeaker") or "")
    if not words:
        return Refusal(row, "the record has no quotation")
    if speaker in _NOBODY:
        return Refusal(row, "the model gives the words to nobody")
    chance = _find_probability(quotation, speaker)
    day = str(record.get("date") or quotation.get("date") or "")[:10]
    urls = record.get("urls") or [record.get("url")]
    url = next((str(one) for one in urls if str(one).startswith("http")), "") if isinstance(urls, list) else ""
    identity = str(quotation.get("quoteID") or row)
    title = str(record.get("title") or f"Quotebank {identity}")
    head = f"Quotebank {identity}\n\nDate: {day}\n\nAddress: {url}\n\nSpeaker: {speaker}\n\nQuotation:\n\n"
    document = ImportedDocument(
        identity, title, f"{head}{words}\n", published=day, url=url, form="report",
        notes=("The text is the record of Quotebank; the article itself is not held.",),
    )  # fmt: skip
    how = f"Quotebank's model gives the words to {speaker}{f' (probability {chance})' if chance else ''}."
    return ImportedStatement(row, document, words, speaker, True, inferred_how=how, start=len(head))


def _find_probability(quotation: Mapping[str, Any], speaker: str) -> str:
    for key in ("probas", "globalProbas"):
        for pair in quotation.get(key) or ():
            if isinstance(pair, list | tuple) and len(pair) == 2 and str(pair[0]) == speaker:
                return str(pair[1])
    return ""


def _records(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
