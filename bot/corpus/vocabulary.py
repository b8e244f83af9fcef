"""The shared vocabularies, such as people, events and topics, each entry by its id.

Entries are stored as JSON and parsed on first use: thousands can be passed to other processes, and only those that are
read cost time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from bot.corpus.model import Country, Event, EventKind, Organisation, Person, Synonyms, Tone, Topic, Withdrawal

R = TypeVar("R", bound=BaseModel)

SECTIONS: dict[str, type[BaseModel]] = {
    "people": Person,
    "organisations": Organisation,
    "event_kinds": EventKind,
    "events": Event,
    "topics": Topic,
    "tones": Tone,
    "countries": Country,
    "synonyms": Synonyms,
    "withdrawn": Withdrawal,
}


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """An entry as JSON; None where it is unsound."""

    section: str
    id: str
    record: str | None


class Section(Mapping[str, R], Generic[R]):
    """The sound entries of one section by id."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind
        self._json: dict[str, str] = {}
        self._records: dict[str, R] = {}

    def __getitem__(self, key: str) -> R:
        found = self._records.get(key)
        if found is None:
            found = self._records[key] = self._kind.model_validate_json(self._json[key])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._json

    def __iter__(self) -> Iterator[str]:
        return iter(self._json)

    def __len__(self) -> int:
        return len(self._json)

    def __getstate__(self) -> dict[str, Any]:
        return {"_kind": self._kind, "_json": self._json, "_records": {}}

    def put(self, key: str, record: str) -> None:
        """Take an entry in; of two with one id, the first stays."""
        self._json.setdefault(key, record)


class Vocabularies:
    """All sections. `ids` holds the ids of unsound entries too: a name of one of them stands for something."""

    def __init__(self, entries: Iterable[VocabularyEntry] = ()) -> None:
        self.people: Section[Person] = Section(Person)
        self.organisations: Section[Organisation] = Section(Organisation)
        self.event_kinds: Section[EventKind] = Section(EventKind)
        self.events: Section[Event] = Section(Event)
        self.topics: Section[Topic] = Section(Topic)
        self.tones: Section[Tone] = Section(Tone)
        self.countries: Section[Country] = Section(Country)
        self.synonyms: Section[Synonyms] = Section(Synonyms)
        self.withdrawn: Section[Withdrawal] = Section(Withdrawal)
        self.ids: dict[str, set[str]] = {section: set() for section in SECTIONS}
        self.add(entries)

    def add(self, entries: Iterable[VocabularyEntry]) -> None:
        """Take entries in, those of earlier files first."""
        for entry in entries:
            self.ids[entry.section].add(entry.id)
            if entry.record is not None:
                self.section(entry.section).put(entry.id, entry.record)

    def section(self, name: str) -> Section[Any]:
        """A section by the key under which it is written."""
        found: Section[Any] = getattr(self, name)
        return found


class Layered(Mapping[str, R], Generic[R]):
    """Two sections seen as one; where both have an entry, the first one's."""

    def __init__(self, first: Mapping[str, R], second: Mapping[str, R]) -> None:
        self._first, self._second = first, second

    def __getitem__(self, key: str) -> R:
        return self._first[key] if key in self._first else self._second[key]

    def __contains__(self, key: object) -> bool:
        return key in self._first or key in self._second

    def __iter__(self) -> Iterator[str]:
        yield from self._first
        yield from (key for key in self._second if key not in self._first)

    def __len__(self) -> int:
        return sum(1 for _ in self)
