"""Query terms: the words of a query that carry meaning, with their weights and other words for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import log

_UNKNOWN = 0.75  # of the mean weight of the other words


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


def inverse_document_frequency(statements: int, containing: int) -> float:
    """The weight of a term that `containing` of so many statements contain: ln(1 + (N + 1) / (n + 0.5)).

    The inverse document frequency of BM25 is ln((N + 1) / (n + 0.5)) in Lucene's form (https://lucene.apache.org,
    BM25Similarity.idf), after Robertson and Spärck Jones (1976). The 1 that is added here keeps a term that every
    statement contains above 0: it still counts ln 2.
    """
    return log(1 + (statements + 1) / (containing + 0.5))


def weigh_unknown(weights: Collection[float]) -> float:
    """The weight of a word that no text contains: three quarters of the mean of the others, as mostly misremembered."""
    return _UNKNOWN * sum(weights) / len(weights) if weights else 1.0
