"""Digests of every statement ever noted in a store, and when each that came after the first store arrived."""

from __future__ import annotations

import asyncio
import sqlite3
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.state.repository import Repository

NewsKind = Literal["added", "changed"]
# Reads what a store holds from one id up to another (or to the end): lines "id digest" in order, as many as it likes,
# and the id to read on from, None where that was all.
Read = Callable[[str, str | None], Awaitable[tuple[str, str | None]]]
# A part that has grown longer is cut into parts of half of that. A store reads one part in one go.
LONGEST_PART = 4_000


@dataclass(frozen=True, slots=True)
class Differences:
    """What a store holds otherwise than all before it: digest and kind by statement id, and the parts to write anew."""

    news: Mapping[str, tuple[str, NewsKind]]
    parts: Mapping[str, str]


class KnownStatements(Repository):
    """The known statements in a state file."""

    async def compare(self, read: Read, *, comparable: bool, among: Collection[str] | None = None) -> Differences:
        """Compare what a store holds with what was known; where not `comparable`, other digests mean nothing.

        Only the parts with ids of `among` are read, where that is given: those that may differ.
        """
        touched = None if among is None else sorted(among)
        starts: list[str | None] = [
            str(first) for (first,) in await self._rows("SELECT first FROM known_block ORDER BY first")
        ]
        news: dict[str, tuple[str, NewsKind]] = {}
        parts: dict[str, str] = {}
        for first, end in pairwise([*(starts or [""]), None]):
            if touched is not None and not _has_between(touched, first or "", end):
                continue
            row = await self._row("SELECT lines FROM known_block WHERE first = ?", (first,))
            known, begin = row[0] if row else "", first
            while begin is not None:
                text, following = await read(begin, end)
                if begin == first and following is None and text == known:
                    break
                found, merged = await asyncio.to_thread(
                    _compare, known, text, begin, following or end, comparable=comparable
                )
                news |= found
                parts |= merged
                begin = following
        return Differences(news, parts)

    async def take_all(self, read: Read) -> Differences:
        """All that the first store holds, of which nothing is news."""
        parts: dict[str, str] = {}
        begin: str | None = ""
        while begin is not None:
            text, following = await read(begin, None)
            parts |= _cut(text.splitlines(), begin)
            begin = following
        return Differences({}, parts)

    async def list_since(self, since: float) -> dict[str, float]:
        """The ids that arrived after an instant, with the time of their arrival (Unix seconds)."""
        return dict(await self._rows("SELECT statement, arrived FROM arrival WHERE arrived > ?", (since,)))


def write(db: sqlite3.Connection, differences: Differences, now: float | None) -> None:
    """Write differences down; statements that were added arrived at `now`; None for the first store."""
    rows = list(differences.parts.items())
    db.executemany(
        "INSERT INTO known_block VALUES (?, ?) ON CONFLICT (first) DO UPDATE SET lines = excluded.lines", rows
    )
    if now is not None:
        added = ((key, now) for key, (_, kind) in differences.news.items() if kind == "added")
        db.executemany("INSERT INTO arrival VALUES (?, ?) ON CONFLICT (statement) DO NOTHING", added)


def _compare(
    known: str, text: str, begin: str, end: str | None, *, comparable: bool
) -> tuple[dict[str, tuple[str, NewsKind]], dict[str, str]]:
    """What is new in a stretch of ids, and the parts that the stretch becomes."""
    before = {key: digest for key, digest in _parse(known) if key >= begin and (end is None or key < end)}
    news: dict[str, tuple[str, NewsKind]] = {}
    merged = dict(before)
    for key, digest in _parse(text):
        old = before.get(key)
        if old is None:
            news[key] = (digest, "added")
        elif comparable and old and old != digest:
            news[key] = (digest, "changed")
        merged[key] = digest
    return news, _cut([f"{key} {digest}" for key, digest in sorted(merged.items())], begin)


def _has_between(ids: Sequence[str], begin: str, end: str | None) -> bool:
    at = bisect_left(ids, begin)
    return at < len(ids) and (end is None or ids[at] < end)


def _cut(lines: Sequence[str], begin: str) -> dict[str, str]:
    """The parts that lines become from the id `begin` on, each by the id that it begins at."""
    if len(lines) <= LONGEST_PART:
        return {begin: "\n".join(lines)}
    size = LONGEST_PART // 2
    cuts = {lines[cut].partition(" ")[0] if cut else begin: cut for cut in range(0, len(lines), size)}
    return {first: "\n".join(lines[cut : cut + size]) for first, cut in cuts.items()}


def _parse(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, _, digest = line.partition(" ")
        yield key, digest
