"""Ids of statements that begin as typed, or are nearly so."""

from __future__ import annotations

import sqlite3

from rapidfuzz import fuzz, process

_COMPARED = 2_000
_LIKE = 75.0


def nearest_ids(db: sqlite3.Connection, typed: str, limit: int) -> list[str]:
    """Find at most `limit` ids: those that begin as typed, then those most like it among a bounded number.

    Nothing typed gives the first ids of the store.
    """
    wanted = "-".join(typed.lower().split())
    found = _find_beginning(db, wanted, limit)
    if len(found) >= limit or not wanted:
        return found
    for length in (len(wanted) // 2, 1, 0):
        others = [one for one in _find_beginning(db, wanted[:length], _COMPARED) if one not in found]
        ranked = process.extract(wanted, others, scorer=fuzz.WRatio, limit=limit - len(found), score_cutoff=_LIKE)
        if ranked:
            return [*found, *(one for one, _, _ in ranked)]
    return found


def _find_beginning(db: sqlite3.Connection, beginning: str, limit: int) -> list[str]:
    sql = "SELECT id FROM statement WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    return [row[0] for row in db.execute(sql, (beginning, f"{beginning}\U0010ffff", limit))]
