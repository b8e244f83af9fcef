"""Query terms: the words of a query that carry meaning, with their weights and other words for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expansion:
    """Stems to look for in place of a word, one or several in a row.

    weight  how surely they mean the same, 0–1
    why     for the reader, such as "spelling: ireversible → irreversible"; empty for the word itself
    """

    stems: tuple[str, ...]
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A query term: the word, its stem, IDF weight, expansions, and whether its stem is in the index."""

    word: str
    stem: str
    idf: float
    expansions: tuple[Expansion, ...]
    is_indexed: bool
