"""A query in words: parsed, with its terms, their weights and expansions. Worked out once, whatever the filter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.store.analysis.compounds import join_compounds
from bot.store.analysis.tokenizer import STOP_WORDS, find_unspaced, fold_words, stem_words
from bot.store.db.caching import cached_method
from bot.store.index.reader import IndexReader
from bot.store.index.terms import IndexTerm, join_pair
from bot.store.search.candidate_terms import list_pairs
from bot.store.search.expander import WordExpander
from bot.store.search.query_terms import Expansion, QueryTerm
from bot.store.search.reranker import Reranker
from bot.store.search.synonyms import Synonyms

_CACHED_QUERIES = 64
_MOST_CHARACTERS = 8_000
_MOST_TERMS = 32
_SHORTEST_GLUED, _LONGEST_GLUED, _SHORTEST_PART = 7, 32, 3  # letters
_MOST_PAIRED_WORDS = 64
_UNKNOWN = 0.75  # weight of a word that no text contains, of the mean weight of the other words
_QUOTED = re.compile(r'["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]')


@dataclass(frozen=True)
class ParsedQuery:
    """What was typed: all words in order, the phrases in quotation marks, and the stem of each word."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    stems: Mapping[str, str]

    @cached_property
    def content(self) -> list[str]:
        """The words that carry meaning, one for each stem, as many as a query can have terms."""
        by_stem: dict[str, str] = {}
        for word in self.words:
            if word not in STOP_WORDS and word in self.stems:
                by_stem.setdefault(self.stems[word], word)
        return list(by_stem.values())[:_MOST_TERMS]

    def stem(self, words: Iterable[str]) -> list[str]:
        """The stems of words of the query, as many as a phrase is looked up by."""
        return [self.stems.get(word, word) for word in words][:_MOST_TERMS]


def parse(text: str) -> ParsedQuery:
    """Parse whatever was typed; what is beyond 8,000 characters is ignored."""
    text = text[:_MOST_CHARACTERS]
    words = tuple(fold_words(text))
    phrases = [tuple(fold_words(quoted)) for quoted in (*_QUOTED.findall(text), *find_unspaced(text))]
    return ParsedQuery(words, tuple(phrase for phrase in phrases if phrase), stem_words(dict.fromkeys(words)))


def weigh_unknown(weights: Collection[float]) -> float:
    """The weight of a word that no text contains: three quarters of the mean of the others, as mostly misremembered."""
    return _UNKNOWN * sum(weights) / len(weights) if weights else 1.0


class QueryParser:
    """Makes queries of what is typed; safe to share between threads."""

    def __init__(self, index: IndexReader, expander: WordExpander, synonyms: Synonyms) -> None:
        self._index = index
        self._expander = expander
        self._synonyms = synonyms

    @cached_method(_CACHED_QUERIES)
    def parse(self, text: str) -> Query:
        """The query that was typed; the same object where it was parsed not long ago."""
        return Query(self._index, self._expander, self._synonyms, text)

    @cached_method(_CACHED_QUERIES)
    def vary(self, text: str) -> str:
        """The words of a query with compounds joined, and glued words parted that the index has in no other way.

        Empty where that changes nothing.
        """
        if _QUOTED.search(text):
            return ""
        typed = fold_words(text[:_MOST_CHARACTERS])
        joined = fold_words(join_compounds(text[:_MOST_CHARACTERS]))
        if len(joined) > _MOST_TERMS:
            return ""
        words = [part for word in joined for part in self._part(word)]
        return " ".join(words) if words != typed else ""

    def _part(self, word: str) -> Sequence[str]:
        """`securitycouncil` as `security`, `council`, where texts have both in a row, and nothing has the word."""
        stems = stem_words((word,))
        if (
            not _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED
            or not word.isalpha()
            or word not in stems
            or self._index.count(stems[word])
        ):
            return (word,)
        best: Sequence[str] = (word,)
        most = 0
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = (word[:at], word[at:])
            first, second = (stem_words(parts).get(part, part) for part in parts)
            count = self._index.count_in_texts(join_pair(first, second))
            if count > most:
                best, most = parts, count
        return best


class Query:
    """A query, of which each part is worked out when it is first needed."""

    def __init__(self, index: IndexReader, expander: WordExpander, synonyms: Synonyms, text: str) -> None:
        self._index = index
        self._expander = expander
        self._synonyms = synonyms
        self.parsed = parse(text)

    @cached_property
    def terms(self) -> list[QueryTerm]:
        """The terms: words that carry meaning, with weights and expansions."""
        stems = self.parsed.stems
        expansions = self._expand(self.parsed)
        weights = {word: self._weigh(group) for word, group in expansions.items() if group}
        unknown = weigh_unknown(weights.values())
        return [
            QueryTerm(word, stems[word], weights.get(word, unknown), tuple(group), _has_itself(group))
            for word, group in expansions.items()
        ]

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the terms."""
        return [term.stem for term in self.terms]

    @cached_property
    def pairs(self) -> list[IndexTerm]:
        """The pairs of words that follow one another, as index terms."""
        return list_pairs(self._index, self.parsed.words[:_MOST_PAIRED_WORDS], self.parsed.stems, self.terms)

    @cached_property
    def reranker(self) -> Reranker:
        """Compares candidates with this query."""
        return Reranker(self.parsed.words, self.parsed.stems, self.terms)

    def _expand(self, parsed: ParsedQuery) -> dict[str, list[Expansion]]:
        """What to look for for each word that carries meaning: itself, if the index has it, and other words."""
        stems = parsed.stems
        expansions: dict[str, list[Expansion]] = {}
        for word in parsed.content:
            own = [Expansion((stems[word],), 1.0, "")] if self._index.count(stems[word]) else []
            expansions[word] = own + self._expander.list_expansions(word, stems[word])
        first = parsed.words[: 2 * len(parsed.content) + 16]
        for start, end, expansion in self._synonyms.list_expansions(first, stems):
            for word in first[start:end]:
                if word in expansions:
                    expansions[word].append(expansion)
        return expansions

    def _weigh(self, expansions: Sequence[Expansion]) -> float:
        """The weight of a word, from how many statements contain the first of what stands for it."""
        count = min(self._index.count(stem) for stem in expansions[0].stems)
        return self._index.inverse_document_frequency(count)


def _has_itself(expansions: Sequence[Expansion]) -> bool:
    """Whether the first expansion of a word is the word: then the index has its stem."""
    return bool(expansions) and not expansions[0].why
