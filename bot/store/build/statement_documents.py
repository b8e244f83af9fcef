"""Reads statements back from the rows of a store that is being written: what is indexed of them, and their digests."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.store.analysis.date_terms import list_date_terms
from bot.store.build.source_rows import Row, is_code
from bot.store.db.caching import cached_method
from bot.store.names.countries import country_name
from bot.store.queries.timeline_rows import select_places

_STATEMENT = """
SELECT s.n, s.id, s.act, s.tone, s.event, s.venue, s.day, s.first_day, s.last_day, s.released, s.paraphrase, s.at,
       s.vote, s.note, s.corrections
FROM temp.batch b CROSS JOIN statement s ON s.n = b.n ORDER BY b.n"""
_OF_STATEMENT = "SELECT t.* FROM temp.batch b CROSS JOIN {table} t ON t.statement = b.n ORDER BY b.n, t.position"
_LISTS = (
    "statement_speaker", "statement_side", "statement_to", "statement_about", "statement_topic", "statement_relation",
)  # fmt: skip
_OWN_REPORT_FIRST = "r.statement, r.n <> r.statement, r.n"
_REPORTS = f"""
SELECT r.statement, r.n, r.source, r.kind, r.passage, r.starts, r.ends, r.speaker_written, r.role_written,
       r.to_written, r.day_written, r.released_written, r.venue_written, r.day, r.day_how, r.via, r.attribution,
       r.inferred_how, r.recounted_by, r.form, r.speakers, r.locator, r.translated, r.translations
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n ORDER BY {_OWN_REPORT_FIRST}"""  # noqa: S608 -- own words
_QUOTATIONS = f"""
SELECT r.statement, r.n, q.exact, q.starts, q.ends, q.before, q.after
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n CROSS JOIN quotation q ON q.report = r.n
ORDER BY {_OWN_REPORT_FIRST}, q.position"""  # noqa: S608 -- own words
_CLAUSES = f"""
SELECT r.statement, r.n, c.exact, c.starts, c.ends
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n CROSS JOIN clause c ON c.report = r.n
ORDER BY {_OWN_REPORT_FIRST}, c.position"""  # noqa: S608 -- own words
_CONFLICTS = f"""
SELECT r.statement, r.n, c.field, c.reading, c.against, c.believed, c.because, c.with_source
FROM temp.batch b CROSS JOIN report r ON r.statement = b.n CROSS JOIN conflict c ON c.report = r.n
ORDER BY {_OWN_REPORT_FIRST}, c.position"""  # noqa: S608 -- own words
_NAMES = "SELECT text FROM name WHERE kind IN ({kinds}) AND ref = ? AND usage IN ('name', 'spelling', 'also')"


class _Facts(NamedTuple):
    """A row of _STATEMENT, without the number."""

    id: str
    act: str
    tone: str
    event: str | None
    venue: str | None
    day: str | None
    first_day: str | None
    last_day: str | None
    released: str | None
    paraphrase: str
    at: str | None
    vote: str | None
    note: str | None
    corrections: str


@dataclass(frozen=True, slots=True)
class StatementDocument:
    """What is indexed of a statement.

    digest    SHA-256 over all that an answer shows of it
    sources   how many documents report it
    known_by  the names of its speakers, addressees and event, and the terms of its days; what a topic is called is no
              word of a statement
    refs      the timelines (kind, ref) that it is on
    """

    n: int
    digest: str
    sources: int
    quotations: Sequence[str]
    clauses: Sequence[str]
    passages: Sequence[str]
    paraphrase: str
    known_by: Sequence[str]
    refs: Sequence[tuple[str, str]]
    first_day: str | None
    last_day: str | None


class StatementReader:
    """Reads statements of one store, in which the names do not change meanwhile."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self) -> Iterator[StatementDocument]:
        """The statements whose numbers are in the table temp.batch."""
        lists = {table: self._group(_OF_STATEMENT.format(table=table)) for table in _LISTS}
        reports, quotations, clauses, conflicts = map(self._group, (_REPORTS, _QUOTATIONS, _CLAUSES, _CONFLICTS))
        refs: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for kind, ref, _, n in self._db.execute(select_places("temp.batch")):
            refs[n].append((kind, ref))
        for n, *row in self._db.execute(_STATEMENT).fetchall():
            facts = _Facts(*row)
            lists_of_one = {table: [rest for _, *rest in rows[n]] for table, rows in lists.items()}
            parts = [reports[n], quotations[n], clauses[n], conflicts[n]]
            # Without numbers and id: an entry that only moved, or has another name, is the same statement.
            shown = [
                facts._replace(id=""),
                *lists_of_one.values(),
                *([rest for _, _, *rest in rows] for rows in parts),
                _count_off(parts),
            ]
            yield StatementDocument(
                n=n,
                digest=hashlib.sha256(json.dumps(shown).encode()).hexdigest(),
                sources=len({source for _, _, source, *_ in reports[n]}),
                quotations=list(dict.fromkeys(exact for _, _, exact, *_ in quotations[n])),
                clauses=list(dict.fromkeys(exact for _, _, exact, *_ in clauses[n])),
                passages=list(dict.fromkeys(passage for _, _, _, _, passage, *_ in reports[n])),
                paraphrase=facts.paraphrase,
                known_by=self._list_names(lists_of_one, facts),
                refs=refs[n],
                first_day=facts.first_day,
                last_day=facts.last_day,
            )

    def _group(self, sql: str) -> defaultdict[int, list[Row]]:
        """Rows by their first column, the number of a statement."""
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self._db.execute(sql):
            n, *_ = row
            groups[n].append(row)
        return groups

    def _list_names(self, lists: dict[str, list[list[Any]]], facts: _Facts) -> list[str]:
        speakers = ((party, organisation) for _, party, _, organisation, _ in lists["statement_speaker"])
        refs = [ref for pair in speakers for ref in pair if ref]
        refs += [country or party for _, country, party in lists["statement_to"]]
        refs += [country for _, country in lists["statement_side"]]
        names = [name for ref in refs for name in self._name_party(ref)]
        if facts.event:
            names += self._names("'event'", facts.event)
        for day in dict.fromkeys((facts.first_day, facts.last_day)):
            names += list_date_terms(day)
        return names

    def _name_party(self, ref: str) -> Sequence[str]:
        return (country_name(ref),) if is_code(ref) else self._names("'person', 'organisation'", ref)

    @cached_method(None)
    def _names(self, kinds: str, ref: str) -> list[str]:
        return [text for (text,) in self._db.execute(_NAMES.format(kinds=kinds), (ref,))]


def _count_off(parts: list[list[Row]]) -> list[list[int]]:
    """The report that each row belongs to, counted from the first one."""
    reports, *others = parts
    places = {number: place for place, (_, number, *_) in enumerate(reports)}
    return [[places[number] for _, number, *_ in rows] for rows in others]
