"""A read session: all that one answer asks of a store, on one connection, in one thread, under one deadline.

Each call into the pool costs two thread hand-offs (waits for the interpreter lock under load), so an answer runs all
its queries in one call: see Store.read().
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.store.db.encodable import is_encodable
from bot.store.filters import Filter
from bot.store.names.directory import Directory
from bot.store.names.team_names import TeamName
from bot.store.queries.columns import Columns, Days
from bot.store.queries.people import load_person
from bot.store.queries.positions import Positions, list_positions
from bot.store.queries.replies import list_replies
from bot.store.queries.sources import count_of_publisher, list_sources
from bot.store.queries.statements import load_statements
from bot.store.queries.summaries import count_by_country, tally, tally_countries
from bot.store.queries.timeline_intersection import list_page
from bot.store.queries.timelines import count_left_out, read_key
from bot.store.records import CountryTally, Page, PersonRecord, SourceRecord, StatementRecord, StoreInfo, Withdrawal
from bot.store.search.engine import SearchEngine
from bot.store.search.explanation import Explanation, SearchHit, explain, find_named
from bot.store.search.search import may_be_undated, search, search_hits
from bot.store.suggest.completion import complete_words
from bot.store.suggest.statement_ids import nearest_ids

TOTAL_LIMIT = 1_000  # statements that are counted; of more it is only told that there are more
_CACHED_SEARCHES = 100
_OF_ID = """
SELECT n FROM (SELECT n, 0 AS rank FROM statement WHERE id = ?1
               UNION ALL SELECT statement, 1 FROM former_id WHERE id = ?1) ORDER BY rank LIMIT 1"""
_BODY = "SELECT d.body FROM source s JOIN document d ON d.source = s.n WHERE s.id = ?"


class SearchCache:
    """The hits of the last searches, for readers who turn a page. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hits: dict[tuple[str, Filter, int], list[SearchHit]] = {}

    def get(self, words: str, f: Filter, limit: int) -> list[SearchHit] | None:
        """The hits of a search, None where it is not among the last ones."""
        return self._hits.get((words, f, limit))

    def put(self, words: str, f: Filter, limit: int, hits: list[SearchHit]) -> None:
        """Keep the hits of a search."""
        with self._lock:
            self._hits[words, f, limit] = hits
            if len(self._hits) > _CACHED_SEARCHES:
                del self._hits[next(iter(self._hits))]


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What of a store is in memory, shared by all sessions."""

    info: StoreInfo
    directory: Directory
    days: Days
    engine: SearchEngine
    team_names: Mapping[str, TeamName] = field(default_factory=dict)
    searches: SearchCache = field(default_factory=SearchCache)


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement that a search found, and why."""

    statement: StatementRecord
    explanation: Explanation


class ReadSession:
    """The queries of one answer. Every method raises QueryTooSlow once the answer takes longer than its deadline."""

    def __init__(self, db: sqlite3.Connection, context: StoreContext) -> None:
        self.directory = context.directory
        self._db = db
        self._info = context.info
        self._days = context.days
        self._engine = context.engine
        self._searches = context.searches
        self._counted: dict[tuple[str, Filter, int], dict[str, str | None]] = {}
        self._found: dict[str, FoundStatement] = {}

    def find(self, words: str, f: Filter, limit: int) -> list[SearchHit]:
        """At most `limit` statements by their words, best first: exact wording, all words, paraphrase, near ones."""
        hits = self._searches.get(words, f, limit)
        if hits is None:
            hits = search(self._db, self._engine, words, f, limit)
            self._searches.put(words, f, limit, hits)
        return list(hits)

    def page_of_hits(self, hits: Sequence[SearchHit]) -> dict[str, FoundStatement]:
        """What the statements of some hits say, and why each was found, by id.

        A session works out each statement once, however often it is asked for.
        """
        new = [hit for hit in hits if hit.id not in self._found]
        if new:
            records = {record.n: record for record in load_statements(self._db, [hit.n for hit in new])}
            explanations = {hit.n: hit.details for hit in new if isinstance(hit.details, Explanation)}
            if unexplained := [hit for hit in new if hit.n not in explanations]:
                found = explain(self._db, self._engine, unexplained)
                explanations |= {hit.n: one for hit, one in zip(unexplained, found, strict=True)}
            self._found |= {hit.id: FoundStatement(records[hit.n], explanations[hit.n]) for hit in new}
        return {hit.id: self._found[hit.id] for hit in hits}

    def list_hits(self, words: str, f: Filter, limit: int) -> dict[str, str | None]:
        """The ids of what find() finds but near hits, with their days (EDTF), in no order: a third of find()'s cost."""
        asked = (words, f, limit)
        if asked not in self._counted:
            self._counted[asked] = search_hits(self._db, self._engine, *asked)
        return self._counted[asked]

    def may_be_undated(self, words: str, f: Filter) -> bool:
        """Whether anything in list_hits() could be without a day: a fraction of its cost."""
        return may_be_undated(self._engine, words, f)

    def find_named(self, hits: Sequence[SearchHit]) -> set[str]:
        """The ids of those hits that were found by a name, not by words of a text: see explanation.find_named."""
        return find_named(self._db, self._engine, hits) if hits else set()

    def statement(self, id: str) -> StatementRecord | None:  # noqa: A002 -- the records' own word
        """The statement of this id, None where there is none."""
        return self.statements([id]).get(id)

    def statements(self, ids: Sequence[str]) -> dict[str, StatementRecord]:
        """The statements of these ids, by the ids asked for; an id of none is left out.

        An id that a statement had before, or that was merged into one, is that statement's.
        """
        asked = [one for one in dict.fromkeys(ids) if is_encodable(one)]
        numbers = {one: n for one in asked for (n,) in self._db.execute(_OF_ID, (one,))}
        found = {record.n: record for record in load_statements(self._db, list(dict.fromkeys(numbers.values())))}
        return {one: found[n] for one, n in numbers.items()}

    def withdrawal(self, id: str) -> Withdrawal | None:  # noqa: A002 -- the records' own word
        """Why the statement of this id was taken back, None where it was not."""
        if not is_encodable(id):
            return None
        row = self._db.execute("SELECT because, day, instead FROM withdrawal WHERE id = ?", (id,)).fetchone()
        return Withdrawal(*row) if row else None

    def nearest_ids(self, typed: str, limit: int) -> list[str]:
        """At most `limit` ids of statements that begin as typed, then those most like it."""
        return nearest_ids(self._db, typed, limit) if is_encodable(typed) else []

    def timeline(self, f: Filter, after: str | None, limit: int, *, newest_first: bool = False) -> Page:
        """A page of the statements that pass the filter, by day; those without a day come last.

        `after` is the key of the statement to continue after, None or anything that is no key for the beginning.
        """
        keys, total = list_page(
            self._db,
            self._days,
            f,
            read_key(after),
            limit + 1,
            newest_first=newest_first,
            most=TOTAL_LIMIT + 1,
        )
        shown = keys[:limit]
        return Page(
            statements=tuple(load_statements(self._db, [key.n for key in shown])),
            keys=tuple(str(key) for key in shown),
            after=str(shown[-1]) if len(keys) > limit and shown else None,
            total=min(total, TOTAL_LIMIT),
            total_is_more=total > TOTAL_LIMIT,
        )

    def replies(self, answered: Filter, f: Filter, limit: int) -> Page:
        """The statements that pass a filter and answer or deny any that passes `answered`, by day."""
        found = list_replies(self._db, answered, f)
        statements = load_statements(self._db, [n for _, n in found[:limit]])
        keys = tuple(f"{day}.{n}" for day, n in found[:limit])
        return Page(tuple(statements), keys, None, len(found), total_is_more=False)

    def count(self, f: Filter) -> int:
        """How many statements pass the filter, at most a thousand."""
        _, total = list_page(self._db, self._days, f, None, 1, newest_first=False, most=TOTAL_LIMIT + 1)
        return min(total, TOTAL_LIMIT)

    def undated(self, f: Filter) -> int:
        """How many statements `since` and `until` leave out because they have no day."""
        return count_left_out(self._db, f)

    def party(self, id: str) -> PersonRecord | None:  # noqa: A002 -- the records' own word
        """The person or organisation of this id, None where there is none."""
        return load_person(self._db, id) if is_encodable(id) else None

    def count_by_country(self, f: Filter) -> list[tuple[str, int]]:
        """The codes of countries spoken for, with the number of statements, the most first."""
        return count_by_country(self._db, self._days, f)

    def tallies(self, f: Filter, codes: Sequence[str]) -> list[CountryTally]:
        """The tallies of those of these countries for which there are statements, in their order."""
        return tally_countries(self._db, f, [code for code in codes if is_encodable(code)])

    def summary(self, code: str, f: Filter, after: str | None, limit: int) -> tuple[CountryTally | None, Positions]:
        """The tally of one country, None where no statement is for it; and its positions, from `after` on.

        Positions are by occasion, the newest first, and in each the newest statement of each speaker.
        """
        if not is_encodable(code):
            return None, Positions((), 0)
        columns = Columns(self._db, code)
        return next(iter(tally(self._db, f, [columns])), None), list_positions(self._db, columns, f, after, limit)

    def sources(
        self, publisher: str | None, after: str | None = None, skipped: int = 0, limit: int = 1_000
    ) -> list[SourceRecord]:
        """The sources of a publisher, or all, the oldest first, from behind `after` on: see list_sources."""
        is_possible = all(map(is_encodable, (publisher or "", after or "")))
        return list_sources(self._db, publisher, after, skipped, limit) if is_possible else []

    def count_sources(self, publisher: str | None) -> tuple[int, int, int]:
        """How many sources, reports and quotations there are of a publisher, or of all."""
        if publisher is None:
            counts = self._info.counts
            return counts.get("source", 0), counts.get("report", 0), counts.get("quotation", 0)
        return count_of_publisher(self._db, publisher) if is_encodable(publisher) else (0, 0, 0)

    def source_body(self, source_id: str) -> str:
        """A source's text, character for character; empty where there is no such source."""
        row = self._db.execute(_BODY, (source_id,)).fetchone() if is_encodable(source_id) else None
        return "".join(row or ())

    def complete_words(self, typed: str, limit: int) -> list[str]:
        """Stretches of quotations that contain the words typed so far: see completion.complete_words."""
        return complete_words(self._db, self._engine, typed, limit)
