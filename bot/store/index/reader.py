"""The full-text index beside a store file: written with it, opened with it, and removed with it. tantivy does the work.

Texts come in as stems parted by spaces, so that index and query agree on what a word is.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, starmap
from pathlib import Path
from typing import NamedTuple

from tantivy import Document, FieldType, Index, Occur, Query, Schema, SchemaBuilder

from bot.store.analysis.phonetic import sound_of
from bot.store.index.searcher import open_index
from bot.store.queries.timelines import list_parts
from bot.store.records import Filter

_TEXTS, _WORDS = "texts", "words"
# What a million statements need to come into one segment, which is asked quicker than several; less where there are
# fewer.
_HEAP = 1_000_000_000
_MOST_ALIKE = 60
# What one call may be asked for: it cannot be stopped, so it has to end by itself.
_MOST_TERMS = 400
_MOST_PHRASES = 8
_LONGEST_PHRASE = 32
_MANY = 10_000
_FEW, _ENOUGH_PAIRS = 5_000, 4
_ENOUGH = 10  # times as many as are wanted
_LONGEST_MENDED = 100
_MOST_COUNTS = 16_384
_NOT_TOLD = 0.6  # what else a statement is known by counts so much
_JOINT = "_"  # stands in no word
OFFERED_WHOLE = 100  # characters of a quotation that completing does not have to cut
BEGINNING = ""  # the stem before the first one of a quotation


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """What the index takes of a statement: stems of each text, what else it is known by, and what a filter asks for.

    `short` are those of the quotations that can be offered whole.
    """

    n: int
    quoted: Sequence[str]
    short: Sequence[str]
    told: Sequence[str]
    extra: str
    refs: Iterable[tuple[str, str]]
    first: int  # days as figures, 20240627; 0 where there is none
    last: int


class IndexTerm(NamedTuple):
    """A stem to look for, or two that follow one another, and how much it counts.

    `anywhere`: in names, days and words of ours as well as in the sources' texts; a pair stands in these texts alone.
    """

    stem: str
    weight: float
    anywhere: bool = True


def join_pair(one: str, other: str) -> str:
    """Two stems that follow one another, as a term of their own: it tells more than either, and is rarer."""
    return f"{one}{_JOINT}{other}"


class IndexWriter:
    """Writes an index into an empty folder, or goes on with one that is there; finish() has it whole on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for part in (_TEXTS, _WORDS):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._schema = _describe_texts()
        # one thread and one commit: the same statements come to stand in the same order
        self._texts = Index(self._schema, str(folder / _TEXTS)).writer(_HEAP, 1)
        self._words = Index(_describe_words(), str(folder / _WORDS)).writer(64_000_000, 1)

    def add(self, entry: IndexDocument) -> None:
        """Take a statement in."""
        document = Document()
        document.add_unsigned("n", entry.n)
        for text in entry.quoted:
            document.add_text("quoted", text)
            document.add_text("pairs", join_pair(BEGINNING, text.split(" ", 1)[0]))
        for text in entry.short:
            document.add_text("short", " ".join((text, join_pair(BEGINNING, text.split(" ", 1)[0]), _list_pairs(text))))
        for text in entry.told:
            document.add_text("told", text)
            document.add_text("pairs", _list_pairs(text))
        document.add_text("extra", entry.extra)
        for kind, ref in entry.refs:
            document.add_text("ref", f"{kind} {ref}")
        document.add_integer("first", entry.first)
        document.add_integer("last", entry.last)
        self._texts.add_document(document)

    def remove(self, n: int) -> None:
        """Take a statement out; add() may bring it in again."""
        # by a query: deleting by a term takes every number for a signed one, and finds nothing
        self._texts.delete_documents_by_query(Query.term_query(self._schema, "n", n))

    def remove_word(self, word: str) -> None:
        """Take a word out; add_word() may bring it in again."""
        self._words.delete_documents_by_term("word", word)

    def add_word(self, word: str, count: int) -> None:
        """Take a word in, for finding it by words like it."""
        document = Document()
        document.add_text("word", word)
        document.add_text("sound", sound_of(word))
        document.add_unsigned("count", count)
        self._words.add_document(document)

    def finish(self) -> None:
        """Have everything on the disk."""
        for writer in (self._texts, self._words):
            writer.commit()
            writer.wait_merging_threads()
        for part in (_TEXTS, _WORDS):
            _open_to_readers(self._folder / part)


class IndexReader:
    """An index, open for questions; safe to share between threads. Scores are bm25's: higher is better.

    Every method that looks into it raises QueryTooSlow where the question that its thread works on must end.
    """

    def __init__(self, folder: Path) -> None:
        """Raises StoreError where there is no index."""
        self._schema, self._texts = open_index(folder / _TEXTS)
        self._word_schema, self._words = open_index(folder / _WORDS)
        self._count = lru_cache(_MOST_COUNTS)(self._texts.doc_freq)
        self._size = self._texts.num_docs

    @property
    def size(self) -> int:
        """How many statements it holds."""
        return self._size

    def count(self, stem: str) -> int:
        """How many statements hold the stem, in their texts or in what else they are known by."""
        return max(self._count("told", stem), self._count("extra", stem))

    def count_told(self, stem: str) -> int:
        """How many statements hold the stem, or the pair of stems, in the texts of their sources."""
        return self._count("pairs" if _JOINT in stem else "told", stem)

    def count_beside(self, stem: str) -> int:
        """How many statements hold the stem in what else they are known by."""
        return self._count("extra", stem)

    def find_any(self, terms: Iterable[IndexTerm], f: Filter, limit: int) -> dict[int, float]:
        """Statements that hold at least one of the terms: the best, by number, with their scores."""
        parts = []
        for term in sorted(terms, key=lambda term: (-term.weight, term.stem))[:_MOST_TERMS]:
            if self.count_told(term.stem):
                field = "pairs" if _JOINT in term.stem else "told"
                parts.append((Occur.Should, self._boost(field, term.stem, term.weight)))
            if term.anywhere and self.count_beside(term.stem):
                parts.append((Occur.Should, self._boost("extra", term.stem, _NOT_TOLD * term.weight)))
        return self._find(Query.boolean_query(parts), f, limit) if parts else {}

    def find_all(
        self, stems: Iterable[str], pairs: Iterable[IndexTerm], f: Filter, limit: int, *, told: bool
    ) -> dict[int, float]:
        """Statements that hold all of the stems: in the sources' texts, or (`told` False) anywhere; those with most of
        the `pairs` first.
        """
        parts = self._hold_all(stems, told=told)
        if not parts:
            return {}
        parts += [(Occur.Should, self._boost("pairs", pair.stem, pair.weight)) for pair in pairs]
        return self._find(Query.boolean_query(parts), f, limit)

    def has_undated(self, stems: Iterable[str], f: Filter) -> bool:
        """Whether a statement without a day holds all of the stems anywhere."""
        parts = self._hold_all(stems, told=False)
        undated = Query.const_score_query(self._range("first", 0, 0), 0.0)
        return bool(parts and self._find(Query.boolean_query([*parts, (Occur.Must, undated)]), f, 1))

    def _hold_all(self, stems: Iterable[str], *, told: bool) -> list[tuple[Occur, Query]]:
        """A condition for each stem; none where a stem stands nowhere."""
        parts = []
        for stem in stems:
            fields = [field for field in ("told", *(() if told else ("extra",))) if self._count(field, stem)]
            if not fields:
                return []
            either = [(Occur.Should, self._term(field, stem)) for field in fields]
            query = either[0][1] if len(either) == 1 else Query.boolean_query(either)
            # where nearly all hold a name or topic, to weigh it takes ten times as long as to see whether it is there
            parts.append((Occur.Must, query if told else Query.const_score_query(query, 1.0)))
        return parts

    def find_phrases(
        self, phrases: Sequence[Sequence[str]], beside: Iterable[str], f: Filter, limit: int
    ) -> dict[int, float]:
        """Statements whose texts hold the first eight phrases, and `beside` anywhere; quotations count double."""
        phrases = _list_rows(phrases)[:_MOST_PHRASES]
        pairs = {join_pair(*pair) for phrase in phrases for pair in pairwise(phrase)}
        if not all(map(self.count_told, pairs)):
            return {}
        parts = [(Occur.Must, self._phrase("told", phrase)) for phrase in phrases]
        parts += [(Occur.Should, self._phrase("quoted", phrase)) for phrase in phrases]
        for stem in beside:
            either = [(Occur.Should, self._term(field, stem)) for field in ("told", "extra")]
            parts.append((Occur.Must, Query.boolean_query(either)))
        return self._find(Query.boolean_query(parts), f, limit)

    def find_row(self, groups: Sequence[Sequence[str]], wished: Sequence[str], limit: int) -> dict[int, float]:
        """Statements that hold a pair of each group, first those that hold `wished` ones; of very many short ones."""
        return self._find_each(self._choose_field(groups, "pairs", limit), groups, wished, limit)

    def may_hold(self, groups: Sequence[Sequence[str]]) -> bool:
        """Whether a statement may hold a pair of each group: False where that is soon seen."""
        counts = sorted((sum(map(self.count_told, group)), group) for group in groups)
        if not counts or counts[0][0] > _FEW:
            return True
        return bool(counts[0][0] and self._find_each("pairs", [group for _, group in counts[:_ENOUGH_PAIRS]], (), 1))

    def find_quoted(self, stems: Sequence[str], limit: int) -> dict[int, float]:
        """Statements whose quotations hold one of the stems; where very many do, short ones."""
        return self._find_each(self._choose_field([stems], "quoted", limit), [stems], (), limit)

    def _find_each(
        self, field: str, groups: Sequence[Sequence[str]], wished: Sequence[str], limit: int
    ) -> dict[int, float]:
        parts = []
        for group in groups:
            either = [(Occur.Should, self._term(field, term)) for term in group if self._count(field, term)]
            if not either:
                return {}
            query = either[0][1] if len(either) == 1 else Query.boolean_query(either)
            is_beside = len(either) > 1 and len(groups) > 1
            parts.append((Occur.Must, Query.const_score_query(query, 1.0) if is_beside else query))
        parts += [(Occur.Should, self._term(field, pair)) for pair in wished]
        return self._find(parts[0][1] if len(parts) == 1 else Query.boolean_query(parts), Filter(), limit)

    def _choose_field(self, groups: Sequence[Sequence[str]], field: str, limit: int) -> str:
        """Short quotations alone, where very many hold the terms and these are enough to choose from; else all."""
        least = {field: _MANY + 1, "short": _ENOUGH * limit}
        enough = (sum(self._count(one, term) for term in group) >= least[one] for one in least for group in groups)
        return "short" if all(enough) else field

    def list_following(self, stem: str, beginning: str, limit: int) -> list[str]:
        """The stems that begin so and follow this one, the most frequent in short quotations first."""
        found: list[tuple[str, int]] = []
        for field in ("short", "pairs"):
            if len(found) < limit:
                found += self._texts.terms_with_prefix(field, join_pair(stem, beginning), limit=limit)
        return list(dict.fromkeys(pair.partition(_JOINT)[2] for pair, _ in found))[:limit]

    def list_beginning(self, beginning: str, limit: int) -> list[str]:
        """Words of the store that begin so, the most frequent first; none for what is longer than a hundred letters."""
        if len(beginning) > _LONGEST_MENDED:
            return []
        query = Query.fuzzy_term_query(self._word_schema, "word", beginning, 0, True, prefix=True)
        return [word for word, _ in self._list_words(query, limit)]

    def list_alike(self, word: str, slips: int) -> list[tuple[str, int]]:
        """Words of the store with at most so many slips (1 or 2) between, and their counts, the most frequent first.

        None for a word that is longer than a hundred letters.
        """
        if len(word) > _LONGEST_MENDED:
            return []
        query = Query.fuzzy_term_query(self._word_schema, "word", word, slips, True)
        return self._list_words(query)

    def list_sounding(self, word: str) -> list[tuple[str, int]]:
        """Words of the store that sound like it, the most frequent first."""
        return self._list_words(Query.term_query(self._word_schema, "sound", sound_of(word)))

    def _list_words(self, query: Query, limit: int = _MOST_ALIKE) -> list[tuple[str, int]]:
        hits = self._words.search(query, limit, count=False, order_by_field="count").hits
        return [(str(self._words.doc(address)["word"][0]), int(count)) for count, address in hits]

    def _find(self, query: Query, f: Filter, limit: int) -> dict[int, float]:
        conditions = self._narrow(f)
        if conditions:
            query = Query.boolean_query([(Occur.Must, query), *((Occur.Must, one) for one in conditions)])
        hits = self._texts.search(query, limit, count=False).hits
        if not hits:
            return {}
        numbers = self._texts.fast_field_values("n", [address for _, address in hits])
        return {int(n or 0): score for n, (score, _) in zip(numbers, hits, strict=True)}

    def _narrow(self, f: Filter) -> list[Query]:
        queries = [Query.term_query(self._schema, "ref", f"{kind} {ref}") for kind, ref in list_parts(f)]
        if f.since or f.until:
            queries.append(self._range("first", 1, int(f.until.strftime("%Y%m%d")) if f.until else None))
        if f.since:
            queries.append(self._range("last", int(f.since.strftime("%Y%m%d")), None))
        return [Query.const_score_query(query, 0.0) for query in queries]

    def _range(self, field: str, low: int, high: int | None) -> Query:
        return Query.range_query(self._schema, field, FieldType.Integer, low, high)

    def _term(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem)

    def _boost(self, field: str, stem: str, weight: float) -> Query:
        return Query.boost_query(self._term(field, stem), weight)

    def _phrase(self, field: str, stems: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, field, list(stems)) if len(stems) > 1 else self._term(field, stems[0])


def _list_rows(rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Each row of stems once, as much of it as is looked for: to look for one twice takes twice as long."""
    return list(dict.fromkeys(tuple(row[:_LONGEST_PHRASE]) for row in rows))


def _list_pairs(text: str) -> str:
    return " ".join(starmap(join_pair, pairwise(text.split(" "))))


def _open_to_readers(folder: Path) -> None:
    """Let whoever may read some of the files read all: tantivy keeps what it replaces at one go to its own user."""
    files = list(folder.iterdir())
    mode = max(stat.S_IMODE(file.stat().st_mode) for file in files)
    for file in files:
        file.chmod(mode)


def _describe_texts() -> Schema:
    schema = SchemaBuilder().add_unsigned_field("n", fast=True, indexed=True)
    for field in ("quoted", "told"):
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
