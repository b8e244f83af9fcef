"""What a question in words may mean: its words, what may stand for them, and what to look for and compare by."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.db.pool import make_uri
from bot.store.files import index_of
from bot.store.index.reader import IndexReader, IndexTerm
from bot.store.search.candidate_terms import CandidateTermSelector, list_pairs
from bot.store.search.lexicon import Lexicon
from bot.store.search.query_terms import QueryTerm, list_wanted
from bot.store.search.reranker import Reranker
from bot.store.search.time_budget import TimeBudget

_MEANINGS_KEPT = 64
_MOST_CHARACTERS = 8_000
_MOST_WORDS = 32
_MOST_LOOKED_AT = 64
_MARKED = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')


@dataclass(frozen=True)
class ParsedQuery:
    """A question in words: all of them in order, phrases in quotation marks, and the words that carry meaning."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    stems: dict[str, str]

    @cached_property
    def content(self) -> list[str]:
        """Words that carry meaning, one for each stem, at most so many as a question can mean."""
        by_stem: dict[str, str] = {}
        for word in self.words:
            if word not in STOP_WORDS and word in self.stems:
                by_stem.setdefault(self.stems[word], word)
        return list(by_stem.values())[:_MOST_WORDS]

    def stem(self, words: Iterable[str]) -> list[str]:
        """The stems of words of the question, at most so many as a phrase is looked up by."""
        return [self.stems.get(word, word) for word in words][:_MOST_WORDS]


def read_question(lexicon: Lexicon, text: str) -> ParsedQuery:
    """A question in words from what was typed, whatever that is."""
    text = text[:_MOST_CHARACTERS]
    words = tuple(fold_words(text))
    phrases = [tuple(fold_words(marked)) for marked in _MARKED.findall(text)]
    return ParsedQuery(words, tuple(phrase for phrase in phrases if phrase), lexicon.find_stems(dict.fromkeys(words)))


class Query:
    """What a question in words may mean: worked out once, under whichever filters it is asked."""

    def __init__(self, texts: IndexReader, lexicon: Lexicon, text: str) -> None:
        self._texts = texts
        self._lexicon = lexicon
        self.asked = read_question(lexicon, text)

    @cached_property
    def wanted(self) -> list[QueryTerm]:
        """The words that carry meaning, and all that may stand for them."""
        asked = self.asked
        return list_wanted(self._texts, self._lexicon, asked.words, asked.content, asked.stems)

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words that carry meaning."""
        return [one.stem for one in self.wanted]

    @cached_property
    def pairs(self) -> list[IndexTerm]:
        """Words that follow one another."""
        return list_pairs(self._texts, self.asked.words[:_MOST_LOOKED_AT], self.asked.stems, self.wanted)

    @cached_property
    def ranking(self) -> Reranker:
        """Compares statements with the question."""
        return Reranker(self.asked.words, self.asked.stems, self.wanted)


@dataclass(frozen=True, slots=True)
class SearchEngine:
    """What a search looks into beside the store file itself, and how quickly it does so just now; `read` gives the
    meaning of what was typed.
    """

    texts: IndexReader
    lexicon: Lexicon
    drawing: CandidateTermSelector
    pace: TimeBudget
    read: Callable[[str], Query]

    def close(self) -> None:
        """Give back what is open."""
        self.lexicon.close()


def open_engine(path: Path) -> SearchEngine:
    """Open what lies beside the store file at `path`. Raises StoreError where there is none."""
    texts = IndexReader(index_of(path))
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, check_same_thread=False)
    synonyms = db.execute("SELECT id, kind, word FROM synonym ORDER BY id, word").fetchall()
    lexicon = Lexicon(db, texts, synonyms)
    read = lru_cache(_MEANINGS_KEPT)(lambda text: Query(texts, lexicon, text))
    return SearchEngine(texts, lexicon, CandidateTermSelector(texts), TimeBudget(), read)
