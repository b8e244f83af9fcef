"""PolNeAR's direct quotations and who said them: found, and found with the right speaker, as F1.

The corpus states no licence: it is fetched by who measures, and nothing of it is shipped or trained on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.layout.paragraphs import split_paragraphs
from bot.ingest.drafting.layout.quotation_marks import find_quotations
from bot.ingest.drafting.model import DraftInput, Known, Span
from bot.ingest.drafting.syntax.parser import Parser

_PRONOUNS = frozenset("he she they i we it him her them who his their you one that which this these those".split())
_MIN_WORDS = 5  # shorter marked words are mostly scare quotes, on which annotators disagree


@dataclass(frozen=True)
class Attribution:
    """A quotation and the words that name its speaker. Pronouns are left out of the count of speakers."""

    span: Span
    speaker: str


def read_attributions(path: Path) -> Iterator[tuple[list[Span], list[Span]]]:
    """Read (contents, sources) of each attribution of a brat file."""
    spans: dict[str, list[Span]] = {}
    events: list[list[str]] = []
    for line in path.read_text("utf-8").splitlines():
        parts = line.split("\t")
        if parts[0].startswith("T") and len(parts) > 1:
            places = parts[1].split(" ", 1)[1]
            spans[parts[0]] = [Span(*map(int, one.split())) for one in places.split(";")]
        elif parts[0].startswith("E") and len(parts) > 1:
            events.append(parts[1].split())
    for event in events:
        roles: dict[str, list[Span]] = {}
        for part in event:
            name, _, key = part.partition(":")
            roles.setdefault(re.sub(r"\d+$", "", name).lower(), []).extend(spans.get(key, ()))
        contents = roles.get("content", [])
        if contents:
            yield contents, roles.get("source", [])


def load_split(folder: Path, split: str) -> Iterator[tuple[str, list[Attribution]]]:
    for path in sorted((folder / split / "text").rglob("*.txt")):
        labels = next((folder / split / "attributions").rglob(path.stem + "*.ann"), None)
        if labels is None:
            continue
        text = path.read_bytes().decode("utf-8")
        quotations = [one.span for one in find_quotations(text, split_paragraphs(text))]
        found = []
        for contents, sources in read_attributions(labels):
            for quotation in quotations:
                middle = (quotation.start + quotation.end) // 2
                if any(span.start <= middle < span.end for span in contents):
                    found.append(Attribution(quotation, " ".join(span.of(text) for span in sources)))
        yield text, found


def measure_polnear(parser: Parser, folder: Path, split: str) -> None:
    counts: Counter[str] = Counter()
    for text, attributions in load_split(folder, split):
        drafts = draft(DraftInput(text), Known(), parser).drafts
        said = {span: one for one in drafts for span in one.quotations if len(span.of(text).split()) >= _MIN_WORDS}
        gold = {one.span: one for one in attributions if len(one.span.of(text).split()) >= _MIN_WORDS}
        counts["gold"] += len(gold)
        counts["drafted"] += len(said)
        counts["found"] += len(gold.keys() & said.keys())
        for span in gold.keys() & said.keys():
            words = set(re.findall(r"[\w-]+", gold[span].speaker.lower()))
            if not words or words <= _PRONOUNS:
                continue
            counts["named"] += 1
            names = " ".join(" ".join((party.name, *party.spellings)) for party in said[span].speakers).lower()
            counts["right"] += bool((words - _PRONOUNS - {"the", "a", "of", "for"}) & set(re.findall(r"[\w-]+", names)))
    precision, recall = counts["found"] / max(1, counts["drafted"]), counts["found"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"== PolNeAR {split}: {counts['gold']} quotations of {_MIN_WORDS} words and more")
    print(f"   found: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"   of found ones with a named speaker right {counts['right']} of {counts['named']}")
