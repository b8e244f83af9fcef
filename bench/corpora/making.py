"""Makes sources of sentences: documents, and the records of what they say, told again in part by other sources."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from babel import Locale

from bench.corpora.sentences import clean
from bench.corpora.vocabulary import Party, choose_day, list_topics, make_id, year_of
from bench.search.texts import Sentence
from bot.corpus.countries import list_countries

_ACTS = {
    "STATE": 34, "REQUEST": 14, "SUPPORT": 12, "ACCUSE": 8, "COOPERATE": 7, "AGREE": 5, "REJECT": 5, "CONSULT": 4,
    "AID": 3, "THREATEN": 2, "PROTEST": 2, "CONCEDE": 1, "RETREAT": 1, "SANCTION": 1, "MOBILIZE": 1,
}  # fmt: skip
_KINDS = {"direct": 55, "mixed": 25, "indirect": 19, "act": 1}
_TOLD_AGAIN, _TOLD_TWICE = 0.10, 0.01
_REPORTS_A_DIGEST = 80
_DIGESTS = {
    "assembly-press": ("Press release", "The Assembly heard {who}: "),
    "east-river-wire": ("Wire report", "Speaking for {place}, {who} told delegates: "),
}


@dataclass(frozen=True, slots=True)
class MadeSource:
    """A source as a program would write it down: `source`, and its `statements` in order; and its document."""

    year: int
    source: dict[str, Any]
    statements: list[dict[str, Any]]
    document: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement that another source tells again."""

    id: str
    text: str
    party: Party
    day: str
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry to be: its keys beside the report, the report's keys beside passage and quotes, and the words."""

    keys: dict[str, Any]
    report: dict[str, Any]
    kind: str
    text: str
    lead: str = ""


class Maker:
    """Makes the sources of one corpus. `tones` are the labels of tones by id."""

    def __init__(self, parties: Mapping[tuple[str, str], Party], tones: Mapping[str, str], seed: int) -> None:
        self._parties = parties
        self._tones = tones
        self._seed = seed
        self._topics = list(list_topics())
        self._labels = {key: str(topic["label"]).lower() for key, topic in list_topics().items()}
        self._names = list_countries()
        codes = {name.lower(): code for code, name in self._names.items()}
        self._codes = codes
        self._country = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(codes, key=len, reverse=True))) + r")\b")
        self._months = Locale("en").months["format"]["wide"]
        self._waiting: dict[tuple[str, int], list[_Said]] = {}
        self._digests: dict[int, int] = {}

    def make(self, sentences: Iterable[Sentence]) -> Iterator[MadeSource]:
        """Every speech as a source, and between them the sources that tell a tenth of it again."""
        for speech, group in groupby(sentences, key=lambda one: one.speech):
            yield self._make_speech(speech, list(group))
            for (agency, year), said in list(self._waiting.items()):
                if len(said) >= _REPORTS_A_DIGEST:
                    yield self._make_digest(agency, year, self._waiting.pop((agency, year)))
        for agency, year in list(self._waiting):
            yield self._make_digest(agency, year, self._waiting.pop((agency, year)))

    def _make_speech(self, speech: str, sentences: list[Sentence]) -> MadeSource:
        rng = random.Random(f"{self._seed} {speech}")
        first = sentences[0]
        year, party = year_of(first), self._parties[first.speaker, first.country]
        day, identity = choose_day(rng, year), make_id(speech)
        written = self._write_day(day)
        topics = rng.sample(self._topics, 12)
        entries = []
        for number, one in enumerate(sentences, 1):
            text = clean(one.text)
            kind = _draw(rng, _KINDS)
            keys = self._describe(rng, party, text, day, topics)
            report: dict[str, Any] = {"as_written": {"day": written}} if rng.random() < 0.3 else {}
            if rng.random() < 0.5:
                report |= {"day": day, "day_how": "The day of the sitting, as the record's heading gives it."}
            key = f"{identity}-{number:03}"
            entries.append(_Entry({"id": key, **keys}, report, kind, text))
            self._pass_on(rng, year, _Said(key, text, party, day, identity))
        title = f"Statement by {party.name} in the General Debate of {year}"
        post = f", {party.title}," if party.is_person else ""
        heading = f"{title}\n\nNew York, {written}. {party.name}{post} spoke from the rostrum.\n"
        source = {"id": identity, "title": title, "publisher": "Verbatim Record of the Assembly",
                  "published": {"day": day, "written": written}}  # fmt: skip
        return _finish(year, source, heading, entries)

    def _make_digest(self, agency: str, year: int, said: list[_Said]) -> MadeSource:
        number = self._digests[year] = self._digests.get(year, 0) + 1
        rng = random.Random(f"{self._seed} {agency} {year} {number}")
        what, lead = _DIGESTS[agency]
        identity = f"{agency}-{year}-{number:03}"
        day = str(date(year, 10, 1) + timedelta(days=number % 60))
        written = self._write_day(day)
        title = f"{what} {number} on the General Debate of {year}"
        entries = [self._tell_again(rng, agency, lead, one) for one in said]
        heading = f"{title}\n\nNew York, {written}.\n"
        source = {"id": identity, "title": title, "agency": agency, "publisher": f"The {what.split()[0]} Desk",
                  "published": {"day": day, "written": written}}  # fmt: skip
        return _finish(year, source, heading, entries)

    def _tell_again(self, rng: random.Random, agency: str, lead: str, one: _Said) -> _Entry:
        report: dict[str, Any] = {"as_written": {"speaker": one.party.name}, "via": agency}
        if rng.random() < 0.05:
            report |= {"attribution": "inferred", "inferred_how": "The report names the delegation, not who spoke."}
        if rng.random() < 0.03:
            later = str(date.fromisoformat(one.day) + timedelta(days=1))
            report["day"] = later
            report["conflicts"] = [{
                "field": "day", "reading": later, "against": one.day, "believed": "against",
                "because": "The verbatim record was taken at the sitting.", "with_source": one.source,
            }]  # fmt: skip
        elif rng.random() < 0.02:
            report["conflicts"] = [{
                "field": "wording", "reading": one.text[:80].strip(), "against": "as in the verbatim record",
                "believed": "against", "because": "The report was written from an interpreter's words.",
            }]  # fmt: skip
        place = self._names.get(one.party.country or "", "a delegation")
        kind = _draw(rng, {"direct": 45, "mixed": 35, "indirect": 20})
        return _Entry({"same_as": one.id}, report, kind, one.text, lead.format(who=one.party.name, place=place))

    def _describe(self, rng: random.Random, party: Party, text: str, day: str, topics: list[str]) -> dict[str, Any]:
        """A statement's keys: drawn with the seed, but for the countries that the words name."""
        named = [self._codes[name] for name in dict.fromkeys(self._country.findall(text.lower()))]
        about = [code for code in named if code != party.country][:3]
        tone = _draw(rng, {key: 1 + 40 // (n + 1) for n, key in enumerate(self._tones)})
        chosen = _draw(rng, {key: 1 + 24 // (n + 1) for n, key in enumerate(topics)})
        keys: dict[str, Any] = {"speaker": party.id, "act": _draw(rng, _ACTS), "tone": tone, "day": day}
        to = [code for code in (rng.choice(list(self._names)),) if code != party.country and rng.random() < 0.25]
        if rng.random() < 0.3:
            to.append("general-assembly")
        if about and rng.random() < 0.2:
            to = [*to, about[0]] if about[0] not in to else to
        keys |= {"to": to} if to else {}
        keys |= {"about": about} if about else {}
        keys["topics"] = list(dict.fromkeys([chosen, rng.choice(topics)] if rng.random() < 0.3 else [chosen]))
        if rng.random() < 0.9:
            keys["event"] = f"general-debate-{day}" if rng.random() < 0.8 else f"general-debate-{day[:4]}"
        if rng.random() < 0.1:
            keys["venue"] = "New York"
        start = " ".join(text.split()[:12]).rstrip(".,;:")[:300]
        keys["paraphrase"] = f"{party.name} {self._tones[tone]} on {self._labels[chosen]} in {day[:4]}: {start}."
        return keys

    def _pass_on(self, rng: random.Random, year: int, said: _Said) -> None:
        drawn = rng.random()
        if drawn < _TOLD_AGAIN:
            self._waiting.setdefault(("assembly-press", year), []).append(said)
        if drawn < _TOLD_TWICE:
            self._waiting.setdefault(("east-river-wire", year), []).append(said)

    def _write_day(self, day: str) -> str:
        year, month, number = map(int, day.split("-"))
        return f"{number} {self._months[month]} {year}"


def _finish(year: int, source: dict[str, Any], heading: str, entries: list[_Entry]) -> MadeSource:
    """Set the document, and give each report its passage and quotations as they stand in it."""
    parts, starts, size = [heading], [], len(heading)
    passages = []
    for entry in entries:
        passage, quotes = _set_words(entry)
        passages.append((passage, quotes))
        starts.append(size + 1)
        parts.append(f"\n{passage}\n")
        size += len(passage) + 2
    document = "".join(parts)
    statements = []
    for entry, (passage, quotes), start in zip(entries, passages, starts, strict=True):
        report: dict[str, Any] = {"kind": entry.kind, "passage": passage}
        if document.count(passage) > 1:
            report["occurrence"] = _count_up_to(document, passage, start)
        report |= {"quotes": quotes} if quotes else {}
        statements.append({**entry.keys, "report": {**report, **entry.report}})
    digest = hashlib.sha256(document.encode()).hexdigest()
    written = {**source, "file": f"seeds/{source['id']}.txt", "sha256": digest}
    return MadeSource(year, written, statements, document)


def _set_words(entry: _Entry) -> tuple[str, list[str]]:
    """The paragraph that gives the words, and what of it stands between quotation marks."""
    if entry.kind == "direct":
        return f"{entry.lead}“{entry.text}”", [entry.text]
    words = entry.text.split()
    if entry.kind == "mixed" and len(words) > 3:
        half = len(words) // 2
        quoted = " ".join(words[half:])
        return f"{entry.lead}{' '.join(words[:half])} “{quoted}”", [quoted]
    if entry.kind == "mixed":
        return f"{entry.lead}“{entry.text}”", [entry.text]
    return f"{entry.lead}{entry.text}", []


def _count_up_to(document: str, passage: str, start: int) -> int:
    """Which of the places of a passage in a document begins at `start`, counted from 1."""
    number, at = 1, document.find(passage)
    while at < start:
        at = document.find(passage, at + len(passage))
        number += 1
    return number


def _draw(rng: random.Random, weights: Mapping[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
