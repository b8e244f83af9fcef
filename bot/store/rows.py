"""Which rows a corpus becomes: one generator a table, in the order of the records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cached_property
from typing import Any

from bot.corpus.anchors import quoted_spans
from bot.corpus.corpus import Corpus, CorpusReport, CorpusStatement, Span
from bot.corpus.countries import list_countries
from bot.corpus.days import Day
from bot.corpus.model import Conflict, Organisation, Person, Role
from bot.store.country_names import country_name

Row = tuple[Any, ...]


class Rows:
    """The rows of a checked corpus. `texts` are the decoded sources by source id."""

    def __init__(self, corpus: Corpus, texts: Mapping[str, str]) -> None:
        self.corpus = corpus
        self.texts = texts
        self.statements: list[tuple[int, CorpusStatement]] = list(enumerate(corpus.statements.values(), 1))
        self.reports: list[tuple[int, int, CorpusReport]] = [
            (number, n, report)
            for number, (n, report) in enumerate(
                ((n, report) for n, statement in self.statements for report in statement.reports), 1
            )
        ]

    def tables(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Every table of records with its rows, referenced tables before those that refer to them."""
        yield "country", self._countries()
        yield "party", self._parties()
        yield "role", self._roles()
        yield "topic", ((key, topic.label, topic.means) for key, topic in self.corpus.topics.items())
        yield "tone", ((key, tone.label, tone.means) for key, tone in self.corpus.tones.items())
        yield "event", self._events()
        yield (
            "event_party",
            ((key, party) for key, event in self.corpus.events.items() for party in dict.fromkeys(event.participants)),
        )
        yield (
            "synonym",
            ((key, word, group.kind) for key, group in self.corpus.synonyms.items() for word in group.words),
        )
        yield "source", self._sources()
        yield "statement", self._statements()
        yield "statement_speaker", self._speakers()
        yield "statement_side", _number((n, s.sides) for n, s in self.statements)
        yield "statement_to", self._addressees()
        yield "statement_about", _number((n, dict.fromkeys(s.record.about)) for n, s in self.statements)
        yield "statement_topic", _number((n, dict.fromkeys(s.record.topics)) for n, s in self.statements)
        yield "timeline", self._timelines()
        yield "report", self._reports()
        yield "quotation", self._quotations()
        yield "foreign_words", self._foreign_words()
        yield "conflict", self._conflicts()

    def country_of(self, party: str) -> str | None:
        """An organisation's country, or that of a person's latest role."""
        if party in self.corpus.organisations:
            return self.corpus.organisations[party].country
        return self._country_of_person(self.corpus.people[party])

    def _country_of_person(self, person: Person) -> str | None:
        for role in sorted(person.roles, key=_end_of_role, reverse=True):
            body = self.corpus.organisations.get(role.organisation or "")
            country = role.country or (body.country if body else None)
            if country:
                return country
        return None

    def _countries(self) -> Iterator[Row]:
        codes = {*list_countries(), *self.corpus.countries}
        for person in self.corpus.people.values():
            codes.update(role.country for role in person.roles if role.country)
        codes.update(body.country for body in self.corpus.organisations.values() if body.country)
        for _, statement in self.statements:
            codes.update(statement.sides, statement.record.about, filter(_is_code, statement.record.to))
            codes.update(speaker.side for speaker in statement.speakers if speaker.side)
        return ((code, country_name(code)) for code in sorted(codes))

    def _parties(self) -> Iterator[Row]:
        for key, body in self.corpus.organisations.items():
            yield key, "organisation", body.name, body.country, body.kind
        for key, person in self.corpus.people.items():
            yield key, "person", person.name, self._country_of_person(person), ""

    def _roles(self) -> Iterator[Row]:
        for key, person in self.corpus.people.items():
            for position, role in enumerate(person.roles):
                yield key, position, role.title, role.organisation, role.country, str(role.attested)

    def _events(self) -> Iterator[Row]:
        known = self.corpus.events
        depth: dict[str, int] = {key: len(list(self._list_occasions(key))) for key in known}
        for key in sorted(known, key=depth.__getitem__):  # a larger occasion before its parts
            event = known[key]
            yield key, event.name, event.kind, _text(event.day), *span_of(event.day), event.place, event.part_of

    def _list_occasions(self, event: str | None) -> Iterator[str]:
        """The event and every larger one that it is part of."""
        while event is not None:
            yield event
            event = self.corpus.events[event].part_of

    def _sources(self) -> Iterator[Row]:
        for key, source in self.corpus.sources.items():
            record, published = source.record, source.record.published
            yield (
                key, record.title, record.publisher, record.publisher_how, _json(record.authors), record.agency,
                _text(published and published.day), published.at.isoformat() if published and published.at else None,
                published and published.written, published and published.how, record.url, record.language,
                record.file, record.sha256, _json(record.notes), self.texts[key],
            )  # fmt: skip

    def _statements(self) -> Iterator[Row]:
        for n, statement in self.statements:
            record = statement.record
            yield (
                n, record.id, str(record.act), record.tone, record.event, record.venue, _text(record.day),
                *span_of(record.day), _text(record.released), record.paraphrase,
                len({report.source for report in statement.reports}), digest_of(statement),
            )  # fmt: skip

    def _speakers(self) -> Iterator[Row]:
        for n, statement in self.statements:
            for position, speaker in enumerate(statement.speakers):
                yield n, position, speaker.id, speaker.role, speaker.organisation, speaker.side

    def _addressees(self) -> Iterator[Row]:
        for n, statement in self.statements:
            for position, ref in enumerate(dict.fromkeys(statement.record.to)):
                yield (n, position, ref, None) if _is_code(ref) else (n, position, None, ref)

    @cached_property
    def refs(self) -> dict[int, list[tuple[str, str]]]:
        """The timelines (kind, ref) on which each statement stands, by its number; see the schema's `timeline`."""
        return {n: list(dict.fromkeys(self._list_refs(statement))) for n, statement in self.statements}

    def _list_refs(self, statement: CorpusStatement) -> Iterator[tuple[str, str]]:
        record = statement.record
        addressed = {ref if _is_code(ref) else self.country_of(ref) for ref in record.to}
        about = {country for country in (*addressed, *record.about) if country}
        refs: dict[str, Iterable[str | None]] = {
            "all": ("",),
            "speaker": (party for one in statement.speakers for party in (one.id, one.organisation)),
            "to": (ref for ref in record.to if not _is_code(ref)),
            "side": statement.sides,
            "about": sorted(about),
            "country": sorted(about.union(statement.sides)),
            "topic": record.topics,
            "event": self._list_occasions(record.event),
            "publisher": (self.corpus.sources[report.source].record.publisher for report in statement.reports),
        }
        return ((kind, ref) for kind, group in refs.items() for ref in group if ref is not None)

    def _timelines(self) -> Iterator[Row]:
        days = {n: span_of(statement.record.day)[0] or "" for n, statement in self.statements}
        return iter(sorted((kind, ref, days[n], n) for n, refs in self.refs.items() for kind, ref in refs))

    def _reports(self) -> Iterator[Row]:
        for number, n, report in self.reports:
            record, span, written = report.record, report.passage, report.record.as_written
            if span is None:
                raise ValueError(f"a report of {report.source} at line {report.line} was never checked")
            yield (
                number, n, report.source, str(record.kind), record.passage, span.start, span.end,
                written.speaker, written.role, written.to, written.day, written.released, written.venue,
                _text(record.day), record.day_how, _json(record.via), record.attribution, record.inferred_how,
                record.recounted_by,
            )  # fmt: skip

    def _quotations(self) -> Iterator[Row]:
        for number, _, report in self.reports:
            for position, (quote, span) in enumerate(zip(report.record.quotes, report.quotations, strict=True)):
                yield number, position, quote.exact, span.start, span.end

    def _foreign_words(self) -> Iterator[Row]:
        marked = {source: quoted_spans(text) for source, text in self.texts.items()}
        for number, _, report in self.reports:
            for span in dict.fromkeys(marked[report.source]):
                inside = report.passage is not None and _overlap(span, report.passage)
                if inside and not any(_overlap(span, own) for own in report.quotations):
                    yield number, span.start, span.end

    def _conflicts(self) -> Iterator[Row]:
        for key, source in self.corpus.sources.items():
            yield from _list_conflicts(key, None, source.record.conflicts)
        for number, _, report in self.reports:
            yield from _list_conflicts(report.source, number, report.record.conflicts)


def names_of(record: Person | Organisation) -> tuple[str, ...]:
    """Every name of a person or organisation, the shown one first, each once."""
    return tuple(dict.fromkeys((record.name, *record.spellings, *record.also)))


def span_of(day: Day | None) -> tuple[str | None, str | None]:
    """First and last calendar day in ISO 8601; an open end counts as the end that is known."""
    if day is None:
        return None, None
    first, last = day.first or day.last, day.last or day.first
    return (first.isoformat() if first else None), (last.isoformat() if last else None)


def digest_of(statement: CorpusStatement) -> str:
    """SHA-256 over all that an answer shows of a statement."""
    parts = [
        statement.record.model_dump_json(exclude={"report"}),
        _json([asdict(speaker) for speaker in statement.speakers]),
        _json(statement.sides),
        *(f"{report.source}\0{report.record.model_dump_json()}" for report in statement.reports),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _list_conflicts(source: str, report: int | None, conflicts: Iterable[Conflict]) -> Iterator[Row]:
    for position, one in enumerate(conflicts):
        yield (
            source, report, position, one.field, one.reading, one.against, one.believed, one.because, one.with_source
        )  # fmt: skip


def _number(groups: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Row]:
    return ((n, position, ref) for n, refs in groups for position, ref in enumerate(refs))


def _end_of_role(role: Role) -> str:
    return span_of(role.attested)[1] or ""


def _is_code(ref: str) -> bool:
    return ref.isupper()


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
