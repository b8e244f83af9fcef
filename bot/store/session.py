"""One look into the store: whatever an answer asks for, one thing after another, in the thread of one reader.

To hand a question over to a reader and its answer back costs two waits for the interpreter wherever others work. What
needs several looks therefore takes them in one go: see Store.look().
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.store.db.encodable import can_be_asked
from bot.store.names.directory import Directory
from bot.store.queries.columns import Columns, Days
from bot.store.queries.positions import Positions, list_stand
from bot.store.queries.statements import count_of_publisher, list_sources, load_person, load_statements
from bot.store.queries.summaries import count_by_country, tally, tally_countries
from bot.store.queries.timeline_intersection import list_page
from bot.store.queries.timelines import count_left_out, read_key
from bot.store.records import CountryTally, Filter, Page, PersonRecord, SourceRecord, StatementRecord, StoreInfo
from bot.store.search.explanation import Explanation, SearchHit, explain, find_named
from bot.store.search.query import SearchEngine
from bot.store.search.search import may_be_undated, search, search_hits
from bot.store.suggest.completion import complete_words
from bot.store.suggest.statement_ids import nearest_ids

TOTAL_LIMIT = 1_000
_FOUND_KEPT = 100  # searches


class SearchCache:
    """What was found last: who turns a page asks the same again. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[str, Filter, int], list[SearchHit]] = {}

    def get(self, words: str, f: Filter, limit: int) -> list[SearchHit] | None:
        """What was found for these words, None where that is not known any more."""
        return self._found.get((words, f, limit))

    def keep(self, words: str, f: Filter, limit: int, found: list[SearchHit]) -> None:
        """Note what was found."""
        with self._lock:
            self._found[words, f, limit] = found
            if len(self._found) > _FOUND_KEPT:
                del self._found[next(iter(self._found))]


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What of a store is kept in memory."""

    info: StoreInfo
    directory: Directory
    days: Days
    engine: SearchEngine
    last: SearchCache = field(default_factory=SearchCache)


class ReadSession:
    """Asks for one answer. Every method raises QueryTooSlow once the answer has taken longer than its deadline."""

    def __init__(self, db: sqlite3.Connection, kept: StoreContext) -> None:
        self.directory = kept.directory
        self._db = db
        self._info = kept.info
        self._days = kept.days
        self._engine = kept.engine
        self._last = kept.last
        self._hits: dict[tuple[str, Filter, int], dict[str, str | None]] = {}

    def find(self, words: str, f: Filter, limit: int) -> list[SearchHit]:
        """Statements by their words: exact wording, all words, paraphrase, near ones. No words make it fail."""
        f = plain(f)
        found = self._last.get(words, f, limit)
        if found is None:
            found = search(self._db, self._engine, words, f, limit)
            self._last.keep(words, f, limit, found)
        return list(found)

    def list_hits(self, words: str, f: Filter, limit: int) -> dict[str, str | None]:
        """What find() would find and not call near, by id, with its day: takes a third of the time."""
        asked = (words, plain(f), limit)
        if asked not in self._hits:
            self._hits[asked] = search_hits(self._db, self._engine, *asked)
        return self._hits[asked]

    def may_be_undated(self, words: str, f: Filter) -> bool:
        """Whether anything that list_hits() gives could be without a day: takes a fraction of its time."""
        return may_be_undated(self._engine, words, plain(f))

    def explain(self, found: Sequence[SearchHit]) -> dict[str, Explanation]:
        """Why each of these was found, and by which of its words, by id."""
        return dict(zip((one.id for one in found), explain(self._db, self._engine, found), strict=True))

    def find_named(self, found: Sequence[SearchHit]) -> set[str]:
        """Those of these that were found by a name, and not by words of a text alone: see explaining.find_named."""
        return find_named(self._db, self._engine, found)

    def statement(self, id: str) -> StatementRecord | None:  # noqa: A002 -- the records' own word
        """The statement of this id, None where there is none."""
        return self.statements([id]).get(id)

    def statements(self, ids: Sequence[str]) -> dict[str, StatementRecord]:
        """The statements of these ids, by id; one that is none is left out."""
        sql = "SELECT n FROM statement WHERE id = ?"
        rows = [self._db.execute(sql, (one,)).fetchone() for one in dict.fromkeys(ids) if can_be_asked(one)]
        return {record.id: record for record in load_statements(self._db, [row[0] for row in rows if row])}

    def nearest_ids(self, typed: str, limit: int) -> list[str]:
        """Ids of statements that begin as typed, then those most like it."""
        return nearest_ids(self._db, typed, limit) if can_be_asked(typed) else []

    def timeline(self, f: Filter, after: str | None, limit: int, *, newest_first: bool = False) -> Page:
        """A page of the statements that the filter lets through, by day; those without a day come last.

        `after` is the key of the statement to go on after, None or anything that is no key for the beginning.
        """
        most = TOTAL_LIMIT + 1
        keys, total = list_page(
            self._db, self._days, plain(f), read_key(after), limit + 1, newest_first=newest_first, most=most
        )
        shown = keys[:limit]
        return Page(
            statements=tuple(load_statements(self._db, [key.n for key in shown])),
            keys=tuple(str(key) for key in shown),
            after=str(shown[-1]) if len(keys) > limit and shown else None,
            total=min(total, TOTAL_LIMIT),
            total_is_more=total > TOTAL_LIMIT,
        )

    def count(self, f: Filter) -> int:
        """How many statements the filter lets through; what is more than a thousand counts as a thousand."""
        _, total = list_page(self._db, self._days, plain(f), None, 1, newest_first=False, most=TOTAL_LIMIT + 1)
        return min(total, TOTAL_LIMIT)

    def undated(self, f: Filter) -> int:
        """How many statements `since` and `until` leave out because they have no day."""
        return count_left_out(self._db, plain(f))

    def party(self, id: str) -> PersonRecord | None:  # noqa: A002 -- the records' own word
        """The person or organisation of this id, None where there is none."""
        return load_person(self._db, id) if can_be_asked(id) else None

    def count_by_country(self, f: Filter) -> list[tuple[str, int]]:
        """The countries for which something is said, with the number of statements, the most first."""
        return count_by_country(self._db, self._days, plain(f))

    def tallies(self, f: Filter, codes: Sequence[str]) -> list[CountryTally]:
        """A line for each of these countries for which something is said, in their order."""
        return tally_countries(self._db, plain(f), [code for code in codes if can_be_asked(code)])

    def summary(self, code: str, f: Filter, after: str | None, limit: int) -> tuple[CountryTally | None, Positions]:
        """The line of one country, None where nothing is spoken for it; and where it stands, from `after` on.

        That is: occasions newest first, in each the newest statement of each speaker.
        """
        if not can_be_asked(code):
            return None, Positions((), 0)
        f, columns = plain(f), Columns(self._db, code)
        return next(iter(tally(self._db, f, [columns])), None), list_stand(self._db, columns, f, after, limit)

    def sources(
        self, publisher: str | None, after: str | None = None, skipped: int = 0, limit: int = 1_000
    ) -> list[SourceRecord]:
        """The sources of a publisher, or all, the oldest first, from behind `after` on: see list_sources."""
        askable = all(map(can_be_asked, (publisher or "", after or "")))
        return list_sources(self._db, publisher, after, skipped, limit) if askable else []

    def count_sources(self, publisher: str | None) -> tuple[int, int, int]:
        """How many sources, reports and quotations there are of a publisher, or of all."""
        if publisher is None:
            counts = self._info.counts
            return counts.get("source", 0), counts.get("report", 0), counts.get("quotation", 0)
        return count_of_publisher(self._db, publisher) if can_be_asked(publisher) else (0, 0, 0)

    def source_body(self, source_id: str) -> str:
        """A source's text, character for character; empty where there is no such source."""
        sql = "SELECT d.body FROM source s JOIN document d ON d.source = s.n WHERE s.id = ?"
        row = self._db.execute(sql, (source_id,)).fetchone() if can_be_asked(source_id) else None
        return str(row[0]) if row else ""

    def read(self, found: Sequence[SearchHit]) -> dict[str, StatementRecord]:
        """All that these statements say, by id."""
        return {record.id: record for record in load_statements(self._db, [one.n for one in found])}

    def complete_words(self, typed: str, limit: int) -> list[str]:
        """Quotations, or parts of them, which hold the words typed so far."""
        return complete_words(self._db, self._engine, typed, limit)


def plain(f: Filter) -> Filter:
    """A filter that SQLite takes: a reference that can stand in no record becomes one that stands in none."""
    refs = ("speaker", "to", "side", "country", "other", "about", "topic", "event", "publisher")
    for name in refs:
        if not can_be_asked(getattr(f, name) or ""):
            nothing: dict[str, Any] = {name: ""}
            f = replace(f, **nothing)
    return f
