"""Synonyms: other names for what words name, such as Kyiv for Kiev, and near-synonyms from the reviewed vocabulary."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.store.analysis.tokenizer import fold_words, stem_words
from bot.store.db.caching import cached_method
from bot.store.index.reader import IndexReader
from bot.store.index.terms import join_pair
from bot.store.search.lexicon import Lexicon
from bot.store.search.query_terms import Expansion

_MOST_NAMES = 8  # of one thing
_MOST_NAME_WORDS = 6
_CACHED = 4_096
_INDISTINCT = {"us"}  # "U.S." folds to "us", which is also a pronoun: useless as another name
_LOOSE_USAGES = ("demonym", "metonym")  # Kiev may stand for Kyiv, and less surely for Ukraine
_SAME_USAGE, _OTHER_USAGE, _OTHER_METONYM, _MEANING = 0.95, 0.75, 0.8, 0.7  # weights

_ALL_NAMES = "SELECT form FROM name_form WHERE kind IN ('country', 'organisation', 'person') AND how = 'alias'"
_NAMED = """
SELECT n.kind, n.ref, n.usage FROM name_form f JOIN name n ON n.n = f.name
WHERE f.kind IN ('country', 'organisation', 'person') AND f.how = 'alias' AND f.form = ?
ORDER BY n.kind, n.folded, n.ref, n.text"""
_NAMES_OF = """
SELECT n.text, n.words, n.usage
FROM name n CROSS JOIN name_form f ON f.kind = n.kind AND f.how = 'alias' AND f.form = n.words AND f.name = n.n
WHERE n.kind = ? AND n.ref = ? ORDER BY n.folded, n.text"""

_Row = tuple[str, ...]  # words, or stems, that follow one another


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a name names: something of the store, or a group of the vocabulary of synonyms (kind "synonym")."""

    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class _ThingName:
    """A name as written, its stems, and how it is used."""

    text: str
    stems: _Row
    usage: str


class Synonyms:
    """Other words for the words of a query; safe to share between threads."""

    def __init__(self, index: IndexReader, lexicon: Lexicon, groups: Iterable[tuple[str, str, str]]) -> None:
        """`groups` are the reviewed synonyms as (group, kind, word), a word being one or several in a row."""
        self._index = index
        self._lexicon = lexicon
        self._names = {form for (form,) in lexicon.fetch(_ALL_NAMES)}
        # By the first word of a name, or the first stem of a near-synonym: how many words the longest one has.
        self._longest_name: dict[str, int] = {}
        self._longest_synonym: dict[str, int] = {}
        self._things_by_words: defaultdict[_Row, list[_Thing]] = defaultdict(list)
        self._names_by_thing: defaultdict[_Thing, list[_ThingName]] = defaultdict(list)
        self._groups_by_stems: defaultdict[_Row, list[str]] = defaultdict(list)
        self._synonyms_by_group: defaultdict[str, list[_ThingName]] = defaultdict(list)
        for name in self._names:
            _note_length(self._longest_name, name.split(" "))
        self._first_words = self._read_groups(groups)

    def complete(self, beginning: str) -> str | None:
        """The shortest first word with this beginning of all that has synonyms; None where there is none."""
        begin, end = (bisect_left(self._first_words, edge) for edge in (beginning, beginning + chr(0x10FFFF)))
        return min(self._first_words[begin:end], key=len, default=None)

    def list_expansions(self, words: _Row, stems: Mapping[str, str]) -> Iterator[tuple[int, int, Expansion]]:
        """Other words for words[start:end], with start and end, for whatever these name or mean."""
        own = tuple(stems.get(word, word) for word in words)
        for start, stem in enumerate(own):
            longest = max(self._longest_name.get(words[start], 0), self._longest_synonym.get(stem, 0))
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                row, row_stems = words[start:end], own[start:end]
                is_name = row in self._things_by_words or " ".join(row) in self._names
                if is_name or row_stems in self._groups_by_stems:
                    for expansion in self._expand(row, row_stems):
                        yield start, end, expansion

    def _read_groups(self, groups: Iterable[tuple[str, str, str]]) -> list[str]:
        """Take the vocabulary in; the first words of everything that has synonyms, in order."""
        rows = [(group, kind, text, tuple(fold_words(text))) for group, kind, text in groups]
        stems = stem_words({word for *_, words in rows for word in words})
        for group, kind, text, words in rows:
            name = _ThingName(text, tuple(stems.get(word, word) for word in words), "name")
            is_indexed = all(map(self._index.count, name.stems))
            if kind == "name":
                thing = _Thing("synonym", group)
                _note_length(self._longest_name, words)
                self._things_by_words[words].append(thing)
                if is_indexed:
                    self._names_by_thing[thing].append(name)
            else:
                _note_length(self._longest_synonym, name.stems)
                self._groups_by_stems[name.stems].append(group)
                if is_indexed:
                    self._synonyms_by_group[group].append(name)
        return sorted({*self._longest_name, *(words[0] for *_, words in rows)})

    @cached_method(_CACHED)
    def _expand(self, words: _Row, stems: _Row) -> list[Expansion]:
        """Other words for these words, which have these stems: names by weight and frequency, then near-synonyms."""
        known, written = {stems}, " ".join(words)
        expansions = []
        names = [
            (_weigh(usage, name.usage), self._count_row(name.stems), name)
            for thing, usage in dict.fromkeys(self._find_named(words))
            for name in (self._names_by_thing.get(thing) or self._load_names(thing))
        ]
        for weight, count, name in sorted(names, key=lambda one: one[:2], reverse=True):
            if count and name.stems not in known and len(known) <= _MOST_NAMES:
                known.add(name.stems)
                expansions.append(Expansion(name.stems, weight, f"name: {written} → {name.text}"))
        for group in self._groups_by_stems.get(stems, ()):
            for name in self._synonyms_by_group.get(group, ()):
                if name.stems not in known and self._count_row(name.stems):
                    known.add(name.stems)
                    expansions.append(Expansion(name.stems, _MEANING, f"meaning: {written} → {name.text}"))
        return expansions

    def _find_named(self, row: _Row) -> Iterator[tuple[_Thing, str]]:
        """What the words in a row name, and the usage of the name."""
        name = " ".join(row)
        for kind, ref, usage in self._lexicon.fetch(_NAMED, name) if name in self._names else ():
            yield _Thing(kind, ref), _simplify(usage)
        yield from ((thing, "name") for thing in self._things_by_words.get(row, ()))

    @cached_method(_CACHED)
    def _load_names(self, thing: _Thing) -> list[_ThingName]:
        """The names of a thing whose words the index has."""
        found = self._lexicon.fetch(_NAMES_OF, thing.kind, thing.ref)
        rows = [(text, words.split(" "), usage) for text, words, usage in found if words not in _INDISTINCT]
        known = self._lexicon.find_entries({word for _, words, _ in rows for word in words})
        return [
            _ThingName(text, tuple(known[word].stem for word in words), _simplify(usage))
            for text, words, usage in rows
            if all(word in known for word in words)
        ]

    def _count_row(self, stems: Sequence[str]) -> int:
        """How many statements can contain the stems in a row, at most."""
        if len(stems) == 1:
            return self._index.count(stems[0])
        return min(self._index.count_in_texts(join_pair(*pair)) for pair in pairwise(stems))


def _note_length(longest: dict[str, int], row: Sequence[str]) -> None:
    longest[row[0]] = min(_MOST_NAME_WORDS, max(len(row), longest.get(row[0], 0)))


def _simplify(usage: str) -> str:
    return usage if usage in _LOOSE_USAGES else "name"


def _weigh(usage: str, other: str) -> float:
    """How surely one name stands for another of the same thing, by their usages."""
    if usage != other:
        return _OTHER_USAGE
    return _OTHER_METONYM if usage == "metonym" else _SAME_USAGE
