"""Stable numbers of statements and reports: they follow from their source alone, so no other source changes them.

A number has 59 bits: 43 from a hash of the source's id, and 16 for the position among the source's entries. A statement
has the number of the report that defines it. Within a source, numbers are in the order of its entries; between sources
their order means nothing.
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
