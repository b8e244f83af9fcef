"""Index terms: stems, and pairs of stems that follow one another."""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = "_"  # between the stems of a pair; no stem contains it
BEGINNING = ""  # pairs with the first stem of a quotation
MOST_OFFERED = 100  # characters of a quotation that can be offered in full: what a choice of Discord's can hold


class IndexTerm(NamedTuple):
    """A stem or a pair of stems to look for, and its weight.

    anywhere  whether it counts in names, days and the paraphrase as well as in the sources' texts, where alone pairs
              are indexed
    """

    stem: str
    weight: float
    anywhere: bool = True


def join_pair(first: str, second: str) -> str:
    """Two stems that follow one another as one term, which is rarer and says more than either."""
    return f"{first}{SEPARATOR}{second}"
