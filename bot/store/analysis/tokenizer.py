"""The words of a text: their offsets, folded forms and stems; and the stop words.

Both index and query are tokenized here. tantivy gets words that are folded and stemmed already, separated by spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from bot.store.analysis.folding import fold

# A word: letters and digits, with apostrophes, combining and invisible characters inside. An abbreviation keeps its
# full stops (`U.S.`), while a full stop between longer words separates them even where the space after it is missing.
# A possessive ending is skipped, so that `Russia` is found word for word in `Russia's`.
_MARKS = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_APOSTROPHES = "'’‘‛`´ʼ′"
_WORD = re.compile(
    rf"((?<![^\W_])(?:[^\W\d_]\.){{2,}}"
    rf"|[^\W_]+(?:(?![{_APOSTROPHES}][sS](?![^\W_]))[{_MARKS}{_APOSTROPHES}]+[^\W_]+|[{_MARKS}])*)"
    rf"(?:[{_APOSTROPHES}][sS](?![^\W_]))?"
)

# A fast path, several times as fast, for texts that consist of plain words once possessive endings are removed. Not
# such are texts with apostrophes inside words, abbreviations, or signs other than these.
_SIGNS = dict.fromkeys("\xa0§«»‐‑‒–—“”„•…€", " ") | dict.fromkeys("’‘", "'")
_POSSESSIVE = re.compile("['`](?<=[A-Za-z0-9].)[sS](?![A-Za-z0-9'`])")
_JOINED = re.compile("['`](?<=[A-Za-z0-9].)['`]*[A-Za-z0-9]")
_ABBREVIATED = re.compile(r"\.[A-Za-z]\.")
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN = re.compile("[^ ]+")

_STEMMER = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()
_MOST_BYTES = 65_530  # of a term: tantivy leaves longer ones out of an index

# Without `us`, which "U.S." folds to.
STOP_WORDS = frozenset({
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "both", "but", "by", "can", "could", "did", "do", "does", "doing", "down", "during",
    "each", "for", "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "itself", "me", "more", "most", "my", "no", "nor", "not",
    "now", "of", "off", "on", "once", "only", "or", "other", "our", "ours", "out", "over", "own", "s", "said",
    "same", "say", "says", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their", "theirs",
    "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up",
    "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "why", "will", "with",
    "would", "you", "your", "yours",
})  # fmt: skip


class Token(NamedTuple):
    """The word text[start:end] and its folded form; offsets count code points."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The folded form of one word; empty where folding removes all of it."""
    return fold(word).replace(" ", "")


def find_tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    return list(iterate_tokens(text))


def iterate_tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, found one by one as they are asked for."""
    plain = _make_plain(text)
    if plain is not None:
        for match in _PLAIN.finditer(plain):
            yield Token(match[0], *match.span())
    else:
        for match in _WORD.finditer(text):
            if folded := fold_word(match[1]):
                yield Token(folded, match.start(1), match.end(1))


def find_chosen(text: str, choose: Callable[[Collection[str]], Collection[str]]) -> list[Token]:
    """The words of a text whose folded forms `choose` picks from all that the text has, in order."""
    plain = _make_plain(text)
    if plain is None:
        tokens = find_tokens(text)
        words = choose({token.folded for token in tokens})
        return [token for token in tokens if token.folded in words]
    found = []
    spaced = f" {plain} "
    for word in choose(set(plain.split())):
        at = spaced.find(f" {word} ")
        while at >= 0:
            found.append(Token(word, at, at + len(word)))
            at = spaced.find(f" {word} ", at + 1)
    return sorted(found, key=attrgetter("start"))


def fold_words(text: str) -> list[str]:
    """The folded words of a text in order."""
    plain = _make_plain(text)
    if plain is not None:
        return plain.split()
    return [folded for word in _WORD.findall(text) if (folded := fold_word(word))]


def stem_words(words: Iterable[str]) -> dict[str, str]:
    """The stem of each folded word, in the order of the words; empty ones and those too long for an index are left out.

    Stems are those of the Snowball stemmer "English" (Porter2, https://snowballstem.org/algorithms/english/stemmer.html),
    as tantivy has it. Safe to call from several threads.
    """
    stems: dict[str, str] = {}
    for word in words:
        if word and len(word) <= _MOST_BYTES and len(word.encode()) <= _MOST_BYTES:
            (stems[word],) = _STEMMER.analyze(word)
    return stems


class PhrasePlaces(NamedTuple):
    """Where a phrase is in a text: start and end offsets in order, and how many words the text has."""

    spans: list[tuple[int, int]]
    words: int


def find_phrase(words: Sequence[str], texts: Iterable[str]) -> list[PhrasePlaces]:
    """Every place in each of some texts where the folded words follow one another in this order."""
    size = len(words)
    found = []
    for text in texts:
        tokens = find_tokens(text)
        starts = range(len(tokens) - size + 1 if size else 0)
        spans = [
            (tokens[i].start, tokens[i + size - 1].end)
            for i in starts
            if tokens[i].folded == words[0] and all(tokens[i + j].folded == words[j] for j in range(1, size))
        ]
        found.append(PhrasePlaces(spans, len(tokens)))
    return found


def _make_plain(text: str) -> str | None:
    """The text with its words folded, each at its offset, and spaces for everything else; None off the fast path."""
    if not text.isascii():
        for sign, plain in _SIGNS.items():
            text = text.replace(sign, plain)
        if not text.isascii():
            return None
    if "'" in text or "`" in text:
        text = _POSSESSIVE.sub("  ", text)
        if _JOINED.search(text):
            return None
    return None if _ABBREVIATED.search(text) else text.lower().translate(_BETWEEN)
