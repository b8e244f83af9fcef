"""Keyset pagination along timelines: statements by day, each page one stretch of an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.store.filters import Filter, list_timelines


@dataclass(frozen=True, slots=True)
class TimelineKey:
    """The position of a statement in a timeline: first day (ISO 8601, empty where it has none) and number."""

    day: str
    n: int

    def __str__(self) -> str:
        return f"{self.day}.{self.n}"


def read_key(text: str | None) -> TimelineKey | None:
    """A key from its text; None where the text is no key."""
    day, dot, n = (text or "").rpartition(".")
    return TimelineKey(day, int(n)) if dot and n.isascii() and n.isdigit() and len(n) < 19 and _is_day(day) else None


class Timeline:
    """The statements that pass a filter. The shortest of its timelines is walked, the others are checked on the way."""

    def __init__(self, db: sqlite3.Connection, f: Filter) -> None:
        self._db = db
        self._since = f.since.isoformat() if f.since else None
        self._until = f.until.isoformat() if f.until else None
        self._dated = bool(f.since or f.until)
        parts = list_timelines(f)
        self._walked = min(parts, key=self._measure) if len(parts) > 1 else (parts or [("all", "")])[0]
        self._checked = [part for part in parts if part != self._walked]
        self._earliest = find_earliest(db, f.since) if f.since else None

    def list_page(self, after: TimelineKey | None, limit: int, *, newest_first: bool = False) -> list[TimelineKey]:
        """At most `limit` statements that follow `after`; those without a day come last in either direction."""
        found: list[TimelineKey] = []
        if after is None or after.day:
            found = self._walk(dated=True, after=after, limit=limit, newest_first=newest_first)
        if len(found) < limit and not self._dated:
            rest = after if after and not after.day else None
            found += self._walk(dated=False, after=rest, limit=limit - len(found), newest_first=newest_first)
        return found

    def count(self, limit: int) -> int:
        """The number of statements, counted up to `limit`."""
        count = 0
        for dated in (True, False):
            if count < limit and (dated or not self._dated):
                sql, values = self.select(dated=dated)
                counting = f"SELECT count(*) FROM ({sql} LIMIT ?)"  # noqa: S608 -- own words
                (more,) = self._db.execute(counting, (*values, limit - count)).fetchone()
                count += more
        return count

    def count_undated(self) -> int:
        """The number of statements without a day that would pass if the filter asked for no days."""
        sql, values = self.select(dated=False)
        (count,) = self._db.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()  # noqa: S608 -- own words
        return int(count)

    def select(
        self,
        *,
        dated: bool = True,
        after: TimelineKey | None = None,
        newest_first: bool = False,
        between: tuple[str, str] | None = None,
    ) -> tuple[str, list[object]]:
        """A SELECT of (first_day, n) without order and limit, and its parameters; `between` bounds the first day."""
        conditions = ["t.kind = ?", "t.ref = ?"]
        values: list[object] = [*self._walked]
        if between:
            conditions.append("t.first_day BETWEEN ? AND ?")
            values += between
        elif not dated:
            conditions.append("t.first_day = ''")
        else:
            for condition, bounds in self._bound(after, newest_first):
                conditions.append(condition)
                values += bounds
        if not dated and after:
            conditions.append(f"t.statement {'<' if newest_first else '>'} ?")
            values.append(after.n)
        for kind, ref in self._checked:
            conditions.append(
                "EXISTS (SELECT 1 FROM timeline o"
                " WHERE o.kind = ? AND o.ref = ? AND o.first_day = t.first_day AND o.statement = t.statement)"
            )
            values += [kind, ref]
        if dated and self._since:
            conditions.append("(SELECT s.last_day FROM statement s WHERE s.n = t.statement) >= ?")
            values.append(self._since)
        where = " AND ".join(conditions)
        return f"SELECT t.first_day, t.statement AS n FROM timeline t WHERE {where}", values  # noqa: S608 -- own words

    def _bound(self, after: TimelineKey | None, newest_first: bool) -> Iterator[tuple[str, list[object]]]:
        """Conditions for the beginning and the end of the stretch of the index, with their parameters.

        One condition for each end alone: what a second one at the same end leaves out, SQLite would walk past.
        """
        earliest, latest = self._earliest, self._until
        if after and newest_first and (latest is None or after.day <= latest):
            yield "(t.first_day, t.statement) < (?, ?)", [after.day, after.n]
        elif latest is not None:
            yield "t.first_day <= ?", [latest]
        if after and not newest_first and (earliest is None or after.day >= earliest):
            yield "(t.first_day, t.statement) > (?, ?)", [after.day, after.n]
        elif earliest is not None:
            yield "t.first_day >= ?", [earliest]
        else:
            yield "t.first_day > ''", []

    def _walk(self, *, dated: bool, after: TimelineKey | None, limit: int, newest_first: bool) -> list[TimelineKey]:
        sql, values = self.select(dated=dated, after=after, newest_first=newest_first)
        way = "DESC" if newest_first else "ASC"
        rows = self._db.execute(f"{sql} ORDER BY t.first_day {way}, t.statement {way} LIMIT ?", (*values, limit))
        return [TimelineKey(day, n) for day, n in rows]

    def _measure(self, part: tuple[str, str]) -> int:
        row = self._db.execute("SELECT length FROM timeline_length WHERE kind = ? AND ref = ?", part).fetchone()
        return sum(row or ())


def count_left_out(db: sqlite3.Connection, f: Filter) -> int:
    """The number of statements that `since` and `until` leave out because they have no day."""
    return Timeline(db, replace(f, since=None, until=None)).count_undated() if f.since or f.until else 0


def select_chosen(db: sqlite3.Connection, f: Filter) -> tuple[str, list[object]]:
    """A SELECT of (first_day, n) of all statements that pass a filter, and its parameters."""
    timeline = Timeline(db, f)
    sql, values = timeline.select()
    if f.since or f.until:
        return sql, values
    undated, more = timeline.select(dated=False)
    return f"{sql} UNION ALL {undated}", [*values, *more]


def find_earliest(db: sqlite3.Connection, since: date) -> str:
    """The earliest first day of a statement that can reach a day, from the longest span in the store."""
    (longest,) = db.execute("SELECT value FROM meta WHERE key = 'longest_days'").fetchone()
    return (since - timedelta(days=min(int(longest), since.toordinal() - 1))).isoformat()


def _is_day(text: str) -> bool:
    try:
        return text == "" or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
