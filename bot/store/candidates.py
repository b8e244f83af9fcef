"""What a search compares a question with: the texts of some statements, in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.store.lexicon import Lexicon
from bot.store.tokens import Token, find_tokens

_STATEMENTS = """
SELECT n, paraphrase, coalesce(first_day, ''), event FROM statement WHERE n IN (SELECT value FROM json_each(?))"""
_PASSAGES = """
SELECT DISTINCT statement, passage FROM report
WHERE statement IN (SELECT value FROM json_each(?)) ORDER BY n"""
# Where a passage holds words that the same source quotes from another statement: offsets into the passage.
_FOREIGN = """
SELECT r.statement, r.passage, q.starts - r.starts, q.ends - r.starts
FROM report r JOIN report other ON other.source = r.source JOIN quotation q ON q.report = other.n
WHERE r.statement IN (SELECT value FROM json_each(?))
  AND other.statement <> r.statement AND q.starts < r.ends AND q.ends > r.starts"""
_QUOTATIONS = """
SELECT DISTINCT r.statement, q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?)) ORDER BY r.n, q.position"""
_PARTIES = """
SELECT statement, party FROM statement_speaker WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, organisation FROM statement_speaker
      WHERE organisation IS NOT NULL AND statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, coalesce(country, party) FROM statement_to WHERE statement IN (SELECT value FROM json_each(?1))
UNION SELECT statement, country FROM statement_side WHERE statement IN (SELECT value FROM json_each(?1))"""


@dataclass(frozen=True, slots=True)
class Told:
    """A text, its words, and all of them folded."""

    text: str
    tokens: tuple[Token, ...]
    folded: str


@dataclass(slots=True)
class Candidate:
    """A statement's texts. `day` is empty where there is none; `named` are stems of the names it is known by."""

    n: int
    paraphrase: Told
    day: str
    named: set[str]
    quotations: list[Told] = field(default_factory=list)
    passages: list[Told] = field(default_factory=list)
    stems: dict[str, dict[str, None]] = field(default_factory=dict)
    reviewed: dict[str, dict[str, None]] = field(default_factory=dict)


def read_candidates(db: sqlite3.Connection, lexicon: Lexicon, numbers: Sequence[int]) -> dict[int, Candidate]:
    """The statements of these numbers.

    `stems` are the stems of quotations and passages, each with the words as they stand there, `reviewed` those of the
    paraphrase.
    """
    wanted = json.dumps(list(numbers))
    found = {
        n: Candidate(n, _tell(paraphrase), day, set(lexicon.name_stems.get(event, ())))
        for n, paraphrase, day, event in db.execute(_STATEMENTS, (wanted,))
    }
    for n, text in db.execute(_PASSAGES, (wanted,)):
        found[n].passages.append(_tell(text))
    for n, text in db.execute(_QUOTATIONS, (wanted,)):
        found[n].quotations.append(_tell(text))
    for n, ref in db.execute(_PARTIES, (wanted,)):
        found[n].named.update(lexicon.name_stems.get(ref, ()))
    for candidate in found.values():
        for told in (*candidate.quotations, *candidate.passages):
            _collect(told, lexicon, candidate.stems)
        _collect(candidate.paraphrase, lexicon, candidate.reviewed)
    return found


def read_foreign(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where passages hold quotations that are not the statement's own: offsets, by statement and passage."""
    foreign: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for n, passage, start, end in db.execute(_FOREIGN, (json.dumps(list(numbers)),)):
        foreign.setdefault((n, passage), []).append((start, end))
    return foreign


@lru_cache(maxsize=2048)
def _tell(text: str) -> Told:
    tokens = find_tokens(text)
    return Told(text, tuple(tokens), " ".join(token.folded for token in tokens))


def _collect(told: Told, lexicon: Lexicon, into: dict[str, dict[str, None]]) -> None:
    for token in told.tokens:
        stem = lexicon.stem_known(token.folded)
        if stem is not None:
            into.setdefault(stem, {})[told.text[token.start : token.end]] = None
