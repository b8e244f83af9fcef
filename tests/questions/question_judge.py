"""Judges an answer by what questions.yaml expects: a list of what is wrong with it, empty where nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.questions.question_list import Asked

_SAYS_BY_STATUS = {
    "found": "answers",
    "near": "nothing-held",
    "nothing": "nothing-held",
    "not-understood": "not-understood",
    "ambiguous": "asks-back",
}


def judge(asked: Asked, answer: dict[str, Any] | None, held: set[str]) -> list[str]:
    """Name what is wrong with `answer`, None being that the command or an option is not there. `held` are the ids of
    all statements: an expectation that is none of them is words.
    """
    if answer is None:
        return ["there is no such command or option"]
    hits = list(_items(answer, near=asked.lenient))
    ids = [item["statement"]["id"] for item in hits if item["kind"] == "statement"]
    return [
        *_misread(asked, answer, hits),
        *_missing_or_unwanted(asked, answer, hits, ids, held),
        *_misplaced(asked, ids),
        *(text for item in hits if item["kind"] == "statement" for text in _strays(asked, item["statement"])),
    ]


def _misread(asked: Asked, answer: dict[str, Any], hits: list[dict[str, Any]]) -> Iterator[str]:
    """Compare what the answer says, understands and offers."""
    says = _SAYS_BY_STATUS.get(answer["status"], answer["status"])
    if says == "answers" and not hits:
        says = "nothing-held"
    if asked.says and says not in asked.says:
        yield f"says {says}, not {' or '.join(asked.says)}"
    offered = [choice["label"] for choice in answer["choices"]]
    meanings = [*_meanings(answer), *(offered if asked.lenient else ())]
    yield from (f"does not understand {one}" for one in asked.understood if not _among(one, meanings))
    yield from (f"does not offer {one}" for one in asked.offers if not _among(one, offered))


def _missing_or_unwanted(
    asked: Asked, answer: dict[str, Any], hits: list[dict[str, Any]], ids: list[str], held: set[str]
) -> Iterator[str]:
    """Compare what the answer brings."""
    shown = [text for item in hits for text in _texts(item)]
    offered = (choice["label"] for choice in answer["choices"])
    headings = (entry["group"] for entry in answer["entries"])
    seen = [*shown, *_meanings(answer), *offered, *answer["notes"], *headings]
    for expected in asked.must:
        if not (expected in ids if expected in held else _among(expected, shown)):
            yield f"does not bring {expected}"
    for unwanted in asked.must_not:
        if unwanted in ids if unwanted in held else _among(unwanted, seen):
            yield f"brings {unwanted}"


def _misplaced(asked: Asked, ids: list[str]) -> Iterator[str]:
    """Compare the order of the hits."""
    if asked.first and ids[:1] != [asked.first]:
        yield f"begins with {''.join(ids[:1]) or 'nothing'}, not {asked.first}"
    places = [ids.index(one) if one in ids else -1 for one in asked.order]
    if -1 in places or places != sorted(places):
        yield f"is not in the order {', '.join(asked.order)}"


def _items(answer: dict[str, Any], *, near: bool) -> Iterator[dict[str, Any]]:
    """Give what is shown as an answer; with `near`, what is near as well. What is said to the person whom /speaker is
    asked for stands under a heading that says so: it is beside the answer.
    """
    for entry in answer["entries"]:
        if (near or entry["item"].get("match") != "near") and not entry["group"].startswith("Said to "):
            yield entry["item"]


def _strays(asked: Asked, statement: dict[str, Any]) -> Iterator[str]:
    """Name a hit by somebody else, or of other days."""
    names = [speaker["party"]["name"] for speaker in statement["speakers"]]
    if asked.by and not set(names) & set(asked.by):
        yield f"brings {statement['id']}, by {', '.join(names)}"
    if asked.days:
        first, last = asked.span
        if (statement["last_day"] or "") < first or (statement["first_day"] or "") > last:
            yield f"brings {statement['id']}, of {statement['day']}"


def _meanings(answer: dict[str, Any]) -> Iterator[str]:
    """Give what the options were taken to mean, and whom or what the answer is about."""
    yield from (one["meaning"] for one in answer["understood"])
    for entry in answer["entries"]:
        item = entry["item"]
        if item["kind"] == "person":
            yield item["person"]["party"]["name"]
        elif item["kind"] == "country":
            yield item["name"]


def _texts(item: dict[str, Any]) -> Iterator[str]:
    """Give the texts of an item that a reader sees."""
    match item["kind"]:
        case "statement":
            words = item["words"]
            match words["kind"]:
                case "quoted":
                    yield from words["quotations"]
                case "reported":
                    yield words["passage"]
                case "paraphrase":
                    yield words["paraphrase"]
            for speaker in item["statement"]["speakers"]:
                yield from (speaker["party"]["name"], speaker["role"] or "")
        case "passage":
            yield item["passage"]
        case "person":
            yield from (role["title"] for role in item["person"]["roles"])
        case "source":
            yield from (item["source"]["title"], item["source"]["publisher"] or "")
        case "country":
            yield item["name"]


def _among(words: str, texts: Iterable[str]) -> bool:
    return any(words in text for text in texts)
