"""Stems of English words by the Snowball stemmer "English" (Porter2), as tantivy has it.

Defined at https://snowballstem.org/algorithms/english/stemmer.html.
"""

from __future__ import annotations

from collections.abc import Iterable

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

_ANALYZER = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()
_MOST_BYTES = 65_530  # of a term: tantivy leaves longer ones out of an index


def stem_words(words: Iterable[str]) -> dict[str, str]:
    """The stem of each folded word, in the order of the words; empty ones and those too long for an index are left out.

    Safe to call from several threads.
    """
    stems: dict[str, str] = {}
    for word in words:
        if word and len(word) <= _MOST_BYTES and len(word.encode()) <= _MOST_BYTES:
            (stems[word],) = _ANALYZER.analyze(word)
    return stems
