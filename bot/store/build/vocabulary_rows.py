"""The rows of the vocabularies' entries, and the names of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from bot.corpus.countries import FORMER_STATES, is_known_code, list_countries
from bot.corpus.model import Organisation, Person, Role
from bot.corpus.vocabulary import Vocabularies
from bot.store.analysis.folding import fold
from bot.store.build.source_rows import Row, span_of
from bot.store.names.countries import country_name, country_names

Keys = Iterable[tuple[str, str]]


def make_vocabulary_rows(vocabulary: Vocabularies, keys: Keys) -> dict[str, list[Row]]:
    """The rows of some entries (section, id), by table; a larger event before its parts."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for section, key in keys:
        if section == "people":
            person = vocabulary.people[key]
            detail = "unnamed" if person.unnamed else ""
            rows["party"].append((key, "person", person.name, _country_of(person, vocabulary), detail))
            rows["role"] += (
                (key, position, role.title, role.organisation, role.country, str(role.attested or ""))
                for position, role in enumerate(person.roles)
            )
        elif section == "organisations":
            body = vocabulary.organisations[key]
            rows["party"].append((key, "organisation", body.name, body.country, body.kind))
        elif section == "topics":
            rows["topic"].append((key, vocabulary.topics[key].label, vocabulary.topics[key].means))
        elif section == "tones":
            rows["tone"].append((key, vocabulary.tones[key].label, vocabulary.tones[key].means))
        elif section == "events":
            event = vocabulary.events[key]
            day = None if event.day is None else str(event.day)
            rows["event"].append((key, event.name, event.kind, day, *span_of(event.day), event.place, event.part_of))
            rows["event_party"] += ((key, party) for party in dict.fromkeys(event.participants))
        elif section == "countries":
            country = vocabulary.countries[key]
            if country.name or country.sign or not is_known_code(key):
                name = country.name or country_name(key)
                rows["country"].append((key, name, country.sign or "", int(country.name is not None)))
        elif section == "withdrawn":
            taken = vocabulary.withdrawn[key]
            day = None if taken.day is None else str(taken.day)
            rows["withdrawal"].append((key, taken.because, day, taken.instead))
        elif section == "synonyms":
            group = vocabulary.synonyms[key]
            rows["synonym"] += ((key, word, group.kind) for word in group.words)
    return dict(rows)


def make_country_rows() -> list[Row]:
    """The rows of all countries and former states, before the vocabulary adds parties or gives names of its own."""
    return [(code, country_name(code), "", 0) for code in sorted((*list_countries(), *FORMER_STATES))]


def make_name_rows(vocabulary: Vocabularies, keys: Keys, countries: Collection[str]) -> list[Row]:
    """Rows (kind, ref, text, folded, usage): each name of a thing once, with its first usage."""
    rows: dict[tuple[str, str, str, str], str] = {}
    for kind, ref, text, usage in _gather(vocabulary, keys, countries):
        folded = fold(text)
        if folded:
            rows.setdefault((kind, ref, text, folded), usage)
    return sorted((*key, usage) for key, usage in rows.items())


def _gather(vocabulary: Vocabularies, keys: Keys, countries: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    for section, key in keys:
        if section == "people":
            yield from (("person", key, text, usage) for text, usage in _of_party(vocabulary.people[key]))
        elif section == "organisations":
            yield from (("organisation", key, text, usage) for text, usage in _of_party(vocabulary.organisations[key]))
        elif section == "topics":
            yield from _named("topic", key, vocabulary.topics[key].label, vocabulary.topics[key].also)
        elif section == "events":
            yield from _named("event", key, vocabulary.events[key].name, vocabulary.events[key].also)
    for code in countries:
        record = vocabulary.countries.get(code)
        yield from (("country", code, text, usage) for text, usage in country_names(code, record))


def _named(kind: str, key: str, name: str, also: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    yield kind, key, name, "name"
    yield from ((kind, key, text, "also") for text in also)


def _of_party(record: Person | Organisation) -> Iterator[tuple[str, str]]:
    yield record.name, "name"
    yield from ((text, "spelling") for text in record.spellings)
    yield from ((text, "also") for text in record.also)


def _country_of(person: Person, vocabulary: Vocabularies) -> str | None:
    """The country of a person's latest role."""
    for role in sorted(person.roles, key=_end_of_role, reverse=True):
        body = vocabulary.organisations.get(role.organisation or "")
        country = role.country or (body.country if body else None)
        if country:
            return country
    return None


def _end_of_role(role: Role) -> str:
    return span_of(role.attested)[1] or ""
