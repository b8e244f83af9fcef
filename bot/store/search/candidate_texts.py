"""What a search compares a question with: the texts of some statements, in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.store.db.bulk_fetch import read_all_whole, read_whole
from bot.store.search.lexicon import Lexicon

_STATEMENTS = (
    """
SELECT n, paraphrase, coalesce(first_day, ''), event FROM statement WHERE n IN (SELECT value FROM json_each(?1))""",
    4,
)
_PASSAGES = (
    """
SELECT DISTINCT statement, passage FROM report
WHERE statement IN (SELECT value FROM json_each(?1)) ORDER BY n""",
    2,
)
_FOREIGN = (
    """
SELECT r.statement, r.passage, f.starts - r.starts, f.ends - r.starts
FROM report r JOIN foreign_words f ON f.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1))""",
    4,
)
_QUOTATIONS = (
    """
SELECT DISTINCT r.statement, q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?1)) ORDER BY r.n, q.position""",
    2,
)
_PARTIES = (
    """
SELECT statement, party FROM statement_speaker WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, organisation FROM statement_speaker
      WHERE organisation IS NOT NULL AND statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, coalesce(country, party) FROM statement_to WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, country FROM statement_side WHERE statement IN (SELECT value FROM json_each(?1))""",
    2,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A statement in our words, its first day (empty where there is none), its event."""

    n: int
    paraphrase: str
    day: str
    event: str | None


@dataclass(frozen=True, slots=True)
class CandidateTexts:
    """A statement in the words of its sources: each text once, in their order."""

    quotations: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)

    def list_all(self) -> list[str]:
        """All of them, quotations first."""
        return [*self.quotations, *self.passages]


def read_heads(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Head]:
    """What goes before the texts of the statements of these numbers."""
    return [Head(*row) for row in read_whole(db, _STATEMENTS, numbers)]


def read_texts(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, CandidateTexts]:
    """The texts of the sources on the statements of these numbers."""
    found = {n: CandidateTexts() for n in numbers}
    passages, quotations = read_all_whole(db, (_PASSAGES, _QUOTATIONS), found)
    for n, text in passages:
        found[n].passages.append(text)
    for n, text in quotations:
        found[n].quotations.append(text)
    return found


def read_names(db: sqlite3.Connection, lexicon: Lexicon, heads: Sequence[Head]) -> dict[int, set[str]]:
    """The stems of the names that statements are known by: of who spoke, to whom, of the occasion."""
    refs = [(one.n, one.event or "") for one in heads]
    refs += [(n, ref) for n, ref in read_whole(db, _PARTIES, [one.n for one in heads])]
    named = lexicon.find_name_stems({ref for _, ref in refs})
    stems: dict[int, set[str]] = {one.n: set() for one in heads}
    for n, ref in refs:
        stems[n].update(named.get(ref, ()))
    return stems


def read_foreign(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where passages hold quoted words that are not the statement's own: offsets, by statement and passage."""
    foreign: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for n, passage, start, end in read_whole(db, _FOREIGN, numbers):
        foreign.setdefault((n, passage), []).append((start, end))
    return foreign
