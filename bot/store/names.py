"""The table of names: all by which a person, organisation, country, topic, event or publisher can be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.corpus.corpus import Corpus
from bot.corpus.countries import list_countries
from bot.corpus.model import Organisation, Person
from bot.store.country_names import country_names
from bot.store.folding import fold
from bot.store.tokens import fold_words

Row = tuple[str, str, str, str, str]


def list_names(corpus: Corpus) -> list[Row]:
    """Rows (kind, ref, text, folded, usage), sorted, each name of a thing once under its first usage."""
    rows: dict[tuple[str, str, str, str], str] = {}
    for kind, ref, text, usage in _gather(corpus):
        folded = fold(text)
        if folded:
            rows.setdefault((kind, ref, text, folded), usage)
    return sorted((*key, usage) for key, usage in rows.items())


def _gather(corpus: Corpus) -> Iterator[tuple[str, str, str, str]]:
    for key, person in corpus.people.items():
        yield from (("person", key, text, usage) for text, usage in _of_party(person))
    for key, body in corpus.organisations.items():
        yield from (("organisation", key, text, usage) for text, usage in _of_party(body))
    yield from (("person", ref, text, "written") for ref, text in _as_written(corpus))
    for code in sorted({*list_countries(), *corpus.countries}):
        yield from (("country", code, text, use) for text, use in country_names(code, corpus.countries.get(code)))
    for key, topic in corpus.topics.items():
        yield from _named("topic", key, topic.label, topic.also)
    for key, event in corpus.events.items():
        yield from _named("event", key, event.name, event.also)
    publishers = dict.fromkeys(source.record.publisher for source in corpus.sources.values())
    yield from (("publisher", name, name, "name") for name in publishers if name)


def _named(kind: str, key: str, name: str, also: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    yield kind, key, name, "name"
    yield from ((kind, key, text, "also") for text in also)


def _of_party(record: Person | Organisation) -> Iterator[tuple[str, str]]:
    yield record.name, "name"
    yield from ((text, "spelling") for text in record.spellings)
    yield from ((text, "also") for text in record.also)


def _as_written(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """What the sources call a single speaker, where it is made of parts of the name alone: `Lim`, `Putin`."""
    parts = {
        key: {word for name in (one.name, *one.spellings, *one.also) for word in fold_words(name)}
        for key, one in corpus.people.items()
    }
    for statement in corpus.statements.values():
        if len(statement.speakers) != 1 or statement.speakers[0].kind != "person":
            continue
        ref = statement.speakers[0].id
        for report in statement.reports:
            written = report.record.as_written.speaker
            words = fold_words(written or "")
            if written and words and parts[ref].issuperset(words):
                yield ref, written
