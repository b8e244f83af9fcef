"""The words that a store knows, in memory: mended typing mistakes, related forms, and names that mean the same."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.store.model import Name
from bot.store.stems import Stemmer
from bot.store.tokens import STOP_WORDS, Token, find_tokens, fold_words

_ALIKE = 0.7  # of a word's letters, at least so many must be right
_MOST_SLIPS = 3
_SHORTEST_MENDED = 4
_SHORTEST_RELATED = 5
_MOST_RELATED_LETTERS = 3
_MOST_MENDS = 4
_MOST_ALIASES = 8
_LONGEST_NAME = 6
_PARTY_USAGES = ("name", "spelling", "also")


@dataclass(frozen=True, slots=True)
class Variant:
    """Other words to look for: their stems (one or several in a row), how near they are (0–1), and why."""

    stems: tuple[str, ...]
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A text, its words, all of them folded, and by stem the words as they stand there."""

    text: str
    tokens: tuple[Token, ...]
    folded: str
    stems: Mapping[str, tuple[str, ...]]


class Lexicon:
    """Built from an open store with read_lexicon(). Immutable but for its stemmer; safe to share between threads."""

    def __init__(self, spelling: Iterable[tuple[str, str, int]], names: Sequence[Name]) -> None:
        self._stemmer = Stemmer()
        self.tell = lru_cache(maxsize=2048)(self._tell)  # the same texts are asked about again and again
        self._stems: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word, stem, count in spelling:
            self._stems[word] = stem
            self._counts[word] = count
            if word not in STOP_WORDS and not word.isdigit():
                self._by_length[len(word)].append(word)
        self._sorted = sorted(self._stems)
        self._known = frozenset(self._stems.values())
        self._sorted_stems = sorted(self._known)
        self._aliases: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        self._called: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._spelt: dict[str, dict[str, None]] = defaultdict(dict)
        self.name_stems: dict[str, frozenset[str]] = {}
        self._take_names(names)

    def _take_names(self, names: Sequence[Name]) -> None:
        gathered: dict[str, set[str]] = defaultdict(set)
        words_of: dict[str, dict[str, None]] = defaultdict(dict)
        for name in names:
            words = tuple(fold_words(name.text))
            stems = tuple(self._stems.get(word, "") for word in words)
            if name.kind in ("person", "organisation", "event") and name.usage in _PARTY_USAGES:
                gathered[name.ref].update(filter(None, stems))
            if name.kind == "country" and name.usage == "name":
                gathered[name.ref].update(filter(None, stems))
            if name.kind == "person":
                words_of[name.ref].update(dict.fromkeys(words))
            is_code = name.usage == "code" and len(name.text) == 2  # `IN`, `IT`, `NO` are words more often
            is_name = 0 < len(words) <= _LONGEST_NAME and words[0] not in STOP_WORDS and not is_code
            if name.kind in ("country", "person", "organisation") and is_name:
                thing = (name.kind, name.ref)
                self._aliases[words].append(thing)
                if all(stems):
                    self._called[thing].append((name.text, stems))
        for words_of_person in words_of.values():
            for word in words_of_person:
                alike = [one for one in words_of_person if one != word and _sounds_alike(one, word)]
                self._spelt[word].update(dict.fromkeys(alike))
        self.name_stems = {ref: frozenset(stems) for ref, stems in gathered.items()}

    def find_stems(self, words: Iterable[str]) -> dict[str, str]:
        """The stem of each folded word, whether the store knows it or not."""
        found = {word: self._stems[word] for word in words if word in self._stems}
        unknown = [word for word in words if word not in found]
        return {**found, **self._stemmer.find_stems(unknown)} if unknown else found

    def _tell(self, text: str) -> Told:
        tokens = tuple(find_tokens(text))
        stems: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for token in tokens:
            stems[self._stems.get(token.folded, "")][text[token.start : token.end]] = None
        held = {stem: tuple(words) for stem, words in stems.items()}
        return Told(text, tokens, " ".join(token.folded for token in tokens), held)

    def knows(self, stem: str) -> bool:
        """Whether any text holds a word of this stem."""
        return stem in self._known

    def complete(self, beginning: str, limit: int) -> list[str]:
        """The most frequent words that begin so."""
        at = bisect_left(self._sorted, beginning)
        found = []
        for word in islice(self._sorted, at, at + 2_000):
            if not word.startswith(beginning):
                break
            found.append(word)
        return sorted(found, key=lambda word: (-self._counts[word], word))[:limit]

    def mend(self, word: str) -> list[str]:
        """The words that were most likely meant; the word itself where it, or a form of it, is known."""
        if word in self._stems or self.knows(self.find_stems([word]).get(word, "")):
            return [word]
        return [meant for meant, _ in self._mend(word)]

    def list_variants(self, word: str, stem: str) -> list[Variant]:
        """What else to look for where one word was asked for: other spellings, word forms, mended slips."""
        variants = [
            Variant((self._stems[other],), 0.9, f"name: {word} → {other}")
            for other in self._spelt.get(word, ())
            if other in self._stems and self._stems[other] != stem
        ]
        variants += self._list_relatives(word, stem)
        if not self.knows(stem):
            related = {variant.stems for variant in variants}
            variants += [
                Variant((self._stems[meant],), 1 - slips / (2 * len(word)), f"spelling: {word} → {meant}")
                for meant, slips in self._mend(word)
                if (self._stems[meant],) not in related
            ]
        return variants

    def list_aliases(self, words: Sequence[str]) -> Iterator[tuple[int, int, Variant]]:
        """Other names of what the words from `start` up to `end` name, such as Kyiv for Kiev."""
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
                asked = tuple(words[start:end])
                seen: set[tuple[str, ...]] = {tuple(self._stems.get(word, word) for word in asked)}
                for thing in dict.fromkeys(self._aliases.get(asked, ())):
                    for text, stems in self._called[thing]:
                        if stems not in seen and len(seen) <= _MOST_ALIASES:
                            seen.add(stems)
                            yield start, end, Variant(stems, 0.8, f"name: {' '.join(asked)} → {text}")

    def _list_relatives(self, word: str, stem: str) -> Iterator[Variant]:
        if len(stem) < _SHORTEST_RELATED or not stem.isalpha():
            return
        at = bisect_left(self._sorted_stems, stem)
        longer = []
        for other in islice(self._sorted_stems, at, at + 200):
            if not other.startswith(stem):
                break
            if 0 < len(other) - len(stem) <= _MOST_RELATED_LETTERS:
                longer.append(other)
        ends = range(max(_SHORTEST_RELATED, len(stem) - _MOST_RELATED_LETTERS), len(stem))
        shorter = [stem[:end] for end in ends if stem[:end] in self._known]
        for other in (*shorter, *longer):
            yield Variant((other,), 0.75, f"word form: {word} → {self._show(other)}")

    def _mend(self, word: str) -> list[tuple[str, int]]:
        """The known words with the fewest slips between, one for each stem, and how many slips."""
        if len(word) < _SHORTEST_MENDED or not any(char.isalpha() for char in word):
            return []
        most = max(1, min(_MOST_SLIPS, int(len(word) * (1 - _ALIKE) + 1e-9)))
        candidates = [
            one for length in range(len(word) - most, len(word) + most + 1) for one in self._by_length.get(length, ())
        ]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
        if len(word) == _SHORTEST_MENDED:
            found = [one for one in found if one[0][0] == word[0]]
        # a wrong first letter is rare, and does happen
        found.sort(key=lambda one: (one[1], one[0][0] != word[0], -self._counts[one[0]], one[0]))
        best = {self._stems[meant]: (meant, int(slips)) for meant, slips, _ in reversed(found) if slips == found[0][1]}
        return list(reversed(best.values()))[:_MOST_MENDS]

    def _show(self, stem: str) -> str:
        """The most frequent word of a stem."""
        at = bisect_left(self._sorted, stem[: len(stem) - 1])
        words = [
            word
            for word in islice(self._sorted, at, at + 500)
            if self._stems[word] == stem
        ]  # fmt: skip
        return max(words, key=lambda word: (self._counts[word], word), default=stem)

    def close(self) -> None:
        """Give the stemmer's memory back."""
        self._stemmer.close()


def read_lexicon(db: sqlite3.Connection, names: Sequence[Name]) -> Lexicon:
    """The words of an open store; `names` are its names."""
    return Lexicon(db.execute("SELECT word, stem, count FROM spelling").fetchall(), names)


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two words of a person's names can be one name in two transliterations."""
    return min(len(one), len(other)) >= 3 and OSA.normalized_similarity(one, other) >= 0.5
