"""Keeps derived data in step with the rows of statements: timelines, digests, the index and its words."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.corpus.pipeline import Note
from bot.store.analysis.compounds import find_compounds
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import fold_words, stem_words
from bot.store.build.statement_documents import StatementDocument, StatementReader
from bot.store.index.terms import MOST_OFFERED
from bot.store.index.writer import IndexDocument, IndexWriter
from bot.store.names.forms import insert_names, remove_names
from bot.store.queries.timeline_rows import select_places

TEXT_BREAK = "|"  # between the stems of two texts, so that words of both are never next to each other
_BATCH = 1_000  # statements

_WRITTEN_NAMES = """
SELECT p.party, r.speaker_written, count(*)
FROM temp.touched t CROSS JOIN statement_speaker p ON p.statement = t.n AND p.position = 0
CROSS JOIN party ON party.id = p.party AND party.kind = 'person'
CROSS JOIN report r ON r.statement = t.n AND r.speaker_written IS NOT NULL
WHERE NOT EXISTS (SELECT 1 FROM statement_speaker o WHERE o.statement = t.n AND o.position = 1)
GROUP BY 1, 2"""


class DerivedData:
    """The derived data of the statements whose numbers are in the table temp.touched.

    Call take_out() before rows are removed or changed, put_in() when all are there again, finish() at the end.
    """

    def __init__(self, db: sqlite3.Connection, writer: IndexWriter, note: Note | None = None) -> None:
        self._db = db
        self._note = note
        self._writer = writer
        self._stems: dict[str, str] = {}
        self._words: Counter[str] = Counter()
        self._written_names: Counter[tuple[str, str]] = Counter()

    def take_out(self) -> None:
        """Remove the derived data of the statements."""
        for group in self._read_batches():
            for one, folded in group:
                self._words.subtract(_list_words(folded))
                self._writer.remove(one.n)
        self._db.execute("DELETE FROM statement_terms WHERE statement IN (SELECT n FROM temp.touched)")
        rows = self._db.execute(select_places("temp.touched")).fetchall()
        self._db.executemany(
            "DELETE FROM timeline WHERE kind = ? AND ref = ? AND first_day = ? AND statement = ?", rows
        )
        for person, text, reports in self._db.execute(_WRITTEN_NAMES):
            self._written_names[person, text] -= reports

    def put_in(self) -> None:
        """Derive the data of the statements anew."""
        for group in self._read_batches():
            words_of = [_list_words(folded) for _, folded in group]
            unknown = set().union(*words_of).difference(self._stems)
            self._stems.update(stem_words(unknown))
            for words in words_of:
                self._words.update(words)
            entries = [self._enter(one, *folded) for one, folded in group]
            for entry in entries:
                self._writer.add(entry)
            self._db.executemany(
                "INSERT INTO statement_terms (statement, stems, extra, unquoted) VALUES (?, ?, ?, ?)",
                (
                    (one.n, f" {TEXT_BREAK} ".join(one.texts), one.extra, _list_unquoted(one, self._stem(read.clauses)))
                    for one, (read, _) in zip(entries, group, strict=True)
                ),
            )
            self._db.executemany(
                "UPDATE statement SET sources = ?, digest = ? WHERE n = ?",
                ((one.sources, one.digest, one.n) for one, _ in group),
            )
        self._db.execute(f"INSERT INTO timeline {select_places('temp.touched')}")
        for person, text, reports in self._db.execute(_WRITTEN_NAMES):
            self._written_names[person, text] += reports

    def finish(self) -> None:
        """Update the counts of words and names, and write the index to the disk."""
        for word in sorted(word for word, change in self._words.items() if change):
            self._count_word(word, self._words[word])
        for (person, text), change in sorted(self._written_names.items()):
            if change and self._is_part_of_name(person, text):
                self._count_name(person, text, change)
        self._writer.finish()

    def _read_batches(self) -> Iterator[list[tuple[StatementDocument, _Folded]]]:
        reader = StatementReader(self._db)
        numbers = self._db.execute("SELECT n FROM temp.touched ORDER BY n").fetchall()
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS batch (n INTEGER PRIMARY KEY)")
        for start in range(0, len(numbers), _BATCH):
            self._db.execute("DELETE FROM temp.batch")
            batch = numbers[start : start + _BATCH]
            self._db.executemany("INSERT INTO temp.batch VALUES (?)", batch)
            yield [(one, _fold(one)) for one in reader.read()]
            if self._note:
                self._note("indexing", start + len(batch), len(numbers))

    def _stem(self, texts: Iterable[str]) -> list[str]:
        return [" ".join(self._stems.get(word, word) for word in fold_words(text)) for text in texts]

    def _enter(
        self, one: StatementDocument, quoted: list[list[str]], texts: list[list[str]], extra: list[str]
    ) -> IndexDocument:
        def join(words: Iterable[str]) -> str:
            return " ".join(self._stems.get(word, word) for word in words)

        stems = [join(text) for text in quoted]
        short = [text for text, whole in zip(stems, one.quotations, strict=True) if len(whole) <= MOST_OFFERED]
        return IndexDocument(
            one.n, stems, short, [join(text) for text in texts], join(dict.fromkeys(extra)),
            one.refs, _to_number(one.first_day), _to_number(one.last_day),
        )  # fmt: skip

    def _count_word(self, word: str, change: int) -> None:
        row = self._db.execute("SELECT count FROM term WHERE word = ?", (word,)).fetchone()
        count = change + sum(row or ())
        if row:
            self._writer.remove_word(word)
            if count:
                self._db.execute("UPDATE term SET count = ? WHERE word = ?", (count, word))
            else:
                self._db.execute("DELETE FROM term WHERE word = ?", (word,))
        elif word in self._stems:
            self._db.execute("INSERT INTO term (word, stem, count) VALUES (?, ?, ?)", (word, self._stems[word], count))
        if count and (row or word in self._stems):
            self._writer.add_word(word, count)

    def _count_name(self, person: str, text: str, change: int) -> None:
        self._db.execute(
            "INSERT INTO written_name (person, text, reports) VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET reports = reports + ?3",
            (person, text, change),
        )
        sql = "DELETE FROM written_name WHERE person = ? AND text = ? AND reports = 0"
        gone = self._db.execute(sql, (person, text))
        if gone.rowcount:
            remove_names(self._db, "person", person, text=text)
        else:
            insert_names(self._db, [("person", person, text, fold(text), "written")])

    def _is_part_of_name(self, person: str, text: str) -> bool:
        """Whether a text consists of parts of the person's names: `Lim`, `Putin`."""
        sql = "SELECT text FROM name WHERE kind = 'person' AND ref = ? AND usage IN ('name', 'spelling', 'also')"
        parts = {word for (name,) in self._db.execute(sql, (person,)) for word in _fold_name(name)}
        words = fold_words(text)
        return bool(words) and parts.issuperset(words)


_Folded = tuple[list[list[str]], list[list[str]], list[str]]


def _fold(one: StatementDocument) -> _Folded:
    """The words of the quotations, of all texts of the sources (no quotation twice), and of everything else."""
    inside = " \n ".join(one.passages)
    texts = [*one.passages, *(text for text in one.quotations if text not in inside)]
    folded = {text: fold_words(text) for text in dict.fromkeys((*texts, *one.quotations))}
    # Compounds as one word, in a text of their own: nothing is next to them.
    joined = list(dict.fromkeys(token.folded for text in texts for token in find_compounds(text)))
    extra = [*fold_words(one.paraphrase), *(word for name in one.known_by for word in _fold_name(name))]
    return (
        [folded[text] for text in one.quotations],
        [*(folded[text] for text in texts), *([joined] if joined else [])],
        extra,
    )


def _list_words(folded: _Folded) -> set[str]:
    _, texts, extra = folded
    return {word for text in (*texts, extra) for word in text}


def _list_unquoted(entry: IndexDocument, clauses: Iterable[str]) -> str:
    """The stems of the texts that say something else than the statement: in no quotation, and in no clause."""
    own = set(" ".join((*entry.quoted, *clauses)).split())
    return " ".join(stem for stem in dict.fromkeys(" ".join(entry.texts).split()) if stem not in own)


@lru_cache(maxsize=65_536)
def _fold_name(name: str) -> tuple[str, ...]:
    return tuple(fold_words(name))


def _to_number(day: str | None) -> int:
    return int(day.replace("-", "")) if day else 0
