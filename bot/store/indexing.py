"""The full-text index: what is searched in for each statement, and the words of all of it before stemming."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from bot.corpus.corpus import CorpusStatement
from bot.store.country_names import country_name
from bot.store.rows import Rows, names_of
from bot.store.stems import open_stemmer
from bot.store.tokens import fold_words


def fill_index(db: sqlite3.Connection, rows: Rows) -> None:
    """Fill the tables `words` and `spelling`; the transaction is the caller's."""
    counts: Counter[str] = Counter()
    db.executemany(
        "INSERT INTO words (rowid, quotations, passages, paraphrase, names) VALUES (?, ?, ?, ?, ?)",
        _list_texts(rows, counts),
    )
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    with open_stemmer() as stemmer:
        stems = stemmer.find_stems(counts)
    db.executemany(
        "INSERT INTO spelling (word, stem, count) VALUES (?, ?, ?)",
        ((word, stems[word], counts[word]) for word in sorted(stems)),
    )


def _list_texts(rows: Rows, counts: Counter[str]) -> Iterator[tuple[int, str, str, str, str]]:
    names = _Names(rows)
    for n, statement in rows.statements:
        quotations = [quote.exact for report in statement.reports for quote in report.record.quotes]
        passages = [report.record.passage for report in statement.reports]
        columns = [
            _fold_all(texts)
            for texts in (quotations, passages, [statement.record.paraphrase], names.list_names(statement))
        ]
        counts.update({word for column in columns for word in column})
        quoted, told, paraphrase, named = (" ".join(column) for column in columns)
        yield n, quoted, told, paraphrase, named


def _fold_all(texts: Iterable[str]) -> list[str]:
    return [word for text in dict.fromkeys(texts) for word in fold_words(text)]


class _Names:
    """The names by which a statement's speakers, addressees and event are known."""

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
        return names
