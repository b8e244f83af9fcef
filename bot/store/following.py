"""What alerts ask of the store: the digest of every statement, and which statements are in a scope."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from bot.store.briefings import Alternatives, narrow_scope

_AMONG = "SELECT s.id FROM json_each(?) wanted CROSS JOIN statement s ON s.id = wanted.value WHERE TRUE"
_NEWEST_FIRST = " ORDER BY s.last_day IS NULL, s.last_day DESC, s.n"


def list_digests(db: sqlite3.Connection) -> dict[str, str]:
    """The digest of every statement by its id; it differs where anything differs that an answer shows of it."""
    return dict(db.execute("SELECT id, digest FROM statement ORDER BY n").fetchall())


def find_in_scope(db: sqlite3.Connection, ids: Collection[str], within: Alternatives) -> list[str]:
    """Those of the ids whose statements are in a scope, the newest first; what the store does not hold is in none."""
    scope, values = narrow_scope(within)
    rows = db.execute(f"{_AMONG}{scope}{_NEWEST_FIRST}", (json.dumps(list(ids)), *values)).fetchall()
    return [str(key) for (key,) in rows]
