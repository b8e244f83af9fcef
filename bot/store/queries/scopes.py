"""What alerts ask of the store: what it holds, portion by portion, and which statements are in a scope."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from bot.store.queries.briefings import Alternatives, narrow_scope

PORTION = 4_000
AFTER_ALL = "\U0010ffff"
_HELD = """
SELECT group_concat(id || ' ' || substr(digest, 1, 16), char(10)) FROM (
    SELECT id, digest FROM statement WHERE id >= ? AND id < ? ORDER BY id LIMIT ?)"""
_FOLLOWING = "SELECT id FROM statement WHERE id >= ? AND id < ? ORDER BY id LIMIT 1 OFFSET ?"
_AMONG = "SELECT s.id FROM json_each(?) wanted CROSS JOIN statement s ON s.id = wanted.value WHERE TRUE"
_NEWEST_FIRST = " ORDER BY s.last_day IS NULL, s.last_day DESC, s.n"


def read_held(db: sqlite3.Connection, begin: str, end: str | None) -> tuple[str, str | None]:
    """The statements from one id up to another, at most PORTION: lines "id digest" in order, and the id to go on from.

    A digest differs where anything differs that an answer shows of the statement; its beginning tells as much.
    """
    end = AFTER_ALL if end is None else end
    (text,) = db.execute(_HELD, (begin, end, PORTION)).fetchone()
    following = db.execute(_FOLLOWING, (begin, end, PORTION)).fetchone()
    return text or "", following and str(following[0])


def find_in_scope(db: sqlite3.Connection, ids: Collection[str], within: Alternatives) -> list[str]:
    """Those of the ids whose statements are in a scope, the newest first; what the store does not hold is in none."""
    scope, values = narrow_scope(within)
    rows = db.execute(f"{_AMONG}{scope}{_NEWEST_FIRST}", (json.dumps(list(ids)), *values)).fetchall()
    return [str(key) for (key,) in rows]
