"""Invented statements, their rows in a store in memory, and what a summary of them says, counted by hand."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from bot.store.filters import Filter

COUNTRIES = ("AQ", "BV", "HM")
PARTIES = {"ada": "AQ", "bo": "BV", "cy": "HM", "drift": None}
TOPICS = ("ice", "birds", "wind")
EVENTS = ("landing", "parade")
ACTS = ("ACCUSE", "AGREE", "REQUEST")
SOURCES = tuple(f"paper-{n}" for n in range(9))
FIRST = date(2023, 11, 20)


@dataclass(frozen=True, slots=True)
class Invented:
    """A statement; `speakers` with the side of each, `to` are countries and parties."""

    n: int
    first: date | None
    last: date | None
    act: str
    event: str | None
    topics: tuple[str, ...]
    speakers: tuple[tuple[str, str | None], ...]
    to: tuple[str, ...]
    about: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side for _, side in self.speakers if side))

    @property
    def about_all(self) -> set[str]:
        return {*self.about, *(country for ref in self.to if (country := PARTIES.get(ref, ref)))}


def invent(chance: random.Random, numbers: Iterable[int]) -> list[Invented]:
    """Statements with these numbers: days in a few months, some over months and years, some without."""
    return [_invent(chance, n) for n in numbers]


def _invent(chance: random.Random, n: int) -> Invented:
    first = FIRST + timedelta(days=chance.randrange(130)) if chance.random() < 0.9 else None
    length = chance.choice((0, 0, 0, 0, 1, 12, 400))
    speakers = chance.sample(list(PARTIES), chance.choice((1, 1, 2)))
    return Invented(
        n, first, first and first + timedelta(days=length), chance.choice(ACTS),
        chance.choice((None, None, *EVENTS)), tuple(chance.sample(TOPICS, chance.randrange(3))),
        tuple((ref, chance.choice((*COUNTRIES, None))) for ref in speakers),
        tuple(chance.sample((*COUNTRIES, *PARTIES), chance.randrange(3))),
        tuple(chance.sample(COUNTRIES, chance.randrange(3))),
        tuple(chance.sample(SOURCES, chance.choice((1, 1, 2)))),
    )  # fmt: skip


def open_store() -> sqlite3.Connection:
    """A store in memory that holds no statement yet."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(files("bot.store").joinpath("schema.sql").read_text("utf-8"))
    _fill(db, "country", [(code, code.title(), "", 0) for code in COUNTRIES])
    _fill(db, "party", [(ref, "person", ref.title(), country, "") for ref, country in PARTIES.items()])
    _fill(db, "topic", [(ref, ref.title(), "") for ref in TOPICS])
    _fill(db, "event", [(ref, ref.title(), "visit", None, None, None, None, None) for ref in EVENTS])
    _fill(db, "tone", [("say", "said", "")])
    _fill(db, "source", [(ref, n, ref, None, None, "[]", *[None] * 8, "en", "", "", "[]")
                         for n, ref in enumerate(SOURCES)])  # fmt: skip
    return db


def hold(db: sqlite3.Connection, statements: Sequence[Invented]) -> None:
    """Let the store hold these statements and no others; what is counted beforehand stays as it was."""
    held = ("statement", "statement_speaker", "statement_side", "statement_to", "statement_about", "statement_topic",
            "timeline", "report")  # fmt: skip
    for table in held:
        db.execute(f"DELETE FROM {table}")
    for one in statements:
        first, last = one.first and one.first.isoformat(), one.last and one.last.isoformat()
        days = (first, first, last)
        more = (None, None, None, "[]", f"s-{one.n}", 1, "")
        _fill(db, "statement", [(one.n, f"s-{one.n}", one.act, "say", one.event, None, *days, None, "", *more)])
        speakers = enumerate(one.speakers)
        _fill(db, "statement_speaker", [(one.n, i, ref, None, None, side) for i, (ref, side) in speakers])
        _fill(db, "statement_side", [(one.n, i, code) for i, code in enumerate(one.sides)])
        _fill(db, "statement_to", [(one.n, i, *((None, ref) if ref in PARTIES else (ref, None)))
                                   for i, ref in enumerate(one.to)])  # fmt: skip
        _fill(db, "statement_about", [(one.n, i, code) for i, code in enumerate(one.about)])
        _fill(db, "statement_topic", [(one.n, i, ref) for i, ref in enumerate(one.topics)])
        _fill(db, "timeline", [(kind, ref, first or "", one.n) for kind, ref in _list_refs(one)])
        _fill(db, "report", [
            (10 * one.n + i, one.n, ref, "act", None, "", 0, 0, *[None] * 8, "[]", "stated", None, None, *["[]"] * 4)
            for i, ref in enumerate(one.sources)
        ])  # fmt: skip
    longest = max(((one.last - one.first).days for one in statements if one.first and one.last), default=0)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('longest_days', ?)", (str(longest),))


def _list_refs(one: Invented) -> set[tuple[str, str]]:
    named = {
        "all": [""], "side": one.sides or ("-",), "about": one.about_all, "country": {*one.about_all, *one.sides},
        "topic": one.topics, "event": [one.event] if one.event else [], "speaker": [ref for ref, _ in one.speakers],
        "to": [ref for ref in one.to if ref in PARTIES],
    }  # fmt: skip
    return {(kind, ref) for kind, refs in named.items() for ref in refs}


def _fill(db: sqlite3.Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def choose(statements: Iterable[Invented], f: Filter) -> list[Invented]:
    """What a filter lets through."""
    checks: dict[str, Any] = {
        "side": lambda one, ref: ref in one.sides,
        "about": lambda one, ref: ref in one.about_all,
        "country": lambda one, ref: ref in one.sides or ref in one.about_all,
        "other": lambda one, ref: ref in one.sides or ref in one.about_all,
        "topic": lambda one, ref: ref in one.topics,
        "event": lambda one, ref: ref == one.event,
        "since": lambda one, day: one.last is not None and one.last >= day,
        "until": lambda one, day: one.first is not None and one.first <= day,
    }
    asked = {name: getattr(f, name) for name in checks if getattr(f, name) is not None}
    return [one for one in statements if all(checks[name](one, wanted) for name, wanted in asked.items())]


def count_by_hand(statements: Iterable[Invented], code: str) -> dict[str, Any]:
    """What a tally of a country says of these statements, as far as it is numbers; empty where it said nothing."""
    own = [one for one in statements if code in one.sides]
    if not own:
        return {}
    return {
        "statements": len(own),
        "speakers": len({ref for one in own for ref, side in one.speakers if side in (None, code)}),
        "first_day": min((one.first for one in own if one.first), default=None),
        "last_day": max((one.last for one in own if one.last), default=None),
        "acts": Counter(one.act for one in own),
        "addressees": Counter(ref for one in own for ref in one.to),
        "topics": Counter(ref for one in own for ref in one.topics),
        "sources": len({ref for one in own for ref in one.sources}),
    }


def stand_by_hand(statements: Iterable[Invented], code: str) -> list[tuple[str, str, int, int]]:
    """Where a country stands: (heading, speaker, number of the newest statement, how many more) in order."""
    said: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for one in statements:
        if code in one.sides:
            occasion = f"event/{one.event}" if one.event else f"topic/{one.topics[0] if one.topics else ''}"
            speaker = next(ref for ref, side in one.speakers if side == code)
            said[occasion, speaker].append((one.first.isoformat() if one.first else "", one.n))
    newest: dict[str, str] = {}
    for (occasion, _), places in said.items():
        newest[occasion] = max(newest.get(occasion, ""), max(places)[0])
    lines = sorted(((newest[o], o, max(places), s, len(places) - 1) for (o, s), places in said.items()), reverse=True)
    return [(o.partition("/")[2].title(), speaker, n, more) for _, o, (_, n), speaker, more in lines]
