"""What is compared: the bot's own search, and two engines as their manuals show them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from tantivy import Document, Index, SchemaBuilder

from bench.search.texts import Sentence
from bot.store.db.pool import make_uri
from bot.store.filters import Filter
from bot.store.search.engine import open_engine
from bot.store.search.explanation import explain
from bot.store.search.search import search
from bot.store.suggest.completion import complete_words

_PAGE = 5  # so many an answer shows at once, and why it found them

Complete = Callable[[str], list[str]]
Ask = Callable[[str, int], list[tuple[int, str]]]  # words, limit: numbers of statements and how each matched


def open_own(path: Path) -> tuple[Ask, Complete]:
    """The bot's search in a store, and its completing of words."""
    db = sqlite3.connect(make_uri(path), uri=True, isolation_level=None, cached_statements=256)
    engine = open_engine(path)

    def ask(words: str, limit: int) -> list[tuple[int, str]]:
        found = search(db, engine, words, Filter(), limit)
        explain(db, engine, found[:_PAGE])
        return [(one.n, one.match) for one in found]

    return ask, lambda typed: complete_words(db, engine, typed, 25)


def make_fts5(sentences: Sequence[Sentence]) -> Ask:
    """SQLite's FTS5: every word an OR, ranked by bm25, stemmed."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
    db.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)", ((n, one.text) for n, one in enumerate(sentences, 1))
    )

    def ask(words: str, limit: int) -> list[tuple[int, str]]:
        query = " OR ".join(f'"{word}"' for word in words.split())
        rows = db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (query, limit))
        return [(row[0], "") for row in rows]

    return ask


def make_tantivy(sentences: Sequence[Sentence]) -> Ask:
    """tantivy: its English analyser, its query parser."""
    schema = SchemaBuilder().add_unsigned_field("n", fast=True).add_text_field("text", tokenizer_name="en_stem").build()
    index = Index(schema)
    writer = index.writer(256_000_000, 1)
    for n, one in enumerate(sentences, 1):
        document = Document()
        document.add_unsigned("n", n)
        document.add_text("text", one.text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(words: str, limit: int) -> list[tuple[int, str]]:
        query, _ = index.parse_query_lenient(words, ["text"])
        found = [address for _, address in searcher.search(query, limit, count=False).hits]
        return [(int(n or 0), "") for n in searcher.fast_field_values("n", found)]

    return ask
