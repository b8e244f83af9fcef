"""Loads complete records of people and organisations."""

from __future__ import annotations

import sqlite3

from bot.store.queries.statements import load_parties, to_day
from bot.store.records import Party, PersonRecord

_USAGES = ("name", "spelling", "also")  # of names that a person or organisation is called by, in this order


def load_person(db: sqlite3.Connection, ref: str) -> PersonRecord | None:
    """A person or organisation with names, roles and the number of statements; None where there is none."""
    row = db.execute("SELECT kind, id, name, country, detail FROM party WHERE id = ?", (ref,)).fetchone()
    if row is None:
        return None
    kind, key, name, country, detail = row
    roles = db.execute(
        "SELECT title, organisation, country, attested FROM role WHERE person = ? ORDER BY position", (ref,)
    ).fetchall()
    organisations = load_parties(db, (organisation for _, organisation, _, _ in roles))
    names = db.execute(
        f"SELECT text, usage FROM name WHERE kind = ? AND ref = ? AND usage IN {_USAGES}",  # noqa: S608 -- own words
        (kind, ref),
    ).fetchall()
    count, first, last = db.execute(
        """SELECT count(*), min(s.first_day), max(s.last_day)
           FROM timeline t JOIN statement s ON s.n = t.statement WHERE t.kind = 'speaker' AND t.ref = ?""",
        (ref,),
    ).fetchone()
    (addressed,) = db.execute("SELECT count(*) FROM timeline WHERE kind = 'to' AND ref = ?", (ref,)).fetchone()
    return PersonRecord(
        party=Party(kind, key, name),
        country=country,
        detail=detail,
        names=tuple(sorted(names, key=_rank_name)),
        roles=tuple(
            (title, organisations.get(organisation), country, attested)
            for title, organisation, country, attested in roles
        ),
        statements=count,
        first_day=to_day(first),
        last_day=to_day(last),
        addressed=addressed,
    )


def _rank_name(name: tuple[str, str]) -> tuple[int, str]:
    text, usage = name
    return _USAGES.index(usage), text.casefold()
