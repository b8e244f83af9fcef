"""What a question asks for, word by word: how much each word tells, and all that may stand for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.store.index.reader import IndexReader
from bot.store.search.lexicon import Expansion, Lexicon

_UNKNOWN = 0.75


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word asked for, its stem, what it tells, all that may stand for it, and whether the store knows it itself."""

    word: str
    stem: str
    idf: float
    variants: tuple[Expansion, ...]
    is_known: bool


def list_wanted(
    texts: IndexReader, lexicon: Lexicon, words: Sequence[str], content: Sequence[str], stems: Mapping[str, str]
) -> list[QueryTerm]:
    """The words of `content`; `words` are all of the question, in order."""
    variants: dict[str, list[Expansion]] = {}
    for word in content:
        own = [Expansion((stems[word],), 1.0, "")] if lexicon.knows(stems[word]) else []
        variants[word] = own + lexicon.list_variants(word, stems[word])
    for start, end, variant in lexicon.list_aliases(tuple(words[: 2 * len(content) + 16]), stems):
        for word in words[start:end]:
            if word in variants:
                variants[word].append(variant)
    weights = {word: _weigh(texts, group) for word, group in variants.items() if group}
    unknown = weigh_unknown(weights.values())
    return [
        QueryTerm(word, stems[word], weights.get(word, unknown), tuple(group), lexicon.knows(stems[word]))
        for word, group in variants.items()
    ]


def weigh_unknown(weights: Collection[float]) -> float:
    """What a word tells that no text holds, beside others: most often misremembered, it must not outweigh them."""
    return _UNKNOWN * sum(weights) / len(weights) if weights else 1.0


def _weigh(texts: IndexReader, variants: Sequence[Expansion]) -> float:
    """What a word tells: the rarer, the more."""
    count = min(texts.count(stem) for stem in variants[0].stems)
    return log(1 + (texts.size + 1) / (count + 0.5))
