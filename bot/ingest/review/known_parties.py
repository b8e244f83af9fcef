"""What the corpus holds on people, bodies and countries, in the plain form that the drafting engine takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from bot.corpus.checking.part_results import CheckedPart
from bot.corpus.model import Organisation, Person
from bot.corpus.pipeline import CorpusPipeline
from bot.corpus.vocabulary import Vocabularies
from bot.ingest.drafting.model import Known, KnownCountry, KnownParty, KnownRole

_ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True)
class CorpusNames:
    """The parties of a corpus, and every id that is taken: of sources, statements and vocabulary entries."""

    known: Known
    tones: frozenset[str]
    ids: frozenset[str]
    sources: frozenset[str]


def read_names(data: Path, root: Path) -> CorpusNames:
    """Read a corpus for its names. Raises CorpusError where it has mistakes: what is broken is mended first."""
    pipeline = CorpusPipeline(root, _keep_nothing)
    for _ in pipeline.read_folder(data, may_be_empty=True):
        pass
    vocabulary = pipeline.join.vocabulary
    ids = {key for keys in vocabulary.ids.values() for key in keys}
    return CorpusNames(
        known=_list_known(vocabulary),
        tones=frozenset(vocabulary.tones),
        ids=frozenset(ids | set(pipeline.join.statements)),
        sources=frozenset(pipeline.join.sources),
    )


def _keep_nothing(part: CheckedPart) -> None:
    """What is made of a part."""


def _list_known(vocabulary: Vocabularies) -> Known:
    people = [_person(key, person) for key, person in vocabulary.people.items()]
    bodies = [_body(key, body) for key, body in vocabulary.organisations.items()]
    return Known((*people, *bodies), tuple(_list_countries(vocabulary)))


def _person(key: str, person: Person) -> KnownParty:
    roles = tuple(KnownRole(one.title, one.organisation, one.country, str(one.attested)) for one in person.roles)
    return KnownParty(key, "person", person.name, (*person.spellings, *person.also), roles)


def _body(key: str, body: Organisation) -> KnownParty:
    return KnownParty(key, body.kind, body.name, (*body.spellings, *body.also), (), body.country)


def _list_countries(vocabulary: Vocabularies) -> list[KnownCountry]:
    territories = {str(code): str(name) for code, name in _ENGLISH.territories.items()}
    codes = {code for code in territories if len(code) == 2 and code.isalpha()} | set(vocabulary.countries)
    found = []
    for code in sorted(codes):
        own = vocabulary.countries.get(code)
        name = territories.get(code)
        names = tuple(dict.fromkeys([*([name] if name else []), *(own.also if own else ())]))
        if names:
            demonyms, metonyms = (own.demonyms, own.metonyms) if own else ((), ())
            found.append(KnownCountry(code, names, tuple(demonyms), tuple(metonyms)))
    return found
