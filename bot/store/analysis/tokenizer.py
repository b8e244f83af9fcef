"""The words of a text: their offsets, folded forms and stems; and the stop words.

Both index and query are tokenized here. tantivy gets words that are folded and stemmed already, separated by spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from bot.store.analysis.folding import fold
from bot.store.analysis.particles import drop_particles, is_hangul


# A word: letters and digits, with apostrophes, combining and invisible characters inside. An abbreviation keeps its
# full stops (`U.S.`), while a full stop between longer words separates them even where the space after it is missing.
# A possessive ending is skipped, so that `Russia` is found word for word in `Russia's`; so are an elided word in front
# (`l'État`) and an ending behind a name's apostrophe (`İzmir'deki`). In scripts without spaces each letter is a word:
# a row of them is searched as a phrase, and so found within whatever stands around it.
def _list_ranges(characters: Iterable[int]) -> str:
    """Code points in order as the ranges of a character class."""
    ranges: list[list[int]] = []
    for code in characters:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_COMBINING = _list_ranges(code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
_MARKS = _INVISIBLE + _COMBINING
# Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0e4f\u0e80-\u0eff\u1000-\u109f\u1780-\u17d3\u3005\u3007\u3041-\u3096\u30a1-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_APOSTROPHES = "'’‘‛`´ʼ′"
_WORD = re.compile(
    rf"((?<![^\W_])(?:[^\W\d_]\.){{2,}}"
    rf"|(?=[^\W_])[{_UNSPACED}][{_MARKS}]*"
    rf"|{_LETTER}+(?:(?![{_APOSTROPHES}][sS](?![^\W_]))[{_MARKS}{_APOSTROPHES}]+{_LETTER}+|[{_MARKS}])*)"
    rf"(?:[{_APOSTROPHES}][sS](?![^\W_]))?"
)
_STRETCH = re.compile(rf"[{_UNSPACED}{_MARKS}]{{2,}}")
_ELIDED = re.compile(
    rf"(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|dall|un|quest)[{_APOSTROPHES}](?=[^\W\d_])",
    re.IGNORECASE,
)
_VOWELS = frozenset("aeiouyh")
# Cases and other endings that Turkish writes behind an apostrophe.
_ENDING = re.compile(
    rf"(?P<name>[^\W_]{{3,}})[{_APOSTROPHES}]"
    r"(?:[nys]?[ıiuü]n|[nys][ıiuü]|[ny][ae]|n?[dt][ae](?:n|ki\w*)?|y?l[ae]|l[ae]r\w*|l[ıiuü]\w*)"
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
            start, end = _trim(match[1], match.start(1))
            if folded := fold_word(text[start:end]):
                yield Token(folded, start, end)


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
    return [token.folded for token in iterate_tokens(text)]


def find_unspaced(text: str) -> list[str]:
    """The stretches of a text in scripts without spaces that have more than one letter."""
    return [found for found in _STRETCH.findall(text) if len(fold_words(found)) > 1]


def _trim(word: str, start: int) -> tuple[int, int]:
    """Where a word that begins at `start` begins and ends without what stands before and behind an apostrophe."""
    end = start + len(word)
    if not any(sign in word for sign in _APOSTROPHES):
        return start, end
    elided = _ELIDED.match(word)
    if elided and fold_word(word[elided.end()])[:1] in _VOWELS:
        start += elided.end()
    elif (ending := _ENDING.fullmatch(word)) and (word[0].isupper() or word[0].isdigit()):
        end = start + ending.end("name")
    return start, end


def stem_words(words: Iterable[str]) -> dict[str, str]:
    """The stem of each folded word, in the order of the words; empty ones and those too long for an index are left out.

    Stems are those of the Snowball stemmer "English" (Porter2, https://snowballstem.org/algorithms/english/stemmer.html),
    as tantivy has it; Korean words are left without their particles. Safe to call from several threads.
    """
    stems: dict[str, str] = {}
    for word in words:
        if word and len(word) <= _MOST_BYTES and len(word.encode()) <= _MOST_BYTES:
            (stems[word],) = (
                _STEMMER.analyze(word) if word.isascii() or not is_hangul(word) else (drop_particles(word),)
            )
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
