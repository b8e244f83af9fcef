"""Statements that answer others, by the relations on record."""

from __future__ import annotations

import sqlite3

from bot.store.filters import Filter
from bot.store.queries.timelines import select_chosen

_REPLIES = """
WITH answered AS ({answered}), chosen AS ({chosen})
SELECT DISTINCT c.first_day, c.n
FROM statement_relation r CROSS JOIN statement o ON o.id = r.other CROSS JOIN chosen c ON c.n = r.statement
WHERE r.kind IN ('answers', 'denies') AND o.n IN (SELECT n FROM answered)
ORDER BY c.first_day = '', c.first_day, c.n"""


def list_replies(db: sqlite3.Connection, answered: Filter, f: Filter) -> list[tuple[str, int]]:
    """First day and number of the statements that pass `f` and answer or deny one that passes `answered`, by day."""
    others, values = select_chosen(db, answered)
    chosen, more = select_chosen(db, f)
    sql = _REPLIES.format(answered=others, chosen=chosen)
    return [(day, n) for day, n in db.execute(sql, (*values, *more))]
