"""Queries on an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import log
from pathlib import Path
from typing import ParamSpec, TypeVar

from tantivy import FieldType, Occur, Query

from bot.store.analysis.phonetic import list_sounds
from bot.store.db.caching import cached_method
from bot.store.db.deadlines import call_within_deadline
from bot.store.errors import StoreError
from bot.store.filters import EVERYTHING, Filter, list_timelines
from bot.store.index.folder import open_index
from bot.store.index.panics import describe_panic, is_panic
from bot.store.index.terms import SEPARATOR, IndexTerm, join_pair
from bot.store.index.writer import TEXTS, WORDS

P = ParamSpec("P")
T = TypeVar("T")

# A call into tantivy cannot be stopped, so what one may be asked for is bounded.
_MOST_HITS = 1_000
_MOST_TERMS = 400
_MOST_PHRASES = 8
_MOST_PHRASE_STEMS = 32
_MOST_LETTERS = 100  # of a word for which similar ones are looked for
_MOST_SIMILAR = 60  # words that one look-up gives
_CACHED_COUNTS = 16_384
_EXTRA_WEIGHT = 0.6  # of a stem outside of the sources' texts, relative to one in them
# Where more statements than _MANY contain the terms, and at least _ENOUGH_SHORT times the limit of them have a short
# quotation with these, only short quotations are looked through.
_MANY, _ENOUGH_SHORT = 10_000, 10
# may_contain() decides by this many of the rarest pairs, and only where the rarest is in no more statements than _FEW.
_FEW, _ENOUGH_PAIRS = 5_000, 4


class IndexReader:
    """An index, open for queries; safe to share between threads. Scores are BM25: higher is better.

    Every method that queries it raises QueryTooSlow once the deadline of the current thread has passed.
    """

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder. Raises StoreError where there is none."""
        self._schema, self._texts = open_index(folder / TEXTS)
        self._word_schema, self._words = open_index(folder / WORDS)
        self._size = self._texts.num_docs

    @property
    def size(self) -> int:
        """How many statements are indexed."""
        return self._size

    def count(self, stem: str) -> int:
        """How many statements contain the stem, in the texts of their sources or elsewhere."""
        return max(self._count("text", stem), self._count("extra", stem))

    def count_in_texts(self, stem: str) -> int:
        """How many statements contain the stem, or the pair of stems, in the texts of their sources."""
        return self._count("pairs" if SEPARATOR in stem else "text", stem)

    def count_in_extra(self, stem: str) -> int:
        """How many statements contain the stem in their paraphrase, names, topics or days."""
        return self._count("extra", stem)

    def inverse_document_frequency(self, containing: int) -> float:
        """The weight of a term that so many statements contain: ln(1 + (N + 1) / (n + 0.5)).

        The inverse document frequency of BM25 is ln((N + 1) / (n + 0.5)) in Lucene's form (https://lucene.apache.org,
        BM25Similarity.idf), after Robertson and Spärck Jones (1976). The 1 that is added here keeps a term that every
        statement contains above 0: it still counts ln 2.
        """
        return log(1 + (self._size + 1) / (containing + 0.5))

    def find_any(self, terms: Iterable[IndexTerm], f: Filter, limit: int) -> dict[int, float]:
        """Statements that contain at least one of the terms: the best, by number, with their scores."""
        parts = []
        for term in sorted(terms, key=lambda term: (-term.weight, term.stem))[:_MOST_TERMS]:
            if self.count_in_texts(term.stem):
                field = "pairs" if SEPARATOR in term.stem else "text"
                parts.append((Occur.Should, self._boost(field, term.stem, term.weight)))
            if term.anywhere and self.count_in_extra(term.stem):
                parts.append((Occur.Should, self._boost("extra", term.stem, _EXTRA_WEIGHT * term.weight)))
        return self._find(Query.boolean_query(parts), f, limit) if parts else {}

    def find_all(
        self, stems: Iterable[str], pairs: Iterable[IndexTerm], f: Filter, limit: int, *, in_texts: bool
    ) -> dict[int, float]:
        """Statements that contain all of the stems, in the sources' texts or (`in_texts` False) anywhere; pairs that
        they contain raise their score.
        """
        parts = self._require_all(stems, in_texts=in_texts)
        if not parts:
            return {}
        parts += [(Occur.Should, self._boost("pairs", pair.stem, pair.weight)) for pair in pairs]
        return self._find(Query.boolean_query(parts), f, limit)

    def has_undated(self, stems: Iterable[str], f: Filter) -> bool:
        """Whether a statement without a day contains all of the stems anywhere."""
        parts = self._require_all(stems, in_texts=False)
        undated = Query.const_score_query(self._range("first", 0, 0), 0.0)
        return bool(parts and self._find(Query.boolean_query([*parts, (Occur.Must, undated)]), f, 1))

    def find_phrases(
        self, phrases: Sequence[Sequence[str]], beside: Iterable[str], f: Filter, limit: int
    ) -> dict[int, float]:
        """Statements whose texts contain the first eight phrases, and anywhere the stems `beside`.

        Phrases in quotations count double.
        """
        # Each once: to look for one twice takes twice as long.
        phrases = list(dict.fromkeys(tuple(phrase[:_MOST_PHRASE_STEMS]) for phrase in phrases))[:_MOST_PHRASES]
        pairs = {join_pair(*pair) for phrase in phrases for pair in pairwise(phrase)}
        if not all(map(self.count_in_texts, pairs)):
            return {}
        parts = [(Occur.Must, self._phrase("text", phrase)) for phrase in phrases]
        parts += [(Occur.Should, self._phrase("quoted", phrase)) for phrase in phrases]
        for stem in beside:
            either = [(Occur.Should, self._term(field, stem)) for field in ("text", "extra")]
            parts.append((Occur.Must, Query.boolean_query(either)))
        return self._find(Query.boolean_query(parts), f, limit)

    def find_pairs(self, groups: Sequence[Sequence[str]], preferred: Sequence[str], limit: int) -> dict[int, float]:
        """Statements that contain a pair of each group, those that contain a `preferred` one first.

        Where very many do, only their short quotations are looked through.
        """
        return self._find_each(self._choose_field(groups, "pairs", limit), groups, preferred, limit)

    def may_contain(self, groups: Sequence[Sequence[str]]) -> bool:
        """Whether a statement may contain a pair of each group: False only where that is cheap to rule out."""
        counts = sorted((sum(map(self.count_in_texts, group)), group) for group in groups)
        if not counts:
            return True
        (least, _), *_ = counts
        if least > _FEW:
            return True
        rarest = [group for _, group in counts[:_ENOUGH_PAIRS]]
        return bool(least and self._find_each("pairs", rarest, (), 1))

    def find_quoted(self, stems: Sequence[str], limit: int) -> dict[int, float]:
        """Statements whose quotations contain one of the stems; where very many do, those with short quotations."""
        return self._find_each(self._choose_field([stems], "quoted", limit), [stems], (), limit)

    def list_following(self, stem: str, beginning: str, limit: int) -> list[str]:
        """The stems with this beginning that follow a stem, the most frequent in short quotations first."""
        found: list[tuple[str, int]] = []
        for field in ("short", "pairs"):
            if len(found) < limit:
                found += _call(self._texts.terms_with_prefix, field, join_pair(stem, beginning), limit=limit)
        return list(dict.fromkeys(pair.partition(SEPARATOR)[2] for pair, _ in found))[:limit]

    def list_words_beginning(self, beginning: str, limit: int) -> list[str]:
        """Words with this beginning, the most frequent first; none for a beginning of more than a hundred letters."""
        if len(beginning) > _MOST_LETTERS:
            return []
        query = Query.fuzzy_term_query(self._word_schema, "word", beginning, 0, True, prefix=True)
        return [word for word, _ in self._list_words(query, limit)]

    def list_words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """Words at most this edit distance away (1 or 2; a transposition is one edit), and how many statements contain
        each, the most frequent first; none for a word of more than a hundred letters.
        """
        if len(word) > _MOST_LETTERS:
            return []
        query = Query.fuzzy_term_query(self._word_schema, "word", word, distance, True)
        return self._list_words(query)

    def list_words_sounding_like(self, word: str) -> list[tuple[str, int]]:
        """Words that have a phonetic code in common with a word, and how many statements contain each, the most
        frequent first.
        """
        either = [
            (Occur.Should, Query.term_query(self._word_schema, "sound", sound))
            for sound in list_sounds(word[:_MOST_LETTERS])
        ]
        return self._list_words(Query.boolean_query(either)) if either else []

    @cached_method(_CACHED_COUNTS)
    def _count(self, field: str, term: str) -> int:
        return _call(self._texts.doc_freq, field, term)

    def _require_all(self, stems: Iterable[str], *, in_texts: bool) -> list[tuple[Occur, Query]]:
        """A condition for each stem; none at all where one of them is nowhere in the index."""
        parts = []
        for stem in stems:
            fields = [field for field in ("text", *(() if in_texts else ("extra",))) if self._count(field, stem)]
            if not fields:
                return []
            either = [(Occur.Should, self._term(field, stem)) for field in fields]
            query = either[0][1] if len(either) == 1 else Query.boolean_query(either)
            # Where nearly all contain a name or topic, to score it takes ten times as long as to check for it.
            parts.append((Occur.Must, query if in_texts else Query.const_score_query(query, 1.0)))
        return parts

    def _find_each(
        self, field: str, groups: Sequence[Sequence[str]], preferred: Sequence[str], limit: int
    ) -> dict[int, float]:
        parts = []
        for group in groups:
            either = [(Occur.Should, self._term(field, term)) for term in group if self._count(field, term)]
            if not either:
                return {}
            query = either[0][1] if len(either) == 1 else Query.boolean_query(either)
            is_one_of_many = len(either) > 1 and len(groups) > 1
            parts.append((Occur.Must, Query.const_score_query(query, 1.0) if is_one_of_many else query))
        parts += [(Occur.Should, self._term(field, pair)) for pair in preferred]
        return self._find(parts[0][1] if len(parts) == 1 else Query.boolean_query(parts), Filter(), limit)

    def _choose_field(self, groups: Sequence[Sequence[str]], field: str, limit: int) -> str:
        """`short` where very many statements contain the terms and enough of these have short quotations with them."""
        least = {field: _MANY + 1, "short": _ENOUGH_SHORT * limit}
        enough = (sum(self._count(one, term) for term in group) >= least[one] for one in least for group in groups)
        return "short" if all(enough) else field

    def _list_words(self, query: Query, limit: int = _MOST_SIMILAR) -> list[tuple[str, int]]:
        hits = _call(self._words.search, query, min(limit, _MOST_HITS), count=False, order_by_field="count").hits
        return [(str(_call(self._words.doc, address)["word"][0]), int(count)) for count, address in hits]

    def _find(self, query: Query, f: Filter, limit: int) -> dict[int, float]:
        conditions = self._narrow(f)
        if conditions:
            query = Query.boolean_query([(Occur.Must, query), *((Occur.Must, one) for one in conditions)])
        hits = _call(self._texts.search, query, min(limit, _MOST_HITS), count=False).hits
        if not hits:
            return {}
        numbers = _call(self._texts.fast_field_values, "n", [address for _, address in hits])
        return {int(n or 0): score for n, (score, _) in zip(numbers, hits, strict=True)}

    def _narrow(self, f: Filter) -> list[Query]:
        if f == EVERYTHING:
            return []
        queries = [Query.term_query(self._schema, "ref", f"{kind} {ref}") for kind, ref in list_timelines(f)]
        if f.since or f.until:
            queries.append(self._range("first", 1, _to_number(f.until) if f.until else None))
        if f.since:
            queries.append(self._range("last", _to_number(f.since), None))
        return [Query.const_score_query(query, 0.0) for query in queries]

    def _range(self, field: str, low: int, high: int | None) -> Query:
        return Query.range_query(self._schema, field, FieldType.Integer, low, high)

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term)

    def _boost(self, field: str, term: str, weight: float) -> Query:
        return Query.boost_query(self._term(field, term), weight)

    def _phrase(self, field: str, stems: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, field, list(stems)) if len(stems) > 1 else self._term(field, stems[0])


def _call(call: Callable[P, T], *values: P.args, **options: P.kwargs) -> T:
    """Call into tantivy, within the deadline. Raises StoreError where the index is damaged."""
    try:
        return call_within_deadline(call, *values, **options)
    except (ValueError, OSError) as error:
        raise StoreError(f"The index of the store cannot be read: {str(error)[:200]}.") from error
    except BaseException as error:
        if is_panic(error):
            raise describe_panic(error, "The index of the store") from error
        raise


def _to_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
