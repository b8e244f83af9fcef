"""Loads what a search compares a query with: the texts of candidate statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.store.db.bulk_fetch import Select, fetch_all, fetch_rows
from bot.store.search.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Heading:
    """A statement's number, reviewed paraphrase, first day (empty where there is none) and event."""

    n: int
    paraphrase: str
    day: str
    event: str | None


class _Text(NamedTuple):
    statement: int
    text: str


class _ForeignWords(NamedTuple):
    statement: int
    passage: str
    start: int
    end: int


class _PartyOf(NamedTuple):
    statement: int
    ref: str


_HEADINGS = Select(
    Heading,
    "SELECT n, paraphrase, coalesce(first_day, ''), event FROM statement WHERE n IN (SELECT value FROM json_each(?1))",
)
_PASSAGES = Select(
    _Text,
    """
SELECT DISTINCT statement, passage FROM report
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY n""",
)
_QUOTATIONS = Select(
    _Text,
    """
SELECT DISTINCT r.statement, q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n, q.position""",
)
_CLAUSES = Select(
    _Text,
    """
SELECT DISTINCT r.statement, c.exact FROM report r JOIN clause c ON c.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n, c.position""",
)
_FOREIGN_WORDS = Select(
    _ForeignWords,
    """
SELECT r.statement, r.passage, f.starts - r.starts, f.ends - r.starts
FROM report r JOIN foreign_words f ON f.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1))""",
)
_PARTIES = Select(
    _PartyOf,
    """
SELECT statement, party FROM statement_speaker WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, organisation FROM statement_speaker
      WHERE organisation IS NOT NULL AND statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, coalesce(country, party) FROM statement_to WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, country FROM statement_side WHERE statement IN (SELECT value FROM json_each(?1))""",
)


@dataclass(frozen=True, slots=True)
class CandidateTexts:
    """A statement in the words of its sources: each text once, in their order. Clauses are parts of passages."""

    quotations: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)

    def list_all(self) -> list[str]:
        """All quotations and passages, quotations first."""
        return [*self.quotations, *self.passages]


def read_headings(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Heading]:
    """The headings of the statements with these numbers."""
    return fetch_rows(db, _HEADINGS, numbers)


def read_texts(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, CandidateTexts]:
    """The texts of the statements with these numbers, by number."""
    found = {n: CandidateTexts() for n in numbers}
    passages: list[_Text]
    quotations: list[_Text]
    clauses: list[_Text]
    passages, quotations, clauses = fetch_all(db, (_PASSAGES, _QUOTATIONS, _CLAUSES), found)
    for n, text in passages:
        found[n].passages.append(text)
    for n, text in quotations:
        found[n].quotations.append(text)
    for n, text in clauses:
        found[n].clauses.append(text)
    return found


def read_name_stems(db: sqlite3.Connection, lexicon: Lexicon, headings: Sequence[Heading]) -> dict[int, set[str]]:
    """The stems in the names of who spoke, to whom, and of the event, by the number of the statement."""
    refs = [(one.n, one.event or "") for one in headings]
    refs += fetch_rows(db, _PARTIES, [one.n for one in headings])
    named = lexicon.find_name_stems({ref for _, ref in refs})
    stems: dict[int, set[str]] = {one.n: set() for one in headings}
    for n, ref in refs:
        stems[n].update(named.get(ref, ()))
    return stems


def read_foreign_words(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """The quoted words in passages that are not the statement's own: offsets, by statement and passage."""
    foreign: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for one in fetch_rows(db, _FOREIGN_WORDS, numbers):
        foreign.setdefault((one.statement, one.passage), []).append((one.start, one.end))
    return foreign
