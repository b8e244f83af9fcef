"""Query expansion of single words: other transliterations, related word forms, corrected spelling."""

from __future__ import annotations

from bot.store.db.caching import cached_method
from bot.store.index.reader import IndexReader
from bot.store.search.lexicon import Lexicon
from bot.store.search.query_terms import Expansion
from bot.store.search.spelling import MOST_EDITS, SpellingCorrector

_SHORTEST_STEM = 5  # letters of a stem for which related ones are looked for
_MOST_LETTERS_APART = 3
_MOST_RELATED = 4
_RARER = 1_000  # a related form so many times rarer than the word is hardly meant
_TRANSLITERATION, _RELATED_FORM = 0.9, 0.75  # weights
# A word is corrected though the index has it where no more than one statement in so many contains it, and then to
# words that are so many times as frequent.
_RARE, _MORE_FREQUENT = 50_000, 5
_LEAST_EDITS = 0.8  # a correction is never surer than after so many edits
_CACHED = 4_096
_RELATED = "SELECT stem, sum(count) FROM term WHERE stem >= ? AND stem < ? AND length(stem) <= ? GROUP BY stem"
_TRANSLITERATIONS = "SELECT DISTINCT other FROM name_variant WHERE word = ? ORDER BY other"


class WordExpander:
    """Other words for one word; safe to share between threads."""

    def __init__(self, index: IndexReader, lexicon: Lexicon, spelling: SpellingCorrector) -> None:
        self._index = index
        self._lexicon = lexicon
        self._spelling = spelling

    @cached_method(_CACHED)
    def list_expansions(self, word: str, stem: str) -> list[Expansion]:
        """What else to look for where a word with this stem was typed."""
        count = self._index.count(stem)
        expansions = [*self._list_transliterations(word, stem), *self._list_related(word, stem, count)]
        if count <= self._index.size // _RARE:
            known = {(stem,), *(one.stems for one in expansions)}
            corrections = self._spelling.list_corrections(word, _MORE_FREQUENT * count, MOST_EDITS)
            terms = self._lexicon.find_entries([one.word for one in corrections])
            for one in corrections:
                stems = (terms[one.word].stem,)
                if stems not in known:
                    weight = 1 - max(one.edits, _LEAST_EDITS) / (2 * len(word))
                    expansions.append(Expansion(stems, weight, f"spelling: {word} → {one.word}"))
        return expansions

    def _list_transliterations(self, word: str, stem: str) -> list[Expansion]:
        """Other spellings of a word in people's names."""
        rows = self._lexicon.fetch(_TRANSLITERATIONS, word)
        found = self._lexicon.find_entries(other for (other,) in rows) if rows else {}
        return [
            Expansion((term.stem,), _TRANSLITERATION, f"name: {word} → {other}")
            for other, term in found.items()
            if term.stem != stem
        ]

    def _list_related(self, word: str, stem: str, frequency: int) -> list[Expansion]:
        """The most frequent stems that begin like this one, or that this one begins like.

        `frequency` is the number of statements that contain this stem.
        """
        if len(stem) < _SHORTEST_STEM or not stem.isalpha():
            return []
        rows = self._lexicon.fetch(_RELATED, stem, stem + chr(0x10FFFF), len(stem) + _MOST_LETTERS_APART)
        counts = {other: int(count) for other, count in rows if other != stem}
        for end in range(max(_SHORTEST_STEM, len(stem) - _MOST_LETTERS_APART), len(stem)):
            count = self._index.count(stem[:end])
            if count:
                counts[stem[:end]] = count
        frequent = (other for other, count in counts.items() if count >= frequency / _RARER)
        best = sorted(frequent, key=lambda other: (-counts[other], other))[:_MOST_RELATED]
        return [
            Expansion((other,), _RELATED_FORM, f"word form: {word} → {self._lexicon.find_most_frequent(other)}")
            for other in best
        ]
