"""Spelling correction: the words of the index that were most likely meant by a word that it does not have."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.store.analysis.tokenizer import STOP_WORDS, stem_words
from bot.store.db.caching import cached_method
from bot.store.index.reader import IndexReader
from bot.store.search.lexicon import Lexicon

MOST_EDITS = 2
_SHORTEST = 4  # letters of a word that is corrected
_LEAST_RIGHT = 0.7  # of a word's letters
# A word that sounds alike is written by other rules, so its edits count half; but enough letters must be the same.
_SOUND_EDIT, _LEAST_SIMILAR = 0.5, 0.5
_CLOSE = 0.5  # edits: so much further than the nearest word a correction may be
_MOST_CORRECTIONS = 4
_CACHED = 4_096


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the index, and how many edits lead to it, where those between words that sound alike count half."""

    word: str
    edits: float


class SpellingCorrector:
    """Corrects single words; safe to share between threads."""

    def __init__(self, index: IndexReader, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon

    def correct(self, word: str, most_edits: int = MOST_EDITS) -> list[str]:
        """The words most likely meant by a folded word, nearest first; the word itself where the index has it, or any
        form of it.
        """
        stem = stem_words([word]).get(word, "")
        if self._index.count(stem) or word in self._lexicon.find_entries([word]):
            return [word]
        return [one.word for one in self.list_corrections(word, 0, most_edits)]

    @cached_method(_CACHED)
    def list_corrections(self, word: str, more_than: int, most_edits: int) -> list[Correction]:
        """Words that are like a folded word and in `more_than` so many statements, nearest first, one for each stem.

        An edit is a letter that is missing, added, wrong, or swapped with the next one (optimal string alignment).
        """
        if len(word) < _SHORTEST or not any(char.isalpha() for char in word):
            return []
        most_edits = max(1, min(most_edits, int(len(word) * (1 - _LEAST_RIGHT) + 1e-9)))
        edits: dict[str, float] = {}
        counts: dict[str, int] = {}
        for distance in range(1, most_edits + 1):
            for other, count in self._index.list_words_within(word, distance):
                if count > more_than and other != word:
                    edits[other], counts[other] = float(OSA.distance(word, other)), count
            if edits:
                break
        for other, count in self._index.list_words_sounding_like(word):
            if count > more_than and other != word and OSA.normalized_similarity(word, other) >= _LEAST_SIMILAR:
                edits[other], counts[other] = _SOUND_EDIT * OSA.distance(word, other), count
        if len(word) == _SHORTEST:
            edits = {other: one for other, one in edits.items() if other[0] == word[0]}
        # A wrong first letter is rare, but happens.
        order = sorted(edits, key=lambda other: (edits[other], other[0] != word[0], -counts[other], other))
        stems = stem_words(order)
        nearest: dict[str, str] = {}
        for other in order:
            if other not in STOP_WORDS and not other.isdigit() and edits[other] <= edits[order[0]] + _CLOSE:
                nearest.setdefault(stems[other], other)
        return [Correction(other, edits[other]) for other in nearest.values()][:_MOST_CORRECTIONS]
