"""The numbers of statements and reports: worked out from their source alone, so that no other source's ever change.

A number has 59 bits: 43 that the source's id gives, and 16 for the place among the source's entries. A statement has
the number of the report that brings it in. Numbers grow with the text of a source; between sources their order says
nothing.
"""

from __future__ import annotations

import hashlib

from bot.corpus.checking.part_check import MOST_ENTRIES

_SOURCE_BITS = 43


def number_source(source: str) -> int:
    """The number of a source, which is that of its first entry."""
    digest = hashlib.sha256(source.encode()).digest()
    return (int.from_bytes(digest[:8]) >> (64 - _SOURCE_BITS)) * MOST_ENTRIES


def last_number(first: int) -> int:
    """The largest number that an entry of a source can have."""
    return first + MOST_ENTRIES - 1
