"""Fills the columns of countries, from which summaries are counted."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import astuple
from datetime import date
from typing import Any

import numpy as np

from bot.store.queries.column_codec import join, pack_names, pack_numbers, pack_set, pack_values
from bot.store.queries.columns import Columns
from bot.store.queries.timeline_rows import NO_SIDE

_LENGTHS = "INSERT INTO timeline_length SELECT kind, ref, count(*) FROM timeline GROUP BY kind, ref"
# What columns are made of, by table: the column with the statement's number, and the values.
_SOURCES = {
    "statement": ("n", "x.first_day, x.last_day, x.act, x.event"),
    "statement_topic": ("statement", "x.topic, x.position"),
    "statement_to": ("statement", "coalesce(x.country, x.party), x.country"),
    "statement_about": ("statement", "x.country"),
    "statement_side": ("statement", "x.country, x.position"),
    "statement_speaker": ("statement", "x.party, x.side, x.position"),
    "report": ("statement", "x.source"),
}
# CROSS JOIN: in this order, whatever SQLite would choose for want of statistics.
_OF_COUNTRY = """
SELECT x.{key}, {values} FROM timeline side CROSS JOIN {table} x ON x.{key} = side.statement
WHERE side.kind = 'side' AND side.ref = ? ORDER BY side.first_day, side.statement"""
_OF_TOUCHED = "SELECT x.{key}, {values} FROM temp.touched t CROSS JOIN {table} x ON x.{key} = t.n"
_SIDES = "SELECT ref FROM timeline_length WHERE kind = 'side'"
_OLD = "SELECT what, value, content FROM country_column WHERE country = ?"
_Row = tuple[str, str, bytes]
Facts = Mapping[int, Set[tuple[str, ...]]]


def list_facts(db: sqlite3.Connection) -> Facts:
    """What columns are made of, for the statements in `temp.touched`, by their numbers."""
    facts: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    for table, (key, values) in _SOURCES.items():
        for n, *fact in db.execute(_OF_TOUCHED.format(table=table, key=key, values=values)):
            facts[n].add((table, *fact))
    return facts


def find_countries(before: Facts, after: Facts) -> set[str]:
    """The countries whose columns differ between two lists of facts; NO_SIDE for statements that are for none."""
    changed = [n for n in before.keys() | after.keys() if before.get(n) != after.get(n)]
    return {side for facts in (before, after) for n in changed if n in facts for side in _list_sides(facts[n])}


def _list_sides(facts: Set[tuple[str, ...]]) -> Sequence[str]:
    return [country for table, country, *_ in facts if table == "statement_side"] or [NO_SIDE]


def fill(db: sqlite3.Connection, countries: Iterable[str] | None = None) -> None:
    """Fill the columns of all countries, or anew those that find_countries() found.

    All other tables must be complete; with `countries`, the lengths of timelines too. The caller ends the transaction.
    """
    if countries is None:
        for table in ("timeline_length", "country_column"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 -- own names
        db.execute(_LENGTHS)
        countries = [code for (code,) in db.execute(_SIDES)]
    homes = dict(db.execute("SELECT id, country FROM party WHERE country IS NOT NULL")) if countries else {}
    for code in sorted(set(countries)):
        old = {(what, value): content for what, value, content in db.execute(_OLD, (code,))}
        new = {(what, value): content for what, value, content in _pack(db, code, homes)}
        # Rows that are the same are not written, so that their pages do not change.
        _write(
            db, code, [key for key in old if key not in new], {k: new[k] for k in sorted(new) if old.get(k) != new[k]}
        )
        if new:
            columns = Columns(db, code)
            counts = columns.count(np.ones(columns.size, np.bool_))
            _write(db, code, [], {("tally", ""): json.dumps(astuple(counts)).encode()})


def _write(
    db: sqlite3.Connection, code: str, gone: Iterable[tuple[str, str]], rows: Mapping[tuple[str, str], bytes]
) -> None:
    sql = "DELETE FROM country_column WHERE what = ? AND value = ? AND country = ?"
    db.executemany(sql, ((*key, code) for key in gone))
    sql = "INSERT OR REPLACE INTO country_column (what, value, country, content) VALUES (?, ?, ?, ?)"
    db.executemany(sql, ((*key, code, content) for key, content in rows.items()))


def _pack(db: sqlite3.Connection, code: str, homes: Mapping[str, str]) -> Iterator[_Row]:
    """The rows of one country except its tally; none where no statement is for it."""

    def read(table: str) -> list[tuple[Any, ...]]:
        key, values = _SOURCES[table]
        return db.execute(_OF_COUNTRY.format(table=table, key=key, values=values), (code,)).fetchall()

    statements = read("statement")
    if not statements:
        return
    size = len(statements)
    at = {n: place for place, (n, *_) in enumerate(statements)}
    topics, to, speakers = read("statement_topic"), read("statement_to"), read("statement_speaker")
    days = [_count_days(day) for _, day, *_ in statements]
    spans = {place: last for place, (_, first, last, *_) in enumerate(statements) if first != last}
    about = [(country, at[n]) for n, country in read("statement_about")]
    about += [(home, at[n]) for n, ref, country in to if (home := country or homes.get(ref))]
    sides = read("statement_side")
    repeated = sorted({at[n] for n, country, position in sides if country == code and position})
    yield "n", "", pack_numbers([n for n, *_ in statements])
    yield "days", "", join(list(map(pack_numbers, (days, spans, list(map(_count_days, spans.values())), repeated))))
    yield from _pack_sets("topic", ((topic, at[n]) for n, topic, _ in topics), size)
    yield from _pack_sets("about", about, size)
    yield from _pack_sets("side", ((country, at[n]) for n, country, _ in sides if country != code), size)

    counted = (
        ((place, act) for place, (*_, act, _) in enumerate(statements)),
        ((at[n], topic) for n, topic, _ in topics),
        ((at[n], ref) for n, ref, _ in to),
        ((at[n], party) for n, party, side, _ in speakers if side is None or side == code),
        ((at[n], source) for n, source in read("report")),
    )
    yield "counted", "", join([_pack_named(pairs, size) for pairs in counted])

    occasions = ["topic/"] * size
    for n, topic, position in topics:
        if position == 0:
            occasions[at[n]] = f"topic/{topic}"
    for place, (*_, event) in enumerate(statements):
        if event is not None:
            occasions[place] = f"event/{event}"
    voices = [""] * size
    # The first who speaks for the country, else the first of all, comes last and stays.
    ordered = sorted(((side != code, position, n, party) for n, party, side, position in speakers), reverse=True)
    for _, _, n, party in ordered:
        voices[at[n]] = party
    yield from _pack_lines(occasions, voices)


def _pack_lines(occasions: Sequence[str], voices: Sequence[str]) -> Iterator[_Row]:
    """A line is all that one voice says on one occasion; lines are in the order of occasions, then of voices."""
    heads, mouths = _number(occasions), _number(voices)
    lines = sorted(set(zip(occasions, voices, strict=True)))
    numbers = {line: number for number, line in enumerate(lines)}
    columns = (
        [numbers[line] for line in zip(occasions, voices, strict=True)],
        [heads[occasion] for occasion, _ in lines],
        [mouths[voice] for _, voice in lines],
    )
    yield "lines", "", join([*map(pack_numbers, columns), pack_names(heads), pack_names(mouths)])


def _pack_sets(what: str, pairs: Iterable[tuple[str, int]], size: int) -> Iterator[_Row]:
    """The places of each value."""
    sets: defaultdict[str, set[int]] = defaultdict(set)
    for value, place in pairs:
        sets[value].add(place)
    yield from ((what, value, pack_set(sets[value], size)) for value in sorted(sets))


def _pack_named(pairs: Iterable[tuple[int, str]], size: int) -> bytes:
    """The names at each place as numbers, behind the names that these stand for."""
    pairs = list(pairs)
    numbers = _number(name for _, name in pairs)
    return join([pack_names(numbers), pack_values(((place, numbers[name]) for place, name in pairs), size)])


def _count_days(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _number(names: Iterable[str]) -> dict[str, int]:
    """Numbers for names, in the order of the names."""
    return {name: number for number, name in enumerate(sorted(set(names)))}
