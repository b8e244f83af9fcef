"""From a draft of the engine to an entry in the record format, with the people and bodies that it brings."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

from anyascii import anyascii

from bot.corpus.checking.marks import pair_marks
from bot.corpus.checking.paragraphs import find_paragraphs
from bot.ingest.drafting.model import Band, Draft, Drafted, Kind, Known, Party, PartyKind, Span
from bot.ingest.review.model import ReviewDraft

# A statement that neither its words nor the reporting verb classify: PLOVER has no plain "said"; the format has.
_PLAIN_ACT, _PLAIN_TONE = "STATE", "say"
_ID_WORDS = 5
_ID_CHARACTERS = 60
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "that",
        "this",
        "it",
        "its",
        "is",
        "was",
        "were",
        "be",
        "has",
        "have",
        "had",
        "with",
        "by",
        "as",
    ]
)


class EntryMaker:
    """Makes the entries of one document. Ids are new in the corpus (`taken`) and among themselves."""

    def __init__(self, text: str, known: Known, tones: Mapping[str, object], taken: Iterable[str], source: str) -> None:
        self._text = text
        self._spellings = {party.id: {party.name, *party.spellings} for party in known.parties}
        self._countries = {country.code for country in known.countries}
        self._tones = tones
        self._taken = set(taken)
        self._source = source
        self._new: dict[str, str] = {}

    def make(self, drafted: Drafted) -> tuple[ReviewDraft, ...]:
        """Make a draft for review of each draft of the engine, in the order of the text."""
        return tuple(self._make(draft, at) for at, draft in enumerate(drafted.drafts, 1))

    def _make(self, draft: Draft, at: int) -> ReviewDraft:
        vocabulary: dict[str, dict[str, Any]] = {}
        speakers = [self._refer(party, draft, vocabulary) for party in draft.speakers]
        said = draft.quotations[0] if draft.quotations else draft.clause
        entry: dict[str, Any] = {"id": self._name(speakers, said.of(self._text))}
        entry["speaker"] = speakers
        addressees = [self._refer(party, draft, vocabulary) for party in draft.addressees]
        _put(entry, "to", addressees)
        _put(entry, "about", [code for code in draft.about if code in self._countries])
        entry["act"] = draft.act or _PLAIN_ACT
        entry["tone"] = draft.tone if draft.tone in self._tones else _PLAIN_TONE
        if draft.day:
            entry["day"] = draft.day.day
        entry["report"] = self._report(draft, vocabulary)
        return ReviewDraft(f"d{at:02d}", draft.band, entry, dict(draft.rules), vocabulary)

    def _report(self, draft: Draft, vocabulary: dict[str, dict[str, Any]]) -> dict[str, Any]:
        passage = draft.passage.of(self._text)
        report: dict[str, Any] = {"kind": str(draft.kind), "passage": passage}
        _put(report, "occurrence", _occurrence(self._text, passage, draft.passage.start))
        report |= self._quotes(draft, passage)
        if draft.kind is not Kind.DIRECT and draft.clause != draft.passage and draft.passage.covers(draft.clause):
            report["clause"] = draft.clause.of(self._text)
        _put(report, "as_written", self._as_written(draft))
        if draft.day:
            report["day"] = draft.day.day
            report["day_how"] = _line(draft.day.basis)
        _put(report, "via", [self._refer(party, draft, vocabulary) for party in draft.via])
        if not self._is_stated(draft):
            report["attribution"] = "inferred"
            report["inferred_how"] = _line(draft.rule("speaker") or "The passage does not name the speaker.")
        if draft.recounted_by:
            report["recounted_by"] = self._refer(draft.recounted_by, draft, vocabulary)
        return report

    def _quotes(self, draft: Draft, passage: str) -> dict[str, Any]:
        quotes: list[Any] = []
        for span in draft.quotations:
            exact = span.of(self._text)
            occurrence = _occurrence(passage, exact, span.start - draft.passage.start)
            quotes.append({"exact": exact, "occurrence": occurrence} if occurrence else exact)
        return {"quotes": quotes} if quotes else {}

    def _as_written(self, draft: Draft) -> dict[str, str]:
        written: dict[str, str] = {}
        for key, span in (
            ("speaker", draft.speakers[0].written if draft.speakers else None),
            ("role", draft.role),
            ("to", draft.addressees[0].written if draft.addressees else None),
            ("day", draft.day.written if draft.day else None),
        ):
            if span:
                written[key] = _line(span.of(self._text))
        return written

    def _is_stated(self, draft: Draft) -> bool:
        """Whether the passage names the speaker by a name, not by a pronoun, a title or a place."""
        for party in draft.speakers:
            written = party.written
            if written is None or not draft.passage.covers(written):
                return False
            words = _line(written.of(self._text))
            names = self._spellings.get(party.party or "", set()) | set(party.spellings)
            if not any(words.casefold() == name.casefold() for name in names) or not words[0].isupper():
                return False
        return bool(draft.speakers)

    def _refer(self, party: Party, draft: Draft, vocabulary: dict[str, dict[str, Any]]) -> str:
        """The id of a party; one that nobody knows yet is proposed, with the spellings of this document."""
        if party.party:
            return party.party
        if party.kind is PartyKind.COUNTRY and party.country in self._countries:
            return str(party.country)
        key = self._new.get(party.name)
        if key is None:
            key = self._new[party.name] = self._unique(_slug(party.name.split()) or "party")
        section = "people" if party.kind is PartyKind.PERSON else "organisations"
        record: dict[str, Any] = {"name": _line(party.name)}
        if section == "organisations":
            record["kind"] = "newspaper" if party.kind is PartyKind.MEDIA else "other"
            if party.country in self._countries:
                record["country"] = party.country
        _put(record, "spellings", sorted({_line(one) for one in party.spellings} - {""}))
        if section == "people":
            _put(record, "roles", self._roles(party, draft))
        vocabulary.setdefault(section, {})[key] = record
        return key

    def _roles(self, party: Party, draft: Draft) -> list[dict[str, str]]:
        """The post that the document gives a new person, attested on the day of the statement."""
        country = party.country or draft.side
        if draft.role is None or draft.day is None or country not in self._countries:
            return []
        return [{"title": _line(draft.role.of(self._text)), "country": str(country), "attested": draft.day.day}]

    def _name(self, speakers: list[str], words: str) -> str:
        head = speakers[0] if speakers else self._source.partition("-")[0]
        telling = [word for word in words.split() if word.strip("“”\"'’,.;:").casefold() not in _SMALL_WORDS]
        return self._unique(_slug([head.lower(), *telling[:_ID_WORDS]]) or "statement")

    def _unique(self, key: str) -> str:
        unique = _make_unique(key, self._taken)
        self._taken.add(unique)
        return unique


def make_missed(text: str, passage: Span, taken: Iterable[str], *, key: str, source: str) -> ReviewDraft:
    """Make the draft of a statement that the drafting missed, of a stretch of the text that an editor chose.

    What stands between quotation marks in it is quoted; who speaks is left to the editor.
    """
    words = passage.of(text)
    report: dict[str, Any] = {"kind": "indirect", "passage": words}
    _put(report, "occurrence", _occurrence(text, words, passage.start))
    quotes: list[Any] = []
    end = passage.start
    for marked in pair_marks(text, find_paragraphs(text)).spans:
        # A quotation within another one is part of that one.
        if marked.start >= end and marked.end < passage.end:
            end = marked.end
            exact = text[marked.start : marked.end]
            occurrence = _occurrence(words, exact, marked.start - passage.start)
            quotes.append({"exact": exact, "occurrence": occurrence} if occurrence else exact)
    if quotes:
        report |= {"kind": "mixed", "quotes": quotes}
    telling = [word for word in words.split() if word.strip("“”\"'’,.;:").casefold() not in _SMALL_WORDS]
    wanted = _slug([source.partition("-")[0], *telling[:_ID_WORDS]]) or "statement"
    entry = {"id": _make_unique(wanted, set(taken)), "act": _PLAIN_ACT, "tone": _PLAIN_TONE, "report": report}
    rules = {"passage": "Chosen by the editor; the drafting had missed it."}
    return ReviewDraft(key, Band.NO_SPEAKER, entry, rules, by_hand=True)


def _slug(words: Iterable[str]) -> str:
    plain = "-".join(re.findall(r"[a-z0-9]+", anyascii(" ".join(words)).lower().replace("'", "").replace("’", "")))
    return plain[:_ID_CHARACTERS].rstrip("-")


def _make_unique(wanted: str, taken: Container[str]) -> str:
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _line(words: str) -> str:
    """Words that may go over a line's end, as one line."""
    return " ".join(words.split())


def _occurrence(text: str, words: str, start: int) -> int | None:
    """Which one of several equal stretches is meant, counted from 1; None where there is only one."""
    starts: list[int] = []
    at = text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts.index(start) + 1 if len(starts) > 1 and start in starts else None


def _put(record: dict[str, Any], key: str, value: Any) -> None:
    if value:
        record[key] = value
