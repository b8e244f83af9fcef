"""Autocomplete of statements' ids: those that begin as typed, or nearly."""

from __future__ import annotations

import sqlite3

from rapidfuzz import fuzz, process

_COMPARED = 2_000  # ids
_LEAST_SIMILAR = 75.0  # of RapidFuzz's WRatio, 0–100
_BEGINNING = "SELECT id FROM statement WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"


def nearest_ids(db: sqlite3.Connection, typed: str, limit: int) -> list[str]:
    """At most `limit` ids: those that begin as typed, then the most similar of a bounded number of others.

    Where nothing is typed: the first ids of the store.
    """
    slug = "-".join(typed.lower().split())
    found = _find_beginning(db, slug, limit)
    if len(found) >= limit or not slug:
        return found
    for length in (len(slug) // 2, 1, 0):
        others = [one for one in _find_beginning(db, slug[:length], _COMPARED) if one not in found]
        ranked = process.extract(
            slug, others, scorer=fuzz.WRatio, limit=limit - len(found), score_cutoff=_LEAST_SIMILAR
        )
        if ranked:
            return [*found, *(one for one, _, _ in ranked)]
    return found


def _find_beginning(db: sqlite3.Connection, beginning: str, limit: int) -> list[str]:
    return [key for (key,) in db.execute(_BEGINNING, (beginning, f"{beginning}\U0010ffff", limit))]
