"""Derives half-remembered questions from sentences, with fixed seeds: each knows the stretch that it was made from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bench.search.places import RENAMED
from bench.search.texts import Sentence
from bench.search.wordnet import WordNet
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words

_SHORTEST, _LONGEST = 8, 14
_LEAST_CONTENT = 4
_TRIES = 400
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SOUNDS = (
    ("kh", "h"), ("zh", "j"), ("dj", "j"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ei", "ey"), ("ck", "k"),
    ("y", "i"), ("i", "y"), ("v", "w"), ("w", "v"), ("c", "k"), ("k", "q"), ("q", "k"), ("j", "dj"), ("u", "ou"),
    ("z", "s"), ("ts", "tz"), ("ee", "i"), ("h", "kh"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Words asked, and what is right: the stretch and statement that they were made from, none where nothing is."""

    kind: str
    words: str
    sentence: Sentence | None
    stretch: str


class Deriver:
    """Makes questions of every kind from one set of sentences."""

    def __init__(self, sentences: Sequence[Sentence], vocabulary: Collection[str], wordnet: WordNet | None) -> None:
        self._sentences = sentences
        self._vocabulary = frozenset(vocabulary)
        self._sorted = sorted(vocabulary)
        self._wordnet = wordnet

    def derive(self, kept_out: Sequence[Sentence], each: int, seed: int) -> list[Question]:
        """`each` questions of every kind, as far as the sentences give them."""
        ways: dict[str, Callable[[random.Random, list[str], Sentence, list[str]], list[str] | None]] = {
            "dropped": lambda rng, words, *_: _drop(rng, words, 0.4),
            "typos": lambda rng, words, *_: _mistype(rng, words, 2),
            "reordered": lambda rng, words, *_: _shuffle(rng, words),
            "inflected": lambda rng, words, *_: self._inflect(rng, words, 0.5),
            "transliterated": self._transliterate,
            "renamed": lambda *given: _rename(given[1]),
            "mixed": self._mix,
            "hint": _hint,
        }
        if self._wordnet:
            ways["synonyms"] = lambda rng, words, *_: self._replace(rng, words, 0.34)
        questions = []
        for number, (kind, way) in enumerate(sorted(ways.items())):
            rng = random.Random(f"{seed} {number} {kind}")
            questions += self._make(rng, kind, way, each)
        rng = random.Random(f"{seed} unanswerable")
        for _ in range(each // 2):
            made = self._make(rng, "unanswerable", self._mix, 1, kept_out)
            questions += [Question("elsewhere", one.words, None, "") for one in made]
            nonsense = [rng.choice(self._sorted) for _ in range(rng.randint(4, 8))]
            questions.append(Question("nonsense", " ".join(nonsense), None, ""))
        return questions

    def _make(
        self,
        rng: random.Random,
        kind: str,
        way: Callable[[random.Random, list[str], Sentence, list[str]], list[str] | None],
        count: int,
        sentences: Sequence[Sentence] | None = None,
    ) -> list[Question]:
        made: list[Question] = []
        for _ in range(_TRIES * count):
            if len(made) == count:
                break
            sentence = rng.choice(sentences or self._sentences)
            raw, words = _stretch(rng, sentence.text, kind)
            if len(_list_content(words)) < _LEAST_CONTENT:
                continue
            changed = way(rng, list(words), sentence, raw)
            if changed and changed != words:
                made.append(Question(kind, " ".join(changed), sentence, " ".join(words)))
        return made

    def _inflect(self, rng: random.Random, words: list[str], share: float) -> list[str]:
        changed = []
        for word in words:
            forms = [form for form in _list_forms(word) if form in self._vocabulary]
            is_changed = word not in STOP_WORDS and forms and rng.random() < share
            changed.append(rng.choice(forms) if is_changed else word)
        return changed

    def _replace(self, rng: random.Random, words: list[str], share: float) -> list[str] | None:
        if self._wordnet is None:
            return None
        places = [i for i, word in enumerate(words) if word not in STOP_WORDS and self._wordnet.list_synonyms(word)]
        wanted = max(1, round(share * len(_list_content(words))))
        if len(places) < wanted:
            return None
        for i in rng.sample(places, wanted):
            words[i] = rng.choice(self._wordnet.list_synonyms(words[i]))
        return words

    def _transliterate(self, rng: random.Random, words: list[str], _: Sentence, raw: list[str]) -> list[str] | None:
        names = {
            word for i, written in enumerate(raw) for word in fold_words(written)
            if i and written[:1].isupper() and len(word) >= 5 and word.isascii()
        }  # fmt: skip
        places = [i for i, word in enumerate(words) if word in names and _respell(random.Random(0), word) != word]
        if not places:
            return None
        for i in places[:2]:
            words[i] = _respell(rng, words[i])
        return words

    def _mix(self, rng: random.Random, words: list[str], *_: object) -> list[str]:
        words = _drop(rng, words, 0.2)
        words = self._inflect(rng, words, 0.2)
        if self._wordnet and rng.random() < 0.5:
            words = self._replace(rng, list(words), 0.15) or words
        words = _mistype(rng, words, 1)
        return _shuffle(rng, words) if rng.random() < 0.3 else words


def _stretch(rng: random.Random, text: str, kind: str) -> tuple[list[str], list[str]]:
    raw = text.split()
    size = min(len(raw), rng.randint(_SHORTEST, _LONGEST))
    start = rng.randint(0, len(raw) - size)
    part = raw[start : start + size]
    if kind == "renamed":
        folded = " ".join(fold_words(text))
        if not any(f" {name} " in f" {folded} " for name in RENAMED):
            return [], []
        name = next(name for name in RENAMED if f" {name} " in f" {folded} ")
        words = folded.split()
        at = next(
            i for i in range(len(words)) if " ".join(words[i:]).startswith(f"{name} ") or words[i:] == name.split()
        )
        begin = max(0, at - rng.randint(2, 8))
        return [], words[begin : begin + max(size, at - begin + len(name.split()))]
    return part, [word for written in part for word in fold_words(written)]


def _list_content(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS]


def _drop(rng: random.Random, words: list[str], share: float) -> list[str]:
    kept = sorted(rng.sample(range(len(words)), max(3, round(len(words) * (1 - share)))))
    found = [words[i] for i in kept]
    if len(_list_content(found)) >= 2:
        return found
    return [word for word in words if word not in STOP_WORDS]


def _shuffle(rng: random.Random, words: list[str]) -> list[str]:
    return rng.sample(words, len(words))


def _mistype(rng: random.Random, words: list[str], count: int) -> list[str]:
    places = [i for i, word in enumerate(words) if len(word) >= 5 and word not in STOP_WORDS and word.isalpha()]
    for i in rng.sample(places, min(count, len(places))):
        words[i] = _slip(rng, words[i])
    return words


def _slip(rng: random.Random, word: str) -> str:
    at = 0 if rng.random() < 0.15 else rng.randint(1, len(word) - 2)
    way = rng.choice(("swap", "leave", "double", "other"))
    if way == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == "leave":
        return word[:at] + word[at + 1 :]
    if way == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(_LETTERS.replace(word[at], "")) + word[at + 1 :]


def _respell(rng: random.Random, word: str) -> str:
    ways = [(old, new) for old, new in _SOUNDS if old in word]
    return word.replace(*rng.choice(ways), 1) if ways else word


def _rename(words: list[str]) -> list[str] | None:
    text = f" {' '.join(words)} "
    for name in sorted(RENAMED, key=len, reverse=True):
        if f" {name} " in text:
            return text.replace(f" {name} ", f" {RENAMED[name]} ", 1).split()
    return None


def _hint(rng: random.Random, words: list[str], sentence: Sentence, _: list[str]) -> list[str]:
    content = rng.sample(_list_content(words), max(3, round(0.6 * len(_list_content(words)))))
    surname = fold_words(sentence.speaker)[-1:]
    return [*(surname if surname and rng.random() < 0.5 else [sentence.day[:4]]), *content]


def _list_forms(word: str) -> list[str]:
    """Regular forms of a word, right or wrong; who asks keeps those that are words."""
    if len(word) < 4 or not word.isalpha():
        return []
    bases = [word]
    for ending, put in (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""),
                        ("ed", "e"), ("ied", "y"), ("ly", "")):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bases.append(word[: len(word) - len(ending)] + put)
    forms = {form for base in bases for form in (base, base + "s", base + "ed", base + "ing", base + "ly")}
    forms |= {re.sub("e$", "", base) + ending for base in bases for ending in ("ing", "ed")}
    forms |= {re.sub("y$", "ie", base) + ending for base in bases for ending in ("s", "d")}
    return sorted(forms - {word})
