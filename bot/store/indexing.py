"""What is searched in for each statement: its stems in the store and in the index beside it, and all words of it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from babel.dates import get_month_names

from bot.corpus.corpus import CorpusStatement
from bot.store.country_names import country_name
from bot.store.fulltext import Entry, Writer
from bot.store.rows import Rows, names_of, span_of
from bot.store.stems import open_stemmer
from bot.store.tokens import fold_words

PARTED = "|"  # stands between the stems of two texts, so that words of both are never next to each other
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched in for a statement; `known_by` are names, topics and days in words, days are ISO 8601."""

    n: int
    quotations: Sequence[str]
    passages: Sequence[str]
    paraphrase: str
    known_by: Sequence[str]
    refs: Sequence[tuple[str, str]]
    first_day: str | None
    last_day: str | None


def fill_index(db: sqlite3.Connection, folder: Path, searched: Iterable[Searched]) -> None:
    """Write the index into `folder`, the tables `told` and `spelling` into `db`; the transaction is the caller's."""
    counts: Counter[str] = Counter()
    writer = Writer(folder)
    stems: dict[str, str] = {}
    rest = iter(searched)
    with open_stemmer() as stemmer:
        while group := list(islice(rest, _AT_ONCE)):
            folded = [_fold(one) for one in group]
            words = [{word for text in (*told, extra) for word in text} for _, told, extra in folded]
            for held in words:
                counts.update(held)
            stems.update(stemmer.find_stems({word for held in words for word in held if word not in stems}))
            entries = [_enter(one, *texts, stems) for one, texts in zip(group, folded, strict=True)]
            for entry in entries:
                writer.add(entry)
            rows = ((entry.n, f" {PARTED} ".join(entry.told), entry.extra) for entry in entries)
            db.executemany("INSERT INTO told (statement, stems, extra) VALUES (?, ?, ?)", rows)
    known = sorted(word for word in counts if word in stems)
    db.executemany(
        "INSERT INTO spelling (word, stem, count) VALUES (?, ?, ?)",
        ((word, stems[word], counts[word]) for word in known),
    )
    for word in known:
        writer.add_word(word, counts[word])
    writer.finish()


def list_searched(rows: Rows) -> Iterator[Searched]:
    """What is searched in for each statement of a corpus."""
    names = _Names(rows)
    refs = rows.refs
    for n, statement in rows.statements:
        yield Searched(
            n,
            list(dict.fromkeys(quote.exact for report in statement.reports for quote in report.record.quotes)),
            list(dict.fromkeys(report.record.passage for report in statement.reports)),
            statement.record.paraphrase,
            names.list_names(statement),
            refs[n],
            *span_of(statement.record.day),
        )


def word_day(day: str | None) -> list[str]:
    """A day as it is typed in words: its figure, month and year."""
    if day is None:
        return []
    year, month, number = day.split("-")
    return [str(int(number)), str(_months()[int(month)]), year]


@lru_cache(maxsize=65_536)
def _fold_name(name: str) -> tuple[str, ...]:
    return tuple(fold_words(name))


@cache
def _months() -> dict[int, str]:
    return dict(get_month_names("wide", locale="en"))


def _fold(one: Searched) -> tuple[list[list[str]], list[list[str]], list[str]]:
    """The words of the quotations, of all texts of the sources (no quotation twice), and of everything else."""
    inside = " \n ".join(one.passages)
    told = [*one.passages, *(text for text in one.quotations if text not in inside)]
    folded = {text: fold_words(text) for text in dict.fromkeys((*told, *one.quotations))}
    extra = [*fold_words(one.paraphrase), *(word for name in one.known_by for word in _fold_name(name))]
    return [folded[text] for text in one.quotations], [folded[text] for text in told], extra


def _enter(
    one: Searched, quoted: list[list[str]], told: list[list[str]], extra: list[str], stems: dict[str, str]
) -> Entry:
    def join(words: Iterable[str]) -> str:
        return " ".join(stems.get(word, word) for word in words)

    return Entry(
        one.n, [join(text) for text in quoted], [join(text) for text in told], join(dict.fromkeys(extra)), one.refs,
        _figure(one.first_day), _figure(one.last_day),
    )  # fmt: skip


def _figure(day: str | None) -> int:
    return int(day.replace("-", "")) if day else 0


class _Names:
    """The names by which a statement's speakers, addressees and event are known, its topics, and its days in words."""

    def __init__(self, rows: Rows) -> None:
        self._corpus = rows.corpus
        self._countries = cache(country_name)  # Babel reads the language anew for every name
        self._parties = {
            **{key: names_of(body) for key, body in rows.corpus.organisations.items()},
            **{key: names_of(person) for key, person in rows.corpus.people.items()},
        }

    def list_names(self, statement: CorpusStatement) -> list[str]:
        record = statement.record
        refs = [party for one in statement.speakers for party in (one.id, one.organisation) if party]
        names = [name for ref in (*refs, *record.to) for name in self._parties.get(ref) or (self._countries(ref),)]
        names += map(self._countries, statement.sides)
        if record.event:
            event = self._corpus.events[record.event]
            names += [event.name, *event.also]
        for topic in record.topics:
            names += [self._corpus.topics[topic].label, *self._corpus.topics[topic].also]
        for day in dict.fromkeys(span_of(record.day)):
            names += word_day(day)
        return names
