"""The queries of alerts: the digests of all statements, portion by portion, and which statements are in a scope."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from bot.store.queries.briefings import Alternatives, narrow_scope

PORTION = 4_000  # statements
AFTER_ALL = "\U0010ffff"
_DIGESTS = """
SELECT group_concat(first_id || ' ' || substr(digest, 1, 16), char(10)) FROM (
    SELECT first_id, digest FROM statement WHERE first_id >= ? AND first_id < ? ORDER BY first_id LIMIT ?)"""
_NEXT_ID = "SELECT first_id FROM statement WHERE first_id >= ? AND first_id < ? ORDER BY first_id LIMIT 1 OFFSET ?"
_AMONG = "SELECT s.first_id FROM json_each(?) wanted CROSS JOIN statement s ON s.first_id = wanted.value WHERE TRUE"
_NEWEST_FIRST = " ORDER BY s.last_day IS NULL, s.last_day DESC, s.n"


def read_statements_from(db: sqlite3.Connection, begin: str, end: str | None) -> tuple[str, str | None]:
    """The digests of at most PORTION statements, from the id `begin` up to `end` (None: to the last).

    Ids are those under which statements first came, so that a renamed one is no news.
    Returns lines "id digest" in the order of ids, and the id to continue from, None at the end. The digest is the first
    half of the one in the store, which differs where anything differs that an answer shows of the statement.
    """
    end = AFTER_ALL if end is None else end
    (text,) = db.execute(_DIGESTS, (begin, end, PORTION)).fetchone()
    following = db.execute(_NEXT_ID, (begin, end, PORTION)).fetchone()
    return text or "", next(map(str, following or ()), None)


def find_in_scope(db: sqlite3.Connection, ids: Collection[str], within: Alternatives) -> list[str]:
    """Those of the ids whose statements are in a scope, the newest first; an id of no statement is left out."""
    scope, values = narrow_scope(within)
    rows = db.execute(f"{_AMONG}{scope}{_NEWEST_FIRST}", (json.dumps(list(ids)), *values)).fetchall()
    return [str(key) for (key,) in rows]
