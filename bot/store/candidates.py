"""What a search compares a question with: the texts of some statements, in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.store.lexicon import Lexicon, Told

_STATEMENTS = """
SELECT n, paraphrase, coalesce(first_day, ''), event FROM statement WHERE n IN (SELECT value FROM json_each(?))"""
_PASSAGES = """
SELECT DISTINCT statement, passage FROM report
WHERE statement IN (SELECT value FROM json_each(?)) ORDER BY n"""
_FOREIGN = """
SELECT r.statement, r.passage, f.starts - r.starts, f.ends - r.starts
FROM report r JOIN foreign_words f ON f.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?))"""
_QUOTATIONS = """
SELECT DISTINCT r.statement, q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?)) ORDER BY r.n, q.position"""
_PARTIES = """
SELECT statement, party FROM statement_speaker WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, organisation FROM statement_speaker
      WHERE organisation IS NOT NULL AND statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, coalesce(country, party) FROM statement_to WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, country FROM statement_side WHERE statement IN (SELECT value FROM json_each(?1))"""


@dataclass(slots=True)
class Candidate:
    """A statement's texts. `day` is empty where there is none."""

    n: int
    paraphrase: Told
    day: str
    event: str | None
    quotations: list[Told] = field(default_factory=list)
    passages: list[Told] = field(default_factory=list)

    def list_words(self, stem: str) -> Iterator[str]:
        """The words of a stem as they stand in the texts."""
        for told in (*self.quotations, *self.passages, self.paraphrase):
            yield from told.stems.get(stem, ())


def read_candidates(db: sqlite3.Connection, lexicon: Lexicon, numbers: Sequence[int]) -> dict[int, Candidate]:
    """The statements of these numbers, with their texts in words."""
    wanted = json.dumps(list(numbers))
    found = {
        n: Candidate(n, lexicon.tell(paraphrase), day, event)
        for n, paraphrase, day, event in db.execute(_STATEMENTS, (wanted,))
    }
    for n, text in db.execute(_PASSAGES, (wanted,)):
        found[n].passages.append(lexicon.tell(text))
    for n, text in db.execute(_QUOTATIONS, (wanted,)):
        found[n].quotations.append(lexicon.tell(text))
    return found


def read_names(db: sqlite3.Connection, lexicon: Lexicon, candidates: Sequence[Candidate]) -> dict[int, set[str]]:
    """The stems of the names that statements are known by: of who spoke, to whom, of the occasion."""
    refs = [(one.n, one.event or "") for one in candidates]
    refs += db.execute(_PARTIES, (json.dumps([one.n for one in candidates]),)).fetchall()
    named = lexicon.find_name_stems({ref for _, ref in refs})
    stems: dict[int, set[str]] = {one.n: set() for one in candidates}
    for n, ref in refs:
        stems[n].update(named.get(ref, ()))
    return stems


def read_foreign(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where passages hold quoted words that are not the statement's own: offsets, by statement and passage."""
    foreign: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for n, passage, start, end in db.execute(_FOREIGN, (json.dumps(list(numbers)),)):
        foreign.setdefault((n, passage), []).append((start, end))
    return foreign
