"""The words that a store knows: stems, mended slips, related forms, near-synonyms, names that mean the same."""

from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import OSA

from bot.store.analysis.stemmer import Stemmer
from bot.store.analysis.tokenizer import STOP_WORDS, Token, find_chosen, fold_words
from bot.store.db.deadlines import STEPS, check_deadline, is_over
from bot.store.db.method_cache import remember
from bot.store.index.reader import IndexReader, join_pair

_ALIKE = 0.7  # of a word's letters, at least so many must be right
_MOST_SLIPS = 2
_SHORTEST_MENDED = 4
_SHORTEST_RELATED = 5
_MOST_RELATED_LETTERS = 3
_MOST_RELATIVES = 4
_RARER = 1_000  # a word form so many times as rare as the word is hardly meant
_MOST_CHANGED = 3  # a stem may end so many letters otherwise than its words go on: sensibilities, sensibl
_MOST_MENDS = 4
_MOST_ALIASES = 8
_LONGEST_NAME = 6
_MOST_REMEMBERED = 100_000
_MOST_UNKNOWN, _LONGEST_REMEMBERED = 10_000, 100  # letters
_ALSO_WORDS = {("us",)}  # the U.S., folded, is what everybody says of themselves: it tells nobody apart
_APART = ("demonym", "metonym")  # Kiev may stand for Kyiv, and less surely for Ukraine
_OTHER_NAME, _OF_OTHER_USAGE, _OTHER_METONYM = 0.95, 0.75, 0.8
_MEANING = 0.7
_KNOWN = "SELECT word, stem, count FROM spelling WHERE word IN (SELECT value FROM json_each(?))"
_RELATED = "SELECT stem, sum(count) FROM spelling WHERE stem >= ? AND stem < ? AND length(stem) <= ? GROUP BY stem"
_FORMS = "SELECT stem, word FROM spelling WHERE stem IN (SELECT value FROM json_each(?))"
_SHOWN = "SELECT word FROM spelling WHERE stem = ? ORDER BY count DESC, word DESC LIMIT 1"

_ALL_NAMES = "SELECT form FROM name_form WHERE kind IN ('country', 'organisation', 'person') AND how = 'alias'"
_NAMED = """
SELECT n.kind, n.ref, n.usage FROM name_form f JOIN name n ON n.n = f.name
WHERE f.kind IN ('country', 'organisation', 'person') AND f.how = 'alias' AND f.form = ?
ORDER BY n.kind, n.folded, n.ref, n.text"""
_OF_THING = """
SELECT n.text, n.words, n.usage
FROM name n CROSS JOIN name_form f ON f.kind = n.kind AND f.how = 'alias' AND f.form = n.words AND f.name = n.n
WHERE n.kind = ? AND n.ref = ? ORDER BY n.folded, n.text"""
_CALLED = """
SELECT ref, words FROM name
WHERE kind IN ('person', 'organisation', 'event', 'country') AND ref IN (SELECT value FROM json_each(?))
  AND iif(kind = 'country', usage = 'name', usage IN ('name', 'spelling', 'also'))"""
_SPELT = "SELECT DISTINCT other FROM spelt WHERE word = ? ORDER BY other"

_Row = tuple[str, ...]  # words, or stems, that follow one another
_Thing = tuple[str, str]  # what a name names: its kind, and which
_Called = tuple[str, _Row, str]  # a name as written, its stems, how it is used


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words to look for: their stems (one or several in a row), how near they are (0–1), and why."""

    stems: tuple[str, ...]
    weight: float
    why: str


class Lexicon:
    """Reads a connection of its own, which it closes with close(). Safe to share between threads."""

    def __init__(self, db: sqlite3.Connection, texts: IndexReader, synonyms: Iterable[tuple[str, str, str]]) -> None:
        """`synonyms` are (group, kind, word); a word may be several in a row."""
        self._db = db
        db.set_progress_handler(is_over, STEPS)
        self._lock = threading.Lock()
        self._texts = texts
        self._stemmer = Stemmer()
        self._seen: dict[str, tuple[str, int]] = {}
        self._unknown: dict[str, str] = {}
        self.list_variants = remember(self._list_variants, 4096)
        self._mend = remember(self._list_mended, 4096)
        self._complete = lru_cache(maxsize=4096)(self._texts.list_beginning)
        self._read_called = remember(self._find_called, 4096)
        self._spelt = remember(self._list_spelt, 4096)
        self._name_stems: dict[str, frozenset[str]] = {}
        self._others = remember(self._list_others, 4096)
        self._names = {form for (form,) in db.execute(_ALL_NAMES)}
        self._first_words: dict[str, int] = {}  # of names, and how many words the longest has
        self._first_meant: dict[str, int] = {}  # stems, of what has near-synonyms, and how many the longest has
        for name in self._names:
            _note_first(self._first_words, name.split(" "))
        self._aliases: dict[tuple[str, ...], list[tuple[_Thing, str]]] = defaultdict(list)
        self._called: dict[_Thing, list[_Called]] = defaultdict(list)
        self._meant: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._groups: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._take_synonyms(synonyms)

    def _take_synonyms(self, synonyms: Iterable[tuple[str, str, str]]) -> None:
        taken = [(group, kind, text, tuple(fold_words(text))) for group, kind, text in synonyms]
        stems = self.find_stems({word for *_, words in taken for word in words})
        self._standing = sorted({*self._first_words, *(words[0] for *_, words in taken)})
        for group, kind, text, words in taken:
            called = tuple(stems.get(word, word) for word in words)
            if kind == "name":
                _note_first(self._first_words, words)
                self._aliases[words].append((("synonym", group), "name"))
                if all(map(self.knows, called)):
                    self._called["synonym", group].append((text, called, "name"))
            else:
                _note_first(self._first_meant, called)
                self._meant[called].append(group)
                if all(map(self.knows, called)):
                    self._groups[group].append((text, called))

    def find_stems(self, words: Iterable[str]) -> dict[str, str]:
        """The stem of each folded word, whether the store knows it or not."""
        words = list(words)
        known = self._read(words)
        unknown = [word for word in words if word not in known]
        found = {word: entry[0] for word, entry in known.items()}
        return found | self._stem(unknown) if unknown else found

    def _stem(self, unknown: Sequence[str]) -> dict[str, str]:
        """The stems of words that the store does not know; a word that the index would not take is left out."""
        seen = self._unknown  # another thread may begin a new one meanwhile
        found = {word: seen.get(word) for word in unknown}
        missing = [word for word, stem in found.items() if stem is None]
        if missing:
            stems = self._stemmer.find_stems(missing)
            found.update((word, stems.get(word, "")) for word in missing)
            seen.update((word, stems.get(word, "")) for word in missing if len(word) <= _LONGEST_REMEMBERED)
            if len(seen) > _MOST_UNKNOWN:
                self._unknown = {}
        return {word: stem for word, stem in found.items() if stem}

    def list_words(self, stems: Iterable[str]) -> Mapping[str, list[str]]:
        """The words of the store by stem, and each stem as a word of its own."""
        forms = {stem: [stem] for stem in stems}
        for stem, word in self._ask(_FORMS, json.dumps(list(forms))):
            forms[stem].append(word)
        return forms

    def _read(self, words: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Stem and count of the words that the store knows."""
        seen = self._seen  # another thread may begin a new one meanwhile
        found = {word: seen.get(word) for word in words}
        missing = [word for word, entry in found.items() if entry is None]
        if missing:
            for word, stem, count in self._ask(_KNOWN, json.dumps(missing)):
                found[word] = seen[word] = (stem, count)
            if len(seen) > _MOST_REMEMBERED:
                self._seen = {}
        return {word: entry for word, entry in found.items() if entry is not None}

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        check_deadline()
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def list_forms(self, texts: Iterable[str], stems: Collection[str]) -> dict[str, list[str]]:
        """The words of the texts that have these stems, by stem, each once as it stands there."""
        forms: dict[str, dict[str, None]] = {}
        for text in texts:
            for stem, token in self.find_forms(text, stems):
                forms.setdefault(stem, {})[text[token.start : token.end]] = None
        return {stem: list(words) for stem, words in forms.items()}

    def find_forms(self, text: str, stems: Collection[str]) -> list[tuple[str, Token]]:
        """The words of a text that have one of these stems, each with its stem, in order."""
        check_deadline()
        begin = tuple({stem[: max(1, len(stem) - _MOST_CHANGED)] for stem in stems})
        meant: dict[str, str] = {}

        def choose(words: Collection[str]) -> Collection[str]:
            known = self._read([word for word in words if word.startswith(begin)])
            meant.update((word, stem) for word, (stem, _) in known.items() if stem in stems)
            return meant

        return [(meant[token.folded], token) for token in find_chosen(text, choose)]

    def knows(self, stem: str) -> bool:
        """Whether any text holds a word of this stem."""
        return self._texts.count(stem) > 0

    def complete(self, beginning: str, limit: int) -> list[str]:
        """The most frequent words that begin so."""
        return self._complete(beginning, limit)

    def finish(self, beginning: str) -> str | None:
        """The shortest word that begins so of those that may stand for others."""
        begin, end = (bisect_left(self._standing, edge) for edge in (beginning, beginning + chr(0x10FFFF)))
        return min(self._standing[begin:end], key=len, default=None)

    def mend(self, word: str, slips: int = _MOST_SLIPS) -> list[str]:
        """The words that were most likely meant, with so many slips at most or sounding like it; the word itself where
        it, or a form of it, is known.
        """
        if word in self._read([word]) or self.knows(self.find_stems([word]).get(word, "")):
            return [word]
        return [meant for meant, _ in self._mend(word, 0, slips)]

    def _list_variants(self, word: str, stem: str) -> list[Expansion]:
        """What else to look for where one word was asked for: other spellings, word forms, mended slips."""
        spelt = self._read(self._spelt(word))
        variants = [
            Expansion((other_stem,), 0.9, f"name: {word} → {other}")
            for other, (other_stem, _) in spelt.items()
            if other_stem != stem
        ]
        variants += self._list_relatives(word, stem)
        count = self._texts.count(stem)
        if count <= self._texts.size // 50_000:
            related = {(stem,), *(variant.stems for variant in variants)}
            mended = self._mend(word, 5 * count, _MOST_SLIPS)
            stems = self._read([meant for meant, _ in mended])
            variants += [
                Expansion((stems[meant][0],), 1 - max(slips, 0.8) / (2 * len(word)), f"spelling: {word} → {meant}")
                for meant, slips in mended
                if (stems[meant][0],) not in related
            ]
        return variants

    def list_aliases(self, words: tuple[str, ...], stems: Mapping[str, str]) -> Iterator[tuple[int, int, Expansion]]:
        """Other words for what the words from `start` up to `end` name or mean, such as Kyiv for Kiev."""
        own = tuple(stems.get(word, word) for word in words)
        for start, stem in enumerate(own):
            longest = max(self._first_words.get(words[start], 0), self._first_meant.get(stem, 0))
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                row, meant = words[start:end], own[start:end]
                if row in self._aliases or meant in self._meant or " ".join(row) in self._names:
                    for variant in self._others(row, meant):
                        yield start, end, variant

    def _find_named(self, row: _Row) -> Iterator[tuple[_Thing, str]]:
        """What the words in a row name, and how each name is used."""
        called = " ".join(row)
        for kind, ref, usage in self._ask(_NAMED, called) if called in self._names else ():
            yield (kind, ref), _usage_of(usage)
        yield from self._aliases.get(row, ())

    def _find_called(self, thing: _Thing) -> list[_Called]:
        """The names of a thing whose words the store knows: as written, their stems, and how they are used."""
        rows = [(text, tuple(words.split(" ")), usage) for text, words, usage in self._ask(_OF_THING, *thing)]
        known = self._read({word for _, words, _ in rows for word in words})
        return [
            (text, tuple(known[word][0] for word in words), _usage_of(usage))
            for text, words, usage in rows
            if words not in _ALSO_WORDS and all(word in known for word in words)
        ]

    def _list_spelt(self, word: str) -> list[str]:
        """Other transliterations of a word in people's names."""
        return [other for (other,) in self._ask(_SPELT, word)]

    def find_name_stems(self, refs: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """The stems that each person, organisation, event or country is called by."""
        seen = self._name_stems  # another thread may begin a new one meanwhile
        found = {ref: seen.get(ref) for ref in refs}
        missing = [ref for ref, stems in found.items() if stems is None]
        if missing:
            held: dict[str, list[str]] = {ref: [] for ref in missing}
            for ref, words in self._ask(_CALLED, json.dumps(missing)):
                held[ref] += words.split(" ")
            known = self._read({word for words in held.values() for word in words})
            for ref, words in held.items():
                found[ref] = seen[ref] = frozenset(known[word][0] for word in words if word in known)
            if len(seen) > _MOST_REMEMBERED:
                self._name_stems = {}
        return {ref: stems for ref, stems in found.items() if stems}

    def _list_others(self, words: _Row, own: _Row) -> list[Expansion]:
        """Other words for what these words, which have these stems, name or mean."""
        seen, said = {own}, " ".join(words)
        others = []
        names = [
            (_weigh_name(usage, other), self._count_row(called), text, called)
            for thing, usage in dict.fromkeys(self._find_named(words))
            for text, called, other in (self._called.get(thing) or self._read_called(thing))
        ]
        for weight, count, text, called in sorted(names, key=lambda one: (-one[0], -one[1])):
            if count and called not in seen and len(seen) <= _MOST_ALIASES:
                seen.add(called)
                others.append(Expansion(called, weight, f"name: {said} → {text}"))
        for group in self._meant.get(own, ()):
            for text, called in self._groups.get(group, ()):
                if called not in seen and self._count_row(called):
                    seen.add(called)
                    others.append(Expansion(called, _MEANING, f"meaning: {said} → {text}"))
        return others

    def _count_row(self, stems: Sequence[str]) -> int:
        """How many statements can hold the stems in a row, at most."""
        if len(stems) == 1:
            return self._texts.count(stems[0])
        return min(self._texts.count_told(join_pair(*pair)) for pair in pairwise(stems))

    def _list_relatives(self, word: str, stem: str) -> list[Expansion]:
        if len(stem) < _SHORTEST_RELATED or not stem.isalpha():
            return []
        begins = max(_SHORTEST_RELATED, len(stem) - _MOST_RELATED_LETTERS)
        found = self._ask(_RELATED, stem, stem + chr(0x10FFFF), len(stem) + _MOST_RELATED_LETTERS)
        counts = {row[0]: int(row[1]) for row in found if row[0] != stem}
        for end in range(begins, len(stem)):
            count = self._texts.count(stem[:end])
            if count:
                counts[stem[:end]] = count
        least = self._texts.count(stem) / _RARER
        known = (other for other, count in counts.items() if count >= least)
        best = sorted(known, key=lambda other: (-counts[other], other))[:_MOST_RELATIVES]
        return [Expansion((other,), 0.75, f"word form: {word} → {self._show(other)}") for other in best]

    def _list_mended(self, word: str, more_than: int, most: int) -> list[tuple[str, float]]:
        """The known words most likely meant, one for each stem, and how many slips; a sound alike is half of one."""
        if len(word) < _SHORTEST_MENDED or not any(char.isalpha() for char in word):
            return []
        most = max(1, min(most, int(len(word) * (1 - _ALIKE) + 1e-9)))
        slips: dict[str, float] = {}
        counts: dict[str, int] = {}
        for distance in range(1, most + 1):
            found = [one for one in self._texts.list_alike(word, distance) if one[1] > more_than and one[0] != word]
            slips.update({other: float(OSA.distance(word, other)) for other, _ in found})
            counts.update(found)
            if found:
                break
        for other, count in self._texts.list_sounding(word):
            if count > more_than and other != word:
                slips[other] = min(slips.get(other, 9.0), 0.8 * OSA.distance(word, other), 1.5)
                counts[other] = count
        if len(word) == _SHORTEST_MENDED:
            slips = {other: slip for other, slip in slips.items() if other[0] == word[0]}
        # a wrong first letter is rare, and does happen
        order = sorted(slips, key=lambda other: (slips[other], other[0] != word[0], -counts[other], other))
        stems = self.find_stems(order)
        best: dict[str, str] = {}
        for other in order:
            if other not in STOP_WORDS and not other.isdigit() and slips[other] <= slips[order[0]] + 0.5:
                best.setdefault(stems[other], other)
        return [(other, slips[other]) for other in best.values()][:_MOST_MENDS]

    def _show(self, stem: str) -> str:
        """The most frequent word of a stem."""
        found = self._ask(_SHOWN, stem)
        return found[0][0] if found else stem

    def close(self) -> None:
        """Give the memory back."""
        self._stemmer.close()
        if self._lock.acquire(blocking=False):  # one who hangs in it would be waited for; it ends with the last user
            self._db.close()


def _note_first(longest: dict[str, int], row: Sequence[str]) -> None:
    longest[row[0]] = min(_LONGEST_NAME, max(len(row), longest.get(row[0], 0)))


def _usage_of(usage: str) -> str:
    return usage if usage in _APART else "name"


def _weigh_name(usage: str, other: str) -> float:
    """How surely one name stands for another of the same thing, by how they are used."""
    if usage != other:
        return _OF_OTHER_USAGE
    return _OTHER_METONYM if usage == "metonym" else _OTHER_NAME
