"""Reads statements back from the rows of a store that is being written: what is searched in, and their digests."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.store.analysis.date_terms import list_date_terms
from bot.store.build.source_rows import Row, is_code
from bot.store.db.caching import cached_method
from bot.store.names.countries import country_name
from bot.store.queries.timeline_rows import select_places

_STATEMENT = """
SELECT s.n, s.id, s.act, s.tone, s.event, s.venue, s.day, s.first_day, s.last_day, s.released, s.paraphrase
FROM temp.batch b CROSS JOIN statement s ON s.n = b.n ORDER BY b.n"""
_OF_STATEMENT = "SELECT t.* FROM temp.batch b CROSS JOIN {table} t ON t.statement = b.n ORDER BY b.n, t.position"
_LISTS = ("statement_speaker", "statement_side", "statement_to", "statement_about", "statement_topic")
_FIRST_ONE_FIRST = "r.statement, r.n <> r.statement, r.n"
_REPORTS = f"""
SELECT r.statement, r.n, r.source, r.kind, r.passage, r.starts, r.ends, r.speaker_written, r.role_written,
       r.to_written, r.day_written, r.released_written, r.venue_written, r.day, r.day_how, r.via, r.attribution,
       r.inferred_how, r.recounted_by
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n ORDER BY {_FIRST_ONE_FIRST}"""  # noqa: S608 -- own words
_QUOTATIONS = f"""
SELECT r.statement, r.n, q.exact, q.starts, q.ends
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n CROSS JOIN quotation q ON q.report = r.n
ORDER BY {_FIRST_ONE_FIRST}, q.position"""  # noqa: S608 -- own words
_CONFLICTS = f"""
SELECT r.statement, r.n, c.field, c.reading, c.against, c.believed, c.because, c.with_source
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n CROSS JOIN conflict c ON c.report = r.n
ORDER BY {_FIRST_ONE_FIRST}, c.position"""  # noqa: S608 -- own words
_NAMES = "SELECT text FROM name WHERE kind IN ({kinds}) AND ref = ? AND usage IN ('name', 'spelling', 'also')"


@dataclass(frozen=True, slots=True)
class StatementDocument:
    """A statement as the store holds it.

    digest    SHA-256 over all that an answer shows of it
    sources   how many documents report it
    known_by  the names of its speakers, addressees and event, its topics, and its days in words
    refs      the timelines on which it stands
    """

    n: int
    digest: str
    sources: int
    quotations: Sequence[str]
    passages: Sequence[str]
    paraphrase: str
    known_by: Sequence[str]
    refs: Sequence[tuple[str, str]]
    first_day: str | None
    last_day: str | None


class StatementReader:
    """Tells statements of one store. The names that it has looked up once are taken to stay the same."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def tell(self) -> Iterator[StatementDocument]:
        """The statements whose numbers stand in the table temp.batch."""
        lists = {table: self._group(_OF_STATEMENT.format(table=table)) for table in _LISTS}
        reports, quotations, conflicts = map(self._group, (_REPORTS, _QUOTATIONS, _CONFLICTS))
        refs = self._group(select_places("temp.batch"), key=3)
        for n, *facts in self._db.execute(_STATEMENT).fetchall():
            told = {table: [row[1:] for row in rows[n]] for table, rows in lists.items()}
            parts = [reports[n], quotations[n], conflicts[n]]
            # Numbers are left out: an entry that only moved says what it said.
            shown = [facts, *told.values(), *([row[2:] for row in rows] for rows in parts), _count_off(parts)]
            yield StatementDocument(
                n,
                hashlib.sha256(json.dumps(shown).encode()).hexdigest(),
                len({row[2] for row in reports[n]}),
                list(dict.fromkeys(row[2] for row in quotations[n])),
                list(dict.fromkeys(row[4] for row in reports[n])),
                facts[9],
                self._list_names(told, facts),
                [(kind, ref) for kind, ref, _, _ in refs[n]],
                facts[6],
                facts[7],
            )

    def _group(self, sql: str, key: int = 0) -> defaultdict[int, list[Row]]:
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self._db.execute(sql):
            groups[row[key]].append(row)
        return groups

    def _list_names(self, told: dict[str, list[Row]], facts: Sequence[Any]) -> list[str]:
        refs = [party for row in told["statement_speaker"] for party in (row[1], row[3]) if party]
        refs += [country or party for _, country, party in told["statement_to"]]
        refs += [country for _, country in told["statement_side"]]
        names = [name for ref in refs for name in self._name_party(ref)]
        if facts[3]:
            names += self._names("'event'", facts[3])
        for _, topic in told["statement_topic"]:
            names += self._names("'topic'", topic)
        for day in dict.fromkeys(facts[6:8]):
            names += list_date_terms(day)
        return names

    def _name_party(self, ref: str) -> Sequence[str]:
        return (country_name(ref),) if is_code(ref) else self._names("'person', 'organisation'", ref)

    @cached_method(None)
    def _names(self, kinds: str, ref: str) -> list[str]:
        return [text for (text,) in self._db.execute(_NAMES.format(kinds=kinds), (ref,))]


def _count_off(parts: list[list[Row]]) -> list[list[int]]:
    """Which report each row belongs to, counted from the first one."""
    numbers = {row[1]: index for index, row in enumerate(parts[0])}
    return [[numbers[row[1]] for row in rows] for rows in parts[1:]]
