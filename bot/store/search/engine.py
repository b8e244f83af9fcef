"""The search engine of a store: all that searches and completions share, opened once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.store.db.pool import make_uri
from bot.store.files import index_of
from bot.store.index.reader import IndexReader
from bot.store.search.candidate_terms import CandidateTermSelector
from bot.store.search.expander import WordExpander
from bot.store.search.lexicon import Lexicon
from bot.store.search.query import QueryParser
from bot.store.search.spelling import SpellingCorrector
from bot.store.search.synonyms import Synonyms
from bot.store.search.time_budget import TimeBudget

_SYNONYMS = "SELECT id, kind, word FROM synonym ORDER BY id, word"


class SearchEngine:
    """The index and the lexicon of a store, and what works on them. Safe to share between threads."""

    def __init__(self, index: IndexReader, db: sqlite3.Connection) -> None:
        """`db` is a connection to the store that nobody else uses, open to all threads; close() closes it."""
        self.index = index
        self.lexicon = Lexicon(db, index)
        self.spelling = SpellingCorrector(index, self.lexicon)
        self.expander = WordExpander(index, self.lexicon, self.spelling)
        self.synonyms = Synonyms(index, self.lexicon, self.lexicon.fetch(_SYNONYMS))
        self.queries = QueryParser(index, self.expander, self.synonyms)
        self.candidate_terms = CandidateTermSelector(index)
        self.time_budget = TimeBudget()

    def close(self) -> None:
        """Close the connection."""
        self.lexicon.close()


def open_engine(path: Path) -> SearchEngine:
    """Open the engine of the store file at `path`. Raises StoreError where it has no index."""
    index = IndexReader(index_of(path))
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, check_same_thread=False)
    return SearchEngine(index, db)
