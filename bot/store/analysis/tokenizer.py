"""Words of a text: where each stands, and the folded form in which the index and a query meet.

Index and query take the same way through here, so that SQLite's tokenizer only finds letters, digits and single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from bot.store.analysis.folding import fold

# A word: letters and digits; apostrophes, combining and invisible marks may stand inside; abbreviations keep their
# stops together (`U.S.`), while a stop between longer words parts them even where the space after it was forgotten.
# A possessive ending is passed over, so that `Russia` is found word for word in `Russia's`.
_MARKS = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_APOSTROPHES = "'’‘‛`´ʼ′"
_WORD = re.compile(
    rf"((?<![^\W_])(?:[^\W\d_]\.){{2,}}"
    rf"|[^\W_]+(?:(?![{_APOSTROPHES}][sS](?![^\W_]))[{_MARKS}{_APOSTROPHES}]+[^\W_]+|[{_MARKS}])*)"
    rf"(?:[{_APOSTROPHES}][sS](?![^\W_]))?"
)

# Most texts hold nothing but plain words once possessive endings are gone, and these are found several times as fast.
# What makes a text another: apostrophes inside words, abbreviations, and signs that are not of these.
_SIGNS = dict.fromkeys("\xa0§«»‐‑‒–—“”„•…€", " ") | dict.fromkeys("’‘", "'")
_POSSESSIVE = re.compile("['`](?<=[A-Za-z0-9].)[sS](?![A-Za-z0-9'`])")
_JOINED = re.compile("['`](?<=[A-Za-z0-9].)['`]*[A-Za-z0-9]")
_ABBREVIATED = re.compile(r"\.[A-Za-z]\.")
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN = re.compile("[^ ]+")

# `us` is not among them: folded, the U.S. is the same word.
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
    """A word as it stands at text[start:end], and its folded form."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The folded form of one word; empty where nothing of it is left."""
    return fold(word).replace(" ", "")


def find_tokens(text: str) -> list[Token]:
    """The words of a text in order; offsets count code points."""
    return list(iterate_tokens(text))


def iterate_tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, as far as they are asked for."""
    plain = _make_plain(text)
    if plain is not None:
        for match in _PLAIN.finditer(plain):
            yield Token(match[0], *match.span())
    else:
        for match in _WORD.finditer(text):
            if folded := fold_word(match[1]):
                yield Token(folded, match.start(1), match.end(1))


def find_chosen(text: str, choose: Callable[[Collection[str]], Collection[str]]) -> list[Token]:
    """Where in a text those of its folded words stand that are chosen, in order."""
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


def find_sequences(words: Sequence[str], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the words stand in this order, next to each other: offsets into the text."""
    size = len(words)
    for i in range(len(tokens) - size + 1 if size else 0):
        if tokens[i].folded == words[0] and all(tokens[i + j].folded == words[j] for j in range(1, size)):
            yield tokens[i].start, tokens[i + size - 1].end


def _make_plain(text: str) -> str | None:
    """The words of a text, folded, at the places where they stand in it, with nothing but spaces between; None where
    they are not plain.
    """
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
