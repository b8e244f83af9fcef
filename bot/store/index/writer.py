"""Writes an index: one document for each statement, and one for each word."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from pathlib import Path

from tantivy import Document, Index, Query, Schema, SchemaBuilder

from bot.store.analysis.phonetic import list_sounds
from bot.store.index.terms import BEGINNING, join_pair

# The two indexes of a store, each in a folder of its own.
TEXTS, WORDS = "texts", "words"
# Bytes of memory while writing. A million statements need so much to come into one segment, which is queried faster
# than several; fewer statements take less of it.
_TEXTS_HEAP_BYTES = 1_000_000_000
_WORDS_HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A statement as it is indexed. Texts are stems separated by spaces.

    n       number of the statement
    quoted  its quotations
    short   those that can be offered in full, see MOST_OFFERED
    texts   everything that its sources say: passages, and quotations that are in none of these
    extra   everything else: paraphrase, names, topics, days
    refs    the timelines (kind, ref) that it is on
    first, last   days as numbers, 20240627; 0 where none is given
    """

    n: int
    quoted: Sequence[str]
    short: Sequence[str]
    texts: Sequence[str]
    extra: str
    refs: Iterable[tuple[str, str]]
    first: int
    last: int


class IndexWriter:
    """Writes into an empty folder, or continues an index that is there; finish() makes it complete on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for part in (TEXTS, WORDS):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._schema = _describe_texts()
        # One thread and one commit, so that the same statements come in the same order.
        self._texts = Index(self._schema, str(folder / TEXTS)).writer(_TEXTS_HEAP_BYTES, 1)
        self._words = Index(_describe_words(), str(folder / WORDS)).writer(_WORDS_HEAP_BYTES, 1)

    def add(self, entry: IndexDocument) -> None:
        """Add a statement."""
        document = Document()
        document.add_unsigned("n", entry.n)
        for text in entry.quoted:
            document.add_text("quoted", text)
            document.add_text("pairs", _pair_with_beginning(text))
        for text in entry.short:
            document.add_text("short", " ".join((text, _pair_with_beginning(text), _list_pairs(text))))
        for text in entry.texts:
            document.add_text("text", text)
            document.add_text("pairs", _list_pairs(text))
        document.add_text("extra", entry.extra)
        for kind, ref in entry.refs:
            document.add_text("ref", f"{kind} {ref}")
        document.add_integer("first", entry.first)
        document.add_integer("last", entry.last)
        self._texts.add_document(document)

    def remove(self, n: int) -> None:
        """Remove a statement by its number; add() may bring it in again."""
        # By a query: delete_documents_by_term() takes every number for a signed one, and finds nothing.
        self._texts.delete_documents_by_query(Query.term_query(self._schema, "n", n))

    def add_word(self, word: str, count: int) -> None:
        """Add a word and the number of statements that contain it, for finding it by similar words."""
        document = Document()
        document.add_text("word", word)
        for sound in list_sounds(word):
            document.add_text("sound", sound)
        document.add_unsigned("count", count)
        self._words.add_document(document)

    def remove_word(self, word: str) -> None:
        """Remove a word; add_word() may bring it in again."""
        self._words.delete_documents_by_term("word", word)

    def finish(self) -> None:
        """Write everything to the disk; nothing can be added any more."""
        for writer in (self._texts, self._words):
            writer.commit()
            writer.wait_merging_threads()
        for part in (TEXTS, WORDS):
            _make_readable(self._folder / part)


def _pair_with_beginning(text: str) -> str:
    return join_pair(BEGINNING, text.split(" ", 1)[0])


def _list_pairs(text: str) -> str:
    return " ".join(starmap(join_pair, pairwise(text.split(" "))))


def _make_readable(folder: Path) -> None:
    """Give all files the widest permissions of any: tantivy writes those that it replaces for its own user alone."""
    files = list(folder.iterdir())
    mode = max(stat.S_IMODE(file.stat().st_mode) for file in files)
    for file in files:
        file.chmod(mode)


def _describe_texts() -> Schema:
    schema = SchemaBuilder().add_unsigned_field("n", fast=True, indexed=True)
    for field in ("quoted", "text"):
        schema = schema.add_text_field(field, tokenizer_name="whitespace")
    for field in ("pairs", "extra"):
        schema = schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    schema = schema.add_text_field("short", tokenizer_name="whitespace", index_option="basic")
    schema = schema.add_text_field("ref", tokenizer_name="raw", index_option="basic")
    for field in ("first", "last"):
        schema = schema.add_integer_field(field, fast=True)
    return schema.build()


def _describe_words() -> Schema:
    return (
        SchemaBuilder()
        .add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("sound", tokenizer_name="raw", index_option="basic")
        .add_unsigned_field("count", fast=True)
        .build()
    )
