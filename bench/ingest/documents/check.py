"""Checks the labelled documents beside this file: `python -m bench.ingest.documents.check`.

Every exact text must stand at its offset (in code points), every day must be EDTF, every id must be one of the
document's parties or reports, and quotations must stand between marks, within their passage.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.corpus.edtf import DayError, parse_day

FOLDER = Path(__file__).parent
KINDS = frozenset({"direct", "mixed", "indirect", "act", "verbatim"})
ACTS = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"} | {
    *("THREATEN", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT", "STATE"),
}
RELATIONS = frozenset({"answers", "denies", "corrects", "withdraws", "repeats", "quotes"})
ASIDE = {"headline", "subhead", "teaser", "byline", "dateline", "caption", "read-also", "boilerplate", "stage"} | {
    *("scare", "title"),
}
# Slips use marks the wrong way round, so any mark may open and any may close.
MARKS = frozenset("“”‘’„\"'")
SEVERAL = 2  # reports of one passage need a clause each from this number on


def read_labels(folder: Path = FOLDER) -> dict[str, tuple[str, dict[str, Any]]]:
    """Read all documents of `folder`: by name, the text and its labels."""
    found = {}
    for path in sorted(folder.glob("*.labels.yaml")):
        name = path.name.removesuffix(".labels.yaml")
        text = (folder / f"{name}.txt").read_bytes().decode()
        found[name] = (text, yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def find_mistakes(text: str, labels: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with the labels of one document, one line a mistake."""
    document = labels["document"]
    if hashlib.sha256(text.encode()).hexdigest() != document["sha256"]:
        yield "document: the text is not the one that was labelled (SHA-256)"
    yield from _find_misplaced(text, labels, "")
    yield from _find_bad_day(document["published"]["day"], "document")
    if document["agency"]:
        yield from _find_unknown([document["agency"]], labels["parties"], "document: agency")
    for entry in labels["set_aside"]:
        if entry["as"] not in ASIDE:
            yield f"set_aside at {entry['at']}: {entry['as']!r} is none of {sorted(ASIDE)}"
    yield from _find_in_known(labels)
    reports = labels["reports"]
    ids = Counter(report["id"] for report in reports)
    yield from (f"{name}: this id is given {times} times" for name, times in ids.items() if times > 1)
    passages = Counter(report["passage"]["at"] for report in reports)
    for report in reports:
        for mistake in _find_in_report(text, report, labels["parties"], set(ids)):
            yield f"{report['id']}: {mistake}"
        alone = passages[report["passage"]["at"]] < SEVERAL
        if not alone and not report["quotations"] and "clause" not in report:
            yield f"{report['id']}: shares its passage and has neither quotation nor clause to tell it by"


def _find_misplaced(text: str, node: Any, where: str) -> Iterator[str]:
    """Compare every mapping that has `at` with the characters of the text that it points to."""
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from _find_misplaced(text, item, f"{where}[{number}]")
    elif isinstance(node, dict):
        exact = node.get("text") or node.get("written") or ""
        if "at" in node and text[node["at"] : node["at"] + len(exact)] != exact:
            yield f"{where}: {exact!r} does not stand at {node['at']}"
        for key, value in node.items():
            yield from _find_misplaced(text, value, f"{where}.{key}")


def _find_bad_day(day: str, where: str) -> Iterator[str]:
    try:
        parse_day(day)
    except DayError as error:
        yield f"{where}: {error}"


def _find_unknown(names: list[str], known: Any, where: str) -> Iterator[str]:
    yield from (f"{where}: no {name!r}" for name in names if name not in known)


def _find_in_known(labels: dict[str, Any]) -> Iterator[str]:
    """Compare the part `known` with the parties that say they are known."""
    known, parties = labels["known"], labels["parties"]
    held = {**known["people"], **known["organisations"]}
    countries = {entry["id"] for entry in known["countries"].values()}
    for name, party in parties.items():
        if party["known"] != (name in held or name in countries):
            yield f"parties.{name}: known is {party['known']}, the part `known` says otherwise"
        if party["side"] is not None:
            yield from _find_unknown([party["side"]], countries, f"parties.{name}: side")
    for name, person in known["people"].items():
        for role in person["roles"]:
            yield from _find_unknown([role["country"]], known["countries"], f"known.{name}: country")
            yield from _find_bad_day(role["attested"], f"known.{name}")
            if "organisation" in role:
                yield from _find_unknown([role["organisation"]], known["organisations"], f"known.{name}: organisation")


def _find_in_report(text: str, report: dict[str, Any], parties: dict[str, Any], ids: set[str]) -> Iterator[str]:
    if report["kind"] not in KINDS:
        yield f"kind {report['kind']!r} is none of {sorted(KINDS)}"
    if report["act"] not in ACTS:
        yield f"act {report['act']!r} is none of PLOVER's types, nor STATE"
    if bool(report["quotations"]) != (report["kind"] in {"direct", "mixed"}):
        yield f"kind {report['kind']} with {len(report['quotations'])} quotations"
    named = [entry["party"] for entry in (*report["speaker"], *report["via"])]
    more = [report["recounted_by"]] if "recounted_by" in report else []
    sides = report["side"] if isinstance(report["side"], list) else [report["side"]]
    everybody = [*named, *report["to"], *report["about"], *more, *report.get("speaker_candidates", [])]
    yield from _find_unknown([*everybody, *filter(None, sides)], parties, "party")
    if not report["speaker"] and "speaker_candidates" not in report:
        yield "neither a speaker nor candidates"
    if "relation" in report:
        yield from _find_unknown([report["relation"]["kind"]], RELATIONS, "relation")
        yield from _find_unknown([report["relation"]["to"]], ids, "relation to")
    if report["day"]:
        for day in (report["day"]["edtf"], *report["day"].get("accept", [])):
            # Seasons are EDTF (level 1), though the corpus writes them as intervals.
            if not (len(day) == len("2033-21") and day[-2:] in {"21", "22", "23", "24"}):
                yield from _find_bad_day(day, "day")
    start, end = _reach(report["passage"])
    inner = [("quotation", span) for span in report["quotations"]]
    inner += [("clause", report["clause"])] if "clause" in report else []
    written = [entry for entry in report["speaker"] if "written" in entry and "carried" not in entry]
    inner += [("speaker", entry["written"]) for entry in written]
    for name, span in inner:
        first, last = _reach(span)
        if not start <= first < last <= end:
            yield f"{name} {span['text']!r} reaches out of the passage"
    yield from _find_unmarked(text, report["quotations"])


def _find_unmarked(text: str, quotations: list[dict[str, Any]]) -> Iterator[str]:
    for span in quotations:
        first, _ = _reach(span)
        if text[:first].rstrip(" ")[-1:] not in MARKS:
            yield f"quotation {span['text']!r} is not opened by a mark"


def _reach(span: dict[str, Any]) -> tuple[int, int]:
    return span["at"], span["at"] + len(span["text"])


def main() -> int:
    """Print the mistakes, or what there is; return the exit code."""
    wrong = 0
    total: Counter[str] = Counter()
    for name, (text, labels) in read_labels().items():
        for mistake in find_mistakes(text, labels):
            wrong += 1
            print(f"{name}: {mistake}")
        reports = labels["reports"]
        count = Counter(report["kind"] for report in reports)
        count["reports"] = len(reports)
        count["quotations"] = sum(len(report["quotations"]) for report in reports)
        count["days printed"] = sum(bool(report["day"] and report["day"]["in_passage"]) for report in reports)
        count["chains"] = sum(bool(report["via"]) for report in reports)
        count["relations"] = sum("relation" in report for report in reports)
        count["words"] = len(text.split())
        count["set aside"] = len(labels["set_aside"])
        total.update(count)
        print(name, *(f"{key} {value}" for key, value in count.items()), sep=", ")
    print("all", *(f"{key} {value}" for key, value in total.items()), sep=", ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
