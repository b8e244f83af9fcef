"""Puts what was said for each country into columns, from which summaries are counted."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from bot.store.columns import Columns, Rows
from bot.store.packing import join, pack_layer, pack_names, pack_numbers, pack_set
from bot.store.standing import order_lines

_LENGTHS = "INSERT INTO timeline_length SELECT kind, ref, count(*) FROM timeline GROUP BY kind, ref"
# CROSS JOIN: in this order, whatever SQLite would choose for want of statistics.
_SAID = """
SELECT {values} FROM timeline side CROSS JOIN {table} x ON x.{key} = side.statement
WHERE side.kind = 'side' AND side.ref = ? ORDER BY side.first_day, side.statement"""
_Row = tuple[str, str, bytes]


def fill(db: sqlite3.Connection, countries: Iterable[str] | None = None) -> None:
    """Fill the columns of all countries, or anew those alone for which a statement was added, changed or removed.

    All other tables must be as they are to be; with countries, the lengths of timelines as well. The transaction is
    the caller's.
    """
    if countries is None:
        for table in ("timeline_length", "packed"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 -- own names
        db.execute(_LENGTHS)
        countries = [code for (code,) in db.execute("SELECT ref FROM timeline_length WHERE kind = 'side'")]
    homes = dict(db.execute("SELECT id, country FROM party WHERE country IS NOT NULL"))
    for code in sorted(set(countries)):
        db.execute("DELETE FROM packed WHERE country = ?", (code,))
        rows = sorted(_pack(db, code, homes))
        db.executemany("INSERT INTO packed VALUES (?1, ?2, ?4, ?3)", ((*row, code) for row in rows))
        if rows:
            columns = Columns(Rows(db), code)
            counts = columns.count((1 << columns.size) - 1)
            db.execute("INSERT INTO packed VALUES ('tally', '', ?, ?)", (code, json.dumps(astuple(counts)).encode()))


def _pack(db: sqlite3.Connection, code: str, homes: dict[str, str]) -> Iterator[_Row]:
    """The rows of one country but for its tally; none where nothing is said for it."""

    def read(values: str, table: str) -> Iterator[tuple[Any, ...]]:
        sql = _SAID.format(values=f"x.statement, {values}", table=table, key="statement")
        for n, *rest in db.execute(sql, (code,)):
            yield at[n], *rest

    sql = _SAID.format(values="x.n, x.first_day, x.last_day, x.act, x.event", table="statement", key="n")
    statements = db.execute(sql, (code,)).fetchall()
    if not statements:
        return
    size = len(statements)
    at = {n: place for place, (n, *_) in enumerate(statements)}
    sets: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    acts: defaultdict[str, set[int]] = defaultdict(set)
    occasions = ["topic/"] * size
    for place, topic, position in read("x.topic, x.position", "statement_topic"):
        sets["topic", topic].add(place)
        if position == 0:
            occasions[place] = f"topic/{topic}"
    for place, (_, _, _, act, event) in enumerate(statements):
        acts[act].add(place)
        if event is not None:
            occasions[place] = f"event/{event}"
    addressed = list(read("coalesce(x.country, x.party), x.country", "statement_to"))
    for place, ref, country in addressed:
        if home := country or homes.get(ref):
            sets["about", home].add(place)
    for place, country in read("x.country", "statement_about"):
        sets["about", country].add(place)
    again = set()
    for place, country, position in read("x.country, x.position", "statement_side"):
        if country != code:
            sets["side", country].add(place)
        elif position:
            again.add(place)
    speakers: list[tuple[int, str]] = []
    voices: dict[int, tuple[bool, int, str]] = {}
    for place, party, side, position in read("x.party, x.side, x.position", "statement_speaker"):
        voice = (side != code, position, party)
        voices[place] = min(voices.get(place, voice), voice)
        if side is None or side == code:
            speakers.append((place, party))
    days = [_count_days(day) for _, day, *_ in statements]
    spans = {place: row[2] for place, row in enumerate(statements) if row[1] != row[2]}
    yield "n", "", pack_numbers([n for n, *_ in statements])
    yield "day", "", pack_numbers(days)
    yield "year", "", pack_numbers(_list_years(days))
    yield "span", "", pack_numbers(list(spans))
    yield "end", "", pack_numbers([_count_days(day) for day in spans.values()])
    for (what, value), places in sets.items():
        yield what, value, pack_set(places, size)
    yield (
        "topics",
        "",
        _join({value: pack_set(places, size) for (what, value), places in sets.items() if what == "topic"}),
    )
    yield "again", "", pack_set(again, size)
    yield "acts", "", _join({act: pack_set(places, size) for act, places in acts.items()})
    names = _number(ref for _, ref, _ in addressed)
    yield "to", "", join([pack_names(names), *_pack_layers([(place, ref) for place, ref, _ in addressed], names, size)])
    for what, pairs in (("speaker", speakers), ("source", list(read("x.source", "report")))):
        yield what, "", join(list(_pack_layers(pairs, _number(name for _, name in pairs), size)))
    heard = [voices[place][2] if place in voices else "" for place in range(size)]
    heads, mouths = _number(occasions), _number(heard)
    yield "occasion", "", pack_names(heads)
    yield "voice", "", pack_names(mouths)
    lines = [heads[one] * len(mouths) + mouths[voice] for one, voice in zip(occasions, heard, strict=True)]
    yield "line", "", pack_numbers(lines)
    yield "before", "", pack_numbers(list(_list_before(lines)))
    newest = {line: place for place, line in enumerate(lines)}
    yield "stand", "", pack_numbers(order_lines(newest, len(mouths), days))


def _pack_layers(pairs: Iterable[tuple[int, str]], names: Mapping[str, int], size: int) -> Iterator[bytes]:
    """What a place may have several of: the first of each place in one layer, the second ones in the next, …"""
    layers: list[dict[int, int]] = []
    for place, name in dict.fromkeys(pairs):
        depth = next((depth for depth, layer in enumerate(layers) if place not in layer), len(layers))
        if depth == len(layers):
            layers.append({})
        layers[depth][place] = names[name] + 1
    return (pack_layer(layer, size) for layer in layers)


def _list_years(days: Sequence[int]) -> list[int]:
    """The first year in which anything is said, and where it and each year after it begins; then where they end."""
    begin, end = bisect_right(days, 0), len(days)
    if begin == end:
        return [1, end]
    years = range(date.fromordinal(days[begin]).year, date.fromordinal(days[-1]).year + 1)
    return [years[0], *(bisect_left(days, date(year, 1, 1).toordinal()) for year in years), end]


def _list_before(lines: Sequence[int]) -> Iterator[int]:
    """Of each place the last one before it on the same line, counted from 1; 0 where there is none."""
    last: dict[int, int] = {}
    for place, line in enumerate(lines, 1):
        yield last.get(line, 0)
        last[line] = place


def _count_days(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _number(names: Iterable[str]) -> dict[str, int]:
    """Numbers for names, in the order of the names."""
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _join(sets: Mapping[str, bytes]) -> bytes:
    return join([pack_names(sets), *sets.values()])
